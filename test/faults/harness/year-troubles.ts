// What may go wrong for some hours or days of a year, each with its begin and its end. What is done about it is the
// engine's; whether all went well is judged in year.ts.
import type { Settings } from '../../../src/shared/model.ts'
import type { Random, SystemFacts } from '../../../src/main/engine/ports/outside.ts'
import type { FaultRule, SettingsPatch } from '../../emulator/index.ts'
import { oneOf, within } from './seeded-random.ts'
import type { Disk } from './year-disk.ts'

/** What a trouble may do to a life. */
export interface Hands {
  readonly random: Random
  readonly disk: Disk
  /** The requests of an ordinary day. */
  readonly dailyQuota: number | null
  /** Changes what the machine tells of itself. */
  tell(change: Partial<SystemFacts>): void
  /** Sets a fault at Google or on the line; returns what removes it. */
  fault(rule: FaultRule): Promise<() => Promise<void>>
  google(change: SettingsPatch): Promise<void>
  settings(change: Partial<Settings>): Promise<void>
  pause(isPaused: boolean): Promise<void>
  /** Sets the computer's clock wrong by so much. */
  wrongClock(ms: number): void
  revoke(): Promise<void>
  /** The person signs in again. */
  signIn(): Promise<void>
}

/** A kind of trouble. */
export interface Trouble {
  readonly what: string
  readonly weight: number
  /** For how many half days, the least and the most. */
  readonly steps: readonly [number, number]
  /** Whether photos may have to wait for its end. */
  readonly keepsBack: boolean
  /** Begins it; resolves with what ends it, or with null when there is nothing to begin. */
  begin(hands: Hands): Promise<(() => Promise<void>) | null>
}

const onLine = ['upload', 'batchCreate', 'token']

/** Everything that may go wrong. */
export const troubles: readonly Trouble[] = [
  {
    what: 'offline',
    weight: 6,
    steps: [1, 12],
    keepsBack: true,
    begin: async ({ tell }) => {
      tell({ isOnline: false })
      return async () => tell({ isOnline: true })
    },
  },
  fault('the line is broken', 4, [1, 4], {
    on: onLine,
    times: 'always',
    action: { kind: 'cut', afterRequestBytes: 0, reset: true },
  }),
  fault('the line is half open', 1, [1, 1], {
    on: ['upload', 'batchCreate'],
    times: 'always',
    action: { kind: 'halfOpen', afterRequestBytes: 'half' },
  }),
  fault('a captive portal', 2, [1, 2], {
    on: onLine,
    times: 'always',
    action: { kind: 'garbage', body: '<html>Hotel Wi-Fi</html>', contentType: 'text/html' },
  }),
  fault('Google answers 500 now and then', 4, [1, 3], {
    on: ['upload', 'batchCreate'],
    times: 'always',
    probability: 0.4,
    action: { kind: 'error', name: 'internal' },
  }),
  fault('Google is unavailable', 2, [1, 3], {
    on: ['upload', 'batchCreate'],
    times: 'always',
    action: { kind: 'error', name: 'unavailable', retryAfterSeconds: 600 },
  }),
  fault('Google asks to slow down', 3, [1, 3], {
    on: ['upload', 'batchCreate'],
    times: 'always',
    probability: 0.3,
    action: { kind: 'error', name: 'minute-quota' },
  }),
  fault('answers are lost', 4, [1, 3], {
    on: ['upload', 'batchCreate'],
    times: 4,
    action: { kind: 'loseAnswer' },
  }),
  fault('results are left out', 2, [1, 3], {
    on: 'batchCreate',
    times: 3,
    action: { kind: 'dropResult' },
  }),
  fault('some items fail for a time', 2, [1, 3], {
    on: 'batchCreate',
    times: 2,
    match: { itemIndex: 0 },
    action: { kind: 'itemCode', code: 13 },
  }),
  fault('access tokens die in the middle', 3, [1, 3], {
    on: ['upload', 'batchCreate'],
    times: 3,
    action: { kind: 'expireToken' },
  }),
  {
    what: 'the storage is full',
    weight: 3,
    steps: [3, 12],
    keepsBack: true,
    begin: async ({ google }) => {
      await google({ storageLimitBytes: 1 })
      return () => google({ storageLimitBytes: null })
    },
  },
  {
    what: 'the budget of a day is small, since others spend it',
    weight: 5,
    steps: [2, 8],
    keepsBack: true,
    begin: async ({ google, dailyQuota }) => {
      await google({ dailyQuota: 40 })
      return () => google({ dailyQuota })
    },
  },
  {
    what: 'the sign-in is revoked',
    weight: 3,
    steps: [1, 9],
    keepsBack: true,
    begin: async ({ revoke, signIn }) => {
      await revoke()
      return signIn
    },
  },
  {
    what: 'a drive is pulled out',
    weight: 10,
    steps: [1, 45],
    keepsBack: false,
    begin: async ({ disk, random }) => {
      const place = oneOf(
        random,
        disk.places.slice(1).filter(({ isPlugged, locked }) => isPlugged && locked.size === 0),
      )
      if (place === undefined) return null
      await disk.unplug(place)
      return () => disk.plug(place)
    },
  },
  {
    what: 'rights are taken',
    weight: 6,
    steps: [1, 20],
    keepsBack: false,
    begin: async ({ disk }) => (await disk.lock())?.unlock ?? null,
  },
  {
    what: 'the clock is wrong',
    weight: 4,
    steps: [1, 9],
    keepsBack: true,
    begin: async ({ random, wrongClock }) => {
      const ms = within(random, -40, 40) * 3600_000
      wrongClock(ms)
      return async () => wrongClock(0)
    },
  },
  {
    what: 'paused',
    weight: 2,
    steps: [1, 6],
    keepsBack: true,
    begin: async ({ pause }) => {
      await pause(true)
      return () => pause(false)
    },
  },
  {
    what: 'on a train, by telephone',
    weight: 3,
    steps: [1, 3],
    keepsBack: true,
    begin: async ({ tell }) => {
      tell({ network: 'cellular', isMetered: true, isOnBattery: true })
      return async () => tell({ network: 'wifi', isMetered: false, isOnBattery: false })
    },
  },
  {
    what: 'uploads at night alone',
    weight: 2,
    steps: [6, 30],
    keepsBack: true,
    begin: async ({ settings }) => {
      const day = Array.from({ length: 24 }, (_, hour) => (hour < 7 || hour > 21 ? '1' : '0'))
      await settings({ allowedHours: day.join('').repeat(7) })
      return () => settings({ allowedHours: null })
    },
  },
]

function fault(
  what: string,
  weight: number,
  steps: readonly [number, number],
  rule: FaultRule,
): Trouble {
  return { what, weight, steps, keepsBack: true, begin: (hands) => hands.fault(rule) }
}
