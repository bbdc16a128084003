// Keeps the place of whoever uses the keyboard: when the control that had the focus goes away or is disabled, the focus
// moves to the nearest part around it that stayed, instead of falling back to the start of the page. Which parts can take
// it they say themselves; where a new screen begins is the screen's own word. Also tells the styles who uses the keyboard.

/** Spread on an element that takes the focus of a control that went away inside it. */
export const focusPlace = { tabIndex: -1, 'data-focus-place': '' } as const

/** Watches over a page until what it returns is called. */
export function keepFocus(page: Document): () => void {
  /** The control that has, or had, the focus, and what is around it, nearest first. */
  let around: HTMLElement[] = []
  /** The same for the control from which a menu or dialog was opened. */
  let below: HTMLElement[] = []

  const remember = ({ target }: FocusEvent): void => {
    around = target instanceof HTMLElement ? [target, ...ancestorsOf(target)] : []
    if (around.some(isAbove)) around.push(...below)
    else below = around
  }
  // Whoever leaves a control has left it; one that is taken away looks the same until that is over.
  const forget = ({ target }: FocusEvent): void =>
    queueMicrotask(() => {
      const [control] = around
      if (control === target && isUsable(control)) around = []
    })
  const useKeyboard = (): void => {
    page.documentElement.dataset['keyboard'] = ''
  }
  const usePointer = (): void => {
    delete page.documentElement.dataset['keyboard']
  }
  const isLost = (): boolean => {
    const [control] = around
    if (control === undefined || isUsable(control)) return false
    const active = page.activeElement
    return active === null || active === page.body || active === control
  }
  const look = (): void => {
    if (!isLost()) return
    const place = around.map(placeIn).find((part) => part !== null)
    const target = place ?? page.querySelector<HTMLElement>('main h1') ?? page.querySelector('main')
    target?.focus({ preventScroll: true })
  }
  // A screen, menu or dialog that moves the focus itself has done so by the next frame.
  const observer = new MutationObserver(() => {
    if (isLost()) requestAnimationFrame(look)
  })

  page.addEventListener('focusin', remember)
  page.addEventListener('focusout', forget)
  page.addEventListener('keydown', useKeyboard, true)
  page.addEventListener('pointerdown', usePointer, true)
  observer.observe(page.body, {
    childList: true,
    subtree: true,
    attributes: true,
    attributeFilter: ['disabled'],
  })
  return () => {
    page.removeEventListener('focusin', remember)
    page.removeEventListener('focusout', forget)
    page.removeEventListener('keydown', useKeyboard, true)
    page.removeEventListener('pointerdown', usePointer, true)
    observer.disconnect()
  }
}

const isAbove = (part: HTMLElement): boolean =>
  part.matches('[role="menu"], [role="listbox"], [role$="dialog"]')

const isUsable = (control: HTMLElement): boolean =>
  control.isConnected && !control.matches(':disabled')

/** What takes the focus in a part that is around the lost control: a grid's own row, a dialog, or the part itself. */
function placeIn(part: HTMLElement): HTMLElement | null {
  if (!part.isConnected) return null
  if (part.role === 'grid') return part.querySelector<HTMLElement>('[role="row"][tabindex="0"]')
  return 'focusPlace' in part.dataset || part.matches('[role$="dialog"]') ? part : null
}

function ancestorsOf(element: HTMLElement): HTMLElement[] {
  const parent = element.parentElement
  return parent === null ? [] : [parent, ...ancestorsOf(parent)]
}
