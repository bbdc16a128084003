// Which conditions do not hold, each brought about by its fact alone.
import { describe, expect, it } from 'vitest'
import {
  permissionUnder,
  unmetConditions,
  type ConditionFacts,
} from '../../../src/main/engine/conditions/conditions.ts'
import { isAllowedAt, nextAllowedAt } from '../../../src/shared/allowed-hours.ts'
import { defaultSettings, type Settings } from '../../../src/shared/model.ts'
import type { SignInState } from '../../../src/shared/status.ts'

const now = new Date(2026, 5, 3, 12, 30).getTime() // a Wednesday

function facts(
  change: Partial<ConditionFacts> = {},
  settings: Partial<Settings> = {},
): ConditionFacts {
  return {
    settings: { ...defaultSettings, isBackupOn: true, ...settings },
    system: {
      isOnline: true,
      network: 'wifi',
      isMetered: false,
      isOnBattery: false,
      isAsleep: false,
    },
    signIn: {
      kind: 'signed-in',
      email: 'first@example.test',
      name: '',
      picture: null,
      isKept: true,
    },
    sources: [{ sourceId: 1, name: 'Pictures', isConnected: true }],
    holds: [],
    nowMs: now,
    ...change,
  }
}
const owner = { of: 'line' } as const
const system = (change: Partial<ConditionFacts['system']>) => ({
  system: { ...facts().system, ...change },
})
const kinds = (given: ConditionFacts) => unmetConditions(given).map((condition) => condition.kind)

describe('conditions', () => {
  it('all hold on an ordinary day', () => {
    expect(unmetConditions(facts())).toEqual([])
    expect(permissionUnder([])).toEqual({ mayRead: true, maySend: true, mayFinish: true })
  })

  it.each<[string, ConditionFacts]>([
    ['backup-off', facts({}, { isBackupOn: false })],
    ['paused', facts({}, { pausedUntil: 'resumed' })],
    ['paused', facts({}, { pausedUntil: now + 1 })],
    ['signed-out', facts({ signIn: { kind: 'signed-out', reason: 'revoked' } })],
    ['no-folders', facts({ sources: [] })],
    ['offline', facts(system({ isOnline: false }))],
    ['offline', facts({ holds: [{ kind: 'offline', owner, until: now + 1 }] })],
    ['not-wifi-or-cable', facts(system({ network: 'cellular' }), { network: 'wifi-and-cable' })],
    ['metered', facts(system({ isMetered: true }), { pauseOnMetered: true })],
    ['on-battery', facts(system({ isOnBattery: true }), { power: 'charging' })],
    ['in-use', facts(system({ isInUse: true }), { onlyWhileUnused: true })],
    ['outside-hours', facts({}, { allowedHours: '0'.repeat(167) + '1' })],
    ['daily-quota', facts({ holds: [{ kind: 'daily-quota', owner, until: now + 1 }] })],
    [
      'google-unavailable',
      facts({ holds: [{ kind: 'google-unavailable', owner, until: now + 1 }] }),
    ],
    [
      'google-asked-to-wait',
      facts({ holds: [{ kind: 'google-asked-to-wait', owner, until: now + 1 }] }),
    ],
    ['storage-full', facts({ holds: [{ kind: 'storage-full', owner, until: now + 1 }] })],
    [
      'forbidden',
      facts({ holds: [{ kind: 'forbidden', owner, reason: 'api-disabled', until: now + 1 }] }),
    ],
    ['disk-full', facts({ holds: [{ kind: 'disk-full', owner, until: now + 1 }] })],
    ['source-missing', facts({ sources: [{ sourceId: 1, name: 'Card', isConnected: false }] })],
  ])('says %s in one reason', (kind, given) => {
    expect(kinds(given)).toEqual([kind])
  })

  it('does not stop for what is unknown', () => {
    const unknown = system({ isOnline: null, network: null, isMetered: null, isOnBattery: null })
    const strict: Partial<Settings> = {
      network: 'wifi-and-cable',
      pauseOnMetered: true,
      power: 'charging',
      onlyWhileUnused: true,
    }
    expect(kinds(facts(unknown, strict))).toEqual([])
    expect(kinds(facts(system({ isInUse: null }), strict))).toEqual([])
    expect(kinds(facts(system({ isInUse: false }), strict))).toEqual([])
  })

  it('forgets a pause whose time has passed', () => {
    expect(kinds(facts({}, { pausedUntil: now }))).toEqual([])
  })

  it('lets a missing folder rest only its own files', () => {
    const unmet = unmetConditions(
      facts({ sources: [{ sourceId: 1, name: 'Card', isConnected: false }] }),
    )
    expect(permissionUnder(unmet)).toEqual({ mayRead: true, maySend: true, mayFinish: true })
  })

  it('reads ahead while Google or the line asks to wait, but not while the user or the battery does', () => {
    expect(permissionUnder([{ kind: 'offline', until: null }])).toEqual({
      mayRead: true,
      maySend: false,
      mayFinish: false,
    })
    const nothing = { mayRead: false, maySend: false, mayFinish: false }
    expect(permissionUnder([{ kind: 'paused', until: null }])).toEqual(nothing)
    expect(permissionUnder([{ kind: 'on-battery', until: null }])).toEqual(nothing)
    // Somebody is at the computer: what is on the line goes on to its end, and nothing new begins.
    expect(permissionUnder([{ kind: 'in-use', until: null }])).toEqual({
      ...nothing,
      mayFinish: true,
    })
  })

  it('lets what still moves arrive when others lost the connection, not when the system says there is none', () => {
    expect(permissionUnder([{ kind: 'offline', until: 1 }])).toEqual({
      mayRead: true,
      maySend: false,
      mayFinish: true,
    })
  })

  it('lets what is on its way arrive when Google asks to wait', () => {
    expect(permissionUnder([{ kind: 'google-asked-to-wait', until: 1 }])).toEqual({
      mayRead: true,
      maySend: false,
      mayFinish: true,
    })
  })
})

