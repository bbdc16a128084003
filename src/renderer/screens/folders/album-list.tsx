// The albums of a folder on its card: what is chosen, the albums that are there with their links, and what somebody is asked about
// one. They are opened by their id; the address is the shell's to check.
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Dialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import {
  useAnswer,
  useCall,
  useExplain,
  useLanguage,
  useLater,
  useSession,
  useWindowState,
  type Answer,
} from '../../state/use-window.tsx'
import { choiceOf } from './album-setting.tsx'
import './albums.css'

type Albums = Output<'listAlbums'>
type Album = Albums['albums'][number]

/** So many are listed; the others are seen at Google. */
const listedAtMost = 200
/** So many are asked about on the card; the others in the list. */
const askedAtOnce = 3
const againEveryMs = 1_000

/** What is chosen and made, on the card itself; nothing where no album is there, nor is wanted. */
export function AlbumLines({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.albums
  const answer = useAlbums(source)
  const [isOpen, setOpen] = useState(false)
  const choice = choiceOf(source)
  const made = answer.value?.made ?? 0
  if (choice.for === 'none' && made === 0) return null
  const asked = (answer.value?.albums ?? []).filter(({ asks }) => asks !== null)
  return (
    <>
      <p className="small albums-line">
        <span className="soft">
          {own.chosen(choice)}{' '}
          {choice.for === 'none' ? own.left(made) : own.made(made, answer.value?.items ?? 0)}
        </span>
        <Button
          weight="quiet"
          aria-label={words.common.actionOn(own.show, source.name)}
          onPress={() => setOpen(true)}
        >
          {own.show}
        </Button>
      </p>
      {asked.length > 0 && (
        <ul className="stack-tight">
          {asked.slice(0, askedAtOnce).map((album) => (
            <Question key={album.albumId} source={source} album={album} onDone={answer.again} />
          ))}
        </ul>
      )}
      {asked.length > askedAtOnce && (
        <p className="small">{own.moreQuestions(asked.length - askedAtOnce)}</p>
      )}
      <Dialog
        title={own.listTitle(source.name)}
        isTall
        isOpen={isOpen}
        onClose={() => setOpen(false)}
      >
        <AlbumList source={source} answer={answer} />
      </Dialog>
    </>
  )
}

/** The albums of a folder, asked for again whenever one may have become another. */
function useAlbums({ sourceId }: SourceView): Answer<Albums> {
  const news = useWindowState(
    ({ status }) => `${JSON.stringify(status?.albums)} ${status?.albumQuestions}`,
  )
  return useAnswer(
    'listAlbums',
    { sourceId, limit: listedAtMost },
    { revision: useLater(news, againEveryMs) },
  )
}

function AlbumList({ source, answer }: { source: SourceView; answer: Answer<Albums> }) {
  const { words } = useLanguage()
  const explain = useExplain()
  const own = words.albums
  const waiting = useWindowState(({ status }) => status?.albums?.waiting ?? 0)
  const { value, failure } = answer
  if (value === null)
    return (
      <p role="status" className="soft">
        {failure === null ? words.common.loading : `${own.loadFailed} ${explain(failure).text}`}
      </p>
    )
  return (
    <>
      {waiting > 0 && <p>{own.waiting(waiting)}</p>}
      {value.albums.length === 0 ? (
        <p className="soft">{own.noneYet}</p>
      ) : (
        <Listed source={source} answer={answer} value={value} />
      )}
    </>
  )
}

function Listed({
  source,
  answer,
  value,
}: {
  source: SourceView
  answer: Answer<Albums>
  value: Albums
}) {
  const { words } = useLanguage()
  const own = words.albums
  return (
    <>
      <p className="soft small">{own.listNote}</p>
      <ul className="albums-list">
        {value.albums.map((album) =>
          album.asks === null ? (
            <Row key={album.albumId} album={album} />
          ) : (
            <Question key={album.albumId} source={source} album={album} onDone={answer.again} />
          ),
        )}
      </ul>
      {value.more > 0 && <p className="soft small">{own.more(value.more)}</p>}
    </>
  )
}

function Row({ album }: { album: Album }) {
  const { words } = useLanguage()
  const own = words.albums
  return (
    <li className="albums-row">
      <div className="albums-words">
        <p>
          <bdi>{album.title}</bdi> <span className="soft small">{own.row(album)}</span>
        </p>
        {album.refused > 0 && <p className="small">{own.refused(album.refused)}</p>}
      </div>
      <OpenButton album={album} />
    </li>
  )
}

/** Where it is; nothing where it is not. */
function OpenButton({ album: { albumId, sourceId, title, state, productUrl } }: { album: Album }) {
  const { words } = useLanguage()
  const own = words.albums
  const call = useCall()
  if (productUrl === null || (state !== 'made' && state !== 'full')) return null
  return (
    <Button
      weight="quiet"
      icon="external"
      aria-label={words.common.actionOn(own.open, title)}
      onPress={() => void call('openAlbum', { sourceId, albumId })}
    >
      {own.open}
    </Button>
  )
}

/** What became of an album at Google, and what can be done about it. */
function Question({ source, album, onDone }: { source: SourceView; album: Album; onDone(): void }) {
  const { words } = useLanguage()
  const own = words.albums
  const call = useCall()
  const session = useSession()
  const { albumId, title, asks } = album
  if (asks === null) return null
  const folder = album.folder.split('/').at(-1) || source.name
  const isNews = asks === 'renamed'
  const again = asks === 'deleted' ? own.again : own.tryAgain
  const leave = isNews ? own.seen : own.leave
  return (
    <li className={isNews ? 'albums-question' : 'albums-question albums-question-open'}>
      <Icon name={isNews ? 'info' : 'alert'} size={16} />
      <div className="albums-words">
        <p>{own.question(asks, title, folder)}</p>
        <div className="row">
          {!isNews && (
            <Button
              aria-label={words.common.actionOn(again, title)}
              onPress={() =>
                void call('remakeAlbum', { albumId }).then((done) => {
                  if (done !== null) session.say(own.madeAgain(title))
                  onDone()
                })
              }
            >
              {again}
            </Button>
          )}
          <Button
            weight={isNews ? 'plain' : 'quiet'}
            aria-label={words.common.actionOn(leave, title)}
            onPress={() => void call('leaveAlbum', { albumId }).then(onDone)}
          >
            {leave}
          </Button>
          <OpenButton album={album} />
        </div>
      </div>
    </li>
  )
}
