// What the tray shows for a status: one of seven states by shape, a line of text, a menu, the progress in the
// task bar. Pure; tray.ts puts it on the screen.
import type { Condition, Status } from '../../shared/status.ts'
import { cardLine } from '../../shared/card-words.ts'
import { conditionWords, trayWords } from '../../shared/shell-words.ts'
import { assertNever } from '../../shared/result.ts'
import { standingOf } from '../../shared/standing.ts'
import type { PauseLength } from '../../shared/until.ts'
import { unreadablePlaces } from '../../shared/unreadable.ts'
import type { EngineState } from './engine-supervisor.ts'

/** The seven states, each with its own shape. */
export const trayStates = [
  'complete',
  'scanning',
  'uploading',
  'paused',
  'waiting',
  'attention',
  'signed-out',
] as const
/** One of {@link trayStates}. */
export type TrayState = (typeof trayStates)[number]

/** What a click in the menu asks for. */
export type TrayAction =
  | { kind: 'open' }
  /** To what is asked or said of a card. */
  | { kind: 'card' }
  | { kind: 'pause'; until: PauseLength }
  | { kind: 'resume' }
  | { kind: 'turn-on' }
  | { kind: 'upload-now' }
  | { kind: 'open-item'; fileId: string }
  | { kind: 'problems' }
  | { kind: 'google-photos' }
  | { kind: 'settings' }
  | { kind: 'restart-to-update' }
  | { kind: 'skip-update' }
  | { kind: 'quit' }

/** One entry of the menu. */
export type TrayEntry =
  | { kind: 'line' }
  | { kind: 'text'; label: string }
  | { kind: 'action'; label: string; action: TrayAction }
  | { kind: 'submenu'; label: string; entries: TrayEntry[] }

/** Everything the tray depends on. */
export interface TrayFacts {
  engine: EngineState['state']
  status: Status | null
  recent: readonly { fileId: string; name: string }[]
  /** A newer version that waits for a restart, or null. */
  update: string | null
  now: number
  /** Writes a point in time. */
  time: (at: number) => string
}

/** What the tray shows. */
export interface TrayView {
  state: TrayState
  tooltip: string
  /** Between 0 and 1 while uploading, else null. */
  progress: number | null
  entries: TrayEntry[]
}

/** Computes the view. */
export function trayView(facts: TrayFacts): TrayView {
  const { state, line } = summary(facts)
  return {
    state,
    tooltip: `Shoebox: ${line}`,
    progress: state === 'uploading' ? share(facts.status) : null,
    entries: entries(facts, line),
  }
}

type Summary = { state: TrayState; line: string }

function summary({ engine, status, now, time }: TrayFacts): Summary {
  if (engine === 'failed') return { state: 'attention', line: trayWords.stopped }
  if (engine === 'restarting') return { state: 'waiting', line: trayWords.restarting }
  if (status === null) return { state: 'waiting', line: trayWords.starting }
  if (status.signIn.kind === 'signed-out' || status.signIn.kind === 'failed')
    return { state: 'signed-out', line: trayWords.signedOut }
  const standing = standingOf(status)
  switch (standing.kind) {
    case 'signing-in':
      return { state: 'signed-out', line: trayWords.signingIn }
    case 'uploading':
      return { state: 'uploading', line: uploadingLine(status, now) }
    case 'condition': {
      const { condition } = standing
      return { state: stateFor(condition), line: conditionWords(condition, time) }
    }
    case 'scanning':
      return { state: 'scanning', line: trayWords.scanning }
    case 'failed':
    case 'skipped': {
      const problems = status.counts.failed.files + status.skippedUnseen
      return { state: 'attention', line: trayWords.problems(problems) }
    }
    case 'unreadable':
      // What was left out since the last look is nearer than what nobody can see.
      return {
        state: 'attention',
        line:
          status.skippedUnseen > 0
            ? trayWords.problems(status.skippedUnseen)
            : trayWords.unreadable(standing.places),
      }
    case 'resting': {
      const { nextTryAt } = status
      const isAhead = nextTryAt !== null && nextTryAt > now
      const line = trayWords.retrying(standing.files, isAhead ? time(nextTryAt) : null)
      return { state: 'waiting', line }
    }
    case 'undecided':
      return { state: 'waiting', line: trayWords.undecided(standing.files) }
    case 'away':
      return { state: 'waiting', line: trayWords.away(standing.files, standing.card) }
    case 'complete':
      return { state: 'complete', line: trayWords.complete }
  }
}

