import { describe, expect, it } from 'vitest'
import { fixFor, fixes, secondFixFor } from '../../src/shared/fixes.ts'
import {
  isQuiet,
  isWorthATry,
  requestsLeft,
  restEnd,
  standingOf,
} from '../../src/shared/standing.ts'
import type { Condition, ConditionKind, SourceView, Status } from '../../src/shared/status.ts'
import { holdRules, type HoldKind } from '../../src/main/engine/ports/resting.ts'
import { aRun } from '../renderer/fake-cards.ts'
import { aSource, aStatus } from '../shell/a-status.ts'

const away: Condition = { kind: 'source-missing', sourceId: '1', name: 'Camera', until: null }
const paused = (until: number | null): Condition => ({ kind: 'paused', until })

describe('how a rest ends', () => {
  const cases: [string, Condition[], ReturnType<typeof restEnd>][] = [
    ['nothing rests', [], null],
    ['one folder alone is away', [away], null],
    ['a pause with an end', [paused(7)], { by: 'itself', at: 7 }],
    ['a pause without one', [paused(null)], { by: 'user' }],
    ['no line', [{ kind: 'offline', until: null }], { by: 'itself', at: null }],
    ['no hour is allowed', [{ kind: 'outside-hours', until: null }], { by: 'user' }],
    [
      'the last of two times',
      [paused(7), { kind: 'daily-quota', until: 9 }],
      { by: 'itself', at: 9 },
    ],
    [
      'a time and no line',
      [paused(7), { kind: 'offline', until: null }],
      { by: 'itself', at: null },
    ],
    ['a time and a full account', [paused(7), { kind: 'storage-full', until: 8 }], { by: 'user' }],
    ['a time and a folder that is away', [paused(7), away], { by: 'itself', at: 7 }],
  ]
  it.each(cases)('%s', (_, conditions, end) => {
    expect(restEnd(conditions)).toEqual(end)
  })
})

describe('what is told first of several', () => {
  const hours = (until: number | null): Condition => ({ kind: 'outside-hours', until })
  const quota: Condition = { kind: 'daily-quota', until: 9 }
  const full: Condition = { kind: 'storage-full', until: 3 }
  const offline: Condition = { kind: 'offline', until: null }
  const cases: [string, Condition[], Condition][] = [
    ['is the first', [offline, full], offline],
    ['is what decides when it goes on', [hours(7), quota], quota],
    ['is what needs somebody, where the time would promise too much', [hours(7), full], full],
    ['is the user’s own pause all the same', [paused(7), quota], paused(7)],
    ['is a time also while a folder is away', [quota, away], quota],
    ['is the choice of hours where none is allowed', [hours(null), quota], hours(null)],
  ]
  it.each(cases)('%s', (_, conditions, told) => {
    const status = aStatus({ conditions, activity: 'resting' })
    expect(standingOf(status)).toEqual({ kind: 'condition', condition: told })
  })
})

describe('a folder that is away', () => {
  const known = { state: 'not-connected', lastScanAt: 1, waiting: 0 } as const
  const cases: [string, Parameters<typeof aSource>[0], boolean][] = [
    ['with everything dealt with is quiet', known, true],
    ['with a photo that waits is not', { ...known, waiting: 1 }, false],
    ['that was never looked through is not', { ...known, lastScanAt: null }, false],
    ['of another name is not known', { ...known, sourceId: '2' }, false],
  ]
  it.each(cases)('%s', (_, source, quiet) => {
    expect(isQuiet(away, { sources: [aSource(source)] })).toBe(quiet)
  })
})

describe('the requests that are left', () => {
  const quota: Condition = { kind: 'daily-quota', until: 9 }
  it('are none once Google says so, whoever used them', () => {
    const requests = { usedToday: 369, limit: 10_000, resetsAt: 9 }
    expect(requestsLeft(aStatus({ requests }))).toEqual({ left: 9_631, isShared: false })
    expect(requestsLeft(aStatus({ requests, conditions: [quota] }))).toEqual({
      left: 0,
      isShared: true,
    })
    const own = { ...requests, usedToday: 9_990 }
    expect(requestsLeft(aStatus({ requests: own, conditions: [quota] }))).toEqual({
      left: 0,
      isShared: false,
    })
  })
})

