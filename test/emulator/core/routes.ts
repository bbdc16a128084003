/**
 * Which request is which operation, what it demands of the caller and who answers it.
 * Running a route (faults, admission, delivery) is left to server.ts.
 */
import type { IncomingMessage } from 'node:http'
import { addEnrichment, addToAlbum, removeFromAlbum } from '../library/album-contents.ts'
import { createAlbum, getAlbum, listAlbums, patchAlbum, refuseSharing } from '../library/albums.ts'
import { batchCreate } from '../library/batch-create.ts'
import { driveAbout } from '../library/drive-about.ts'
import { mediaBytes } from '../library/media-bytes.ts'
import { batchGetItems, getItem, listItems, patchItem } from '../library/media-items.ts'
import { searchItems } from '../library/search.ts'
import { authorize, consent } from '../oauth/authorize.ts'
import { createGrants } from '../oauth/grants.ts'
import { certs } from '../oauth/id-token.ts'
import { discovery, picture, tokenInfo, userInfo } from '../oauth/identity.ts'
import { exchangeToken, revokeToken } from '../oauth/token.ts'
import { uploadOperation } from '../uploads/headers.ts'
import { uploadRaw } from '../uploads/raw.ts'
import { createResumable } from '../uploads/resumable.ts'
import type { Sessions } from '../uploads/sessions.ts'
import type { Demand } from './access.ts'
import type { Handler, SignedInCall } from './call.ts'
import { uploadError } from './google-errors.ts'
import type { Operation } from './operations.ts'
import { appendScope, driveScopes, editScope, readScope } from './scopes.ts'

/** A request that was recognised. */
export type Route = { readonly operation: Operation; readonly params: readonly string[] } & (
  | { readonly demand: null; readonly handler: Handler }
  | { readonly demand: Demand; readonly handler: Handler<SignedInCall> }
)

/** Recognises requests. */
export type Router = (req: IncomingMessage, url: URL) => Route | null

type Row = {
  readonly method: string
  readonly path: RegExp
  readonly operation: Operation
} & ({ readonly demand: null; readonly handler: Handler } | SignedIn)
type SignedIn = { readonly demand: Demand; readonly handler: Handler<SignedInCall> }

/** Makes the table of everything the emulated Google answers. */
export function createRouter(sessions: Sessions): Router {
  const rows = [...openRows(), ...photosRows()]
  const resumable = createResumable(sessions)
  const uploads: Partial<Record<Operation, Handler<SignedInCall>>> = {
    'upload.raw': uploadRaw,
    'upload.start': resumable.start,
    'upload.chunk': resumable.request,
    'upload.finalize': resumable.request,
    'upload.query': resumable.request,
    'upload.cancel': resumable.request,
  }
  const refuseUpload: Handler<SignedInCall> = () =>
    uploadError(400, 'Expected X-Goog-Upload-Protocol raw, or resumable with an upload command.')
  const demand: Demand = { api: 'uploads', scopes: [appendScope], isWrite: true }

  return (req, url) => {
    const { pathname } = url
    const method = req.method ?? 'GET'
    if (/^\/v1\/uploads\/?$/.test(pathname) && (method === 'POST' || method === 'PUT')) {
      const operation = uploadOperation(req, url)
      return { operation, params: [], demand, handler: uploads[operation] ?? refuseUpload }
    }
    for (const row of rows) {
      if (row.method !== method) continue
      const found = row.path.exec(pathname)
      if (found !== null) return { ...row, params: found.slice(1).map(decode) }
    }
    return null
  }
}

