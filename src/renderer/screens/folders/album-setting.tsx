// Which albums the photos of a folder go into. A choice takes effect once somebody has seen what it would make and said so: an album
// can be removed only by hand, at Google. What is in the way of an album is album-list.tsx.
import { useState } from 'react'
import { albumChoiceText, parseAlbumChoice, type AlbumChoice } from '../../../shared/albums.ts'
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Radios, Select } from '../../parts/choice.tsx'
import { useCall, useLanguage, useSession } from '../../state/use-window.tsx'
import { AlbumPreview } from './album-preview.tsx'
import './albums.css'

const ways = ['none', 'source', 'folders'] as const
/** Deeper ones are asked for in the command. */
const depths = [1, 2, 3, 4]
const any = 'any'

/** What is chosen for a folder. */
export const choiceOf = ({ albums }: Pick<SourceView, 'albums'>): AlbumChoice =>
  parseAlbumChoice(albums ?? 'none') ?? { for: 'none' }

/** The choice, and below it what another one would make. */
export function AlbumSetting({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.albums
  const call = useCall()
  const session = useSession()
  const { sourceId, name } = source
  const chosen = choiceOf(source)
  const [draft, setDraft] = useState<AlbumChoice | null>(null)
  const wish = draft ?? chosen
  const isOther = albumChoiceText(wish) !== albumChoiceText(chosen)
  const take = (): void =>
    void call('changeSource', { sourceId, albums: albumChoiceText(wish) }).then((done) => {
      if (done === null) return
      setDraft(null)
      session.say(wish.for === 'none' ? own.preview.takenNone(name) : own.preview.taken(name))
    })
  const answers = (
    <div className="row">
      <Button weight="primary" onPress={take}>
        {wish.for === 'none' ? own.preview.noMore : own.preview.make}
      </Button>
      <Button onPress={() => setDraft(null)}>{own.preview.keep}</Button>
    </div>
  )
  return (
    <div className="albums">
      <Radios
        label={own.label}
        value={wish.for}
        choices={ways.map((value) => ({ value, ...own.ways[value] }))}
        onChange={(way) => setDraft(way === 'folders' ? foldersOf(chosen) : { for: way })}
      />
      {wish.for === 'folders' && (
        <div className="albums-depth">
          <Depth depth={wish.depth} onChange={(depth) => setDraft({ for: 'folders', depth })} />
        </div>
      )}
      {isOther && (
        <section className="albums-draft" aria-label={own.preview.title}>
          <h3>{own.preview.title}</h3>
          <p className="soft small">{own.now(own.chosen(chosen))}</p>
          {wish.for === 'none' ? (
            <>
              <p>{own.preview.none}</p>
              {answers}
            </>
          ) : (
            <AlbumPreview sourceId={sourceId} choice={wish} isChange={chosen.for !== 'none'}>
              {answers}
            </AlbumPreview>
          )}
        </section>
      )}
    </div>
  )
}

const foldersOf = (chosen: AlbumChoice): AlbumChoice =>
  chosen.for === 'folders' ? chosen : { for: 'folders', depth: null }

function Depth({
  depth,
  onChange,
}: {
  depth: number | null
  onChange(depth: number | null): void
}) {
  const { words } = useLanguage()
  const own = words.albums
  // One that the command chose is offered, too.
  const offered = depth === null || depths.includes(depth) ? depths : [...depths, depth]
  return (
    <Select
      label={own.depth}
      value={depth === null ? any : String(depth)}
      choices={[
        { value: any, title: own.depthAny },
        ...offered.map((one) => ({ value: String(one), title: own.depthOf(one) })),
      ]}
      onChange={(value) => onChange(value === any ? null : Number(value))}
    />
  )
}
