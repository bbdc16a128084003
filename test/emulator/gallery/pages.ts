/** The gallery's pages as HTML: the library by day, and one photo with its facts. No scripts. */
import { escapeHtml } from '../core/answer.ts'
import { localTime, type MediaFacts, type MediaItem } from '../core/model.ts'
import type { ShownWords } from '../library/descriptions.ts'

/** A media item with what its bytes say. */
export type Picture = {
  readonly item: MediaItem
  readonly sizeBytes: number
  readonly media: MediaFacts | null
  readonly words: ShownWords
  /** What it is beside a still picture. */
  readonly badge: string
}

/** What the overview shows. */
export type GalleryView = {
  readonly title: string
  /** Its pictures are in the order of an album, and not by day. */
  readonly isAlbum: boolean
  /** What was searched for. */
  readonly search: string
  readonly pictures: readonly Picture[]
  readonly count: number
  readonly totalBytes: number
  readonly accounts: readonly string[]
  readonly account: string | null
  readonly path: string
  readonly page: number
  readonly pages: number
}

// Local times are written as if they were UTC, so UTC shows what the clock said where the photo was taken.
const dayFormat = new Intl.DateTimeFormat('en', { dateStyle: 'full', timeZone: 'UTC' })
const timeFormat = new Intl.DateTimeFormat('en', {
  dateStyle: 'medium',
  timeStyle: 'short',
  timeZone: 'UTC',
})

/** The library, newest day first. */
export function galleryPage(view: GalleryView): string {
  const days = Map.groupBy(view.pictures, ({ item }) =>
    view.isAlbum ? '' : localTime(item).slice(0, 10),
  )
  const sections = [...days].map(
    ([
      day,
      pictures,
    ]) => `<section>${day === '' ? '' : `<h2>${dayFormat.format(Date.parse(day))}</h2>`}
      <ul class="grid">${pictures.map(tile).join('')}</ul></section>`,
  )
  const noun = view.count === 1 ? 'item' : 'items'
  const empty = `<p class="empty">${view.search === '' ? 'Photos that are backed up appear here.' : 'Nothing is found.'}</p>`
  return page(
    view.title,
    `<header><div><h1>${escapeHtml(view.title)}</h1>
      <p class="quiet">${view.count.toLocaleString('en')} ${noun}, ${toSize(view.totalBytes)}</p></div>
      <nav><a href="/">Photos</a><a href="/albums">Albums</a></nav>${searchForm(view)}${accountLinks(view)}</header>
    <main class="days">${sections.length === 0 ? empty : sections.join('')}</main>${pageLinks(view)}`,
  )
}

/** One photo, large, with everything known of it. */
export function detailPage(
  picture: Picture,
  albums: readonly { readonly id: string; readonly title: string }[],
): string {
  const { item, media, words } = picture
  const name = escapeHtml(item.fileName)
  const source = `/media/${item.id}`
  const view =
    media?.kind === 'video'
      ? `<video src="${source}=dv" controls></video>`
      : `<img src="${source}=w2000-h1600" alt="${name}">`
  const camera = [media?.cameraMake, media?.cameraModel].filter(Boolean).join(' ')
  const facts: [string, string][] = [
    ['Taken', escapeHtml(`${clock(item)} ${zoneName(item)}`.trim())],
    ['Date from', item.datedBy ?? 'the time of upload; no date was found in it'],
    ['Dimensions', toDimensions(media)],
    ['Size', `${toSize(picture.sizeBytes)} (${picture.sizeBytes.toLocaleString('en')} bytes)`],
    ['Type', escapeHtml(media?.mimeType ?? 'unknown')],
    ['Camera', escapeHtml(camera)],
    ['Description', escapeHtml(words.description)],
    ['Other', escapeHtml(words.other)],
    ['Account', escapeHtml(item.email)],
    ['Added', escapeHtml(timeFormat.format(item.createdAtMs))],
    [
      'Albums',
      albums
        .map(({ id, title }) => `<a href="/lr/album/${id}">${escapeHtml(title)}</a>`)
        .join(', '),
    ],
    ['SHA-256', `<code>${item.sha256}</code>`],
  ]
  const rows = facts
    .filter(([, value]) => value !== '')
    .map(([label, value]) => `<dt>${label}</dt><dd>${value}</dd>`)
  return page(
    name,
    `<header><a href="/" class="back">Photos</a>
      <a class="button" href="/gallery/file/${item.id}">Download</a></header>
    <main class="detail"><figure>${view}</figure>
      <aside><h1>${name}</h1><dl>${rows.join('')}</dl></aside></main>`,
  )
}