function openRows(): Row[] {
  const grants = createGrants()
  const row = (method: string, path: RegExp, operation: Operation, handler: Handler): Row => ({
    method,
    path,
    operation,
    demand: null,
    handler,
  })
  return [
    row('GET', /^\/o\/oauth2\/(?:v2\/)?auth$/, 'authorize', (context, call) =>
      authorize(context, call, grants),
    ),
    row('POST', /^\/o\/oauth2\/v2\/auth\/consent$/, 'authorize', (context, call) =>
      consent(context, call, grants),
    ),
    row('POST', /^\/(?:oauth2\/v4\/)?token$/, 'token', (context, call) =>
      exchangeToken(context, call, grants),
    ),
    row('POST', /^\/(?:o\/oauth2\/)?revoke$/, 'revoke', revokeToken),
    row('GET', /^\/tokeninfo$/, 'tokeninfo', tokenInfo),
    row('POST', /^\/tokeninfo$/, 'tokeninfo', tokenInfo),
    row('GET', /^\/v1\/userinfo$/, 'userinfo', userInfo),
    row('POST', /^\/v1\/userinfo$/, 'userinfo', userInfo),
    row('GET', /^\/oauth2\/v[23]\/userinfo$/, 'userinfo', userInfo),
    row('GET', /^\/\.well-known\/openid-configuration$/, 'discovery', discovery),
    row('GET', /^\/oauth2\/v3\/certs$/, 'certs', certs),
    row('GET', /^\/people\/(\d+)\.png$/, 'picture', picture),
    // Byte addresses carry no credentials: whoever knows one may load it, as at Google.
    row('GET', /^\/media\/([\w-]+)(?:=([\w-]+))?$/, 'media', mediaBytes),
    row('HEAD', /^\/media\/([\w-]+)(?:=([\w-]+))?$/, 'media', mediaBytes),
  ]
}

function photosRows(): Row[] {
  const row = (
    method: string,
    path: RegExp,
    operation: Operation,
    scopes: readonly string[],
    handler: Handler<SignedInCall>,
  ): Row => {
    const isRead = method === 'GET' || operation === 'mediaItems.search'
    return { method, path, operation, handler, demand: { api: 'photos', scopes, isWrite: !isRead } }
  }
  const album = /^\/v1\/albums\/([^/:]+)$/
  const item = /^\/v1\/mediaItems\/([^/:]+)$/
  const append = [appendScope]
  const read = [readScope]
  const edit = [editScope]
  return [
    row('POST', /^\/v1\/mediaItems:batchCreate$/, 'batchCreate', append, batchCreate),
    row('POST', /^\/v1\/mediaItems:search$/, 'mediaItems.search', read, searchItems),
    row('GET', /^\/v1\/mediaItems:batchGet$/, 'mediaItems.batchGet', read, batchGetItems),
    row('GET', /^\/v1\/mediaItems$/, 'mediaItems.list', read, listItems),
    row('GET', item, 'mediaItems.get', read, getItem),
    row('PATCH', item, 'mediaItems.patch', edit, patchItem),
    row('POST', /^\/v1\/albums$/, 'albums.create', append, createAlbum),
    row('GET', /^\/v1\/albums$/, 'albums.list', read, listAlbums),
    row('GET', album, 'albums.get', read, getAlbum),
    row('PATCH', album, 'albums.patch', edit, patchAlbum),
    row('POST', /^\/v1\/albums\/([^/:]+):batchAddMediaItems$/, 'albums.batchAdd', edit, addToAlbum),
    row(
      'POST',
      /^\/v1\/albums\/([^/:]+):batchRemoveMediaItems$/,
      'albums.batchRemove',
      edit,
      removeFromAlbum,
    ),
    row(
      'POST',
      /^\/v1\/albums\/([^/:]+):addEnrichment$/,
      'albums.addEnrichment',
      [appendScope, editScope],
      addEnrichment,
    ),
    row('POST', /^\/v1\/albums\/[^/:]+:(?:un)?share$/, 'albums.sharing', append, refuseSharing),
    row('GET', /^\/v1\/sharedAlbums/, 'albums.sharing', read, refuseSharing),
    row('POST', /^\/v1\/sharedAlbums:(?:join|leave)$/, 'albums.sharing', append, refuseSharing),
    {
      method: 'GET',
      path: /^\/drive\/v3\/about$/,
      operation: 'drive.about',
      demand: { api: 'drive', scopes: driveScopes, isWrite: false },
      handler: driveAbout,
    },
  ]
}

function decode(part: string | undefined): string {
  try {
    return decodeURIComponent(part ?? '')
  } catch {
    return part ?? ''
  }
}
