// Albums of the library (photos-api.md, section 4): makes one, reads one, lists those of this client, gives one another title, and
// puts photos into one. When that is done and what follows is the queue's; albums hold photos of this client alone.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import { ok, type Result } from '../../../shared/result.ts'
import type { LibraryAlbum } from '../ports/photos.ts'
import { failureOf, jsonOf } from './answers.ts'
import { ask, jsonBody, noBody, type AskTools } from './ask.ts'
import type { Answer, Call } from './transport.ts'

/** The largest page that albums.list gives. */
const pageSize = 50

const albumSchema = z.object({
  id: z.string().min(1),
  title: z.string().catch(''),
  productUrl: z.string().nullable().catch(null),
  // A number in a string; an empty album has none.
  mediaItemsCount: z
    .string()
    .regex(/^\d{1,9}$/)
    .transform(Number)
    .catch(0),
})
const pageSchema = z.object({
  albums: z.array(albumSchema.nullable().catch(null)).optional().default([]),
  nextPageToken: z.string().optional(),
})
const notFoundSchema = z.object({ error: z.object({ status: z.literal('NOT_FOUND') }) })

/** Makes an album. Two of one title are two albums: nobody but the caller knows whether it made one already. */
export function createAlbum(
  tools: AskTools,
  title: string,
  signal: AbortSignal,
): Promise<Result<LibraryAlbum, Failure>> {
  const asked = { operation: 'album-create', method: 'POST', path: '/v1/albums' } as const
  return askAlbum(tools, { ...asked, ...jsonBody({ album: { title } }), signal }, toAlbum)
}

/** One album of this client. */
export function readAlbum(
  tools: AskTools,
  albumId: string,
  signal: AbortSignal,
): Promise<Result<LibraryAlbum, Failure>> {
  const asked = { operation: 'album-read', method: 'GET', path: pathOf(albumId) } as const
  return askAlbum(tools, { ...asked, ...noBody, signal }, toAlbum)
}

/** One page of the albums of this client, and the token of the next, null on the last. */
export function listAlbums(
  tools: AskTools,
  pageToken: string | null,
  signal: AbortSignal,
): Promise<Result<{ albums: LibraryAlbum[]; next: string | null }, Failure>> {
  const query = new URLSearchParams({
    ...{ pageSize: String(pageSize), excludeNonAppCreatedData: 'true' },
    ...(pageToken === null ? {} : { pageToken }),
  })
  const path = `/v1/albums?${query.toString()}`
  const asked = { operation: 'album-list', method: 'GET', path } as const
  return askAlbum(tools, { ...asked, ...noBody, signal }, (answer) => {
    const page = pageSchema.safeParse(answer).data
    if (page === undefined) return null
    const next = page.nextPageToken
    return {
      albums: page.albums.flatMap((album) => (album === null ? [] : [fromGoogle(album)])),
      next: next === undefined || next === '' ? null : next,
    }
  })
}

/** Gives an album another title. */
export function renameAlbum(
  tools: AskTools,
  albumId: string,
  title: string,
  signal: AbortSignal,
): Promise<Result<LibraryAlbum, Failure>> {
  const path = `${pathOf(albumId)}?updateMask=title`
  const asked = { operation: 'album-rename', method: 'PATCH', path } as const
  return askAlbum(tools, { ...asked, ...jsonBody({ title }), signal }, toAlbum)
}

/** Puts up to 50 photos into an album, behind those that are there: all or none of them. */
export async function addToAlbum(
  tools: AskTools,
  albumId: string,
  mediaItemIds: readonly string[],
  signal: AbortSignal,
): Promise<Result<null, Failure>> {
  const path = `${pathOf(albumId)}:batchAddMediaItems`
  const asked = { operation: 'album-add', method: 'POST', path } as const
  const answer = await askAlbum(
    tools,
    { ...asked, ...jsonBody({ mediaItemIds }), signal },
    toSomething,
  )
  return answer.ok ? ok(null) : answer
}

/**
 * The failure behind an answer to a request that names an album. That a person deleted it, or that it is another client's, is no
 * fault of the photos: Google says so with a 404, or with a 400 of this text (photos-api.md, section 3).
 */
export function albumFailureOf(answer: Answer, now: number): Failure {
  const isGone = answer.status === 404 && notFoundSchema.safeParse(jsonOf(answer)).success
  const failure = failureOf(answer, now)
  const isForbidden =
    failure.kind === 'rejected' && /no permission to add .*album/i.test(failure.message)
  return isGone || isForbidden ? { kind: 'album-gone' } : failure
}

const askAlbum = <T>(
  tools: AskTools,
  call: Call,
  read: (answer: unknown) => T | null,
): Promise<Result<T, Failure>> => ask(tools, call, read, albumFailureOf)

/** An answer without content says by its being one that all is well. */
const toSomething = (answer: unknown): object | null => (typeof answer === 'object' ? answer : null)

const pathOf = (albumId: string): string => `/v1/albums/${encodeURIComponent(albumId)}`

const toAlbum = (answer: unknown): LibraryAlbum | null => {
  const album = albumSchema.safeParse(answer).data
  return album === undefined ? null : fromGoogle(album)
}

const fromGoogle = ({
  id,
  title,
  productUrl,
  mediaItemsCount,
}: z.infer<typeof albumSchema>): LibraryAlbum => ({
  albumId: id,
  title,
  productUrl,
  count: mediaItemsCount,
})