function tile({ item, media, sizeBytes, words, badge: sign }: Picture): string {
  const name = escapeHtml(item.fileName)
  const badge = sign === '' ? '' : `<span class="badge">${sign}</span>`
  const caption = words.description === '' ? '' : `<em>${escapeHtml(words.description)}</em>`
  return `<li><a href="/lr/photo/${item.id}"><span class="frame">
      <img src="/gallery/thumb/${item.id}" alt="" loading="lazy">${badge}</span>
    <strong title="${name}">${name}</strong>${caption}<small>${escapeHtml(clock(item))}</small>
    <small>${toDimensions(media)} · ${toSize(sizeBytes)}</small></a></li>`
}

const clock = (item: MediaItem): string => timeFormat.format(Date.parse(`${localTime(item)}Z`))

/** As the website writes it beside the hour; a photo whose zone nobody stated has none. */
function zoneName({ zoneMinutes, datedBy }: MediaItem): string {
  if (datedBy === null || zoneMinutes === 0) return ''
  const two = (value: number): string => String(Math.floor(value)).padStart(2, '0')
  const apart = Math.abs(zoneMinutes)
  return `GMT${zoneMinutes < 0 ? '-' : '+'}${two(apart / 60)}:${two(apart % 60)}`
}

function searchForm({ path, search, account }: GalleryView): string {
  const kept =
    account === null ? '' : `<input type="hidden" name="account" value="${escapeHtml(account)}">`
  return `<form action="${path}">${kept}<input type="search" name="search" value="${escapeHtml(search)}"
    placeholder="Search" aria-label="Search"></form>`
}

function accountLinks(view: GalleryView): string {
  if (view.accounts.length < 2) return `<p class="quiet">${escapeHtml(view.accounts.join(''))}</p>`
  const link = (label: string, account: string | null): string => {
    const current = account === view.account ? ' aria-current="page"' : ''
    return `<a href="${addressOf({ ...view, account, page: 1 })}"${current}>${escapeHtml(label)}</a>`
  }
  const links = view.accounts.map((account) => link(account, account))
  return `<nav>${link('All accounts', null)}${links.join('')}</nav>`
}

function pageLinks(view: GalleryView): string {
  if (view.pages < 2) return ''
  const link = (label: string, page: number): string =>
    page < 1 || page > view.pages
      ? ''
      : `<a class="button" href="${addressOf({ ...view, page })}">${label}</a>`
  return `<footer>${link('Newer', view.page - 1)}
    <span class="quiet">Page ${String(view.page)} of ${String(view.pages)}</span>
    ${link('Older', view.page + 1)}</footer>`
}

/** The address of a view, as it stands in HTML. */
function addressOf(view: Pick<GalleryView, 'path' | 'page' | 'account' | 'search'>): string {
  const asked = [
    ...(view.page === 1 ? [] : [`page=${String(view.page)}`]),
    ...(view.account === null ? [] : [`account=${encodeURIComponent(view.account)}`]),
    ...(view.search === '' ? [] : [`search=${encodeURIComponent(view.search)}`]),
  ]
  return asked.length === 0 ? view.path : `${view.path}?${asked.join('&amp;')}`
}

/** A page with the gallery's head. */
export function page(title: string, body: string): string {
  return `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>${escapeHtml(title)} · Photos emulator</title>
    <meta name="viewport" content="width=device-width"><meta name="color-scheme" content="light dark">
    <link rel="stylesheet" href="/gallery/style.css"></head><body>${body}</body></html>`
}

function toDimensions(media: MediaFacts | null): string {
  if (media === null || media.width === 0) return ''
  return `${String(media.width)} × ${String(media.height)}`
}

function toSize(bytes: number): string {
  const units = ['bytes', 'kB', 'MB', 'GB', 'TB']
  let value = bytes
  let unit = 0
  while (value >= 1000 && unit < units.length - 1) {
    value /= 1000
    unit += 1
  }
  const digits = unit === 0 || value >= 100 ? 0 : 1
  return `${value.toFixed(digits)} ${units[unit] ?? ''}`
}