describe('trying now', () => {
  it('is offered for every stop that a person may end, but where Google asked for its time', () => {
    const offered = (Object.keys(holdRules) as HoldKind[]).filter(
      (kind) => ['try-now', 'free-disk'].includes(fixFor[kind]) || secondFixFor[kind] !== undefined,
    )
    expect(Object.keys(holdRules).filter((kind) => !offered.includes(kind as HoldKind))).toEqual([
      'google-asked-to-wait',
    ])
    for (const kind of offered) expect(holdRules[kind].endsWith).toContain('person')
    for (const fix of Object.values(fixFor)) expect(fixes).toContain(fix)
  })

  it('is worth it on coming back for what is mended elsewhere, and for nothing that Google decides', () => {
    const worth = (Object.keys(fixFor) as ConditionKind[]).filter((kind) =>
      isWorthATry({ conditions: [{ kind, until: null } as Condition] }),
    )
    expect(worth).toEqual(['offline', 'storage-full', 'forbidden', 'disk-full'])
  })
})

describe('photos that only a card has that is out', () => {
  const card = (sourceId: string, waiting: number, undecided = 0) =>
    aSource({
      ...{ sourceId, name: `Card ${sourceId}`, state: 'not-connected', waiting },
      card: aRun({ told: 'away', waiting, undecided }),
    })
  const resting = (waiting: number, ...sources: SourceView[]) => {
    const undecided = sources.reduce((sum, source) => sum + (source.card?.undecided ?? 0), 0)
    return {
      ...aStatus({ counts: { waiting }, activity: 'resting', sources }),
      undated: { files: undecided, undecided },
    }
  }
  it.each([
    ['are told of with its name', resting(3, card('1', 3)), { files: 3, card: 'Card 1' }],
    [
      'of two cards are told of together',
      resting(5, card('1', 3), card('2', 2)),
      { files: 5, card: null },
    ],
    [
      'do not name a card of which nothing waits',
      resting(3, card('1', 3), card('2', 0)),
      { files: 3, card: 'Card 1' },
    ],
  ] as const)('%s', (_, status, standing) => {
    expect(standingOf(status)).toEqual({ kind: 'away', ...standing })
  })
  it.each([
    [
      'do not hide that others are tried again',
      resting(5, card('1', 3)),
      { kind: 'resting', files: 2 },
    ],
    [
      'come behind what somebody can decide now',
      resting(5, card('1', 5, 2)),
      { kind: 'undecided', files: 2 },
    ],
    [
      'are none of a card that is in',
      resting(3, { ...card('1', 3), state: 'watching' }),
      { kind: 'resting', files: 3 },
    ],
    [
      'do not hide that others go',
      { ...resting(5, card('1', 3)), activity: 'uploading' },
      { kind: 'uploading' },
    ],
    [
      'do not hide what keeps all waiting',
      { ...resting(3, card('1', 3)), conditions: [paused(7)] },
      { kind: 'condition', condition: paused(7) },
    ],
  ] as const)('%s', (_, status, standing) => {
    expect(standingOf(status as Status)).toEqual(standing)
  })
})

describe('photos that wait for a decision', () => {
  const waiting = (
    files: number,
    undecided: number,
    activity: 'resting' | 'uploading' = 'resting',
  ) => ({
    ...aStatus({ counts: { waiting: files }, activity }),
    undated: { files: undecided, undecided },
  })
  it.each([
    ['are told where nothing else is left', waiting(3, 3), { kind: 'undecided', files: 3 }],
    ['are not told as tried again', waiting(5, 3), { kind: 'resting', files: 2 }],
    ['are none', waiting(2, 0), { kind: 'resting', files: 2 }],
    ['do not hide that others go', waiting(5, 3, 'uploading'), { kind: 'uploading' }],
    [
      'come behind what failed',
      { ...waiting(3, 3), counts: aStatus({ counts: { waiting: 3, failed: 1 } }).counts },
      { kind: 'failed', files: 1 },
    ],
  ] as const)('%s', (_, status, standing) => {
    expect(standingOf(status)).toEqual(standing)
  })
})
