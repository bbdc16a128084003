// A library in memory behind the Photos port: keeps Google's rules on duplicates and tokens, remembers every call, and
// fails as it is told. Held to the same contract as the HTTP adapter (test/contracts/photos-contract.ts).
import { createHash } from 'node:crypto'
import { open } from 'node:fs/promises'
import type { Failure } from '../../src/shared/failure.ts'
import { toMicroseconds } from '../../src/shared/microseconds.ts'
import { fail, ok, type Result } from '../../src/shared/result.ts'
import type {
  CreateItem,
  CreateOutcome,
  ItemAnswer,
  LibraryAlbum,
  ListedItem,
  Photos,
  SendBytes,
  UploadSession,
} from '../../src/main/engine/ports/photos.ts'

/** The functions of the port. */
export type PhotosMethod = keyof Photos

/** One call as it was made. */
export type FakeCall =
  | {
      method: 'sendBytes'
      path: string
      sizeBytes: number
      mimeType: string
      session: UploadSession | null
    }
  | { method: 'create'; items: readonly CreateItem[]; albumId?: string }
  | { method: 'createAlbum'; title: string }
  | { method: 'readAlbum'; albumId: string }
  | { method: 'listAlbums'; pageToken: string | null }
  | { method: 'renameAlbum'; albumId: string; title: string }
  | { method: 'addToAlbum'; albumId: string; mediaItemIds: readonly string[] }
  | { method: 'list'; pageToken: string | null }
  | { method: 'readItems'; mediaItemIds: readonly string[] }
  | { method: 'probe' }
  | { method: 'storage' }

/** A photo in the fake library. */
export interface FakeItem {
  mediaItemId: string
  fileName: string
  sha256: string
  mimeType: string
  /** '' without a caption. */
  description: string
}

/** An album of the fake library; a test may change it as a person does on the website. */
export interface FakeAlbum {
  readonly albumId: string
  title: string
  readonly itemIds: string[]
}

/** The fake, and what a test may do to it. */
export interface FakePhotos extends Photos {
  readonly calls: FakeCall[]
  readonly items: FakeItem[]
  /** What is answered of an item instead of its bytes' own facts, which the fake does not know. */
  readonly answers: Map<string, ItemAnswer>
  readonly albums: FakeAlbum[]
  /** The most calls of this function that were ever under way at once. */
  peak(method: PhotosMethod): number
  /** The next calls of a function fail so; their work is not done. */
  failNext(method: PhotosMethod, failure: Failure, times?: number): void
  /** The next creation of a photo of this name ends so, or with a missing result. */
  failItem(fileName: string, failure: Failure, times?: number): void
  /** Every request that would make a photo of this name fails so as a whole. */
  failRequestsWith(fileName: string, failure: Failure): void
  /** Every request that would make a photo of this name with a caption is refused: as a whole, or that photo alone. */
  refuseCaption(fileName: string, what: 'request' | 'item'): void
  /** The next call does its work but its answer is lost. */
  loseAnswer(method: PhotosMethod, failure?: Failure): void
  /** Calls of a function wait until the returned function is called. */
  hold(method: PhotosMethod): () => void
  /** Tokens given out so far are no longer taken. */
  expireTokens(): void
  setStorage(figure: { limitBytes: number | null; usedBytes: number }): void
}

/** How the fake behaves. */
export interface FakePhotosOptions {
  /** Files from this size open a session, as the real client does. */
  resumableFromBytes?: number
  chunkBytes?: number
  /** Reads a file; the default reads the disk. */
  read?: (request: SendBytes) => Promise<Result<Buffer, Failure>>
  pageSize?: number
  /** So many photos fit into an album. */
  albumHolds?: number
}

const refusal: Failure = {
  kind: 'rejected',
  code: 3,
  message: 'Request contains an invalid argument.',
}

