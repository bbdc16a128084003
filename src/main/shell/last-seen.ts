// What the window showed last, kept between starts: it is on the screen at once, while the engine still opens its
// catalogue. It promises nothing: what was on its way and what may have changed meanwhile is left out, and the engine's
// first snapshot takes its place.
import { readFileSync } from 'node:fs'
import { lastSeenSchema, type LastSeen } from '../../shared/contract.ts'
import type { ConditionKind, Status } from '../../shared/status.ts'
import type { Clock } from '../engine/ports.ts'
import { openPrivateFile } from './atomic-file.ts'

/** The last snapshot on disk. */
export interface LastSeenFile {
  /** What the run before this one left; null after a first start, or where nothing lasting can be said. */
  atStart(): LastSeen | null
  /** Remembers both together: on disk a while later, or at once when somebody signed in or out. */
  note(seen: LastSeen): void
  /** Forgets everything, the file included. */
  erase(): Promise<void>
  /** Writes what is not written yet, and resolves when it is on disk. */
  settled(): Promise<void>
}

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
export function openLastSeen(
  path: string,
  clock: Clock,
  onProblem: (problem: unknown) => void,
): LastSeenFile {
  let left = read(path, clock.now())
  let unwritten: LastSeen | null = null
  let cancelWrite: (() => void) | null = null
  let signIn = left === null ? null : JSON.stringify(left.status.signIn)
  const file = openPrivateFile(path, onProblem)

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
      const signInNow = JSON.stringify(seen.status.signIn)
      if (signInNow === signIn) cancelWrite ??= clock.after(writeEveryMs, () => void write())
      else void write()
      signIn = signInNow
    },
    erase() {
      drop()
      left = null
      signIn = null
      return file.remove()
    },
    settled: write,
  }
}

/** Without a safe store the sign-in is forgotten at quit: what is seen now will not be true again. */
const willHold = ({ signIn }: Status): boolean =>
  signIn.kind === 'signed-out' || (signIn.kind === 'signed-in' && signIn.isKept)

function read(path: string, now: number): LastSeen | null {
  try {
    const { settings, status } = lastSeenSchema.parse(JSON.parse(readFileSync(path, 'utf8')))
    return { settings, status: asSeenLater(status, now) }
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
    conditions: status.conditions.filter(
      ({ kind, until }) => lasting.has(kind) && (until === null || until > now),
    ),
    progress: { ...progress, bytesPerSecond: null, finishAt: null, history: [] },
    nextTryAt: null,
    catalogue: 'good',
  }
}
