// Choosing files of the list with the pointer and the keyboard: Space or a click for one, Shift for all from the last one,
// Ctrl+A for all, Escape to end. What is chosen is state/choosing.ts.
import { useRef, useState, type KeyboardEvent } from 'react'
import { mostChosen } from '../../../shared/bounds.ts'
import type { HistoryRow } from '../../../shared/contract.ts'
import { allChosen, noneChosen, toggled, withRows, type Choosing } from '../../state/choosing.ts'
import type { HistoryLoader } from '../../state/history-loader.ts'
import { useLanguage, useSession } from '../../state/use-window.tsx'

/** The choice of one list; `choosing` is null while nothing is being chosen. */
export function useChoosing(loader: HistoryLoader) {
  const { words } = useLanguage()
  const session = useSession()
  const [choosing, setChoosing] = useState<Choosing | null>(null)
  const from = useRef<number | null>(null)
  const add = (rows: readonly HistoryRow[]): void =>
    setChoosing((before) => {
      const next = withRows(before ?? noneChosen, rows)
      return next ?? before
    })
  const tooMany = (): void => session.say(words.history.chosen.tooMany(mostChosen))

  const addRange = async (first: number, last: number): Promise<void> => {
    const isTooLong = last - first >= mostChosen && choosing?.is !== 'all'
    const rows = isTooLong ? [] : await loader.rowsBetween(first, last)
    if (isTooLong || withRows(choosing ?? noneChosen, rows) === null) tooMany()
    else add(rows)
  }

  return {
    choosing,
    set: setChoosing,
    begin: () => {
      from.current = null
      setChoosing(noneChosen)
    },
    /** A row was chosen, or no longer is; with `isRange` all from the last one to it are. */
    take: (row: HistoryRow, index: number, isRange: boolean): void => {
      const start = from.current
      from.current = index
      if (isRange && start !== null) void addRange(Math.min(start, index), Math.max(start, index))
      else setChoosing((before) => toggled(before ?? noneChosen, row))
    },
    /** Whether a key on a row chose something; `next` is the row that it leads to. */
    onKey: (
      event: KeyboardEvent<HTMLElement>,
      row: HistoryRow | null,
      next: HistoryRow | null,
    ): boolean => {
      if (event.key === 'Escape' && choosing !== null) setChoosing(null)
      else if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'a')
        setChoosing(allChosen)
      else if (event.key === ' ' && row !== null)
        setChoosing((before) => toggled(before ?? noneChosen, row))
      else if (event.shiftKey && next !== null) add(row === null ? [next] : [row, next])
      else return false
      return true
    },
  }
}
