// The partners of a row of the history, and which rows are shown with that of their still. SQL and shapes only.
import * as z from 'zod'
import type { HistoryFilter } from '../../../shared/contract.ts'
import { partnerSchema } from '../../../shared/pair-schemas.ts'
import type { Values } from './folder-sql.ts'

/** What {@link partnersOf} answers, as JSON. */
export const partnersSchema = z.array(partnerSchema)

/** The partners of the file of a row of `file` as JSON, the names in order; NULL: it has none. */
export const partnersOf = `(
  SELECT nullif(json_group_array(json_object('fileId', CAST(mate.id AS TEXT), 'name', mate.name,
    'is', iif(pair.still_id = mate.id, 'still', pair.role), 'state', mate.state, 'reason', mate.reason)
    ORDER BY mate.name), '[]')
  FROM pair JOIN file AS mate ON mate.id = iif(pair.file_id = file.id, pair.still_id, pair.file_id)
  WHERE pair.file_id = file.id OR pair.still_id = file.id)`

/**
 * True for a row of `file` unless its still fits the same filter. Of that what is asked of each file is given by the tests over
 * `file`; both lie in one folder. Adds the values that it needs.
 */
export function isShownAlone(
  { states = [], reason = null, mediaKind = null, hasDate = null }: Partial<HistoryFilter>,
  values: Values,
  tests: { hasReason: string; span: readonly string[]; worded: readonly string[] },
): string {
  states.forEach((state, index) => (values[`shown${index}`] = state))
  const among = states.map((_, index) => `@shown${index}`).join(', ')
  const asked = [
    ...(states.length === 0 ? [] : [`file.state IN (${among})`]),
    ...(reason === null ? [] : [tests.hasReason]),
    ...(mediaKind === null ? [] : ['file.media_kind = @mediaKind']),
    ...(hasDate === null ? [] : ['file.has_date = @hasDate']),
    ...tests.span.map((part) => `file.${part}`),
    ...tests.worded,
  ]
  return `NOT EXISTS (SELECT 1 FROM pair JOIN file AS mate ON mate.id = pair.still_id
    WHERE pair.file_id = file.id
      ${asked.map((test) => `AND ${test.replaceAll('file.', 'mate.')}`).join(' ')})`
}
