// What could not be looked into, by cause: where it is, and what helps. Whether photos lie there nobody knows.
import type { UnreadablePlace } from '../../../shared/contract.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useCall, useLanguage, useSession, useWindowState } from '../../state/use-window.tsx'

const causes = ['rights', 'name', 'no-answer', 'other'] as const
/** Why a place could not be looked into. */
export type UnreadableCause = (typeof causes)[number]

/** So many are named; the folders' own pages of the system show the rest. */
const namedAtOnce = 8

function causeOf({ code }: UnreadablePlace): UnreadableCause {
  switch (code) {
    case 'EACCES':
    case 'EPERM':
      return 'rights'
    case 'EILSEQ':
      return 'name'
    case 'ETIMEDOUT':
    case 'EHOSTDOWN':
    case 'EHOSTUNREACH':
      return 'no-answer'
    default:
      return 'other'
  }
}

/** The section; nothing while all can be looked into. */
export function UnreadablePlaces({ places }: { places: readonly UnreadablePlace[] }) {
  const { words } = useLanguage()
  const own = words.problems.unreadable
  if (places.length === 0) return null
  return (
    <section className="stack" aria-label={own.title}>
      <h2>{own.title}</h2>
      <ul className="problem-groups">
        {causes.map((cause) => {
          const met = places.filter((place) => causeOf(place) === cause)
          return met.length === 0 ? null : <Cause key={cause} cause={cause} places={met} />
        })}
      </ul>
    </section>
  )
}

function Cause({ cause, places }: { cause: UnreadableCause; places: readonly UnreadablePlace[] }) {
  const { words } = useLanguage()
  const own = words.problems.unreadable
  const session = useSession()
  const call = useCall()
  const sources = useWindowState((state) => state.status?.sources ?? null)
  const { title, text } = own.causes[cause]
  const pathOf = ({ sourceId, path }: UnreadablePlace): string => {
    const source = sources?.find((one) => one.sourceId === sourceId)
    return [source?.name ?? '', ...(path === '' ? [] : [path])].join(' / ')
  }
  return (
    <li className="problem">
      <Icon name="alert" />
      <div className="problem-words">
        <h3>{title}</h3>
        <p className="soft small">
          {own.count(
            places.filter(({ isFolder }) => isFolder).length,
            places.filter(({ isFolder }) => !isFolder).length,
          )}
        </p>
        <p>{text}</p>
        <ul className="problem-places">
          {places.slice(0, namedAtOnce).map((place) => (
            <li key={`${place.sourceId}/${place.path}`}>
              <bdi>{pathOf(place)}</bdi>
            </li>
          ))}
          {places.length > namedAtOnce && (
            <li className="soft">{own.more(places.length - namedAtOnce)}</li>
          )}
        </ul>
        <div className="row problem-actions">
          <Button
            weight="primary"
            aria-label={words.common.actionOn(own.lookAgain, title)}
            onPress={() =>
              void call('scanNow', {}).then((done) => {
                if (done !== null) session.say(words.folders.checking)
              })
            }
          >
            {own.lookAgain}
          </Button>
          <Button
            weight="quiet"
            aria-label={words.common.actionOn(words.problems.actions.folders, title)}
            onPress={() => session.go({ to: 'folders' })}
          >
            {words.problems.actions.folders}
          </Button>
        </div>
      </div>
    </li>
  )
}
