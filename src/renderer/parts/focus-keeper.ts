// Keeps the focus in the window when what held it disappears or goes dark: a row that left, a group that was
// solved, a notice put away. Menus and dialogs give theirs back by themselves; this waits for them and acts only when nothing did.
import { useEffect } from 'react'

/** Where the focus goes, looked for outwards from where it was: a list's own row, else the nearest heading. */
const homes = '[role="row"][tabindex="0"], h1[tabindex], h2[tabindex]'

function ancestorsOf(element: Element): Element[] {
  const ancestors: Element[] = []
  for (let at = element.parentElement; at !== null; at = at.parentElement) ancestors.push(at)
  return ancestors
}

/** Gives the focus to the nearest home of what is left of its place. */
function goHome(ancestors: Element[]): void {
  for (const ancestor of ancestors) {
    if (!ancestor.isConnected) continue
    const home = ancestor.matches('[role$="dialog"]') ? ancestor : ancestor.querySelector(homes)
    if (home instanceof HTMLElement) {
      home.focus({ preventScroll: home.matches('h1') })
      return
    }
  }
}

/** Watches the whole window for as long as the caller is shown. */
export function useFocusKeeper(): void {
  useEffect(() => {
    let held: { element: Element; ancestors: Element[] } | null = null
    let frame = 0
    const isLost = (): boolean =>
      held !== null &&
      (!held.element.isConnected || held.element.matches(':disabled')) &&
      (document.activeElement === document.body || document.activeElement === held.element)

    const onFocusIn = ({ target }: FocusEvent): void => {
      held = target instanceof Element ? { element: target, ancestors: ancestorsOf(target) } : null
    }
    // Being removed looks like being left until the removal is over.
    const onFocusOut = ({ target }: FocusEvent): void =>
      queueMicrotask(() => {
        if (held?.element === target && held.element.isConnected) held = null
      })
    const observer = new MutationObserver(() => {
      if (!isLost()) return
      cancelAnimationFrame(frame)
      // A closing dialog hands the focus back one frame later.
      frame = requestAnimationFrame(() => {
        frame = requestAnimationFrame(() => {
          if (held !== null && isLost()) goHome(held.ancestors)
        })
      })
    })
    document.addEventListener('focusin', onFocusIn)
    document.addEventListener('focusout', onFocusOut)
    observer.observe(document.body, {
      childList: true,
      subtree: true,
      attributeFilter: ['disabled'],
    })
    return () => {
      document.removeEventListener('focusin', onFocusIn)
      document.removeEventListener('focusout', onFocusOut)
      observer.disconnect()
      cancelAnimationFrame(frame)
    }
  }, [])
}
