// The last three photos that reached the library, for the tray's menu; asked again when a newer one is done.
import type { Status } from '../../shared/status.ts'
import type { Clock } from '../engine/ports/outside.ts'
import type { EngineCommand } from './engine-supervisor.ts'
import { createThrottle } from './throttle.ts'

/** A photo in the tray's menu. */
export interface RecentItem {
  fileId: string
  name: string
}

const shownItems = 3
// While photos go up by the dozen, nobody reads the menu that fast.
const askEveryMs = 5_000

/** Follows the status; `onChange` gets the new list. */
export function followRecentItems(
  clock: Clock,
  command: EngineCommand,
  onChange: (items: RecentItem[]) => void,
): (status: Status) => void {
  let lastDoneAt: number | null = null
  const ask = createThrottle<null>(clock, askEveryMs, () => {
    void command('listHistory', {
      filter: { states: ['done'] },
      after: null,
      limit: shownItems,
    }).then((page) => {
      if (page.ok) onChange(page.value.rows.map(({ fileId, name }) => ({ fileId, name })))
    })
  })
  return (status) => {
    if (status.lastDoneAt === lastDoneAt) return
    lastDoneAt = status.lastDoneAt
    ask.push(null)
  }
}
