// The checks that the command asks for: each is asked for again and again under its own name, brings a page of files each time, and
// waits while nobody takes them, so that none keeps more than a page or two. What was given up, or forgotten by whoever asked,
// ends within a minute and leaves nothing open. What is found out of each file is check/.
import type { Input, Output } from '../../shared/contract.ts'
import type { CheckedFile } from '../../shared/check-schemas.ts'
import { noCheck } from '../../shared/check-sums.ts'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { createCheckRun, type CheckTools } from './check-run.ts'
import { resolveFolder, touches } from './sources/index.ts'

/** The checks of one engine. */
export interface Checks {
  /** Begins the check of this name, or tells how far it is. */
  look(ask: Input<'checkFolder'>): Promise<Result<Output<'checkFolder'>, Failure>>
  /** Whether one reads what lies in this folder. */
  isReading(path: string): boolean
  /** Resolves when nothing of it is open any more. */
  end(checkId: string): Promise<void>
}

/** A page. */
const rowsAtOnce = 500
/** As many wait for whoever asks. */
const mostWaiting = 1_000
/** Each reads a disk with two threads. */
const mostAtOnce = 4
/** The command asks every moment. */
const forgottenAfterMs = 60_000

interface Begun {
  /** null: that is not known yet. */
  root: string | null
  abort: AbortController
  sums: ReturnType<typeof noCheck>
  isEvery: boolean
  /** Files that were not taken yet; the first of them has the number `from`. */
  rows: CheckedFile[]
  from: number
  /** There is room again. */
  onRoom: () => void
  isDone: boolean
  failure: Failure | null
  ended: Promise<void>
  cancelForget(): void
}

/** Makes them. */
export function createChecks(
  parts: CheckTools & {
    /** The engine stops. */
    signal: AbortSignal
  },
): Checks {
  const { clock } = parts
  const runCheck = createCheckRun(parts)
  const checks = new Map<string, Begun>()

  const run = async (begun: Begun, root: string, signal: AbortSignal): Promise<void> => {
    const listener = (file: CheckedFile): Promise<void> | void => {
      if (!begun.isEvery && file.verdict.is === 'safe') return
      begun.rows.push(file)
      if (begun.rows.length < mostWaiting || signal.aborted) return
      return new Promise((resolve) => {
        begun.onRoom = resolve
      })
    }
    signal.addEventListener('abort', () => begun.onRoom())
    begun.failure = await runCheck(root, listener, signal, begun.sums)
    begun.isDone = true
  }

  const end = async (checkId: string): Promise<void> => {
    const begun = checks.get(checkId)
    if (begun === undefined) return
    checks.delete(checkId)
    begun.cancelForget()
    begun.abort.abort()
    await begun.ended
  }
  const remember = (checkId: string, begun: Begun): void => {
    begun.cancelForget()
    begun.cancelForget = clock.after(forgottenAfterMs, () => void end(checkId))
  }

  const begin = async (ask: Input<'checkFolder'>): Promise<Result<Begun, Failure>> => {
    const { checkId, path, isEvery } = ask
    if (checks.size >= mostAtOnce)
      return fail({ kind: 'bad-request', problem: 'Expected fewer checks at once.' })
    const begun: Begun = {
      root: null,
      abort: new AbortController(),
      sums: noCheck(),
      isEvery,
      rows: [],
      from: 0,
      onRoom: () => undefined,
      isDone: false,
      failure: null,
      ended: Promise.resolve(),
      cancelForget: () => undefined,
    }
    checks.set(checkId, begun)
    const found = await resolveFolder(path, [], nowhere)
    if (!found.ok) {
      checks.delete(checkId)
      return found
    }
    begun.root = found.value.path
    const signal = AbortSignal.any([begun.abort.signal, parts.signal])
    begun.ended = run(begun, found.value.path, signal)
    return ok(begun)
  }

  return {
    end,
    isReading: (path) =>
      [...checks.values()].some(
        ({ root, isDone }) => root !== null && !isDone && touches(root, path),
      ),
    async look(ask) {
      const { checkId, after } = ask
      const known = checks.get(checkId)
      // One that was forgotten does not begin anew in its middle.
      if (known === undefined && after > 0) return fail({ kind: 'not-found' })
      const found = known === undefined ? await begin(ask) : ok(known)
      if (!found.ok) return found
      const begun = found.value
      remember(checkId, begun)
      if (begun.failure !== null) return fail(begun.failure)
      begun.rows.splice(0, after - begun.from)
      begun.from = Math.max(begun.from, after)
      if (begun.rows.length < mostWaiting) begun.onRoom()
      const rows = begun.rows.slice(0, rowsAtOnce)
      const isDone = begun.isDone && rows.length === begun.rows.length
      return ok({ sums: { ...begun.sums }, rows, next: begun.from + rows.length, isDone })
    },
  }
}

/** Which drive it is makes no difference. */
const nowhere = async () => ({ volumeId: null, pathInVolume: null, isNetwork: false })
