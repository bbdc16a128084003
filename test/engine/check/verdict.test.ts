// When a file counts as safe, as a table: what was read of it, what the catalogue knows, what Google answers, and what follows.
// Everything but the rows that say so is not safe.
import { describe, expect, it } from 'vitest'
import type { UnsafeReason } from '../../../src/shared/check-schemas.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import type { Lifecycle, SendPlan, SkipReason } from '../../../src/shared/model.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import { verdictOf, type Evidence } from '../../../src/main/engine/check/verdict.ts'
import type { KnownBytes } from '../../../src/main/engine/ports/check.ts'
import type { ItemAnswer } from '../../../src/main/engine/ports/photos.ts'
import { aLifecycle, aPlan } from '../../builders/items.ts'

const jpeg = { mediaKind: 'photo', mimeType: 'image/jpeg', width: 4000, height: 3000 } as const
const film = { mediaKind: 'video', mimeType: 'video/mp4', width: 1920, height: 1080 } as const
const nothingThere = { lifecycle: null, hasSentBefore: false }

const evidence = (change: Partial<Evidence> = {}): Evidence => ({
  atFirstSight: null,
  read: ok({}),
  bytes: null,
  place: nothingThere,
  item: null,
  ...change,
})
const bytes = (lifecycle: Lifecycle, change: Partial<KnownBytes> = {}): KnownBytes => ({
  lifecycle,
  facts: jpeg,
  isOfThisClient: true,
  ...change,
})
const there = (change: Partial<Extract<ItemAnswer, { is: 'there' }>> = {}): ItemAnswer => ({
  ...{ is: 'there', mimeType: 'image/jpeg', width: 4000, height: 3000, video: null },
  ...change,
})
const inLibrary = (
  item: Evidence['item'],
  known: Partial<KnownBytes> = {},
  plan: SendPlan | null = aPlan(),
): Evidence =>
  evidence({
    bytes: bytes({ state: 'done', plan, mediaItemId: 'a', productUrl: null }, known),
    item,
  })

const date = { at: 0, offsetMinutes: null, source: 'folder-name' } as const
const dated: SendPlan = {
  ...{ kind: 'dated', mimeType: 'image/jpeg', fileName: 'a.jpg', sizeBytes: 1, keptOriginal: null },
  ...{ splices: [], sha256: 'b', date },
}
const reduced: SendPlan = {
  ...{ kind: 'reduced', mimeType: 'image/jpeg', fileName: 'a.jpg', sizeBytes: 1 },
  ...{ rendition: 'a', width: 400, height: 300 },
}
const stalled: Failure = { kind: 'stalled' }
const tooSmall: SkipReason = { kind: 'small-picture', width: 1, height: 1 }
const onlineOnly: SkipReason = { kind: 'online-only' }
const video = (state: 'processing' | 'ready' | 'failed' | 'unknown' | null): ItemAnswer =>
  there({ mimeType: 'video/mp4', width: null, height: null, video: state })

describe('a file is safe', () => {
  it.each<[string, Evidence]>([
    ['as Google has it in the same size', inLibrary(ok(there()))],
    [
      'turned by a quarter, which is the same picture',
      inLibrary(ok(there({ width: 3000, height: 4000 }))),
    ],
    [
      'where a copy of it went before: the bytes are what counts',
      { ...inLibrary(ok(there())), place: { lifecycle: aLifecycle('found'), hasSentBefore: true } },
    ],
    [
      'where its own size was never known',
      inLibrary(ok(there()), { facts: { ...jpeg, width: null } }),
    ],
    ['where nobody ever looked into it', inLibrary(ok(there()), { facts: null })],
    [
      'as a RAW photo, of which Google shows what it developed',
      inLibrary(ok(there({ width: 3984, height: 2988 })), {
        facts: { ...jpeg, mimeType: 'image/x-canon-cr2' },
      }),
    ],
    [
      'as a film that can be played, whatever its size',
      inLibrary(ok(video('ready')), { facts: film }),
    ],
    ['where the plan is not known any more', inLibrary(ok(there()), {}, null)],
    [
      'where another client brought it and it is found all the same',
      inLibrary(ok(there()), { isOfThisClient: false }),
    ],
  ])('%s', (_, given) => {
    expect(verdictOf(given)).toEqual({ is: 'safe', dateAdded: null })
  })

  it('with a date that was added to it, and says so', () => {
    expect(verdictOf(inLibrary(ok(there()), {}, dated))).toEqual({ is: 'safe', dateAdded: date })
  })
})

