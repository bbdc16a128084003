// How lifecycles lie in columns and come back out of them, state by state.
import { describe, expect, it, test } from 'vitest'
import {
  causeOf,
  fileDetail,
  fileLifecycle,
  historyDetail,
  isIgnored,
  placeOf,
  uploadCells,
  uploadLifecycle,
} from '../../../src/main/engine/catalog/lifecycle-rows.ts'
import type { Lifecycle, SendPlan } from '../../../src/shared/model.ts'
import { as, noon, originalPlan, reducedPlan } from './catalog-builder.ts'

const failure = { kind: 'server-error', status: 500 } as const
const tooLarge = { kind: 'too-large', sizeBytes: 2, limitBytes: 1 } as const
const states: readonly Lifecycle[] = [
  { state: 'found' },
  { state: 'fingerprinted' },
  as.ready(),
  as.sent(),
  as.creating(),
  as.done(),
  as.waiting(noon + 5),
  as.waiting(noon + 5, 'sent'),
  as.skipped(),
  as.failed(),
  { state: 'gone' },
]

test.each<[Lifecycle, ReturnType<typeof placeOf>]>([
  [{ state: 'found' }, { state: 'found', turn: 'found', dueAt: 7, reason: null }],
  [as.sent(), { state: 'sent', turn: 'sent', dueAt: 7, reason: null }],
  [as.creating(), { state: 'creating', turn: null, dueAt: 7, reason: null }],
  [as.done(), { state: 'done', turn: null, dueAt: 7, reason: null }],
  [{ state: 'gone' }, { state: 'gone', turn: null, dueAt: 7, reason: null }],
  [as.skipped(), { state: 'skipped', turn: null, dueAt: 7, reason: 'too-large' }],
  [as.failed(), { state: 'failed', turn: null, dueAt: 7, reason: 'item-error' }],
  // Only what waits says by itself until when, and in whole milliseconds.
  [
    as.waiting(99.6, 'ready'),
    { state: 'waiting', turn: 'ready', dueAt: 100, reason: 'server-error' },
  ],
])('%j has its place', (lifecycle, place) => {
  expect(placeOf(lifecycle, 7)).toEqual(place)
})

describe('the row of an upload', () => {
  it.each(states.filter(({ state }) => state !== 'found').map((one) => [one.state, one]))(
    'that is %s gives back what was put into it: %j',
    (_, lifecycle) => {
      const row = { ...uploadCells(lifecycle), ...placeOf(lifecycle, noon) }
      const rest = { id: 1, accountId: 1, contentId: 1, changedAt: 0, broughtBy: null }
      expect(uploadLifecycle({ ...row, ...rest, historySeq: 1 })).toEqual(lifecycle)
    },
  )

  it('tells what is sent, and a whole time of its token', () => {
    expect(uploadCells(as.sent(reducedPlan('copy', 400), 12.6))).toMatchObject({
      ...{ sentSizeBytes: 400, isReduced: 1, keptOriginal: null, token: 'token', tokenAt: 13 },
      ...{ attempts: 0, mediaItemId: null, productUrl: null, skip: null, failure: null },
    })
    const kept: SendPlan = { ...originalPlan(), keptOriginal: 'undecodable' } as SendPlan
    expect(uploadCells(as.ready(kept))).toMatchObject({
      ...{ sentSizeBytes: 1_000, isReduced: 0, keptOriginal: 'undecodable' },
      ...{ token: null, tokenAt: null },
    })
    expect(uploadCells({ state: 'fingerprinted' })).toMatchObject({
      ...{ plan: null, sentSizeBytes: null, isReduced: 0, keptOriginal: null, attempts: 0 },
    })
    expect(uploadCells(as.failed()).attempts).toBe(2)
  })
})

test.each(states.map((one) => [one.state, one] as const))(
  'of what is %s the history notes the cause: %j',
  (_, lifecycle) => {
    const cause =
      'failure' in lifecycle ? lifecycle.failure : 'reason' in lifecycle ? lifecycle.reason : null
    expect(historyDetail(lifecycle)).toBe(cause === null ? null : JSON.stringify(cause))
  },
)

describe('the row of a file', () => {
  it.each<Lifecycle>([{ state: 'found' }, { state: 'gone' }])('%j needs no detail', (lifecycle) => {
    expect(fileDetail(lifecycle)).toBeNull()
    expect(fileLifecycle({ state: lifecycle.state, detail: null })).toEqual(lifecycle)
  })

  it.each<Lifecycle>([as.skipped(), as.failed(), as.waiting(noon, 'found')])(
    'gives back what was put into it: %j',
    (lifecycle) => {
      const detail = fileDetail(lifecycle)
      expect(fileLifecycle({ state: lifecycle.state, detail })).toEqual(lifecycle)
    },
  )

  it('shows its own cause before that of its upload', () => {
    const ofUpload = { skip: JSON.stringify(tooLarge), failure: JSON.stringify(failure) }
    const none = { detail: null, skip: null, failure: null }
    const itemError = { kind: 'item-error', code: 3 }
    const ignored: Lifecycle = { state: 'skipped', reason: { kind: 'ignored-by-user' } }
    expect(causeOf(none)).toEqual({ skip: null, failure: null })
    expect(causeOf({ ...none, ...ofUpload })).toEqual({ skip: tooLarge, failure })
    expect(causeOf({ ...ofUpload, detail: JSON.stringify(ignored) })).toEqual({
      skip: { kind: 'ignored-by-user' },
      failure,
    })
    expect(causeOf({ ...ofUpload, detail: JSON.stringify(as.failed()) })).toEqual({
      skip: tooLarge,
      failure: itemError,
    })
    expect(causeOf({ ...none, detail: JSON.stringify(as.waiting(noon, 'found')) })).toEqual({
      skip: null,
      failure,
    })
  })
})

test.each<[unknown, boolean]>([
  [{ kind: 'ignored-by-user' }, true],
  [{ state: 'skipped', reason: { kind: 'ignored-by-user' } }, true],
  [{ kind: 'empty' }, false],
  [{ state: 'skipped', reason: { kind: 'empty' } }, false],
  [null, false],
])('%j was never to be sent by the wish of the user: %s', (value, isWish) => {
  expect(isIgnored(JSON.stringify(value))).toBe(isWish)
  expect(isIgnored(null)).toBe(false)
})
