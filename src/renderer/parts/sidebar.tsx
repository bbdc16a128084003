// The way around: the places, each always there, with the number of problems; the account at the foot.
import { Button as AriaButton } from 'react-aria-components/Button'
import { unreadablePlaces } from '../../shared/unreadable.ts'
import { plainRoute } from '../state/session.ts'
import { useLanguage, useSession, useWindowState } from '../state/use-window.tsx'
import type { Route } from '../state/window-state.ts'
import { AccountPicture } from './account-picture.tsx'
import { Icon, type IconName } from './icon.tsx'
import './sidebar.css'

const places = ['home', 'history', 'folders', 'problems', 'troubleshoot', 'settings'] as const
type Place = (typeof places)[number]

const icons: Record<Place, IconName> = {
  home: 'home',
  history: 'history',
  folders: 'folder',
  settings: 'settings',
  problems: 'alert',
  troubleshoot: 'wrench',
}

const placeOf = (route: Route): Place => {
  switch (route.to) {
    case 'safety':
    case 'receipts':
      return 'history'
    case 'undated':
      return 'home'
    case 'check':
      return 'folders'
    case 'about':
      return 'settings'
    default:
      return route.to
  }
}

/** The navigation beside, or on narrow windows below, the screen. */
export function Sidebar() {
  const session = useSession()
  const { words, format } = useLanguage()
  const current = useWindowState((state) => placeOf(state.route))
  const problems = useWindowState(({ status }) =>
    status === null ? 0 : status.counts.failed.files + unreadablePlaces(status),
  )
  const signIn = useWindowState((state) => state.status?.signIn ?? null)
  return (
    <div className="sidebar">
      <p className="sidebar-name" aria-hidden="true">
        <BoxMark />
        {words.common.appName}
      </p>
      <nav aria-label={words.common.mainNavigation}>
        <ul className="sidebar-places">
          {places.map((place) => (
            <li key={place} className={`place-${place}`}>
              <AriaButton
                className="sidebar-place"
                aria-current={place === current ? 'page' : 'false'}
                onPress={() => session.go(plainRoute(place))}
              >
                <Icon name={icons[place]} />
                <span className="sidebar-word">{words.common.nav[place]}</span>
                {place === 'problems' && problems > 0 && (
                  <>
                    <span className="badge" aria-hidden="true">
                      {format.number(problems)}
                    </span>
                    <span className="visually-hidden">{words.common.problemsBadge(problems)}</span>
                  </>
                )}
              </AriaButton>
            </li>
          ))}
        </ul>
      </nav>
      {signIn !== null && (
        <AriaButton
          className="sidebar-account"
          onPress={() => session.go({ to: 'settings', section: 'account' })}
        >
          <AccountPicture signIn={signIn} />
          <span className="sidebar-account-words">
            {signIn.kind === 'signed-in' ? (
              <>
                <span className="truncate">
                  <bdi>{signIn.name}</bdi>
                </span>
                <span className="truncate soft small">
                  <bdi>{signIn.email}</bdi>
                </span>
              </>
            ) : (
              <span className="truncate">{words.common.signedOut}</span>
            )}
          </span>
        </AriaButton>
      )}
    </div>
  )
}

/** The app's own mark: a box with its lid. */
export function BoxMark({ size = 24 }: { size?: number }) {
  return (
    <svg className="box-mark" width={size} height={size} viewBox="0 0 24 24" aria-hidden="true">
      <path
        className="box-mark-lid"
        d="M2.5 5.5A1.5 1.5 0 0 1 4 4h16a1.5 1.5 0 0 1 1.5 1.5V9h-19z"
      />
      <path
        className="box-mark-body"
        d="M4 10.5h16v8A1.5 1.5 0 0 1 18.5 20h-13A1.5 1.5 0 0 1 4 18.5z"
      />
      <path className="box-mark-label" d="M9.5 13h5a1 1 0 0 1 0 2h-5a1 1 0 0 1 0-2z" />
    </svg>
  )
}