/** Makes an empty library. */
export function fakePhotos(options: FakePhotosOptions = {}): FakePhotos {
  const calls: FakeCall[] = []
  const items: FakeItem[] = []
  const albums: FakeAlbum[] = []
  const answers = new Map<string, ItemAnswer>()
  const tokens = new Map<string, { sha256: string; mimeType: string }>()
  const failures = new Map<PhotosMethod, Failure[]>()
  const itemFailures = new Map<string, Failure[]>()
  const spoiling = new Map<string, Failure>()
  const captionless = new Map<string, 'request' | 'item'>()
  const lost = new Map<PhotosMethod, Failure[]>()
  const gates = new Map<PhotosMethod, { passed: Promise<void>; open: () => void }>()
  const active = new Map<PhotosMethod, number>()
  const peaks = new Map<PhotosMethod, number>()
  const resumableFromBytes = options.resumableFromBytes ?? 16 * 2 ** 20
  const chunkBytes = options.chunkBytes ?? 64 * 2 ** 20
  const read = options.read ?? readChecked
  let storage = { limitBytes: (15 * 2 ** 30) as number | null, usedBytes: 0 }
  let lastToken = 0
  let lastSession = 0

  const answering = async <T>(
    call: FakeCall,
    signal: AbortSignal,
    work: () => Promise<Result<T, Failure>>,
  ): Promise<Result<T, Failure>> => {
    const { method } = call
    signal.throwIfAborted()
    calls.push(call)
    const now = (active.get(method) ?? 0) + 1
    active.set(method, now)
    peaks.set(method, Math.max(now, peaks.get(method) ?? 0))
    try {
      await orAbort(gates.get(method)?.passed ?? Promise.resolve(), signal)
      const failure = failures.get(method)?.shift()
      if (failure !== undefined) return fail(failure)
      const result = await work()
      signal.throwIfAborted()
      const loss = lost.get(method)?.shift()
      return loss === undefined ? result : fail(loss)
    } finally {
      active.set(method, (active.get(method) ?? 1) - 1)
    }
  }

  const send = async (request: SendBytes): Promise<Result<{ token: string }, Failure>> => {
    const content = await read(request)
    if (!content.ok) return content
    if (request.sizeBytes >= resumableFromBytes || request.session !== null) {
      await sendInChunks(request)
    }
    request.signal.throwIfAborted()
    request.onProgress(request.sizeBytes)
    lastToken += 1
    const token = `fake-token-${String(lastToken)}`
    const sha256 = createHash('sha256').update(content.value).digest('hex')
    tokens.set(token, { sha256, mimeType: request.mimeType })
    return ok({ token })
  }

  const sendInChunks = async (request: SendBytes): Promise<void> => {
    lastSession += 1
    let session = request.session ?? {
      url: `http://127.0.0.1:1/v1/uploads?upload_id=fake-${String(lastSession)}`,
      offset: 0,
      openedAt: 0,
    }
    if (request.session === null) await request.onSession(session)
    while (session.offset + chunkBytes < request.sizeBytes) {
      request.signal.throwIfAborted()
      session = { ...session, offset: session.offset + chunkBytes }
      request.onProgress(session.offset)
      await request.onSession(session)
    }
  }

  const albumOf = (albumId: string): FakeAlbum | undefined =>
    albums.find((album) => album.albumId === albumId)
  const toAlbum = ({ albumId, title, itemIds }: FakeAlbum): LibraryAlbum => ({
    ...{ albumId, title, count: itemIds.length },
    productUrl: `https://photos.google.com/lr/album/${albumId}`,
  })
  const changed = (
    albumId: string,
    change: (album: FakeAlbum) => Failure | null,
  ): Result<LibraryAlbum, Failure> => {
    const album = albumOf(albumId)
    if (album === undefined) return fail({ kind: 'album-gone' })
    const failure = change(album)
    return failure === null ? ok(toAlbum(album)) : fail(failure)
  }
  const addTo = (album: FakeAlbum, mediaItemIds: readonly string[]): Failure | null => {
    const fresh = [...new Set(mediaItemIds)].filter((id) => !album.itemIds.includes(id))
    const areKnown = fresh.every((id) => items.some((item) => item.mediaItemId === id))
    const haveRoom = album.itemIds.length + fresh.length <= (options.albumHolds ?? 20_000)
    if (!areKnown || !haveRoom) return refusal
    album.itemIds.push(...fresh)
    return null
  }

  const makeIn = (
    batch: readonly CreateItem[],
    albumId: string | undefined,
  ): Result<CreateOutcome[], Failure> => {
    if (albumId === undefined) return make(batch)
    const album = albumOf(albumId)
    if (album === undefined) return fail({ kind: 'album-gone' })
    if (album.itemIds.length + batch.length > (options.albumHolds ?? 20_000)) return fail(refusal)
    const made = make(batch)
    if (!made.ok) return made
    addTo(
      album,
      made.value.flatMap((one) => (one.ok ? [one.value.mediaItemId] : [])),
    )
    return made
  }

  const make = (batch: readonly CreateItem[]): Result<CreateOutcome[], Failure> => {
    if (batch.some((item) => !tokens.has(item.token))) return fail({ kind: 'upload-token-invalid' })
    const spoilt = batch.find((item) => spoiling.has(item.fileName))
    const spoiltBy = spoilt === undefined ? undefined : spoiling.get(spoilt.fileName)
    if (spoiltBy !== undefined) return fail(spoiltBy)
    const isRefused = (item: CreateItem, what: 'request' | 'item'): boolean =>
      item.description !== undefined && captionless.get(item.fileName) === what
    if (batch.some((item) => isRefused(item, 'request'))) return fail(refusal)
    const inThisRequest = new Set<string>()
    return ok(
      batch.map((item): CreateOutcome => {
        const failure = itemFailures.get(item.fileName)?.shift()
        if (failure !== undefined) return fail(failure)
        if (isRefused(item, 'item')) return fail(refusal)
        const { sha256, mimeType } = tokens.get(item.token) ?? { sha256: '', mimeType: '' }
        if (inThisRequest.has(sha256)) return fail({ kind: 'duplicate-in-batch' })
        inThisRequest.add(sha256)
        let made = items.find((other) => other.sha256 === sha256)
        if (made === undefined) {
          const mediaItemId = `fake-item-${String(items.length + 1)}`
          const { fileName, description = '' } = item
          made = { mediaItemId, fileName, sha256, mimeType, description }
          items.push(made)
        }
        return ok({ mediaItemId: made.mediaItemId, productUrl: productUrl(made) })
      }),
    )
  }

  const page = (pageToken: string | null): { items: ListedItem[]; next: string | null } => {
    const size = options.pageSize ?? 100
    const from = Number(pageToken ?? 0)
    // The newest first, as the library lists them.
    const listed = [...items].reverse().slice(from, from + size)
    const next = from + size < items.length ? String(from + size) : null
    return { items: listed.map(toListedItem), next }
  }

  const queueUp = <K>(queues: Map<K, Failure[]>, key: K, failure: Failure, times: number): void => {
    const queue = queues.get(key) ?? []
    for (let time = 0; time < times; time += 1) queue.push(failure)
    queues.set(key, queue)
  }

  return {
    calls,
    items,
    albums,
    answers,
    sendBytes: (request) => {
      const { path, sizeBytes, mimeType, session, signal } = request
      const call = { method: 'sendBytes', path, sizeBytes, mimeType, session } as const
      return answering(call, signal, () => send(request))
    },
    create: (batch, signal, albumId) =>
      answering(
        { method: 'create', items: batch, ...(albumId === undefined ? {} : { albumId }) },
        signal,
        async () => makeIn(batch, albumId),
      ),
    createAlbum: (title, signal) =>
      answering({ method: 'createAlbum', title }, signal, async () => {
        const album = { albumId: `fake-album-${String(albums.length + 1)}`, title, itemIds: [] }
        albums.push(album)
        return ok(toAlbum(album))
      }),
    readAlbum: (albumId, signal) =>
      answering({ method: 'readAlbum', albumId }, signal, async () => changed(albumId, () => null)),
    listAlbums: (pageToken, signal) =>
      answering({ method: 'listAlbums', pageToken }, signal, async () => {
        const [from, size] = [Number(pageToken ?? 0), options.pageSize ?? 50]
        const next = from + size < albums.length ? String(from + size) : null
        return ok({ albums: albums.slice(from, from + size).map(toAlbum), next })
      }),
    renameAlbum: (albumId, title, signal) =>
      answering({ method: 'renameAlbum', albumId, title }, signal, async () =>
        changed(albumId, (album) => {
          album.title = title
          return null
        }),
      ),
    addToAlbum: (albumId, mediaItemIds, signal) =>
      answering({ method: 'addToAlbum', albumId, mediaItemIds }, signal, async () => {
        const added = changed(albumId, (album) => addTo(album, mediaItemIds))
        return added.ok ? ok(null) : added
      }),
    list: (pageToken, signal) =>
      answering({ method: 'list', pageToken }, signal, async () => ok(page(pageToken))),
    readItems: (mediaItemIds, signal) =>
      answering({ method: 'readItems', mediaItemIds }, signal, async () =>
        ok(mediaItemIds.map((id) => answers.get(id) ?? answerOf(items, id))),
      ),
    probe: (signal) => answering({ method: 'probe' }, signal, async () => ok(null)),
    storage: (signal) => answering({ method: 'storage' }, signal, async () => ok(storage)),
    peak: (method) => peaks.get(method) ?? 0,
    failNext: (method, failure, times = 1) => {
      queueUp(failures, method, failure, times)
    },
    failItem: (fileName, failure, times = 1) => {
      queueUp(itemFailures, fileName, failure, times)
    },
    failRequestsWith: (fileName, failure) => {
      spoiling.set(fileName, failure)
    },
    refuseCaption: (fileName, what) => {
      captionless.set(fileName, what)
    },
    loseAnswer: (method, failure = { kind: 'offline' }) => {
      queueUp(lost, method, failure, 1)
    },
    hold: (method) => {
      const { promise: passed, resolve } = Promise.withResolvers<undefined>()
      const gate = {
        passed,
        open: () => {
          if (gates.get(method) === gate) gates.delete(method)
          resolve(undefined)
        },
      }
      gates.set(method, gate)
      return gate.open
    },
    expireTokens: () => {
      tokens.clear()
    },
    setStorage: (figure) => {
      storage = figure
    },
  }
}

