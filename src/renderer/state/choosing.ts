// Which files of the history are chosen: some, or all that fit the filter but some. Pure; what is done with them is asked
// elsewhere.
import { mostChosen } from '../../shared/bounds.ts'
import type { Chosen, HistoryFilter, HistoryRow } from '../../shared/contract.ts'

/** What is chosen; of single files what was known of them then. */
export type Choosing =
  { is: 'some'; rows: ReadonlyMap<string, HistoryRow> } | { is: 'all'; except: ReadonlySet<string> }

/** Choosing has begun, and nothing is chosen. */
export const noneChosen: Choosing = { is: 'some', rows: new Map() }
/** All that fit the filter. */
export const allChosen: Choosing = { is: 'all', except: new Set() }

/** Whether a file is chosen. */
export function isChosen(choosing: Choosing, fileId: string): boolean {
  return choosing.is === 'some' ? choosing.rows.has(fileId) : !choosing.except.has(fileId)
}

/** How many are, of so many that fit the filter; null while those are being counted. */
export function chosenCount(choosing: Choosing, total: number | null): number | null {
  if (choosing.is === 'some') return choosing.rows.size
  return total === null ? null : Math.max(0, total - choosing.except.size)
}

/** With one more or one less; as it was where more than can be told apart would be. */
export function toggled(choosing: Choosing, row: HistoryRow): Choosing {
  if (choosing.is === 'some') {
    const rows = new Map(choosing.rows)
    if (!rows.delete(row.fileId)) rows.set(row.fileId, row)
    return rows.size > mostChosen ? choosing : { is: 'some', rows }
  }
  const except = new Set(choosing.except)
  if (!except.delete(row.fileId)) except.add(row.fileId)
  return except.size > mostChosen ? choosing : { is: 'all', except }
}

/** With all of these, too; null where they are more than can be chosen one by one. */
export function withRows(choosing: Choosing, added: readonly HistoryRow[]): Choosing | null {
  if (choosing.is === 'all') {
    const again = new Set(added.map(({ fileId }) => fileId))
    return { is: 'all', except: new Set([...choosing.except].filter((id) => !again.has(id))) }
  }
  const rows = new Map([...choosing.rows, ...added.map((row) => [row.fileId, row] as const)])
  return rows.size > mostChosen ? null : { is: 'some', rows }
}

/** As commands take it. */
export function chosenFor(choosing: Choosing, filter: Partial<HistoryFilter>): Chosen {
  return choosing.is === 'some'
    ? { fileIds: [...choosing.rows.keys()] }
    : { filter: { ...filter, isFolded: true }, except: [...choosing.except] }
}

/** A file to be shown where all that are chosen lie in one folder and it is still there; else null. */
export function inOneFolder(choosing: Choosing): HistoryRow | null {
  if (choosing.is === 'all') return null
  const rows = [...choosing.rows.values()]
  const [first] = rows
  const isOne = rows.every((row) => row.sourceId === first?.sourceId && row.folder === first.folder)
  return isOne ? (rows.find((row) => row.isPresent) ?? null) : null
}
