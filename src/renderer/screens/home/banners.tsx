// Lines below the card: conditions it does not name, and what the list of photos did to itself at this start.
import { isOfOneSource } from '../../../shared/fixes.ts'
import type { Status } from '../../../shared/status.ts'
import { isQuiet } from '../../../shared/standing.ts'
import { Button } from '../../parts/button.tsx'
import { Banner } from '../../parts/card.tsx'
import { conditionWords } from '../../parts/hero-words.ts'
import { heroFor, otherConditions, shapeOf } from '../../state/hero.ts'
import { useLanguage, useNow, useSession, useWindowState } from '../../state/use-window.tsx'
import { FixButton } from './hero-card.tsx'

/** Photos without a date that have not gone, and the way to them. */
function UndatedLine({ files, undecided }: { files: number; undecided: number }) {
  const { words } = useLanguage()
  const session = useSession()
  const own = words.undated
  return (
    <Banner
      tone="quiet"
      title={own.home(files)}
      action={<Button onPress={() => session.go({ to: 'undated' })}>{own.open}</Button>}
    >
      {undecided > 0 ? own.homeUndecided(undecided) : own.homeText}
    </Banner>
  )
}

/** Albums of which somebody is to say something, and the way to them; nothing where there are none. */
export function AlbumsLine({ questions }: { questions: number }) {
  const { words } = useLanguage()
  const session = useSession()
  const own = words.albums
  if (questions === 0) return null
  return (
    <Banner
      tone="quiet"
      title={own.home(questions)}
      action={<Button onPress={() => session.go({ to: 'folders' })}>{own.toFolders}</Button>}
    >
      {own.homeText}
    </Banner>
  )
}

/** The lines. */
export function Banners({ status }: { status: Status }) {
  const { words } = useLanguage()
  const { store } = useSession()
  const engine = useWindowState((state) => state.engine)
  const now = useNow()
  const isSeen = useWindowState((state) => state.isCatalogueNoticeSeen)
  const notice = words.status.catalogue[status.catalogue]
  const hero = heroFor({ status, engine })
  const others = otherConditions(hero, status)
  // The card itself may speak of nothing else.
  const undated = hero.kind === 'undecided' ? 0 : (status.undated?.files ?? 0)
  const questions = status.albumQuestions ?? 0
  if (others.length + undated + questions === 0 && (notice === null || isSeen)) return null
  return (
    <div className="stack-tight banners">
      {notice !== null && !isSeen && (
        <Banner
          tone="quiet"
          onDismiss={() => store.send({ kind: 'catalogue-notice-seen' })}
          dismissLabel={words.common.dismiss}
        >
          {notice}
        </Banner>
      )}
      {undated > 0 && <UndatedLine files={undated} undecided={status.undated?.undecided ?? 0} />}
      <AlbumsLine questions={questions} />
      {others.map((condition) => {
        const { title, text } = conditionWords(condition, status, words, now, false)
        const needsUser =
          shapeOf({ kind: 'condition', condition }) === 'attention' && !isQuiet(condition, status)
        return (
          <Banner
            key={isOfOneSource(condition) ? condition.sourceId : condition.kind}
            tone={needsUser ? 'warn' : 'quiet'}
            title={title}
            action={
              <FixButton
                condition={condition}
                weight={isQuiet(condition, status) ? 'quiet' : 'plain'}
              />
            }
          >
            {text}
          </Banner>
        )
      })}
    </div>
  )
}
