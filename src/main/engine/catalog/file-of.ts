// Which file an upload is read from, and told of with, where several have its bytes. Very many may: they are read in the order
// of an index, no further than needed, and no more of each than this choice takes.
import type { Database } from 'better-sqlite3'
import { given } from './database.ts'
import type { Sources } from './sources.ts'

type Row = [fileId: number, sourceId: number, isPresent: number, isConnected: number]
const readable = 3

/** Makes what answers the oldest file that can be read now; else one whose drive is away, else one that is gone; null: none. */
export function createFileOf(
  db: Database,
  sources: Pick<Sources, 'takes'>,
): (uploadId: number) => number | null {
  const files = db
    .prepare<[number], Row>(
      `SELECT file.id, file.source_id, file.is_present, source.is_connected
       FROM upload JOIN file INDEXED BY file_content ON file.content_id = upload.content_id
         JOIN source ON source.id = file.source_id
       WHERE upload.id = ${given('?')} ORDER BY file.id`,
    )
    .raw()
  return (uploadId) => {
    let best: number | null = null
    let bestRank = -1
    for (const [fileId, sourceId, isPresent, isConnected] of files.iterate(uploadId)) {
      const rank = 2 * isPresent + isConnected
      if (rank <= bestRank || !sources.takes(sourceId)) continue
      best = fileId
      bestRank = rank
      if (rank === readable) break
    }
    return best
  }
}
