// Keeps the conditions up to date: asks again after every change and at the time at which one ends, rests
// or wakes the queue accordingly, and takes a wake-up or a returning line as the occasion to try now.
import type { Settings } from '../../../shared/model.ts'
import type { Condition, SignInState } from '../../../shared/status.ts'
import { storeTrouble, type StoreTrouble } from '../ports/catalogue-trouble.ts'
import type { Clock, Surroundings, SystemFacts } from '../ports/outside.ts'
import type { Permission, RestingQueue } from '../ports/resting.ts'
import {
  nothingAllowed,
  permissionUnder,
  unmetConditions,
  type ConnectedSource,
} from './conditions.ts'

/** What the conditions depend on. */
export interface ConditionKeeperOptions {
  clock: Clock
  surroundings: Surroundings
  settings(): Settings
  changeSettings(change: Partial<Settings>): void
  signIn(): SignInState
  sources(): ConnectedSource[]
  queue(): RestingQueue
  /** While it is pending, what the library holds already is not known again yet. */
  readBack(): { isPending(): boolean; goOn(): void }
  /** The machine woke up or the line came back a while after the last time: look at everything again. */
  onReturn(): void
  /** The catalogue did not take what was to be stored. */
  onStoreTrouble(trouble: StoreTrouble): void
  onChange(): void
}

/** The conditions as they are now. */
export interface ConditionKeeper {
  current(): Condition[]
  permission(): Permission
  /** Whether requests to Google may be made now, for uploads or for what they wait for. */
  mayAsk(): boolean
  /** Something that conditions depend on may have changed. */
  update(): void
  /** A person wants it tried although the system says that there is no line: until the system says anything new. */
  doubtLine(): void
  stop(): void
}

/** A look at every folder is not due more often than this, however often the line comes back. */
const betweenLooksMs = 5 * 60_000

/** Makes the keeper and begins to listen to the surroundings. */
export function createConditionKeeper(options: ConditionKeeperOptions): ConditionKeeper {
  const { clock, surroundings } = options
  let facts = surroundings.facts()
  let permission: Permission = nothingAllowed
  let mayAsk = false
  let cancelTimer: (() => void) | null = null
  let isStopped = false
  let cancelLook: (() => void) | null = null
  /** Something came back since the last look around. */
  let isLookDue = false
  let isLineDoubted = false

  const current = (): Condition[] =>
    unmetConditions({
      settings: options.settings(),
      system: isLineDoubted && facts.isOnline === false ? { ...facts, isOnline: null } : facts,
      signIn: options.signIn(),
      sources: options.sources(),
      holds: options.queue().holds(),
      nowMs: clock.now(),
    })

  const update = (): void => {
    if (isStopped) return
    endPauseWhenDue()
    const unmet = current()
    const before = permission
    permission = facts.isAsleep ? nothingAllowed : permissionUnder(unmet)
    mayAsk = permission.maySend
    if (options.readBack().isPending()) permission = { ...permission, maySend: false }
    if ((before.mayFinish && !permission.mayFinish) || (before.mayRead && !permission.mayRead))
      options.queue().rest(permission)
    if ((!before.maySend && permission.maySend) || (!before.mayRead && permission.mayRead))
      options.queue().wake()
    if (mayAsk) options.readBack().goOn()
    lookAgainAt(unmet)
    options.onChange()
  }

  const endPauseWhenDue = (): void => {
    const { pausedUntil } = options.settings()
    if (typeof pausedUntil !== 'number' || pausedUntil > clock.now()) return
    try {
      options.changeSettings({ pausedUntil: null })
    } catch (thrown) {
      // A pause whose time is over holds nobody up, whether that is stored or not.
      const trouble = storeTrouble(thrown)
      if (trouble === null) throw thrown
      options.onStoreTrouble(trouble)
    }
  }

  const lookAgainAt = (unmet: readonly Condition[]): void => {
    cancelTimer?.()
    cancelTimer = null
    const ends = unmet
      .filter((condition) => condition.kind === 'paused' || condition.kind === 'outside-hours')
      .flatMap((condition) => (condition.until === null ? [] : [condition.until]))
    // Inside the allowed hours nothing is unmet, yet an hour may end them.
    if (options.settings().allowedHours !== null) ends.push(nextFullHour(clock.now()))
    if (ends.length > 0)
      cancelTimer = clock.after(Math.max(1_000, Math.min(...ends) - clock.now() + 1), update)
  }

  /** A line that comes and goes is a reason to send, and only now and then one to search every folder. */
  const lookAroundSoon = (): void => {
    if (cancelLook !== null) return
    options.onReturn()
    isLookDue = false
    cancelLook = clock.after(betweenLooksMs, () => {
      cancelLook = null
      if (isLookDue) lookAroundSoon()
    })
  }

  const unsubscribe = surroundings.subscribe((next: SystemFacts) => {
    const isBack =
      (facts.isAsleep && !next.isAsleep) || (facts.isOnline === false && next.isOnline !== false)
    facts = next
    isLineDoubted = false
    if (isBack) {
      options.queue().endOverdueHolds()
      options.queue().tryNow('line-back')
      isLookDue = true
      lookAroundSoon()
    }
    update()
  })

  return {
    current,
    permission: () => permission,
    mayAsk: () => mayAsk,
    update,
    doubtLine() {
      isLineDoubted = true
      update()
    },
    stop() {
      isStopped = true
      unsubscribe()
      cancelTimer?.()
      cancelLook?.()
    },
  }
}

function nextFullHour(nowMs: number): number {
  const at = new Date(nowMs)
  at.setHours(at.getHours() + 1, 0, 0, 0)
  return at.getTime()
}
