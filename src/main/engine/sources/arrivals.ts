// Notices volumes that are put in and taken out: one small look at the list of them every few seconds, and only what is new in
// it is told. Nothing is opened and nothing held for it. What a new volume is, others find out.
import type { Clock } from '../ports/outside.ts'
import type { MountedVolume, VolumeLooks } from '../ports/volumes.ts'

/** Whoever puts a card in waits no longer for a word; on battery the computer rests longer between looks. */
const lookEveryMs = 5_000
const lookOnBatteryMs = 15_000

/** What the watch over arrivals needs. */
export interface ArrivalOptions {
  looks: Pick<VolumeLooks, 'list'>
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

  const look = async (): Promise<void> => {
    const at = clock.now()
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
    cancel = clock.after(
      options.isOnBattery() === true ? lookOnBatteryMs : lookEveryMs,
      () => void look(),
    )
  }
  const tellOf = (list: readonly MountedVolume[]): void => {
    const before = known
    const now = new Set(list.map(({ key }) => key))
    known = now
    const came = list.filter(({ key }) => before?.has(key) !== true)
    const went = [...(before ?? [])].filter((key) => !now.has(key))
    if (before === null || came.length + went.length > 0) options.onChange(came, went, lookedAt)
  }
  void look()
  return {
    stop() {
      isStopped = true
      cancel()
    },
  }
}
