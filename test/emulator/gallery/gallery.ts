/** Answers the gallery's addresses: pages, pictures and downloads. What pages look like is left to pages.ts and style.ts. */
import type { IncomingMessage } from 'node:http'
import { escapeHtml, html, text, type Answer } from '../core/answer.ts'
import type { Context } from '../core/context.ts'
import { shownTitleOf, type Album } from '../core/model.ts'
import { itemIdsIn } from '../library/album-entries.ts'
import { albumsPage } from './albums-page.ts'
import { detailPage, galleryPage } from './pages.ts'
import { shownItems, toPicture } from './shown.ts'
import { style } from './style.ts'
import { thumbnail } from './thumbnails.ts'

const pageSize = 300
const paths =
  /^\/$|^\/gallery$|^\/albums$|^\/gallery\/(style\.css|thumb\/[\w-]+|file\/[\w-]+)$|^\/lr\/(photo|album)\/[\w-]+$/

/** Whether a request is for the gallery. */
export function isGalleryPath(req: IncomingMessage, url: URL): boolean {
  return (req.method === 'GET' || req.method === 'HEAD') && paths.test(url.pathname)
}

/** Answers a gallery address. */
export async function answerGallery(context: Context, url: URL): Promise<Answer> {
  const [, first, second, id = ''] = url.pathname.split('/')
  if (url.pathname === '/gallery/style.css') {
    const headers = { 'content-type': 'text/css; charset=utf-8', 'cache-control': 'no-cache' }
    return { status: 200, headers, body: style }
  }
  if (first === 'gallery' && second === 'thumb') return answerThumbnail(context, id)
  if (first === 'gallery' && second === 'file') return answerFile(context, id)
  if (first === 'lr' && second === 'photo') return answerDetail(context, id)
  if (first === 'albums') return answerAlbums(context, url)
  return answerOverview(context, url, second === 'album' ? id : null)
}

function answerAlbums(context: Context, url: URL): Answer {
  const account = url.searchParams.get('account')
  const albums = [...context.store.albums.values()]
    .filter(({ email }) => account === null || email === account)
    .map((album) => ({
      id: album.id,
      title: titleOf(album),
      email: album.email,
      count: itemIdsIn(album).length,
      coverId: album.coverPhotoMediaItemId ?? itemIdsIn(album)[0] ?? null,
    }))
  return html(albumsPage(albums))
}

function answerOverview(context: Context, url: URL, albumId: string | null): Answer {
  const account = url.searchParams.get('account')
  const album = albumId === null ? undefined : context.store.albums.get(albumId)
  if (albumId !== null && album === undefined) return text('There is no such album.', 404)
  const ids = album?.entries.flatMap((entry) => ('mediaItemId' in entry ? [entry.mediaItemId] : []))
  const all = [...context.store.items.values()]
  const items = ids === undefined ? all : ids.flatMap((id) => context.store.items.get(id) ?? [])
  const search = url.searchParams.get('search') ?? ''
  const shown = shownItems(context, items, { account, search, isAlbum: album !== undefined })
  const pages = Math.max(1, Math.ceil(shown.length / pageSize))
  const page = Math.min(pages, Math.max(1, Number(url.searchParams.get('page') ?? 1) || 1))
  const sizes = shown.map((item) => context.store.contents.get(item.sha256)?.sizeBytes ?? 0)
  return html(
    galleryPage({
      title: album === undefined ? 'Photos' : titleOf(album),
      isAlbum: album !== undefined,
      search,
      pictures: shown
        .slice((page - 1) * pageSize, page * pageSize)
        .map((item) => toPicture(context, item)),
      count: shown.length,
      totalBytes: sizes.reduce((sum, size) => sum + size, 0),
      accounts: [...new Set(all.map((item) => item.email))].sort(),
      account,
      path: url.pathname,
      page,
      pages,
    }),
  )
}

/** People see the title that they gave last. */
const titleOf = (album: Album): string =>
  shownTitleOf(album) === '' ? 'Untitled album' : shownTitleOf(album)

function answerDetail(context: Context, id: string): Answer {
  const item = context.store.items.get(id)
  if (item === undefined) {
    return html(
      `<!doctype html><title>Not found</title><p>There is no photo ${escapeHtml(id)} here.</p>`,
      404,
    )
  }
  const albums = [...context.store.albums.values()].filter((album) =>
    album.entries.some((entry) => 'mediaItemId' in entry && entry.mediaItemId === id),
  )
  return html(
    detailPage(
      toPicture(context, item),
      albums.map((album) => ({ id: album.id, title: titleOf(album) })),
    ),
  )
}

async function answerThumbnail(context: Context, id: string): Promise<Answer> {
  const item = context.store.items.get(id)
  if (item === undefined) return text('Not Found', 404)
  const { sha256 } = item
  const body = await thumbnail(context.dataDir, sha256, context.contents.pathOf(sha256))
  const headers = { 'cache-control': 'max-age=86400' }
  if (body !== null)
    return { status: 200, headers: { ...headers, 'content-type': 'image/jpeg' }, body }
  const isVideo = context.store.contents.get(sha256)?.media?.kind === 'video'
  const mark = isVideo ? '<path d="M100 75v50l42-25z"/>' : '<circle cx="120" cy="100" r="24"/>'
  const drawing = `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 240 200" width="240" height="200">
    <rect width="240" height="200" fill="#5f6f6d"/><g fill="#fff" fill-opacity=".85">${mark}</g></svg>`
  return { status: 200, headers: { ...headers, 'content-type': 'image/svg+xml' }, body: drawing }
}

function answerFile(context: Context, id: string): Answer {
  const item = context.store.items.get(id)
  const content = item === undefined ? undefined : context.store.contents.get(item.sha256)
  if (item === undefined || content === undefined) return text('Not Found', 404)
  const plain = item.fileName.replaceAll(/[^\x20-\x7e]|["\\]/g, '_')
  const encoded = encodeURIComponent(item.fileName.toWellFormed())
  return {
    status: 200,
    headers: {
      'content-type': content.media?.mimeType ?? 'application/octet-stream',
      'content-disposition': `attachment; filename="${plain}"; filename*=UTF-8''${encoded}`,
      'x-content-type-options': 'nosniff',
    },
    body: { path: context.contents.pathOf(item.sha256), start: 0, end: content.sizeBytes },
  }
}
