// Notices volumes that are put in and taken out: one small look at the list of them when the system says that it changed, or
// every few seconds where it says nothing, and only what is new in it is told. Nothing is opened and nothing held for it. What a new volume is, others find out.
import type { Clock } from '../ports/outside.ts'
import type { MountedVolume, VolumeLooks } from '../ports/volumes.ts'

/** Whoever puts a card in waits no longer for a word; on battery the computer rests longer between looks. */
const lookEveryMs = 5_000
const lookOnBatteryMs = 15_000
/** Where changes are told: in case that one was not. */
const lookWhileHeardMs = 10 * 60_000
/** What is mounted together is told together. */
const gatherMs = 1_000

/** What the watch over arrivals needs. */
export interface ArrivalOptions {
  looks: Pick<VolumeLooks, 'list' | 'listen'>
  clock: Clock
  /** null: not known. */
  isOnBattery(): boolean | null
  /**
   * The list is another one, or read for the first time: what came, and the keys of what went. Nothing of what came was there
   * before `since` (ms since 1970); null: nobody looked before.
   */
  onChange(came: readonly MountedVolume[], went: readonly string[], since: number | null): void
  onProblem(problem: unknown): void
}

/** Looks from now on; returns what ends it. */
export function watchArrivals(options: ArrivalOptions): { stop(): void } {
  const { looks, clock } = options
  let known: ReadonlySet<string> | null = null
  let lookedAt: number | null = null
  let cancel = (): void => undefined
  let isStopped = false
  let isLooking = false
  let isWordLeft = false

  const look = async (): Promise<void> => {
    const at = clock.now()
    isLooking = true
    const list = await looks.list().catch((problem: unknown) => {
      // A list that cannot be read now says nothing about what is in.
      options.onProblem(problem)
      return null
    })
    if (isStopped) return
    if (list !== null) {
      tellOf(list)
      lookedAt = at
    }
    isLooking = false
    lookIn(isWordLeft ? gatherMs : pauseMs())
    isWordLeft = false
  }
  const lookIn = (ms: number): void => {
    cancel()
    cancel = clock.after(ms, () => void look())
  }
  const pauseMs = (): number => {
    if (word?.isHeard() === true) return lookWhileHeardMs
    return options.isOnBattery() === true ? lookOnBatteryMs : lookEveryMs
  }
  const onWord = (): void => {
    if (isStopped) return
    // The list may have been read before the change.
    if (isLooking) isWordLeft = true
    else lookIn(gatherMs)
  }
  const tellOf = (list: readonly MountedVolume[]): void => {
    const before = known
    const now = new Set(list.map(({ key }) => key))
    known = now
    const came = list.filter(({ key }) => before?.has(key) !== true)
    const went = [...(before ?? [])].filter((key) => !now.has(key))
    if (before === null || came.length + went.length > 0) options.onChange(came, went, lookedAt)
  }
  const word = looks.listen?.(onWord)
  void look()
  return {
    stop() {
      isStopped = true
      cancel()
      word?.stop()
    },
  }
}
