// How many files of a folder a filter of the history finds, where the index that counts by folder tells it exactly: everything but
// time, kind, date, albums and words is in it.
import type { HistoryFilter } from '../../../shared/contract.ts'
import { doubtful } from './doubtful.ts'
import { filesOf, folderValues, type Values } from './folder-sql.ts'

/** True when a filter asks for a folder and for nothing that its counts do not tell. */
export function isByFolder(filter: Partial<HistoryFilter>): boolean {
  const {
    search = '',
    mediaKind = null,
    hasDate = null,
    changedFrom = null,
    changedTo = null,
    album = null,
  } = filter
  // Whether a photo may be damaged is no part of that index.
  if (filter.reason === doubtful || filter.isFolded === true) return false
  const others = [mediaKind, hasDate, changedFrom, changedTo, album]
  return (
    (filter.folder ?? '') !== '' && search.trim() === '' && others.every((part) => part === null)
  )
}

/** The statement that counts them, and its values. */
export function folderCount(filter: Partial<HistoryFilter>): { sql: string; values: Values } {
  const { sourceId = null, states = [], reason = null } = filter
  const folder = filter.folder ?? ''
  const wanted = states.map((_, index) => `@state${index}`)
  return {
    sql: `SELECT count(*) ${filesOf(sourceId)}
      ${wanted.length === 0 ? '' : `AND file.state IN (${wanted.join(', ')})`}
      ${reason === null ? '' : 'AND file.reason = @reason'}`,
    values: {
      ...folderValues(sourceId, folder),
      ...Object.fromEntries(states.map((state, index) => [`state${index}`, state])),
      ...(reason === null ? {} : { reason }),
    },
  }
}
