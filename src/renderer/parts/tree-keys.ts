// Moving through a tree by the keyboard, as the tree pattern of the ARIA Authoring Practices Guide has it. Knows only the
// items as they are on the page, in their order; what a tick means is the tree's own.

/** What an item answers to beside a move of the focus. */
export interface TreeItemActions {
  open(): void
  close(): void
  tick(): void
}

const itemsIn = (tree: Element): HTMLElement[] => [
  ...tree.querySelectorAll<HTMLElement>('[role="treeitem"]'),
]
const levelOf = (item: Element | undefined): number => Number(item?.getAttribute('aria-level') ?? 0)

/** Acts on a key pressed on an item; true: it was one of the tree's. */
export function pressTreeKey(
  key: string,
  item: HTMLElement,
  actions: TreeItemActions,
  isRightToLeft: boolean,
): boolean {
  const tree = item.closest('[role="tree"]')
  if (tree === null) return false
  const items = itemsIn(tree)
  const at = items.indexOf(item)
  const isOpen = item.getAttribute('aria-expanded') === 'true'
  const isClosed = item.getAttribute('aria-expanded') === 'false'
  const go = (to: HTMLElement | undefined): void => to?.focus()
  const [inwards, outwards] = isRightToLeft
    ? ['ArrowLeft', 'ArrowRight']
    : ['ArrowRight', 'ArrowLeft']
  switch (key) {
    case 'ArrowDown':
      go(items[at + 1])
      return true
    case 'ArrowUp':
      go(items[at - 1])
      return true
    case 'Home':
      go(items[0])
      return true
    case 'End':
      go(items.at(-1))
      return true
    case ' ':
    case 'Enter':
      actions.tick()
      return true
    case inwards:
      if (isClosed) actions.open()
      else if (isOpen && levelOf(items[at + 1]) > levelOf(item)) go(items[at + 1])
      return true
    case outwards:
      if (isOpen) actions.close()
      else go(items.slice(0, at).findLast((one) => levelOf(one) < levelOf(item)))
      return true
    default:
      return goToLetter(key, items, at, go)
  }
}

/** A letter goes to the next item whose name begins with it. */
function goToLetter(
  key: string,
  items: readonly HTMLElement[],
  at: number,
  go: (to: HTMLElement | undefined) => void,
): boolean {
  if (Array.from(key).length !== 1) return false
  const letter = key.toLocaleLowerCase()
  const others = [...items.slice(at + 1), ...items.slice(0, at)]
  go(others.find((one) => one.dataset['name']?.toLocaleLowerCase().startsWith(letter) === true))
  return true
}
