/** The gallery's page of all albums as HTML: title, how many photos, whose. No scripts. */
import { escapeHtml } from '../core/answer.ts'
import { page } from './pages.ts'

/** An album as its tile shows it. */
export type AlbumTile = {
  readonly id: string
  readonly title: string
  readonly email: string
  readonly count: number
  readonly coverId: string | null
}

/** All albums, in the order in which they were made. */
export function albumsPage(albums: readonly AlbumTile[]): string {
  const tiles = albums.map(({ id, title, email, count, coverId }) => {
    const cover =
      coverId === null ? '' : `<img src="/gallery/thumb/${coverId}" alt="" loading="lazy">`
    return `<li><a href="/lr/album/${id}"><span class="frame">${cover}</span>
      <strong title="${escapeHtml(title)}">${escapeHtml(title)}</strong>
      <small>${count.toLocaleString('en')} ${count === 1 ? 'item' : 'items'}</small>
      <small>${escapeHtml(email)}</small></a></li>`
  })
  const empty = '<p class="empty">Albums appear here.</p>'
  return page(
    'Albums',
    `<header><div><h1>Albums</h1><p class="quiet">${String(albums.length)} in all</p></div>
      <nav><a href="/">Photos</a><a href="/albums" aria-current="page">Albums</a></nav></header>
    <main class="days">${tiles.length === 0 ? empty : `<section><ul class="grid albums">${tiles.join('')}</ul></section>`}</main>`,
  )
}
