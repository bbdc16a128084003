// Whether the window is as a media query says. The same queries stand in the style sheets.
import { useCallback, useState, useSyncExternalStore } from 'react'

/** Rows of a list are drawn in two lines. */
export const narrowQuery = '(max-width: 620px)'
/** Too small for a list that scrolls inside a page: what 1120 pixels leave at 200 %, and phones' widths. */
export const smallQuery = '(max-width: 620px), (max-height: 520px)'

/** Follows a media query. */
export function useMedia(text: string): boolean {
  const [query] = useState(() => window.matchMedia(text))
  const subscribe = useCallback(
    (listener: () => void) => {
      query.addEventListener('change', listener)
      return () => query.removeEventListener('change', listener)
    },
    [query],
  )
  return useSyncExternalStore(subscribe, () => query.matches)
}
