// Everything the window knows, as one value and a pure reducer over snapshots, events and the user's steps.
// Leaves asking the shell to session.ts and showing to screens/.
import type { HistoryFilter, Payload } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { Settings } from '../../shared/model.ts'
import type { Status } from '../../shared/status.ts'

/** Where the user is. */
export type Route =
  | {
      to:
        | 'home'
        | 'folders'
        | 'problems'
        | 'troubleshoot'
        | 'safety'
        | 'receipts'
        | 'undated'
        | 'about'
    }
  | { to: 'history'; filter: Partial<HistoryFilter> }
  | { to: 'check'; sourceId: string }
  | { to: 'settings'; section: SettingsSection | null }

/** The parts of the settings that other screens point at. */
export type SettingsSection =
  'photos' | 'network' | 'power' | 'hours' | 'start' | 'notifications' | 'account' | 'reset'

/** The help pages that come with the app: the names of docs/*.md. */
export type HelpPage = 'first-run' | 'own-google-client' | 'troubleshooting' | 'privacy'
/** A help page, or a heading on it. */
export type HelpPlace = { page: HelpPage; anchor: string | null }

/** A short message at the foot of the window. */
export type Notice = {
  id: number
  tone: 'good' | 'problem'
  text: string
  detail: string | null
  /** What goes well once this is solved: the name of a command, or the engine itself; null: nothing tells. */
  cause: string | null
}

/** Everything the window knows. */
export type WindowState = {
  status: Status | null
  settings: Settings | null
  engine: Payload<'engineStateChanged'>
  route: Route
  /** What is read of the help; null while it is closed. */
  help: HelpPlace | null
  /** Rises whenever the history may have changed. */
  historyRevision: number
  /** True when a snapshot was missed or is stale, until a fresh one is here. */
  isBehind: boolean
  notices: Notice[]
  /** A banner that the user has put away for this run. */
  isCatalogueNoticeSeen: boolean
}

/** What was already so, or was answered with no, is told and is no trouble. */
export const toneOf = ({ kind }: Failure): Notice['tone'] =>
  kind === 'folder-overlaps' || kind === 'declined' ? 'good' : 'problem'

/** Everything that can happen to it. */
export type WindowEvent =
  | { kind: 'snapshot'; status: Status }
  | { kind: 'status-changed'; status: Status }
  | { kind: 'sign-in-changed'; signIn: Status['signIn'] }
  | { kind: 'settings'; settings: Settings }
  | { kind: 'settings-wished'; change: Partial<Settings> }
  | { kind: 'engine'; state: Payload<'engineStateChanged'>['state']; failure: Failure | null }
  | { kind: 'history-changed'; revision: number }
  | { kind: 'go'; route: Route }
  | { kind: 'help'; place: HelpPlace | null }
  | { kind: 'notice'; notice: Notice }
  | { kind: 'notice-dismissed'; id: number }
  | { kind: 'solved'; cause: string }
  | { kind: 'catalogue-notice-seen' }

/** What the window knows before the first answer. */
export const initialState: WindowState = {
  status: null,
  settings: null,
  engine: { state: 'starting', failure: null },
  route: { to: 'home' },
  help: null,
  historyRevision: 0,
  isBehind: true,
  notices: [],
  isCatalogueNoticeSeen: false,
}

/** More than these nobody reads, and they would take the room of what they speak of. */
const noticesKept = 2
/** Said of what the engine did not answer: solved as soon as it runs. */
export const engineCause = 'engine'
/** Said of a sign-in that was given up: over as soon as another is under way. */
export const cancelledCause = 'cancelSignIn'
/** Trouble with signing in is over once somebody is signed in. */
const signInCauses = ['signIn', 'useClient', 'chooseClientFile', 'testClient']

/** The only place that changes what the window knows. */
export function reduce(state: WindowState, event: WindowEvent): WindowState {
  switch (event.kind) {
    case 'snapshot':
      // An event may have overtaken the answer.
      if (state.status !== null && !state.isBehind && event.status.revision < state.status.revision)
        return state
      return withoutSolved({
        ...state,
        status: event.status,
        isBehind: false,
        engine: running(state.engine),
      })
    case 'status-changed': {
      const known = state.status?.revision ?? null
      if (known !== null && event.status.revision <= known && !state.isBehind) return state
      const hasGap = known !== null && event.status.revision > known + 1
      return withoutSolved({ ...state, status: event.status, isBehind: state.isBehind || hasGap })
    }
    case 'sign-in-changed':
      return state.status === null
        ? state
        : withoutSolved({ ...state, status: { ...state.status, signIn: event.signIn } })
    case 'settings':
      return { ...state, settings: event.settings }
    case 'settings-wished':
      return state.settings === null
        ? state
        : { ...state, settings: { ...state.settings, ...event.change } }
    case 'engine':
      return withoutSolved({
        ...state,
        engine: { state: event.state, failure: event.failure },
        // A new engine counts its revisions from the start.
        isBehind: true,
      })
    case 'history-changed':
      return { ...state, historyRevision: Math.max(event.revision, state.historyRevision + 1) }
    case 'go':
      // Trouble belongs to the screen on which it was met.
      return {
        ...state,
        route: event.route,
        notices: kept(state.notices, ({ tone }) => tone !== 'problem'),
      }
    case 'help':
      return { ...state, help: event.place }
    case 'notice':
      return {
        ...state,
        notices: [
          ...state.notices.filter((notice) => !isSaidAnew(notice, event.notice)),
          event.notice,
        ].slice(-noticesKept),
      }
    case 'notice-dismissed':
      return { ...state, notices: state.notices.filter((notice) => notice.id !== event.id) }
    case 'solved':
      return { ...state, notices: kept(state.notices, ({ cause }) => cause !== event.cause) }
    case 'catalogue-notice-seen':
      return { ...state, isCatalogueNoticeSeen: true }
  }
}

/** Whether the newer one says what is to be said of the same thing, or the same once more. */
const isSaidAnew = (notice: Notice, newer: Notice): boolean =>
  (notice.cause !== null && notice.cause === newer.cause) ||
  (notice.text === newer.text && notice.detail === newer.detail)

/** The notices that are to stay; the same list where all are. */
function kept(notices: Notice[], stays: (notice: Notice) => boolean): Notice[] {
  return notices.every(stays) ? notices : notices.filter(stays)
}

/** Without the notices whose trouble is over, as the state itself shows. */
function withoutSolved(state: WindowState): WindowState {
  const signIn = state.status?.signIn.kind
  const isRunning = state.engine.state === 'running'
  const notices = kept(
    state.notices,
    ({ cause }) =>
      cause === null ||
      !(
        (isRunning && cause === engineCause) ||
        (signIn === 'signed-in' && signInCauses.includes(cause)) ||
        (signIn === 'waiting-for-browser' && cause === cancelledCause)
      ),
  )
  return notices === state.notices ? state : { ...state, notices }
}

/** A snapshot proves that the engine runs, even when the event that says so was missed. */
function running(engine: WindowState['engine']): WindowState['engine'] {
  return engine.state === 'running' ? engine : { state: 'running', failure: null }
}
