// What a check comes to: every answer by its figures, when it is of the past, and what stands in the way.
import { describe, expect, it } from 'vitest'
import {
  answerOf,
  conditionOf,
  isCalm,
  isOfThePast,
  isUnderWay,
  obstacleIn,
  obstacleOf,
  type CheckAnswer,
  type Obstacle,
} from '../../../src/renderer/state/check.ts'
import type { SourceCheck } from '../../../src/shared/check-schemas.ts'
import type { Condition, SignInState, SourceView } from '../../../src/shared/status.ts'
import { aCheck, aRunningCheck } from '../fake-checks.ts'
import { aSource, uploadingStatus } from '../fake-data.ts'

describe('the answer of a check', () => {
  const of = 412
  it.each<[string, Parameters<typeof aCheck>[0], CheckAnswer]>([
    ['no photo', { of: 0 }, { is: 'nothing' }],
    ['no photo, and other files', { of: 0, sums: { otherFiles: 3 } }, { is: 'nothing' }],
    ['all safe', {}, { is: 'everything' }],
    ...(['otherFiles', 'links', 'ownFiles', 'morePassedBy'] as const).map(
      (figure): [string, Parameters<typeof aCheck>[0], CheckAnswer] => [
        `all safe, and ${figure}`,
        { sums: { [figure]: 1 } },
        { is: 'all-photos', of },
      ],
    ),
    ['all safe, and a hidden folder', { sums: { passedBy: ['.a'] } }, { is: 'all-photos', of }],
    [
      'a folder that could not be looked into',
      { sums: { unlookedFolders: 2 } },
      { is: 'unlooked', of, folders: 2 },
    ],
    [
      'nothing but such a folder',
      { of: 0, sums: { unlookedFolders: 1 } },
      { is: 'unlooked', of: 0, folders: 1 },
    ],
    ['some wait', { reasons: { waiting: 3 } }, { is: 'later', files: 3, of, folders: 0 }],
    ['smaller copies', { reasons: { reduced: 3 } }, { is: 'copies', files: 3, of, folders: 0 }],
    ['no answer', { reasons: { 'not-asked': 3 } }, { is: 'not-known', files: 3, of, folders: 0 }],
    ['never sent', { reasons: { 'never-sent': 3 } }, { is: 'unsure', files: 3, of, folders: 0 }],
    [
      'several reasons',
      { reasons: { waiting: 3, reduced: 1 }, sums: { unlookedFolders: 1 } },
      { is: 'unsure', files: 4, of, folders: 1 },
    ],
  ])('is told for %s', (_, given, answer) => {
    expect(answerOf(aCheck(given))).toEqual(answer)
  })

  it.each<SourceCheck['state']>(['queued', 'running', 'stopped', 'failed'])(
    'is none while it is %s',
    (state) => {
      expect(answerOf(aCheck({ state }))).toBeNull()
    },
  )

  it('is none where not everything was looked at', () => {
    expect(answerOf(aCheck({ sums: { isWhole: false } }))).toBeNull()
  })

  it('is calm only where nothing is open to doubt', () => {
    const calm = ([is]: [CheckAnswer['is']]): boolean => isCalm({ is } as CheckAnswer)
    expect(
      (
        [
          'nothing',
          'everything',
          'all-photos',
          'unlooked',
          'later',
          'copies',
          'not-known',
          'unsure',
        ] as const
      ).filter((is) => calm([is])),
    ).toEqual(['nothing', 'everything', 'all-photos'])
  })
})

describe('a check', () => {
  it('is under way while it goes on or waits for its turn', () => {
    expect(isUnderWay(aRunningCheck())).toBe(true)
    expect(isUnderWay(aCheck({ state: 'queued' }))).toBe(true)
    for (const state of ['whole', 'stopped', 'failed'] as const)
      expect(isUnderWay(aCheck({ state }))).toBe(false)
  })

  const minute = 60_000
  it.each<[string, Parameters<typeof isOfThePast>, boolean]>([
    ['it was made in this visit', [{ endedAt: 10, changedAt: null }, 5, 10], false],
    ['it was made at its very beginning', [{ endedAt: 5, changedAt: null }, 5, 10], false],
    ['it was there before', [{ endedAt: 4, changedAt: null }, 5, 10], true],
    ['the folder changed since', [{ endedAt: 10, changedAt: 8 }, 5, 10], true],
    ['it has stood a while', [{ endedAt: 10, changedAt: null }, 5, 11 + 15 * minute], true],
    ['it has stood for less', [{ endedAt: 10, changedAt: null }, 5, 10 + 15 * minute], false],
    ['there is none', [{ endedAt: null, changedAt: null }, 5, 10], false],
  ])('is of the past or not: %s', (_, given, isPast) => {
    expect(isOfThePast(...given)).toBe(isPast)
  })
})

describe('what stands in the way of a check', () => {
  const { signIn } = uploadingStatus()
  const signedOut: SignInState = { kind: 'signed-out', reason: 'revoked' }
  const offline: Condition = { kind: 'offline', until: null }
  const quota: Condition = { kind: 'daily-quota', until: 7 }
  const paused: Condition = { kind: 'paused', until: null }
  it.each<[string, SignInState, Condition[], SourceView['state'], Obstacle | null]>([
    ['nothing', signIn, [], 'watching', null],
    ['nothing while uploads rest', signIn, [paused], 'timer', null],
    ['the folder is away', signedOut, [offline], 'not-connected', 'not-connected'],
    ['another folder is there', signIn, [], 'unfamiliar', 'unfamiliar'],
    ['it cannot be read', signIn, [], 'unreadable', 'unreadable'],
    ['nobody is signed in', signedOut, [offline], 'scanning', 'signed-out'],
    [
      'the browser is open',
      { kind: 'waiting-for-browser', since: 1 },
      [],
      'watching',
      'signing-in',
    ],
    ['it failed', { kind: 'failed', failure: { kind: 'offline' } }, [], 'watching', 'signed-out'],
    [
      'nobody said whose account it is',
      { ...signIn, isUnconfirmed: true } as SignInState,
      [],
      'watching',
      'unconfirmed',
    ],
    ['no connection', signIn, [paused, offline], 'watching', 'offline'],
    ['no request is left', signIn, [quota], 'watching', 'daily-quota'],
  ])('%s', (_, is, conditions, state, obstacle) => {
    expect(obstacleOf({ signIn: is, conditions }, aSource({ state }))).toBe(obstacle)
  })

  it('is told by what a beginning was refused with, too', () => {
    expect(obstacleIn({ kind: 'folder-missing', path: '/card' })).toBe('not-connected')
    expect(obstacleIn({ kind: 'offline' })).toBe('offline')
    expect(obstacleIn({ kind: 'daily-quota', resetsAt: 1 })).toBe('daily-quota')
    expect(obstacleIn({ kind: 'signed-out', reason: 'never' })).toBe('signed-out')
    expect(obstacleIn({ kind: 'engine-down' })).toBeNull()
  })

  it('has a fix where its condition has one', () => {
    const out: Condition = { kind: 'signed-out', reason: 'revoked', until: null }
    const whose: Condition = { kind: 'account-unconfirmed', email: 'a', until: null }
    const all = [paused, out, whose, offline, quota]
    expect(conditionOf('signed-out', all)).toBe(out)
    expect(conditionOf('unconfirmed', all)).toBe(whose)
    expect(conditionOf('offline', all)).toBe(offline)
    expect(conditionOf('daily-quota', all)).toBeNull()
    expect(conditionOf('not-connected', all)).toBeNull()
    expect(conditionOf('offline', [])).toBeNull()
  })
})
