// What is left of a source that the user takes out: nothing, while its contents stay known for ever. From the first moment
// it takes part in nothing; its rows go file by file, in slices, and after a restart from where that stopped.
import type { Catalog } from '../ports/catalogue.ts'
import type { CaptionBook } from './captions.ts'
import type { Room } from './database.ts'
import type { Slices } from './slices.ts'
import type { Sources } from './sources.ts'
import type { ForgetSource } from './statements.ts'
import { fileColumns, type FileRow } from './file-rows.ts'
import type { States } from './states.ts'

/** Takes sources out. */
export interface Leave extends Pick<Catalog, 'removeSource'> {
  /** Goes on with what the run before this one had begun. */
  goOn(): void
  isUnderWay(): boolean
}

/** Prepares the statements. */
export function createLeave(
  { db, book, now }: Room,
  parts: {
    sources: Sources
    states: States
    slices: Slices
    captions: Pick<CaptionBook, 'forget'>
    statements: ForgetSource
  },
): Leave {
  const { sources, states, slices, captions, statements } = parts
  const nextFile = db.prepare<[number], FileRow>(
    `SELECT ${fileColumns} FROM file INDEXED BY file_state WHERE source_id = ? LIMIT 1`,
  )
  // Bytes that it brought, and that it has others than by now.
  const brought = db
    .prepare<[number], number>(
      'SELECT content_id FROM upload INDEXED BY upload_brought_by WHERE brought_by = ?',
    )
    .pluck()
  // Bytes that it had before it got others.
  const had = db
    .prepare<[number], number>(
      'SELECT content_id FROM version JOIN upload ON upload.id = upload_id WHERE file_id = ?',
    )
    .pluck()
  const dropFile = db.prepare<[number]>('DELETE FROM file WHERE id = ?')
  // Folders name their parents, whose paths come before theirs.
  const dropFolder = db.prepare<[number]>(
    'DELETE FROM folder WHERE id = (SELECT id FROM folder WHERE source_id = ? ORDER BY path DESC LIMIT 1)',
  )
  const dropSource = db.prepare<[number]>('DELETE FROM source WHERE id = ?')

  const forget = (file: FileRow): void => {
    const at = Math.round(now())
    const contents = new Set(brought.all(file.id))
    if (file.contentId !== null) contents.add(file.contentId)
    const words = [...contents, ...had.all(file.id)]
    dropFile.run(file.id)
    book.move(file, null)
    for (const contentId of contents) {
      states.promote(contentId)
      states.settle(contentId, at, [file.folderId])
      states.abandon(contentId, at)
    }
    for (const contentId of words) captions.forget(contentId)
  }
  const step = (sourceId: number): boolean => {
    const file = nextFile.get(sourceId)
    if (file !== undefined) {
      forget(file)
      return false
    }
    if (dropFolder.run(sourceId).changes > 0) return false
    statements.forgetSource(sourceId)
    dropSource.run(sourceId)
    return true
  }
  let running = 0
  const leave = async (sourceId: number): Promise<void> => {
    running += 1
    try {
      await slices.run(() => step(sourceId))
    } finally {
      running -= 1
    }
  }

  return {
    removeSource: (sourceId) => {
      sources.markLeaving(sourceId)
      return leave(sourceId)
    },
    goOn: () => {
      for (const sourceId of sources.leaving()) void leave(sourceId).catch(() => undefined)
    },
    isUnderWay: () => running > 0,
  }
}
