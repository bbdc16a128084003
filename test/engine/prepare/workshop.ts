// A temporary folder, a preparer with its real image worker, and small photos made at run time. Photos above
// 40,000 pixels count as large here, so that every way through the preparer takes milliseconds.
import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import sharp, { type Sharp } from 'sharp'
import type { Failure } from '../../../src/shared/failure.ts'
import type { PhotoSize, Settings } from '../../../src/shared/model.ts'
import type { Result } from '../../../src/shared/result.ts'
import type { WordsBeside } from '../../../src/main/engine/ports/captions.ts'
import type { SideEffect } from '../../../src/main/engine/ports/outside.ts'
import type { Decision, Undated } from '../../../src/main/engine/ports/prepare.ts'
import {
  createChildProcessHost,
  createPreparer,
  type PhotoPreparer,
  type PreparerOptions,
} from '../../../src/main/engine/prepare/index.ts'
import { fileReader } from '../../builders/file-reader.ts'

/** Photos above this are reduced in these tests. */
export const testPixels = 40_000

/** What a test may say about one preparation. */
export interface Wishes {
  photoSize?: PhotoSize
  settings?: Partial<Pick<Settings, 'limits' | 'leaveOutSmallPictures'>>
  name?: string
  sizeBytes?: number
  sha256?: string
  undated?: Undated
  beside?: WordsBeside
  signal?: AbortSignal
}

/** A folder and a preparer of a test's own. */
export interface Workshop {
  preparer: PhotoPreparer
  folder: string
  renditionFolder: string
  sideEffects: SideEffect[]
  path(name: string): string
  write(name: string, bytes: Buffer | string): string
  prepare(path: string, wishes?: Wishes): Promise<Result<Decision, Failure>>
  close(): Promise<void>
}

/** Opens a workshop; the caller closes it. */
export function openWorkshop(options: Partial<PreparerOptions> = {}): Workshop {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-prepare-'))
  const sideEffects: SideEffect[] = []
  const renditionFolder = join(folder, '.renditions')
  const preparer = createPreparer({
    renditionFolder,
    thumbnailFolder: join(folder, '.thumbnails'),
    workerHost: createChildProcessHost(),
    reader: fileReader,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: (effect) => sideEffects.push(effect),
    maxPixels: testPixels,
    ...options,
  })
  return {
    preparer,
    folder,
    renditionFolder,
    sideEffects,
    path: (name) => join(folder, name),
    write(name, bytes) {
      writeFileSync(join(folder, name), bytes)
      return join(folder, name)
    },
    prepare(path, wishes = {}) {
      const { photoSize = 'high', settings = {}, name = basename(path) } = wishes
      return preparer.prepare(
        {
          path,
          name,
          sizeBytes: wishes.sizeBytes ?? statSync(path).size,
          sha256: wishes.sha256 ?? hashOf(readFileSync(path)),
          photoSize,
          undated: wishes.undated ?? 'leave',
          ...(wishes.beside === undefined ? {} : { beside: wishes.beside }),
          settings: { limits: 'small', leaveOutSmallPictures: false, ...settings },
        },
        wishes.signal ?? new AbortController().signal,
      )
    },
    async close() {
      await preparer.close()
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** SHA-256 in hexadecimal. */
export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** Noise, which no encoder makes small, so that fewer pixels always are fewer bytes. */
export const noise = (width: number, height: number): Sharp =>
  sharp({
    create: {
      width,
      height,
      channels: 3,
      background: '#808080',
      noise: { type: 'gaussian', mean: 128, sigma: 40 },
    },
  })

/** A JPEG that is large by the measure of these tests. */
export const largeJpeg = (): Promise<Buffer> => noise(400, 300).jpeg({ quality: 95 }).toBuffer()
