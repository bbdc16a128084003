// When `backup --once` has nothing left that it should wait for.
import { describe, expect, test } from 'vitest'
import { isOver } from '../../src/main/cli/backup.ts'
import { createPatience, longestStillMs } from '../../src/main/cli/patience.ts'
import type { Condition, Status } from '../../src/shared/status.ts'
import { aStatus } from '../shell/a-status.ts'

const at = Date.UTC(2026, 0, 15, 12)
const minute = 60_000
const waiting = (nextTryAt: number | null, conditions: Condition[] = []): Status =>
  aStatus({ at, activity: 'uploading', active: [], nextTryAt, conditions })
const missing: Condition = { kind: 'source-missing', sourceId: '1', name: 'card', until: null }

describe('a single run', () => {
  test('is over when everything is in the library', () => {
    expect(isOver(aStatus({ at, activity: 'complete', active: [] }), false)).toBe(true)
  })

  test('is not over while something is looked at or on its way', () => {
    const active = { fileId: '1', name: 'a', phase: 'sending', sentBytes: 0, sizeBytes: 1 } as const
    expect(isOver(aStatus({ at, activity: 'scanning', active: [] }), true)).toBe(false)
    expect(isOver(aStatus({ at, activity: 'complete', active: [active] }), true)).toBe(false)
    expect(isOver(waiting(null), false)).toBe(false)
  })

  test.each<[string, number | null, Condition[], boolean]>([
    ['a photo that is tried again soon', at + minute / 2, [], false],
    ['a photo that is tried again later', at + 2 * minute, [], true],
    ['a folder that went away', null, [missing], true],
    ['a folder that went away, and a photo that is due soon', at + 1_000, [missing], false],
    ['Google for a minute', null, [{ kind: 'google-asked-to-wait', until: at + minute }], false],
    ['Google for an hour', null, [{ kind: 'google-asked-to-wait', until: at + 60 * minute }], true],
    ['a sign-in', null, [{ kind: 'signed-out', reason: 'revoked', until: null }], true],
  ])('in the face of %s', (_, nextTryAt, conditions, isOverNow) => {
    expect(isOver(waiting(nextTryAt, conditions), true)).toBe(isOverNow)
  })
})

describe('a single run on a line that is down', () => {
  const offline: Condition = { kind: 'offline', until: at + 2_000 }
  const still = (conditions: Condition[], filesDone = 0): Status => ({
    ...waiting(null, conditions),
    counts: { ...waiting(null).counts, done: { files: filesDone, bytes: filesDone } },
  })

  test('waits for two minutes without anything moving, also over the moments between two tries', () => {
    const isTiredOf = createPatience()
    for (let ms = 0; ms < longestStillMs; ms += 1_000)
      expect(isTiredOf(still(ms % 5_000 === 0 ? [offline] : []), ms)).toBe(false)
    expect(isTiredOf(still([]), longestStillMs)).toBe(true)
  })

  test('starts to wait anew when something arrived', () => {
    const isTiredOf = createPatience()
    isTiredOf(still([offline]), 0)
    expect(isTiredOf(still([offline], 1), longestStillMs - 1)).toBe(false)
    expect(isTiredOf(still([offline], 1), longestStillMs + 1_000)).toBe(false)
    expect(isTiredOf(still([offline], 1), 2 * longestStillMs)).toBe(true)
  })

  test('is not tired of what has an end, or of work', () => {
    const isTiredOf = createPatience()
    for (let ms = 0; ms < 5 * longestStillMs; ms += 10_000) {
      expect(isTiredOf(still([{ kind: 'google-asked-to-wait', until: at }]), ms)).toBe(false)
      expect(isTiredOf(still([]), ms)).toBe(false)
    }
  })
})