describe('allowed hours', () => {
  const hour = (dayFromMonday: number, at: number): string =>
    Array.from({ length: 168 }, (_, index) => (index === dayFromMonday * 24 + at ? '1' : '0')).join(
      '',
    )

  it('counts the week from Monday', () => {
    expect(isAllowedAt(hour(2, 12), new Date(now))).toBe(true)
    expect(isAllowedAt(hour(3, 12), new Date(now))).toBe(false)
    expect(isAllowedAt(null, new Date(now))).toBe(true)
  })

  it('names the beginning of the next allowed hour, also next week', () => {
    expect(nextAllowedAt(hour(2, 13), new Date(now))).toBe(new Date(2026, 5, 3, 13).getTime())
    expect(nextAllowedAt(hour(2, 12), new Date(now))).toBe(new Date(2026, 5, 10, 12).getTime())
    expect(nextAllowedAt('0'.repeat(168), new Date(now))).toBeNull()
  })
})

it.each<[SignInState, string]>([
  [{ kind: 'signed-out', reason: 'never' }, 'never'],
  [{ kind: 'signed-out', reason: 'missing-scope' }, 'missing-scope'],
  [{ kind: 'waiting-for-browser', since: 0 }, 'never'],
  [{ kind: 'waiting-for-browser', since: 0, endedBecause: 'revoked' }, 'revoked'],
  [{ kind: 'failed', failure: { kind: 'sign-in-timeout' } }, 'never'],
  [
    { kind: 'failed', failure: { kind: 'sign-in-timeout' }, endedBecause: 'missing-scope' },
    'missing-scope',
  ],
])('why nobody is signed in: %j', (signIn, reason) => {
  expect(unmetConditions(facts({ signIn }))).toMatchObject([{ kind: 'signed-out', reason }])
})
