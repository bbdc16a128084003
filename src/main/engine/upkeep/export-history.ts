// Writes the history as CSV (RFC 4180, UTF-8 with a byte order mark so that Excel reads names right), row
// by row, so that a million rows need no memory. The path was chosen by the user in the system's dialog. Moments are in UTC;
// the time that a photo was taken at has no zone.
import { createWriteStream } from 'node:fs'
import type { HistoryRow } from '../../../shared/contract.ts'
import { wallText } from '../../../shared/days.ts'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { csvLine } from '../../../shared/csv.ts'

const columns = [
  'name',
  'folder',
  'source',
  'outcome',
  'reason',
  'last change',
  'modified',
  'taken',
  'date added',
  'date added from',
  'why no date was added',
  'caption',
  'caption from',
  'caption refused by Google',
  'albums',
  'why not in its album',
  'one picture with',
  'size in bytes',
  'size sent in bytes',
  'still on this computer',
  'older version in Google Photos',
]

/** Writes every row; answers how many, or why the file could not be written. */
export async function exportHistory(
  path: string,
  rows: Iterable<HistoryRow>,
): Promise<Result<{ rows: number }, Failure>> {
  const file = createWriteStream(path)
  // Not events.once, which would throw what the listener below turns into a failure.
  const next = (event: 'drain' | 'close'): Promise<void> =>
    new Promise((resolve) => void file.once(event, () => resolve()))
  const ended = next('close')
  const failures: Failure[] = []
  file.on('error', (error: NodeJS.ErrnoException) => {
    failures.push(
      error.code === 'ENOSPC'
        ? { kind: 'disk-full' }
        : { kind: 'folder-unreadable', path, code: error.code ?? 'UNKNOWN' },
    )
  })
  const write = async (values: readonly (string | number)[]): Promise<void> => {
    if (!file.write(csvLine(values))) await Promise.race([next('drain'), ended])
  }
  file.write('\uFEFF')
  await write(columns)
  let count = 0
  for (const row of rows) {
    if (failures.length > 0) break
    await write(cells(row))
    count += 1
  }
  file.end()
  await ended
  const [failure] = failures
  return failure === undefined ? ok({ rows: count }) : fail(failure)
}

function cells(row: HistoryRow): (string | number)[] {
  const takenAt = row.facts?.takenAt ?? null
  return [
    row.name,
    row.folder,
    row.sourceName,
    row.state,
    row.skip?.kind ?? row.failure?.kind ?? keptWord(row),
    moment(row.changedAt),
    moment(row.modifiedAt),
    takenAt === null ? '' : wallText(takenAt),
    row.addedDate === null ? '' : wallText(row.addedDate.at),
    row.addedDate?.source ?? '',
    row.undated ?? '',
    row.caption?.text ?? '',
    row.caption?.source ?? '',
    row.caption === null ? '' : row.caption.isRefused ? 'yes' : 'no',
    row.albums.map(({ title }) => title).join('; '),
    row.notInAlbum ?? '',
    row.partners.map(({ name }) => name).join('; '),
    row.sizeBytes,
    row.sentSizeBytes ?? '',
    row.isPresent ? 'yes' : 'no',
    row.olderVersion === null ? 'no' : 'yes',
  ]
}

/** Why the original went, with the tags it went for. */
const keptWord = ({ keptOriginal, lost }: HistoryRow): string =>
  lost === null ? (keptOriginal ?? '') : `${keptOriginal ?? ''}: ${lost}`

/** A time as text; a file system may tell one that no calendar has. */
function moment(at: number): string {
  const date = new Date(at)
  return Number.isNaN(date.getTime()) ? '' : date.toISOString()
}
