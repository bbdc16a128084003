// A source file once it was looked at: opened, told by its content, its header read. The step that all work
// on a photo begins with.
import type { Failure } from '../../../shared/failure.ts'
import { extensionOf, type MediaType } from '../../../shared/media-types.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { toFileFailure, type ClosableSource } from '../media/byte-source.ts'
import { unknownHead, type PictureHead } from '../media/head.ts'
import { sniff } from '../media/media-types.ts'
import { nameStranger } from '../media/name-stranger.ts'
import { readHead, refineType } from '../media/read-head.ts'

/** An open file whose content is known. */
export interface PhotoFile {
  source: ClosableSource
  /** null: neither photo nor video. */
  type: MediaType | null
  head: PictureHead
  /** What a stranger is, where anything knows it. */
  detected: string | null
}

/** As much as tells every type, and holds the header of nearly every photo. */
const headBytes = 64 * 1024

/** Looks at a file that is being opened, lets `use` work on it and closes it again, whatever happens. */
export async function withPhotoFile<T>(
  opening: Promise<Result<ClosableSource, Failure>>,
  name: string,
  use: (file: PhotoFile) => Promise<Result<T, Failure>>,
): Promise<Result<T, Failure>> {
  const opened = await opening
  if (!opened.ok) return opened
  const source = opened.value
  try {
    const file = await reading(look(source, extensionOf(name)))
    return file.ok ? await use(file.value) : file
  } finally {
    await source.close()
  }
}

/** Awaits reading of the user's file; an error of the disk becomes a failure of that file. */
export async function reading<T>(work: Promise<T>): Promise<Result<T, Failure>> {
  try {
    return ok(await work)
  } catch (error) {
    return fail(toFileFailure(error))
  }
}

async function look(source: ClosableSource, extension: string): Promise<PhotoFile> {
  const start = await source.read(0, headBytes)
  const type = sniff(start, extension)
  if (type === null) {
    return { source, type, head: unknownHead, detected: await nameStranger(start) }
  }
  const head = await readHead(source, type)
  return { source, type: refineType(type, head, extension), head, detected: null }
}
