// One item at each step, over ports that answer as the test says: what is asked, what is stored, and who is told.
import { describe, expect, it } from 'vitest'
import type { Change, WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import type { Photos, SendBytes } from '../../../src/main/engine/ports/photos.ts'
import type { Decision, Preparer } from '../../../src/main/engine/ports/prepare.ts'
import type { Recorder } from '../../../src/main/engine/queue/recorder.ts'
import { createSteps } from '../../../src/main/engine/queue/steps.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { defaultSettings, type ContentFacts, type SendPlan } from '../../../src/shared/model.ts'
import { fail, ok, type Result } from '../../../src/shared/result.ts'
import { aLifecycle, anItem, aPlan } from '../../builders/items.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const gone: Failure = { kind: 'file-gone' }
const reduced: SendPlan = {
  ...{ kind: 'reduced', mimeType: 'image/jpeg', fileName: 'photo.jpg', sizeBytes: 90_000 },
  ...{ rendition: 'copy-1', width: 10, height: 10 },
}
const facts: ContentFacts = {
  ...{ mediaKind: 'photo', mimeType: 'image/jpeg', width: 1, height: 1, takenAt: null },
}

interface Answers {
  settings?: Partial<typeof defaultSettings>
  decision?: Result<Decision, Failure>
  send?: (request: SendBytes) => Promise<Result<{ token: string }, Failure>>
}

/** The steps, and everything that they do. */
function bench({ settings = {}, decision, send }: Answers = {}) {
  const changes: Change[] = []
  const told: string[] = []
  const failed: Failure[] = []
  const asked: SendBytes[] = []
  const bytes: number[] = []
  // What no step asks for is left out.
  const preparer: Pick<Preparer, 'prepare' | 'renditionPath'> = {
    prepare: async () => decision ?? fail(gone),
    renditionPath: (name) => `/renditions/${name}`,
  }
  const photos: Pick<Photos, 'sendBytes'> = {
    sendBytes: (request) => {
      asked.push(request)
      return send?.(request) ?? Promise.resolve(ok({ token: 'new' }))
    },
  }
  const recorder: Pick<Recorder, 'record'> = {
    record: async (more) => {
      changes.push(...more)
    },
  }
  const steps = createSteps({
    clock: manualClock(5_000),
    fingerprinter: {
      fingerprint: async (_, stamp) => ok({ sha256: 'ab'.repeat(32), stamp }),
      close: async () => undefined,
    },
    preparer: preparer as Preparer,
    photos: photos as Photos,
    recorder: recorder as Recorder,
    checkpoint: (effect) => told.push(effect),
    settings: () => ({ ...defaultSettings, ...settings }),
    onFailure: async (_, failure) => {
      failed.push(failure)
    },
    onBytes: (count) => bytes.push(count),
    onPlanned: async () => {
      told.push('planned')
    },
    onRead: () => told.push('read'),
    onSent: () => told.push('sent'),
  })
  const stop = new AbortController()
  const run = (step: 'fingerprint' | 'prepare' | 'send', item: WorkItem) =>
    steps[step](item, stop.signal, () => told.push('room'))
  return { steps, stop, run, changes, told, failed, asked, bytes }
}

describe('a photo that is read', () => {
  const found = (mtimeMs: number, ctimeMs: number): WorkItem => {
    const stamp = { sizeBytes: 7, mtimeUs: mtimeMs * 1_000, ctimeUs: ctimeMs * 1_000, inode: 1 }
    return anItem({ lifecycle: { state: 'found' }, uploadId: null, contentId: null, stamp })
  }

  it('is left out unread where only what is new is wanted and it is old in every way', async () => {
    const { run, changes, told } = bench({ settings: { backUpSince: 1_000 } })
    await run('fingerprint', found(999, 998))
    const reason = { kind: 'older-than-start', since: 1_000 }
    expect(changes).toEqual([{ of: 'file', fileId: 1, next: { state: 'skipped', reason } }])
    expect(told).toEqual(['plan-stored'])
  })

  it.each([
    ['was written since', 1_000, 5],
    ['was copied here since', 5, 1_000],
  ])('is read where it %s', async (_, mtimeMs, ctimeMs) => {
    const { run, changes, told } = bench({ settings: { backUpSince: 1_000 } })
    await run('fingerprint', found(mtimeMs, ctimeMs))
    expect(changes).toMatchObject([{ of: 'fingerprint', fileId: 1, sha256: 'ab'.repeat(32) }])
    expect(told).toEqual(['room', 'fingerprint-stored', 'read'])
  })
})

describe('a photo that is prepared', () => {
  const item = anItem({ lifecycle: { state: 'fingerprinted' } })

  it('has its plan and its facts stored, and is told of', async () => {
    const plan = aPlan()
    const { run, changes, told } = bench({ decision: ok({ kind: 'send', plan, facts }) })
    await run('prepare', item)
    expect(changes).toEqual([{ of: 'upload', uploadId: 1, next: { state: 'ready', plan }, facts }])
    expect(told).toEqual(['room', 'plan-stored', 'read', 'planned'])
  })

  it('and left out has its reason stored', async () => {
    const reason = { kind: 'empty' } as const
    const { run, changes, told } = bench({ decision: ok({ kind: 'skip', reason, facts: null }) })
    await run('prepare', item)
    const next = { state: 'skipped', reason }
    expect(changes).toEqual([{ of: 'upload', uploadId: 1, next, facts: null }])
    expect(told).toEqual(['room', 'plan-stored', 'read'])
  })

  it('and fails is handed on, unless nobody wants it any more', async () => {
    const { run, changes, failed, stop } = bench({ decision: fail(gone) })
    await run('prepare', item)
    expect([failed, changes]).toEqual([[gone], []])
    stop.abort()
    await run('prepare', item)
    expect([failed, changes]).toEqual([[gone], []])
  })

  it('without a fingerprint or an upload is a bug', async () => {
    const plan = aPlan()
    const { run } = bench({ decision: ok({ kind: 'send', plan, facts }) })
    await expect(run('prepare', { ...item, sha256: null })).rejects.toThrow('its fingerprint')
    await expect(run('prepare', { ...item, uploadId: null })).rejects.toThrow('its upload')
  })
})

describe('a photo that is sent', () => {
  const original = anItem({ sha256: 'cd'.repeat(32) })
  const copy = anItem({ lifecycle: { state: 'ready', plan: reduced } })

  it('is read where it lies and proved by what is known of it', async () => {
    const { run, asked, changes, told } = bench()
    await run('send', original)
    const { mtimeUs, ctimeUs } = original.stamp
    expect(asked).toMatchObject([
      { path: '/photos/photo.jpg', sizeBytes: 200_000, sha256: 'cd'.repeat(32), mtimeUs, ctimeUs },
    ])
    const next = { state: 'sent', plan: aPlan(), token: 'new', tokenAt: 5_000 }
    expect(changes).toEqual([{ of: 'upload', uploadId: 1, next }])
    expect(told).toEqual(['bytes-sent', 'room', 'token-stored', 'sent'])
  })

  it('as a copy is read where copies lie, and nothing of the file is asked of it', async () => {
    const { run, asked } = bench()
    await run('send', copy)
    const nothing = { sha256: null, mtimeUs: null, ctimeUs: null }
    expect(asked).toMatchObject([{ path: '/renditions/copy-1', sizeBytes: 90_000, ...nothing }])
  })

  it('without a plan or an upload is a bug', async () => {
    const { run } = bench()
    const planless = anItem({ lifecycle: { state: 'fingerprinted' } })
    await expect(run('send', planless)).rejects.toThrow('its plan')
    await expect(run('send', { ...original, uploadId: null })).rejects.toThrow('its upload')
  })

  it('is made again where its copy is gone, and handed on where it is itself', async () => {
    const first = bench({ send: async () => fail(gone) })
    await first.run('send', copy)
    expect(first.changes).toEqual([{ of: 'upload', uploadId: 1, next: { state: 'fingerprinted' } }])
    expect([first.told, first.failed]).toEqual([['failure-stored'], []])
    const second = bench({ send: async () => fail(gone) })
    await second.run('send', original)
    expect([second.changes, second.failed]).toEqual([[], [gone]])
    const stalled: Failure = { kind: 'stalled' }
    const third = bench({ send: async () => fail(stalled) })
    await third.run('send', copy)
    expect([third.changes, third.failed]).toEqual([[], [stalled]])
  })

  it('and stopped keeps its state, unless Google had all of it by then', async () => {
    for (const [answer, stored] of [
      [fail<Failure>({ kind: 'aborted' }), 0],
      [ok({ token: 'late' }), 1],
    ] as const) {
      const { run, stop, changes, failed } = bench({
        send: async () => {
          stop.abort()
          return answer
        },
      })
      await run('send', original)
      expect([changes.length, failed]).toEqual([stored, []])
    }
  })

  it('has each session stored before it goes on', async () => {
    const session = { url: 'http://127.0.0.1:1/s', offset: 5, openedAt: 1 }
    const seen: unknown[] = []
    const { run, changes, told } = bench({
      send: async ({ onSession }) => {
        await onSession(session)
        seen.push([...changes], [...told])
        await onSession(null)
        return ok({ token: 'new' })
      },
    })
    await run('send', original)
    expect(seen).toEqual([[{ of: 'session', uploadId: 1, session }], ['session-stored']])
    expect(changes[1]).toEqual({ of: 'session', uploadId: 1, session: null })
  })

  it.each([
    ['the first bytes of a session arrive', null, 5, 0],
    ['a session gets further', 5, 6, 0],
    ['a session is where it was', 5, 5, 3],
    ['a session has just begun', null, 0, 3],
  ])('counts the tries before as %s', async (_, before, offset, attempts) => {
    const session = { url: 'http://127.0.0.1:1/s', openedAt: 1 }
    const waiting = aLifecycle('waiting')
    if (waiting.state !== 'waiting') throw new Error('another state')
    const item = anItem({
      lifecycle: { ...waiting, attempts: 3 },
      session: before === null ? null : { ...session, offset: before },
    })
    const { run } = bench({
      send: async ({ onSession }) => {
        await onSession({ ...session, offset })
        return fail({ kind: 'stalled' })
      },
    })
    await run('send', item)
    expect(item.lifecycle).toMatchObject({ attempts })
  })

  it('tells the rate of each byte once, and shows how far it is', async () => {
    const shown: number[] = []
    const { run, steps, bytes } = bench({
      send: async ({ onProgress }) => {
        for (const sent of [100, 250, 200, 300]) {
          onProgress(sent)
          shown.push(steps.active()[0]?.sentBytes ?? -1)
        }
        return ok({ token: 'new' })
      },
    })
    await run('send', original)
    expect([bytes, shown]).toEqual([
      [100, 150, 0, 100],
      [100, 250, 200, 300],
    ])
    expect(steps.active()).toEqual([])
  })
})
