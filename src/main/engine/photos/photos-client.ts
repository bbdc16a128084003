// The HTTP adapter for the Photos port. Sends bytes, makes photos, lists them and asks for some, asks for the storage figure.
// Decides nothing about repeats, batches or what is sent: that is the queue's and prepare's.
import type { FileOpener } from '../ports/files.ts'
import type { Checkpoint, Clock } from '../ports/outside.ts'
import type { AccessTokens, Photos } from '../ports/photos.ts'
import { addToAlbum, createAlbum, listAlbums, readAlbum, renameAlbum } from './albums.ts'
import { createAuthorisedLine } from './authorised-line.ts'
import { createItems } from './create-items.ts'
import { driveStorage } from './drive-storage.ts'
import type { PhotosEndpoints } from './endpoints.ts'
import { listItems } from './list-items.ts'
import { probe } from './probe.ts'
import { readItems } from './read-items.ts'
import { sendBytes } from './send-bytes.ts'
import { createSpeedLimit } from './speed-limit.ts'
import { createTransport, type PhotosOperation } from './transport.ts'
import { uploadParts } from './upload-requests.ts'
import type { UploadTools } from './upload-tools.ts'

/** The client, with what the port does not need to know. */
export interface PhotosClient extends Photos {
  /** Bytes per second for all uploads together, or null for as fast as the line allows. Takes effect at once. */
  setSpeedLimit(bytesPerSecond: number | null): void
  close(): Promise<void>
}

/** Where the client draws its lines; each has a default. */
export interface UploadSizes {
  /** Files from this size go up in a session that can be resumed; smaller ones in a single request. */
  resumableFromBytes?: number
  chunkBytes?: number
  /** A request on which no byte moves for so long is given up as stalled. */
  noProgressMs?: number
}

/** What the client works with. */
export interface PhotosClientOptions extends UploadSizes {
  origins: PhotosEndpoints
  tokens: AccessTokens
  reader: FileOpener
  clock: Clock
  /** Called once for each HTTP request that may have reached Google. All but `storage` count against the day's budget. */
  onRequest?: (operation: PhotosOperation) => void
  /** Told of `session-opened` and `chunk-sent`; the other side effects of an upload are the queue's. */
  checkpoint?: Checkpoint
  speedLimit?: number | null
}

/** As long as restic's and our own fault table allow a silent connection (faults-and-platform 1.4). */
const defaultNoProgressMs = 60_000

/** Makes the client. Connections are opened as they are needed. */
export function createPhotosClient(options: PhotosClientOptions): PhotosClient {
  const { origins, tokens, clock } = options
  const onRequest = options.onRequest ?? (() => undefined)
  const checkpoint = options.checkpoint ?? (() => undefined)
  const origin = new URL(origins.library).origin
  const noProgressMs = options.noProgressMs ?? defaultNoProgressMs
  const transport = createTransport({ origin, noProgressMs, onRequest })
  const line = createAuthorisedLine(transport, tokens)
  const drive = createTransport({ origin: origins.drive, noProgressMs, onRequest })
  const driveLine = createAuthorisedLine(drive, tokens)
  const speedLimit = createSpeedLimit(clock, options.speedLimit ?? null)
  const uploads: UploadTools = {
    line,
    reader: options.reader,
    origin,
    clock,
    checkpoint,
    speedLimit,
    ...uploadParts(options),
  }

  return {
    sendBytes: (request) => sendBytes(uploads, request),
    create: (items, signal, albumId) => createItems({ line, clock }, items, signal, albumId),
    createAlbum: (title, signal) => createAlbum({ line, clock }, title, signal),
    readAlbum: (albumId, signal) => readAlbum({ line, clock }, albumId, signal),
    listAlbums: (pageToken, signal) => listAlbums({ line, clock }, pageToken, signal),
    renameAlbum: (albumId, title, signal) => renameAlbum({ line, clock }, albumId, title, signal),
    addToAlbum: (albumId, ids, signal) => addToAlbum({ line, clock }, albumId, ids, signal),
    list: (pageToken, signal) => listItems({ line, clock }, pageToken, signal),
    readItems: (ids, signal) => readItems({ line, clock }, ids, signal),
    probe: (signal) => probe({ line, clock }, signal),
    storage: (signal) => driveStorage({ line: driveLine, clock }, signal),
    setSpeedLimit: (bytesPerSecond) => {
      speedLimit.set(bytesPerSecond)
    },
    async close() {
      await Promise.all([transport.close(), drive.close()])
    },
  }
}
