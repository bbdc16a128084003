// Where the user is, so that a window that was ended in the tray opens there again: the screen, what was chosen on it, how
// far it is scrolled. And whether something on the page would be lost with it. The words of a place are this file's alone.
import type { HelpPlace, Route, WindowState } from './window-state.ts'

/** Where the user is. */
export type Place = {
  route: Route
  help: HelpPlace | null
  isCatalogueNoticeSeen: boolean
  /** What parts of the screen keep (`useKept`), by their names. */
  kept: Record<string, unknown>
  /** How far each part that scrolls is scrolled, by its selector. */
  scrolled: Record<string, number>
}

/** Spread on what would be lost if the page ended: a question, a draft, a choice of many files. */
export const unfinished = { 'data-unfinished': '' } as const

/** The screen as a whole, and the list of the history. */
const scrollers = ['.content', '.history-scroll']
/** Rows arrive over some time, and what is not there yet cannot be scrolled to. */
const restoreEveryMs = 50
const restoreForMs = 5_000

/** The place as text. */
export function writePlace(
  page: Document,
  { route, help, isCatalogueNoticeSeen }: WindowState,
  kept: ReadonlyMap<string, unknown>,
): string {
  const scrolled = Object.fromEntries(
    scrollers.map((one) => [one, Math.round(page.querySelector(one)?.scrollTop ?? 0)]),
  )
  const place: Place = {
    ...{ route, help, isCatalogueNoticeSeen, scrolled },
    kept: Object.fromEntries(kept),
  }
  return JSON.stringify(place)
}

/** The place of a text that {@link writePlace} wrote. */
export const readPlace = (text: string | null): Place | null =>
  text === null ? null : (JSON.parse(text) as Place)

/** Whether the end of the page would lose something: what is marked so, or a first run, whose steps are stored at its end. */
export const isUnfinished = (page: Document, { settings }: WindowState): boolean =>
  settings?.firstRunStep !== 'done' || page.querySelector('[data-unfinished]') !== null

/** Scrolls back to where it was, as what is there grows; whoever scrolls meanwhile is left alone. */
export function restoreScroll(page: Document, scrolled: Place['scrolled']): void {
  const wanted = Object.entries(scrolled).filter(([, top]) => top > 0)
  if (wanted.length === 0) return
  const isThere = ([one, top]: [string, number]): boolean => {
    const part = page.querySelector(one)
    if (part === null) return false
    part.scrollTop = top
    return Math.abs(part.scrollTop - top) < 1
  }
  const givenUpAt = performance.now() + restoreForMs
  const timer = setInterval(() => {
    if (wanted.every(isThere) || performance.now() > givenUpAt) stop()
  }, restoreEveryMs)
  const hands = ['wheel', 'pointerdown', 'keydown'] as const
  const stop = (): void => {
    clearInterval(timer)
    for (const hand of hands) page.removeEventListener(hand, stop)
  }
  for (const hand of hands) page.addEventListener(hand, stop)
}
