// What the catalogue says of a file decides before its bytes do, and only where they are the same.
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../src/shared/failure.ts'
import type { SkipReason } from '../../../src/shared/model.ts'
import { knownFate } from '../../../src/main/engine/rehearsal/known-fate.ts'
import type { KnownFile } from '../../../src/main/engine/ports/rehearsal.ts'

const stamp = { sizeBytes: 10, mtimeUs: 5_000_900 }
const known = (change: Partial<KnownFile>): KnownFile => ({
  state: 'done',
  sizeBytes: 10,
  modifiedAt: 5_000,
  skip: null,
  failure: null,
  facts: null,
  hasOlderVersion: false,
  ...change,
})
const none = { skip: null, failure: null }
const ignored: SkipReason = { kind: 'ignored-by-user' }
const kept: SkipReason = { kind: 'changed-version' }
const refused: SkipReason = { kind: 'not-taken', extension: 'xyz' }
const tooLarge: SkipReason = { kind: 'too-large', sizeBytes: 10, limitBytes: 5 }
const rejected: Failure = { kind: 'item-error', code: 3 }
const unreadable: Failure = { kind: 'file-unreadable', code: 'EACCES' }

describe('the fate of a file', () => {
  it.each([
    ['nothing is known', undefined, null],
    ['it was gone', known({ state: 'gone' }), null],
    ['it is done', known({}), { ...none, outcome: 'done' }],
    ['it waits', known({ state: 'waiting' }), null],
    ['it is ready', known({ state: 'ready' }), null],
    [
      'somebody left it out',
      known({ state: 'skipped', skip: ignored }),
      { ...none, outcome: 'skipped', skip: ignored },
    ],
    [
      'its type was refused',
      known({ state: 'skipped', skip: refused }),
      { ...none, outcome: 'skipped', skip: refused },
    ],
    [
      'the older version is kept',
      known({ state: 'skipped', skip: kept }),
      { ...none, outcome: 'skipped', skip: kept },
    ],
    [
      'it was too large, which another choice may change',
      known({ state: 'skipped', skip: tooLarge }),
      null,
    ],
    [
      'Google refused it',
      known({ state: 'failed', failure: rejected }),
      { ...none, outcome: 'failed', failure: rejected },
    ],
    [
      'it could not be read, and is tried again',
      known({ state: 'failed', failure: unreadable }),
      null,
    ],
  ])('where %s', (_, file, fate) => {
    expect(knownFate(file, stamp, 'send')).toEqual(fate)
    expect(knownFate(file, stamp, 'keep')).toEqual(fate)
  })

  it.each([
    ['another size', { sizeBytes: 11 }],
    ['another time', { modifiedAt: 4_999 }],
  ])('of a file with %s is open, unless the older version is kept', (_, change) => {
    const fate = { ...none, outcome: 'skipped', skip: kept }
    expect(knownFate(known(change), stamp, 'send')).toBeNull()
    expect(knownFate(known(change), stamp, 'keep')).toEqual(fate)
    const waiting = known({ ...change, state: 'waiting' })
    expect(knownFate(waiting, stamp, 'keep')).toBeNull()
    expect(knownFate({ ...waiting, hasOlderVersion: true }, stamp, 'keep')).toEqual(fate)
    expect(knownFate({ ...waiting, hasOlderVersion: true }, stamp, 'send')).toBeNull()
  })
})
