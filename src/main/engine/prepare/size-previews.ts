// "Compare one photo": finds one of the user's own photos that High quality would reduce and keeps the two
// pictures of it until the next are made. Joins the catalogue's rows and prepare's reduction; the window
// gets an id, the shell alone asks for paths.
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { setImmediate } from 'node:timers/promises'
import type { Output, previewPictures } from '../../../shared/contract.ts'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { Random } from '../ports/outside.ts'
import { highQualityPixels } from '../images/target-size.ts'
import type { PhotoPreparer } from './photo-preparer.ts'
import type { Preview } from './preview.ts'

type Which = (typeof previewPictures)[number]

/** The previews of this run. */
export interface SizePreviews {
  /** Makes the next pair; `not` is the photo on show, which is not shown again while there are others. */
  show(not: number | null): Promise<Result<Output<'previewSize'>, Failure>>
  /** The path of a picture of the pair that was made last, or null. */
  pathOf(previewId: string, which: Which): string | null
}

/** As much as the window shows side by side without scaling. */
const part = { width: 480, height: 360 }
/** A few milliseconds of SQLite at a time, so that a million rows stop nothing. */
const rowsAtOnce = 2_000
const photosPerLook = 20
/** Headers looked at before it is said that there is no such photo; each costs a file opened on what may be a slow disk. */
const mostTries = 60

/** Makes the previews of one engine. */
export function createSizePreviews(parts: {
  catalog: Pick<Catalog, 'largePhotos' | 'lastFileId'>
  preparer: Pick<PhotoPreparer, 'preview'>
  random: Random
  signal: AbortSignal
}): SizePreviews {
  const { catalog, preparer, random, signal } = parts
  let current: (Preview & { previewId: string }) | null = null
  let shown = new Set<number>()

  const keep = async (preview: Preview, previewId: string): Promise<void> => {
    const old = current
    current = { ...preview, previewId }
    if (old === null) return
    await Promise.all([old.before, old.after].map((path) => rm(path, { force: true })))
  }

  /** Looks through all rows, from a random one on, until a photo can be shown. */
  const find = async (): Promise<Result<Output<'previewSize'>, Failure>> => {
    const last = catalog.lastFileId()
    const looks = Math.ceil(last / rowsAtOnce)
    const first = Math.floor(random() * looks)
    let tries = mostTries
    for (let look = 0; look < looks; look += 1) {
      const from = ((first + look) % looks) * rowsAtOnce + 1
      const range = { from, to: from + rowsAtOnce - 1 }
      const limit = photosPerLook + shown.size
      for (const photo of catalog.largePhotos(range, highQualityPixels, limit)) {
        if (shown.has(photo.fileId)) continue
        if (tries-- === 0) return ok({ preview: null })
        const { path, name, fileId } = photo
        const made = await preparer.preview({ path, name, part }, signal)
        if (signal.aborted) return fail({ kind: 'aborted' })
        // A photo that cannot be read is not the one to show.
        if (!made.ok || made.value === null) continue
        const previewId = randomUUID()
        await keep(made.value, previewId)
        shown.add(fileId)
        const { original, reduced } = made.value
        const figures = { before: original, after: reduced }
        return ok({ preview: { previewId, fileId: String(fileId), name, ...figures } })
      }
      await setImmediate()
      if (signal.aborted) return fail({ kind: 'aborted' })
    }
    return ok({ preview: null })
  }

  return {
    async show(not) {
      if (not === null) shown = new Set()
      else shown.add(not)
      const found = await find()
      if (not === null || !found.ok || found.value.preview !== null || shown.size < 2) return found
      // All have been seen: round again.
      shown = new Set([not])
      return find()
    },
    pathOf: (previewId, which) => (current?.previewId === previewId ? current[which] : null),
  }
}
