// What a choice of albums would make: their titles and how many photos each gets, what that takes of a day's requests, and which
// say where their folders lie. The figures are the engine's.
import type { ReactNode } from 'react'
import { albumChoiceText, type AlbumChoice } from '../../../shared/albums.ts'
import type { Output } from '../../../shared/contract.ts'
import { Icon } from '../../parts/icon.tsx'
import { useAnswer, useExplain, useLanguage, useWindowState } from '../../state/use-window.tsx'

/** Often enough to see it grow while the folder is looked through. */
const askAgainMs = 2_000
const usualLimit = 10_000

/** The preview of one choice. */
export function AlbumPreview({
  sourceId,
  choice,
  isChange,
  children,
}: {
  sourceId: string
  choice: AlbumChoice
  /** There are albums of another choice. */
  isChange: boolean
  /** What can be done about it, once it was seen or cannot be. */
  children: ReactNode
}) {
  const { words } = useLanguage()
  const own = words.albums.preview
  const explain = useExplain()
  const albums = albumChoiceText(choice)
  const answer = useAnswer(
    'previewAlbums',
    { sourceId, albums },
    { repeatMs: ({ isScanned }) => (isScanned ? null : askAgainMs) },
  )
  const { value, failure } = answer
  // What is here may still be of the choice before.
  if (value === null || value.choice !== albums)
    return (
      <>
        <p role="status" className="soft">
          {failure === null ? own.working : `${own.failed} ${explain(failure).text}`}
        </p>
        {failure !== null && children}
      </>
    )
  return (
    <>
      <Sums value={value} />
      {value.albums.length > 0 && <Rows value={value} />}
      {isChange && <p className="soft small">{own.kept}</p>}
      <p className="soft small">{own.note}</p>
      {children}
    </>
  )
}

function Sums({ value: { totals, isScanned } }: { value: Output<'previewAlbums'> }) {
  const { words } = useLanguage()
  const own = words.albums.preview
  const limit = useWindowState(({ status }) => status?.requests.limit ?? usualLimit)
  const tooMany = own.tooMany(totals.new)
  return (
    <>
      <p role="status">
        {own.sum(totals)} {totals.new + totals.there > 0 && own.requests(totals, limit)}
      </p>
      {!isScanned && <p className="soft small">{own.stillLooking}</p>}
      {tooMany !== null && (
        <p className="albums-warning">
          <Icon name="alert" size={16} />
          {tooMany}
        </p>
      )}
      {totals.told > 0 && <p className="small">{own.told(totals.told)}</p>}
      {totals.closed > 0 && <p className="small">{own.closed(totals.closed)}</p>}
    </>
  )
}

function Rows({ value: { albums, more } }: { value: Output<'previewAlbums'> }) {
  const { words } = useLanguage()
  const own = words.albums.preview
  return (
    <>
      {/* Scrolled by keys, too. */}
      <ul className="albums-rows" aria-label={own.list} tabIndex={0}>
        {albums.map(({ folder, title, photos, isMade }) => (
          <li key={folder}>
            <bdi>{title}</bdi> <span className="soft small">{own.row(photos, isMade)}</span>
          </li>
        ))}
      </ul>
      {more > 0 && <p className="soft small">{own.more(more)}</p>}
    </>
  )
}
