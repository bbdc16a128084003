// Asks the image worker for the thumbnail of one file, where the file is something that can be pictured.
import { ok } from '../../../shared/result.ts'
import type { ImageWorker } from '../images/image-worker-pool.ts'
import { beginSourceFile } from '../media/byte-source.ts'
import type { FileOpener } from '../ports/files.ts'
import { withPhotoFile } from './photo-file.ts'

/** `never`: this file cannot be pictured. `not-now`: it could, at another time. */
export type Drawing = 'drawn' | 'never' | 'not-now'

/** Draws the thumbnail of a file to `output`. */
export async function drawThumbnail(
  parts: {
    worker: ImageWorker
    reader: FileOpener
    mostDecodeBytes: number
  },
  request: { path: string; side: number; output: string },
  signal: AbortSignal,
): Promise<Drawing> {
  const { path, side, output } = request
  const opening = beginSourceFile(parts.reader, path, signal)
  const drawing = await withPhotoFile(opening, '', async ({ type, head }) => {
    if (type?.isDrawable !== true) return ok<Drawing>('never')
    if (head.decodeBytes > parts.mostDecodeBytes) return ok<Drawing>('never')
    const result = await parts.worker.run(
      { do: 'thumbnail', path, format: type.format, side, output },
      { signal, isUrgent: true },
    )
    if (!result.ok) {
      const isLater = result.problem === 'aborted' || result.problem === 'not-started'
      return ok<Drawing>(isLater ? 'not-now' : 'never')
    }
    if (result.answer.outcome === 'made') return ok<Drawing>('drawn')
    return ok<Drawing>(result.answer.outcome === 'kept' ? 'never' : 'not-now')
  })
  return drawing.ok ? drawing.value : 'not-now'
}
