// What the window shows at a start before the engine has answered: what was seen last, without what may be over.
import {
  existsSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { openLastSeen } from '../../src/main/shell/last-seen.ts'
import { lastSeenSchema } from '../../src/shared/contract.ts'
import { defaultSettings } from '../../src/shared/model.ts'
import type { Status } from '../../src/shared/status.ts'
import { manualClock } from '../fakes/manual-clock.ts'
import type { CheckEnd } from '../../src/shared/check-schemas.ts'
import { aRun } from '../renderer/fake-cards.ts'
import { aSource, aStatus } from './a-status.ts'
import { privateMode } from '../builders/posix.ts'

const minute = 60_000

function bench() {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-last-seen-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'last-seen.json')
  const clock = manualClock()
  const problems: unknown[] = []
  const onProblem = (problem: unknown) => problems.push(problem)
  const open = (hasClient = false) =>
    openLastSeen({ dataFolder: folder, hasClient, clock, onProblem })
  /** What the next start shows when this one ended with the snapshot. */
  const after = async (status: Status): Promise<Status | null> => {
    const file = open()
    file.note({ settings: defaultSettings, status })
    await file.settled()
    return open().atStart()?.status ?? null
  }
  return { folder, path, clock, problems, open, after }
}

const signedIn = aStatus().signIn

describe('what was seen last', () => {
  it('is the first step at a first start, where a client is known to sign in with', () => {
    const { open } = bench()
    expect(open(true).atStart()).toEqual({ settings: defaultSettings, status: null })
    expect(open(false).atStart()).toBeNull()
  })

  it('is for a window that is made anew what this run has noted, and where the user was, once', async () => {
    const { path, open } = bench()
    const file = open()
    expect([file.inThisRun(), file.takePlace()]).toEqual([null, null])
    const seen = { settings: defaultSettings, status: aStatus() }
    file.note(seen)
    await file.settled()
    expect(file.inThisRun()).toEqual(seen)
    file.leave('{"search":"my secret"}')
    file.note(seen)
    await file.settled()
    expect(readFileSync(path, 'utf8')).not.toContain('my secret')
    expect([file.takePlace(), file.takePlace()]).toEqual(['{"search":"my secret"}', null])
    file.leave('somewhere')
    await file.erase()
    expect([file.inThisRun(), file.takePlace()]).toEqual([null, null])
  })

  it.each(['catalogue.sqlite', 'backups', 'sign-in.bin'])(
    'is nothing where only %s is left of an earlier run',
    (name) => {
      const { folder, open } = bench()
      mkdirSync(join(folder, name))
      expect(open(true).atStart()).toBeNull()
    },
  )

  it('is there at the next start, for its owner alone', async () => {
    const { path, open, after } = bench()
    const status = aStatus({
      counts: { done: 12_431 },
      requests: { usedToday: 7, limit: 10, resetsAt: 1 },
    })
    expect(await after(status)).toEqual({ ...status, activity: 'scanning' })
    expect(open().atStart()?.settings).toEqual(defaultSettings)
    expect(statSync(path).mode & 0o777).toBe(privateMode)
  })

  it('never says that all is done, or that something is on its way', async () => {
    const { after } = bench()
    const active = { fileId: '1', name: 'a', phase: 'sending', sentBytes: 1, sizeBytes: 2 } as const
    const progress = { bytesPerSecond: 5, finishAt: 9, history: [1, 2] }
    for (const activity of ['complete', 'uploading', 'resting'] as const)
      expect(
        await after(aStatus({ activity, active: [active], progress, nextTryAt: 5 })),
      ).toMatchObject({
        activity: 'scanning',
        active: [],
        progress: { bytesPerSecond: null, finishAt: null, history: [] },
        nextTryAt: null,
      })
  })

  it('keeps what the user decided, and leaves out what is looked at anew', async () => {
    const { clock, after } = bench()
    const until = clock.now() + minute
    const paused = { kind: 'paused', until } as const
    const off = { kind: 'backup-off', until: null } as const
    const conditions: Status['conditions'] = [
      off,
      paused,
      { kind: 'offline', until: null },
      { kind: 'daily-quota', until },
      { kind: 'source-missing', sourceId: '1', name: 'card', until: null },
    ]
    expect((await after(aStatus({ conditions })))?.conditions).toEqual([off, paused])
    clock.advance(2 * minute)
    expect((await after(aStatus({ conditions })))?.conditions).toEqual([off])
  })

  it('says of no card that it can be taken out, and tells of no check, before anybody has looked', async () => {
    const { after } = bench()
    const sources = [aSource({ card: aRun({ told: 'sent' }) })]
    const checkId = '0b1fc8a4-3c1e-4b77-9f0e-3a6c4c1d2e5f'
    const end = { checkId, sourceId: '1', state: 'whole', checked: 1, safe: 1, isAllSafe: true }
    const seen = await after(aStatus({ sources, checks: [end as CheckEnd] }))
    expect(seen?.sources[0]?.card).toEqual(aRun({ told: null }))
    expect(seen?.checks).toEqual([])
  })

  it('keeps nothing where the sign-in will not be there again', async () => {
    const { path, after } = bench()
    expect(await after(aStatus())).not.toBeNull()
    if (signedIn.kind !== 'signed-in') throw new Error('The builder signs in')
    expect(await after(aStatus({ signIn: { ...signedIn, isKept: false } }))).toBeNull()
    expect(existsSync(path)).toBe(false)
  })

  it('is written at most once a minute, with the newest', async () => {
    const { path, clock, open } = bench()
    const file = open()
    const note = (revision: number): void =>
      file.note({ settings: defaultSettings, status: aStatus({ revision }) })
    const written = async (): Promise<unknown> => {
      await new Promise((resolve) => setTimeout(resolve, 0))
      return existsSync(path)
        ? lastSeenSchema.parse(JSON.parse(readFileSync(path, 'utf8'))).status?.revision
        : null
    }
    note(0)
    await expect.poll(written).toBe(0)
    note(1)
    clock.advance(minute - 1)
    note(2)
    expect(await written()).toBe(0)
    clock.advance(1)
    await expect.poll(written).toBe(2)
    note(3)
    expect(await written()).toBe(2)
    await file.settled()
    expect(await written()).toBe(3)
  })

  it('forgets at once who has signed out', async () => {
    const { path, open, after } = bench()
    await after(aStatus())
    expect(readFileSync(path, 'utf8')).toContain('first@example.test')
    const signIn = { kind: 'signed-out', reason: 'user' } as const
    open().note({ settings: defaultSettings, status: aStatus({ signIn }) })
    await expect.poll(() => readFileSync(path, 'utf8')).not.toContain('first@example.test')
  })

  it('is forgotten with everything else', async () => {
    const { path, open, after } = bench()
    await after(aStatus())
    const file = open()
    file.note({ settings: defaultSettings, status: aStatus() })
    await file.erase()
    await file.settled()
    expect(file.atStart()).toBeNull()
    expect(existsSync(path)).toBe(false)
  })

  it.each(['', '{', '{}', '{"settings":{},"status":{}}'])(
    'is nothing when the file has %j',
    (text) => {
      const { path, problems, open } = bench()
      writeFileSync(path, text)
      expect(open().atStart()).toBeNull()
      expect(problems).toEqual([])
    },
  )
})