describe('a file is not safe', () => {
  it.each<[string, Evidence, UnsafeReason]>([
    [
      'that only the cloud has',
      evidence({ atFirstSight: onlineOnly, read: fail(stalled) }),
      { kind: 'skipped', skip: onlineOnly },
    ],
    [
      'that cannot be read',
      evidence({ read: fail({ kind: 'file-unreadable', code: 'EIO' }) }),
      { kind: 'unreadable', code: 'EIO' },
    ],
    [
      'that was not read for another reason',
      evidence({ read: fail({ kind: 'aborted' }) }),
      { kind: 'unreadable', code: 'aborted' },
    ],
    [
      'that changes while it is read, whatever went before',
      { ...inLibrary(ok(there())), read: fail({ kind: 'file-changed' }) },
      { kind: 'changing' },
    ],
    [
      'that vanishes while it is read',
      evidence({ read: fail({ kind: 'file-gone' }) }),
      { kind: 'changing' },
    ],
    ['that nobody knows', evidence(), { kind: 'never-sent' }],
    [
      'that nobody knows, where something else went before',
      evidence({ place: { lifecycle: null, hasSentBefore: true } }),
      { kind: 'changed' },
    ],
    [
      'that was found, and not read yet',
      evidence({ place: { lifecycle: aLifecycle('found'), hasSentBefore: true } }),
      { kind: 'waiting', failure: null },
    ],
    [
      'that somebody left out before it was read',
      evidence({
        place: { lifecycle: { state: 'skipped', reason: tooSmall }, hasSentBefore: false },
      }),
      { kind: 'skipped', skip: tooSmall },
    ],
    [
      'whose upload was given up when its files went',
      evidence({ bytes: bytes({ state: 'gone' }) }),
      { kind: 'never-sent' },
    ],
    [
      'the same, where something else went before',
      evidence({
        bytes: bytes({ state: 'gone' }),
        place: { lifecycle: null, hasSentBefore: true },
      }),
      { kind: 'changed' },
    ],
    ...(['fingerprinted', 'ready', 'sent', 'creating'] as const).map(
      (state): [string, Evidence, UnsafeReason] => [
        `that is ${state}`,
        evidence({ bytes: bytes(aLifecycle(state)) }),
        { kind: 'waiting', failure: null },
      ],
    ),
    [
      'that waits',
      evidence({ bytes: bytes(aLifecycle('waiting')) }),
      { kind: 'waiting', failure: stalled },
    ],
    [
      'that was left out',
      evidence({ bytes: bytes({ state: 'skipped', reason: tooSmall }) }),
      { kind: 'skipped', skip: tooSmall },
    ],
    [
      'that failed',
      evidence({ bytes: bytes(aLifecycle('failed')) }),
      { kind: 'refused', failure: stalled },
    ],
    [
      'that Google does not find any more',
      inLibrary(ok({ is: 'refused', code: 3 })),
      { kind: 'not-found' },
    ],
    [
      'that Google calls not found',
      inLibrary(ok({ is: 'refused', code: 5 })),
      { kind: 'not-found' },
    ],
    [
      'that another client brought, and this one does not see',
      inLibrary(ok({ is: 'refused', code: 3 }), { isOfThisClient: false }),
      { kind: 'other-client' },
    ],
    [
      'of which Google could not tell',
      inLibrary(ok({ is: 'refused', code: 13 })),
      { kind: 'not-asked', failure: { kind: 'item-error', code: 13 } },
    ],
    [
      'while Google cannot be asked',
      inLibrary(fail({ kind: 'offline' })),
      { kind: 'not-asked', failure: { kind: 'offline' } },
    ],
    [
      'of which Google was not asked',
      inLibrary(null),
      { kind: 'not-asked', failure: { kind: 'missing-result' } },
    ],
    [
      'that Google has in another size',
      inLibrary(ok(there({ width: 2000 }))),
      {
        kind: 'other-size',
        sent: { width: 4000, height: 3000 },
        found: { width: 2000, height: 3000 },
      },
    ],
    [
      'of which Google tells no size',
      inLibrary(ok(there({ width: null }))),
      { kind: 'other-size', sent: { width: 4000, height: 3000 }, found: null },
    ],
    [
      'that was cut after it got a date',
      inLibrary(ok(there({ height: 2999 })), {}, dated),
      {
        kind: 'other-size',
        sent: { width: 4000, height: 3000 },
        found: { width: 4000, height: 2999 },
      },
    ],
    [
      'that went as a smaller copy',
      inLibrary(ok(there({ width: 400, height: 300 })), {}, reduced),
      { kind: 'reduced' },
    ],
    [
      'that went as a smaller copy, whatever Google would say',
      inLibrary(fail({ kind: 'offline' }), {}, reduced),
      { kind: 'reduced' },
    ],
    [
      'whose smaller copy is gone as well',
      inLibrary(ok({ is: 'refused', code: 3 }), {}, reduced),
      { kind: 'not-found' },
    ],
    ...(['processing', 'failed', 'unknown'] as const).map(
      (status): [string, Evidence, UnsafeReason] => [
        `as a film that Google has ${status}`,
        inLibrary(ok(video(status)), { facts: film }),
        { kind: 'video-not-ready', status },
      ],
    ),
    [
      'as a film of which Google says nothing',
      inLibrary(ok(video(null)), { facts: film }),
      { kind: 'video-not-ready', status: 'unknown' },
    ],
  ])('%s', (_, given, reason) => {
    expect(verdictOf(given)).toEqual({ is: 'not-safe', reason })
  })
})
