// A copy in the private folder as it is sent: what it is called, how large it is, its own hash.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import type { CopyPlan } from '../../../shared/copy-plan.ts'
import { fail, ok } from '../../../shared/result.ts'
import { openSourceFile } from '../media/byte-source.ts'
import { withPhotoFile } from './photo-file.ts'
import type { RenditionStore } from './rendition-store.ts'
import { sentName } from './sent-name.ts'

/** What a reduced copy tells of itself. */
export type CopyFacts = Pick<
  Extract<CopyPlan, { kind: 'reduced' }>,
  'mimeType' | 'fileName' | 'sizeBytes' | 'rendition' | 'width' | 'height'
> & { sha256: string }

/** Reads a copy that is on disk, under the name of its original; null when there is none. */
export async function copyFacts(
  renditions: RenditionStore,
  rendition: string,
  name: string,
): Promise<CopyFacts | null> {
  if (!renditions.has(rendition)) return null
  const path = renditions.pathOf(rendition)
  const read = await withPhotoFile(openSourceFile(path), '', async ({ source, type, head }) => {
    const { width, height } = head
    if (type === null || width === null || height === null) return fail({ kind: 'file-gone' })
    const hash = createHash('sha256')
    for await (const piece of createReadStream(path) as AsyncIterable<Buffer>) hash.update(piece)
    return ok({
      mimeType: type.mimeType,
      fileName: sentName(name, type.extensions),
      sizeBytes: source.sizeBytes,
      rendition,
      sha256: hash.digest('hex'),
      width,
      height,
    })
  })
  return read.ok ? read.value : null
}
