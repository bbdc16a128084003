// What photos say: kept until they are sent, then with which of it each was made; and how often each camera says the same, so
// that its own words can be told from a person's. Which words are sent is prepare's.
import * as z from 'zod'
import { captionSchema, captionSources, type Caption } from '../../../shared/captions.ts'
import type { CameraCaptions, PhotoWords } from '../ports/captions.ts'
import type { Catalog } from '../ports/catalogue.ts'
import { theRow, type Room } from './database.ts'
import { valueOf } from './kept.ts'

/** The captions of one catalogue; what writes runs inside the caller's transaction. */
export interface CaptionBook extends Pick<Catalog, 'captionChoice' | 'cameraCaptions'> {
  /** Keeps what a photo says, and counts it, once for its bytes. */
  keep(uploadId: number, words: PhotoWords): void
  /** Notes with which caption it is to be made. */
  decide(uploadId: number, caption: Caption | null): void
  /** It was made: what else it says is needed no more. */
  made(uploadId: number): void
  /** Forgets what was kept of bytes that no file has any more. */
  forget(contentId: number): void
}

const wordsSchema = z.object({
  camera: z.string().nullable(),
  said: z.array(z.string()),
  captions: z.array(
    z.object({ text: z.string(), source: z.enum(captionSources), said: z.string() }),
  ),
})

/** What four photos of five say stays among so many, however many others say something else. */
const mostSaidKept = 32
/** Nobody has more cameras; somebody may have a file that makes them up. */
const mostCameras = 500
const mostCameraLength = 200

/** The words behind JSON that was stored as {@link captionSchema} says; null: none, or none that can be read. */
export function captionIn(json: string | null): Caption | null {
  return json === null ? null : (captionSchema.nullable().safeParse(valueOf(json)).data ?? null)
}

/** Prepares the statements. */
export function createCaptionBook({ db }: Pick<Room, 'db'>): CaptionBook {
  // Its folder may have been taken out while it was in hand.
  const isWanted = `(brought_by IS NOT NULL OR EXISTS (SELECT 1 FROM file WHERE file.content_id = upload.content_id))`
  const setWords = db.prepare<[string, number]>(
    `UPDATE upload SET words = ?, caption = NULL WHERE id = ? AND ${isWanted}`,
  )
  // Most photos say nothing: their rows are not written for that.
  const setNone = db.prepare<[number]>(
    `UPDATE upload SET words = NULL, caption = NULL
     WHERE id = ? AND (words IS NOT NULL OR caption IS NOT NULL)`,
  )
  const setCaption = db.prepare<[string, number]>(
    `UPDATE upload SET caption = ? WHERE id = ? AND ${isWanted}`,
  )
  const dropWords = db.prepare<[number]>(
    'UPDATE upload SET words = NULL WHERE id = ? AND words IS NOT NULL',
  )
  const choice = db.prepare<[number], { words: string | null; caption: string | null }>(
    'SELECT words, caption FROM upload WHERE id = ?',
  )
  const forgetWords = db.prepare<{ contentId: number }>(
    `UPDATE upload SET words = NULL, caption = NULL
     WHERE content_id = @contentId AND (words IS NOT NULL OR caption IS NOT NULL)
       AND NOT EXISTS (SELECT 1 FROM file WHERE content_id = @contentId)`,
  )
  const markCounted = db.prepare<[number]>(
    `UPDATE content SET is_counted = 1
     WHERE id = (SELECT content_id FROM upload WHERE id = ?) AND is_counted = 0`,
  )
  const addPhoto = db.prepare<[string], { id: number; photos: number }>(
    `INSERT INTO camera (name, photos) VALUES (?, 1)
     ON CONFLICT (name) DO UPDATE SET photos = photos + 1 RETURNING id, photos`,
  )
  const addSaid = db
    .prepare<[number, string], number>(
      `INSERT INTO camera_caption (camera_id, said, photos) VALUES (?, ?, 1)
       ON CONFLICT (camera_id, said) DO UPDATE SET photos = photos + 1 RETURNING photos`,
    )
    .pluck()
  const dropRarest = db.prepare<[{ id: number; said: string }]>(
    `DELETE FROM camera_caption WHERE camera_id = @id AND said IN (
       SELECT said FROM camera_caption WHERE camera_id = @id AND said <> @said ORDER BY photos, said
       LIMIT max(0, (SELECT count(*) FROM camera_caption WHERE camera_id = @id) - ${mostSaidKept}))`,
  )
  const dropRarestCamera = db.prepare<[number]>(
    `DELETE FROM camera WHERE id IN (
       SELECT id FROM camera WHERE id <> ? ORDER BY photos, id LIMIT max(0, (SELECT count(*) FROM camera) - ${mostCameras}))`,
  )
  const cameraNamed = db.prepare<[string], { id: number; photos: number }>(
    'SELECT id, photos FROM camera WHERE name = ?',
  )
  const saidBy = db
    .prepare<[number], [said: string, photos: number]>(
      'SELECT said, photos FROM camera_caption WHERE camera_id = ?',
    )
    .raw()

  const nameOf = (camera: string): string => camera.slice(0, mostCameraLength).toWellFormed()

  const count = (camera: string, said: readonly string[]): void => {
    const { id, photos } = theRow(addPhoto.get(nameOf(camera)))
    if (photos === 1) dropRarestCamera.run(id)
    for (const one of said) if (addSaid.get(id, one) === 1) dropRarest.run({ id, said: one })
  }

  return {
    keep: (uploadId, words) => {
      if (words.captions.length === 0) setNone.run(uploadId)
      else setWords.run(JSON.stringify(words), uploadId)
      const isNew = words.camera !== null && markCounted.run(uploadId).changes > 0
      if (isNew && words.camera !== null) count(words.camera, words.said)
    },

    decide: (uploadId, caption) => {
      setCaption.run(JSON.stringify(caption), uploadId)
    },

    made: (uploadId) => {
      dropWords.run(uploadId)
    },

    forget: (contentId) => {
      forgetWords.run({ contentId })
    },

    captionChoice: (uploadId) => {
      const row = choice.get(uploadId)
      if (row === undefined || row.words === null) return { words: null }
      const words = wordsSchema.safeParse(valueOf(row.words)).data ?? null
      return row.caption === null ? { words } : { words, decided: captionIn(row.caption) }
    },

    cameraCaptions: (camera): CameraCaptions | null => {
      const found = cameraNamed.get(nameOf(camera))
      if (found === undefined) return null
      return { photos: found.photos, captions: new Map(saidBy.all(found.id)) }
    },
  }
}
