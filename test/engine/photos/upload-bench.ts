// What the photos tests share: an emulator, a client on it, and files in a folder that goes away.
import { createHash } from 'node:crypto'
import { mkdtemp, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { onTestFinished } from 'vitest'
import {
  createPhotosClient,
  photosEndpoints,
  type PhotosClient,
  type PhotosClientOptions,
  type PhotosOperation,
} from '../../../src/main/engine/photos/index.ts'
import type { SideEffect } from '../../../src/main/engine/ports/outside.ts'
import type { SendBytes, UploadSession } from '../../../src/main/engine/ports/photos.ts'
import { toMicroseconds } from '../../../src/shared/microseconds.ts'
import { startEmulator, type Emulator, type SettingsPatch } from '../../emulator/index.ts'
import { fixedTokens } from '../../fakes/fixed-tokens.ts'
import { realClock } from '../../fakes/real-clock.ts'
import { fileReader } from '../../builders/file-reader.ts'

/** A JPEG of one pixel; whatever follows it the library keeps as it is. */
const pixel = Buffer.from(
  '/9j/4AAQSkZJRgABAQEASABIAAD/2wBDAAMCAgICAgMCAgIDAwMDBAYEBAQEBAgGBgUGCQgKCgkICQkKDA8MCgsOCwkJDRENDg8QEBEQCgwSExIQEw8QEBD/wAALCAABAAEBAREA/8QAFAABAAAAAAAAAAAAAAAAAAAACf/EABQQAQAAAAAAAAAAAAAAAAAAAAD/2gAIAQEAAD8AVN//2Q==',
  'base64',
)
let pictures = 0

/** Bytes that the emulator takes as a photo, different at each call. */
export function aPicture(lengthBytes: number): Buffer {
  pictures += 1
  const bytes = Buffer.alloc(Math.max(lengthBytes, pixel.length + 8))
  for (let at = 0; at < bytes.length - 4; at += 4) bytes.writeUInt32LE((at * 2654435761) >>> 0, at)
  pixel.copy(bytes)
  bytes.writeDoubleLE(pictures, bytes.length - 8)
  return bytes
}

/** SHA-256 in hex. */
export const sha256Of = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')

/** A client on an emulator of its own. */
export interface UploadBench {
  emulator: Emulator
  photos: PhotosClient
  operations: PhotosOperation[]
  effects: SideEffect[]
  /** What was stored of the sessions, in order. */
  sessions: (UploadSession | null)[]
  aFile(lengthBytes: number): Promise<{ path: string; bytes: Buffer }>
  request(path: string, part?: Partial<SendBytes>): Promise<SendBytes>
  send(path: string, part?: Partial<SendBytes>): ReturnType<PhotosClient['sendBytes']>
  /** Makes the photo and returns the hash of what the library then holds. */
  createdHash(token: string): Promise<string | undefined>
}

/** Starts it all; everything ends with the test. Small thresholds, so that small files behave as large ones. */
export async function uploadBench(
  options: Partial<PhotosClientOptions> = {},
  settings: SettingsPatch = {},
): Promise<UploadBench> {
  const emulator = await startEmulator({ settings })
  const folder = await mkdtemp(join(tmpdir(), 'shoebox-upload-'))
  const { accessToken } = await emulator.control.signIn()
  const operations: PhotosOperation[] = []
  const effects: SideEffect[] = []
  const sessions: (UploadSession | null)[] = []
  const photos = createPhotosClient({
    origins: photosEndpoints(emulator.origin),
    tokens: fixedTokens(accessToken),
    reader: fileReader,
    clock: realClock(),
    onRequest: (operation) => operations.push(operation),
    checkpoint: (effect) => effects.push(effect),
    resumableFromBytes: 2 ** 20,
    chunkBytes: 2 ** 19,
    ...options,
  })
  onTestFinished(async () => {
    await photos.close()
    await emulator.stop()
    await rm(folder, { recursive: true })
  })

  const bench: UploadBench = {
    emulator,
    photos,
    operations,
    effects,
    sessions,
    aFile: async (lengthBytes) => {
      const bytes = aPicture(lengthBytes)
      const path = join(folder, `${sha256Of(bytes)}.jpg`)
      await writeFile(path, bytes)
      return { path, bytes }
    },
    request: async (path, part = {}) => {
      const { size, mtimeMs } = await stat(path)
      return {
        path,
        sizeBytes: size,
        mimeType: 'image/jpeg',
        mtimeUs: toMicroseconds(mtimeMs),
        session: null,
        onSession: async (session) => {
          sessions.push(session)
        },
        onProgress: () => undefined,
        signal: new AbortController().signal,
        ...part,
      }
    },
    send: async (path, part) => photos.sendBytes(await bench.request(path, part)),
    createdHash: async (token) => {
      const { signal } = new AbortController()
      const made = await photos.create([{ token, fileName: 'made.jpg' }], signal)
      const [outcome] = made.ok ? made.value : []
      const id = outcome?.ok === true ? outcome.value.mediaItemId : null
      return (await emulator.control.library()).find((item) => item.id === id)?.sha256
    },
  }
  return bench
}