function uploadingLine({ progress }: Status, now: number): string {
  const { filesDone, filesTotal, finishAt } = progress
  return trayWords.uploading(
    filesDone,
    filesTotal,
    finishAt === null ? null : Math.max(0, finishAt - now),
  )
}

function share(status: Status | null): number | null {
  if (status === null || status.progress.bytesTotal <= 0) return null
  return Math.min(1, status.progress.bytesDone / status.progress.bytesTotal)
}

function stateFor(condition: Condition): TrayState {
  switch (condition.kind) {
    case 'backup-off':
    case 'paused':
      return 'paused'
    case 'signed-out':
      return 'signed-out'
    case 'offline':
    case 'not-wifi-or-cable':
    case 'metered':
    case 'on-battery':
    case 'in-use':
    case 'outside-hours':
    case 'google-asked-to-wait':
    case 'google-unavailable':
    case 'daily-quota':
      return 'waiting'
    case 'account-unconfirmed':
    case 'no-folders':
    case 'storage-full':
    case 'forbidden':
    case 'source-missing':
    case 'source-unfamiliar':
    case 'disk-full':
    case 'catalogue-unwritable':
    case 'unexpected':
      return 'attention'
    default:
      return assertNever(condition)
  }
}

/** Files that wait for a decision of the user, and places that nobody could look into. */
export const problemCount = (status: Status): number =>
  status.counts.failed.files + status.skippedUnseen + unreadablePlaces(status)

function entries(facts: TrayFacts, line: string): TrayEntry[] {
  const { status, recent, update } = facts
  const isReady = facts.engine === 'running' && status?.signIn.kind === 'signed-in'
  const act = (label: string, action: TrayAction): TrayEntry => ({ kind: 'action', label, action })
  return [
    { kind: 'text', label: line },
    { kind: 'line' },
    ...(isReady ? (status.cards ?? []) : []).map((card) =>
      act(shorten(trayWords.card(card)), { kind: 'card' }),
    ),
    ...(isReady ? status.sources : [])
      .map(({ name, card }) => (card === undefined ? null : cardLine(shorten(name), card)))
      .filter((said) => said !== null)
      .map((said) => act(said, { kind: 'card' })),
    act(trayWords.open, { kind: 'open' }),
    ...(isReady ? [pauseEntry(status), act(trayWords.uploadNow, { kind: 'upload-now' })] : []),
    ...(recent.length === 0 ? [] : [{ kind: 'line' } as const]),
    ...recent.map(({ fileId, name }) => act(shorten(name), { kind: 'open-item', fileId })),
    { kind: 'line' },
    act(trayWords.problemsItem(status === null ? 0 : problemCount(status)), { kind: 'problems' }),
    act(trayWords.googlePhotos, { kind: 'google-photos' }),
    act(trayWords.settings, { kind: 'settings' }),
    { kind: 'line' },
    // Never while uploading: a restart then would only waste what is on its way.
    ...(update === null || status?.activity === 'uploading'
      ? []
      : [
          act(trayWords.restartToUpdate(update), { kind: 'restart-to-update' }),
          act(trayWords.skipUpdate, { kind: 'skip-update' }),
          { kind: 'line' } as const,
        ]),
    act(trayWords.quit, { kind: 'quit' }),
  ]
}

function pauseEntry(status: Status): TrayEntry {
  if (!status.isBackupOn)
    return { kind: 'action', label: trayWords.turnOn, action: { kind: 'turn-on' } }
  if (status.pausedUntil !== null)
    return { kind: 'action', label: trayWords.resume, action: { kind: 'resume' } }
  const pause = (label: string, until: PauseLength): TrayEntry => ({
    kind: 'action',
    label,
    action: { kind: 'pause', until },
  })
  return {
    kind: 'submenu',
    label: trayWords.pause,
    entries: [
      pause(trayWords.pauseForAnHour, 'hour'),
      pause(trayWords.pauseUntilTomorrow, 'tomorrow'),
      pause(trayWords.pauseUntilResumed, 'resumed'),
    ],
  }
}

const longestName = 40

function shorten(name: string): string {
  const characters = Array.from(name.replaceAll(/\p{Cc}/gu, ' '))
  if (characters.length <= longestName) return characters.join('')
  return `${characters.slice(0, longestName - 9).join('')}…${characters.slice(-8).join('')}`
}
