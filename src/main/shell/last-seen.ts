// What the window showed last, kept between starts: it is on the screen at once, while the engine still opens its
// catalogue. It promises nothing: what was on its way and what may have changed meanwhile is left out, and the engine's
// first snapshot takes its place. A first run has seen nothing, and is known to begin with its first step.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { lastSeenSchema, type LastSeen } from '../../shared/contract.ts'
import { defaultSettings } from '../../shared/model.ts'
import type { ConditionKind, Status } from '../../shared/status.ts'
import type { Clock } from '../engine/ports/outside.ts'
import { openPrivateFile } from './atomic-file.ts'

/** The last snapshot on disk. */
export interface LastSeenFile {
  /** What the run before this one left, or how a first run begins; null where neither is certain. */
  atStart(): LastSeen | null
  /** Remembers both together: on disk a while later, or at once when somebody signed in or out. */
  note(seen: Seen): void
  /** What this run has noted last, for a window that is made anew; null: nothing yet. */
  inThisRun(): LastSeen | null
  /** Where the user was when the page ended. In memory alone: what was searched for is on no disk. */
  leave(place: string): void
  /** The place, for one page: null once it was taken. */
  takePlace(): string | null
  /** Forgets everything, the file included. */
  erase(): Promise<void>
  /** Writes what is not written yet, and resolves when it is on disk. */
  settled(): Promise<void>
}

/** What a running engine has shown. */
type Seen = LastSeen & { status: Status }

/** Where the file lies, and what is known before it is read. */
export interface LastSeenPorts {
  dataFolder: string
  /** Whether this build can sign in with a client of its own; another one is known only to the engine. */
  hasClient: boolean
  clock: Clock
  onProblem(problem: unknown): void
}

/** Whatever else a run left, it left one of these below the data folder. */
const traces = ['catalogue.sqlite', 'backups', 'sign-in.bin']

/** The figures and folders of a start may be this old. Who was signed in may not: signing out forgets. */
const writeEveryMs = 60_000

/** What the user has decided still holds at the next start; the line, the power and Google are looked at anew. */
const lasting: ReadonlySet<ConditionKind> = new Set([
  'backup-off',
  'paused',
  'signed-out',
  'no-folders',
])

/** Opens the file. Read synchronously: the first paint needs it. */
export function openLastSeen(ports: LastSeenPorts): LastSeenFile {
  const { dataFolder, clock } = ports
  const path = join(dataFolder, 'last-seen.json')
  let left = read(path, clock.now()) ?? firstStep(ports)
  let unwritten: Seen | null = null
  let newest: Seen | null = null
  let place: string | null = null
  let cancelWrite: (() => void) | null = null
  let signIn: string | undefined = JSON.stringify(left?.status?.signIn)
  const file = openPrivateFile(path, ports.onProblem)

  const drop = (): void => {
    cancelWrite?.()
    cancelWrite = null
    unwritten = null
  }
  const write = (): Promise<void> => {
    const seen = unwritten
    drop()
    if (seen === null) return file.settled()
    return willHold(seen.status) ? file.write(JSON.stringify(seen)) : file.remove()
  }

  return {
    atStart: () => left,
    note(seen) {
      unwritten = seen
      newest = seen
      const signInNow = JSON.stringify(seen.status.signIn)
      if (signInNow === signIn) cancelWrite ??= clock.after(writeEveryMs, () => void write())
      else void write()
      signIn = signInNow
    },
    inThisRun: () => newest,
    leave(from) {
      place = from
    },
    takePlace() {
      const taken = place
      place = null
      return taken
    },
    erase() {
      drop()
      left = null
      newest = null
      place = null
      signIn = undefined
      return file.remove()
    },
    settled: write,
  }
}

/** The first step of a first run needs nothing but the settings, which are not chosen yet. */
function firstStep({ dataFolder, hasClient }: LastSeenPorts): LastSeen | null {
  const isFirst = !traces.some((name) => existsSync(join(dataFolder, name)))
  return isFirst && hasClient ? { settings: defaultSettings, status: null } : null
}

/** Without a safe store the sign-in is forgotten at quit: what is seen now will not be true again. */
const willHold = ({ signIn }: Status): boolean =>
  signIn.kind === 'signed-out' || (signIn.kind === 'signed-in' && signIn.isKept)

function read(path: string, now: number): LastSeen | null {
  try {
    const { settings, status } = lastSeenSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    return { settings, status: status === null ? null : asSeenLater(status, now) }
  } catch {
    return null
  }
}

/** The snapshot as it may be shown when it is old: the engine is about to look through the folders. */
function asSeenLater(status: Status, now: number): Status {
  const { progress } = status
  return {
    ...status,
    activity: 'scanning',
    active: [],
    // What was in then may be out by now.
    ...(status.cards === undefined ? {} : { cards: [] }),
    ...(status.checks === undefined ? {} : { checks: [] }),
    sources: status.sources.map(({ card, ...source }) => ({
      ...source,
      ...(card === undefined ? {} : { card: { ...card, told: null } }),
    })),
    conditions: status.conditions.filter(
      ({ kind, until }) => lasting.has(kind) && (until === null || until > now),
    ),
    progress: { ...progress, bytesPerSecond: null, finishAt: null, history: [] },
    nextTryAt: null,
    catalogue: 'good',
  }
}
