// Each photo of a group with the date that it would get and why. Only the rows in view exist, and pages of them are asked for as
// they come near.
import { useEffect, useRef, useState } from 'react'
import type { UndatedGroup, UndatedPhoto } from '../../../shared/undated-schemas.ts'
import { Dialog } from '../../parts/dialog.tsx'
import { Thumbnail } from '../../parts/thumbnail.tsx'
import { rowsInView, rowTop, totalHeight, type RowLayout } from '../../state/row-window.ts'
import { narrowQuery, useMedia } from '../../state/use-media.ts'
import { useLanguage, useSession } from '../../state/use-window.tsx'
import type { Language } from '../../words.ts'

/** As in the styles; on a narrow window the reason takes more lines. */
const rowHeights = { wide: 64, narrow: 104 }
const overscan = 4
const pageRows = 40

/** The list, above the screen. */
export function PhotosDialog({
  group,
  as,
  title,
  isOpen,
  onClose,
}: {
  group: UndatedGroup
  as: string
  title: string
  isOpen: boolean
  onClose(): void
}) {
  return (
    <Dialog title={title} isTall isOpen={isOpen} onClose={onClose}>
      <PhotoList key={as} group={group} as={as} />
    </Dialog>
  )
}

function PhotoList({ group, as }: { group: UndatedGroup; as: string }) {
  const { words } = useLanguage()
  const own = words.undated.list
  const scroller = useRef<HTMLDivElement>(null)
  const [scrollTop, setScrollTop] = useState(0)
  const [viewHeight, setViewHeight] = useState(480)
  const [pages, setPages] = useState(1)
  const { photos, isEnded } = usePhotos(group.folderId, as, pages * pageRows)
  const count = isEnded ? photos.length : Math.max(group.files, photos.length)
  const rowHeight = useMedia(narrowQuery) ? rowHeights.narrow : rowHeights.wide
  const layout: RowLayout = { count, rowHeight, headingHeight: 0, headings: [] }
  const { first, last } = rowsInView(layout, scrollTop, viewHeight, overscan)
  const neededPages = Math.ceil((last + 1) / pageRows)
  if (neededPages > pages) setPages(neededPages)
  useEffect(() => {
    const { current } = scroller
    if (current !== null && current.clientHeight > 0) setViewHeight(current.clientHeight)
  }, [])
  const rows = Array.from({ length: Math.max(0, last - first + 1) }, (_, at) => first + at)
  return (
    <div
      ref={scroller}
      className="undated-scroller"
      role="region"
      aria-label={own.label}
      tabIndex={0}
      onScroll={({ currentTarget }) => setScrollTop(currentTarget.scrollTop)}
    >
      <Gap height={rowTop(layout, first)} />
      <ul className="undated-rows">
        {rows.map((at) => (
          <PhotoRow key={at} photo={photos[at] ?? null} at={at} count={count} />
        ))}
      </ul>
      <Gap height={totalHeight(layout) - rowTop(layout, last + 1)} />
    </div>
  )
}

/** The room of rows that are not in the page; its height is an attribute, so that no style is needed. */
function Gap({ height }: { height: number }) {
  return height > 0 ? (
    <svg className="undated-gap" width="1" height={height} aria-hidden="true" focusable="false" />
  ) : null
}

/** The first so many photos, as far as they are known by now, and whether there are no more. */
function usePhotos(
  folderId: string,
  as: string,
  wanted: number,
): { photos: readonly UndatedPhoto[]; isEnded: boolean } {
  const { bridge } = useSession()
  const [known, setKnown] = useState<{ photos: readonly UndatedPhoto[]; next: string | null }>({
    photos: [],
    next: '',
  })
  useEffect(() => {
    const { photos, next } = known
    if (next === null || photos.length >= wanted) return
    let isCurrent = true
    const page = { folderId, as, after: next === '' ? null : next, limit: pageRows }
    void bridge.call('undatedPhotos', page).then((answer) => {
      if (!isCurrent) return
      setKnown(
        answer.ok
          ? { photos: [...photos, ...answer.value.photos], next: answer.value.next }
          : { photos, next: null },
      )
    })
    return () => {
      isCurrent = false
    }
  }, [bridge, folderId, as, known, wanted])
  return { photos: known.photos, isEnded: known.next === null }
}

function PhotoRow({ photo, at, count }: { photo: UndatedPhoto | null; at: number; count: number }) {
  const language = useLanguage()
  const own = language.words.undated.list
  return (
    <li className="undated-row" aria-setsize={count} aria-posinset={at + 1}>
      {photo === null ? (
        <span className="soft">{own.loading}</span>
      ) : (
        <>
          <Thumbnail fileId={photo.fileId} />
          <span className="undated-row-words">
            <bdi className="truncate">{photo.name}</bdi>
            <span className="soft small">{proposalWords(photo, language)}</span>
          </span>
        </>
      )}
    </li>
  )
}

/** The date of one photo, and why it is this one. */
export function proposalWords({ proposal }: UndatedPhoto, { words, format }: Language): string {
  const own = words.undated.list
  switch (proposal.kind) {
    case 'unwritable':
      return own.unwritable
    case 'carried':
      return own.carried
    case 'none':
      return proposal.why === 'left' ? own.left : own.none
    case 'found': {
      const { wallMs, source, certainty, precision } = proposal.date
      const isExact = precision === 'second' || precision === 'minute'
      const date = isExact ? format.wall.dateTime(wallMs) : format.wall.date(wallMs)
      return own.found(date, source, certainty)
    }
  }
}