async function readChecked(request: SendBytes): Promise<Result<Buffer, Failure>> {
  try {
    await using handle = await open(request.path, 'r')
    const { size, mtimeMs } = await handle.stat()
    const isSame =
      size === request.sizeBytes &&
      (request.mtimeUs === null || toMicroseconds(mtimeMs) === request.mtimeUs)
    return isSame ? ok(await handle.readFile()) : fail({ kind: 'file-changed' })
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException
    if (code === 'ENOENT') return fail({ kind: 'file-gone' })
    return fail({ kind: 'file-unreadable', code: code ?? 'unknown' })
  }
}

function orAbort(promise: Promise<void>, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const onAbort = (): void => {
      reject(signal.reason as Error)
    }
    signal.addEventListener('abort', onAbort, { once: true })
    void promise.then(() => {
      signal.removeEventListener('abort', onAbort)
      resolve()
    })
  })
}

const productUrl = (item: FakeItem): string =>
  `https://photos.google.com/lr/photo/${item.mediaItemId}`

function answerOf(items: readonly FakeItem[], mediaItemId: string): ItemAnswer {
  const item = items.find((one) => one.mediaItemId === mediaItemId)
  if (item === undefined) return { is: 'refused', code: 3 }
  return { is: 'there', mimeType: item.mimeType, width: null, height: null, video: null }
}

function toListedItem(item: FakeItem): ListedItem {
  return {
    mediaItemId: item.mediaItemId,
    productUrl: productUrl(item),
    fileName: item.fileName,
    mimeType: item.mimeType,
    createdAt: null,
    width: null,
    height: null,
  }
}
