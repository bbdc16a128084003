// One item at each step, over ports that answer as the test says: what is asked, what is stored, and who is told.
import { describe, expect, it } from 'vitest'
import type { Change, Twin, WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import type { Photos, SendBytes } from '../../../src/main/engine/ports/photos.ts'
import type { FileStamp } from '../../../src/main/engine/ports/files.ts'
import type { DateOf, Decision, Preparer, Undated } from '../../../src/main/engine/ports/prepare.ts'
import type { FoundPair } from '../../../src/main/engine/ports/pairs.ts'
import type { Recorder } from '../../../src/main/engine/queue/recorder.ts'
import { createSteps } from '../../../src/main/engine/queue/steps.ts'
import type { SecondRole } from '../../../src/shared/pairs.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import {
  defaultSettings,
  type ContentFacts,
  type Lifecycle,
  type SendPlan,
} from '../../../src/shared/model.ts'
import { fail, ok, type Result } from '../../../src/shared/result.ts'
import { aLifecycle, anItem, aPlan } from '../../builders/items.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const gone: Failure = { kind: 'file-gone' }
const reduced: SendPlan = {
  ...{ kind: 'reduced', mimeType: 'image/jpeg', fileName: 'photo.jpg', sizeBytes: 90_000 },
  ...{ rendition: 'copy-1', sha256: 'ef'.repeat(32), width: 10, height: 10 },
}
const facts: ContentFacts = {
  ...{ mediaKind: 'photo', mimeType: 'image/jpeg', width: 1, height: 1, takenAt: null },
}

interface Answers {
  found?: Result<{ sha256: string; stamp: FileStamp }, Failure>
  /** Called while a file is being read, to be fingerprinted or prepared. */
  whileReading?: () => void
  date?: DateOf
  decision?: Result<Decision, Failure>
  send?: (request: SendBytes) => Promise<Result<{ token: string }, Failure>>
  twin?: Twin
  isKept?: boolean
  /** What the catalogue says of the file; more than one answer is for the next look. */
  older?: ({ since: number; paths: string[] } | null)[]
  born?: Result<number | null, Failure>
  pairs?: FoundPair[]
  leavesPairsOut?: boolean
  /** What the item is to its still, which goes without it; more than one answer is for the next look. */
  leftAs?: (SecondRole | null)[]
}

/** The steps, and everything that they do. */
function bench({
  found,
  whileReading,
  date,
  decision,
  send,
  twin,
  isKept = false,
  older = [],
  born = ok(null),
  pairs = [],
  leavesPairsOut = false,
  leftAs = [],
}: Answers = {}) {
  const looks = [...older]
  const roles = [...leftAs]
  const changes: Change[] = []
  const told: string[] = []
  const failed: Failure[] = []
  const asked: SendBytes[] = []
  const prepared: Parameters<Preparer['prepare']>[0][] = []
  const bytes: number[] = []
  const births: string[] = []
  // What no step asks for is left out.
  const twinsOf: unknown[] = []
  const preparer: Pick<Preparer, 'prepare' | 'renditionPath' | 'discard'> = {
    discard: async (name) => {
      told.push(`discard ${name}`)
    },
    prepare: async (request) => {
      prepared.push(request)
      whileReading?.()
      return decision ?? fail(gone)
    },
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
    store: {
      twinOf: (...asked) => {
        twinsOf.push(asked)
        return twin ?? null
      },
      isKeptVersion: () => isKept,
      leavesPairsOut: () => leavesPairsOut,
      leftToPartner: () => (roles.length > 1 ? roles.shift() : roles[0]) ?? null,
      olderFiles: () => (looks.length > 1 ? looks.shift() : looks[0]) ?? null,
    },
    partnersOf: async () => pairs,
    bornAt: async (path) => {
      births.push(path)
      return born
    },
    clock: manualClock(5_000),
    fingerprinter: {
      fingerprint: async (_, stamp) => {
        whileReading?.()
        return found ?? ok({ sha256: 'ab'.repeat(32), stamp })
      },
      close: async () => undefined,
    },
    preparer: preparer as Preparer,
    photos: photos as Photos,
    recorder: recorder as Recorder,
    checkpoint: (effect) => told.push(effect),
    settings: () => defaultSettings,
    dateOf: async () => date ?? null,
    wordsBeside: async () => ({ sidecar: null, modifiedAt: 0, picasa: null }),
    onFailure: async (_, failure) => {
      failed.push(failure)
    },
    onBytes: (count) => bytes.push(count),
    onCopySpare: async ({ kind }) => {
      told.push(`${kind} spare`)
    },
    onRead: () => told.push('read'),
    onSent: () => told.push('sent'),
  })
  const stop = new AbortController()
  const run = (step: 'fingerprint' | 'prepare' | 'send', item: WorkItem) =>
    steps[step](item, stop.signal, () => told.push('room'))
  return {
    steps,
    stop,
    run,
    looked: births,
    changes,
    told,
    failed,
    asked,
    prepared,
    bytes,
    twinsOf,
  }
}

describe('a photo that was here before its folder begins', () => {
  const paths = ['/photos/a.jpg', '/copies/a.jpg']
  const older = { since: 1_000, paths }
  const reason = { kind: 'older-than-start', since: 1_000 }
  const found = anItem({ lifecycle: { state: 'found' }, uploadId: null, contentId: null })
  const prepared = anItem({ lifecycle: { state: 'fingerprinted' } })
  const ready = anItem({ lifecycle: { state: 'ready', plan: aPlan() } })

  it('is left out unread, once all its files were asked when they were made', async () => {
    const { run, changes, told, looked } = bench({ older: [older], born: ok(999) })
    await run('fingerprint', found)
    expect(changes).toEqual([{ of: 'file', fileId: 1, next: { state: 'skipped', reason } }])
    expect(told).toEqual(['plan-stored'])
    expect(looked).toEqual(paths)
  })

  it.each([
    ['prepare', prepared],
    ['send', ready],
  ] as const)('is left out at the last moment: before %s', async (step, item) => {
    const { run, changes, asked } = bench({ older: [older] })
    await run(step, item)
    expect(changes).toEqual([{ of: 'upload', uploadId: 1, next: { state: 'skipped', reason } }])
    expect(asked).toEqual([])
  })

  it.each([
    ['the catalogue does not say so', { older: [null] }],
    ['it was made where it lies since', { older: [older], born: ok(1_000) }],
    ['it cannot be asked', { older: [older], born: fail(gone) }],
    ['something else was chosen meanwhile', { older: [older, null] }],
    ['another day was chosen meanwhile', { older: [older, { since: 500, paths }] }],
  ])('is read where %s', async (_, answers) => {
    const { run, changes, told } = bench(answers)
    await run('fingerprint', found)
    expect(changes).toMatchObject([{ of: 'fingerprint', fileId: 1, sha256: 'ab'.repeat(32) }])
    expect(told).toEqual(['room', 'fingerprint-stored', 'read'])
  })

  it('is nothing yet where it was stopped while the disk was asked', async () => {
    const { run, stop, changes } = bench({ older: [older] })
    stop.abort()
    await run('fingerprint', found)
    await run('prepare', prepared)
    expect(changes).toEqual([])
  })
})

describe('a file that is one picture with others', () => {
  const found = anItem({ lifecycle: { state: 'found' }, uploadId: null, contentId: null })
  const prepared = anItem({ lifecycle: { state: 'fingerprinted' } })
  const ready = anItem({ lifecycle: { state: 'ready', plan: aPlan() } })
  const pairs = [{ fileId: 1, stillId: 2, role: 'raw' as const }]
  const noted = [{ of: 'pair', fileId: 1, stillId: 2, role: 'raw' }]
  const reason = { kind: 'left-to-partner', is: 'raw' }

  it('is noted so together with its bytes, where nothing is left out for it', async () => {
    const { run, changes, told } = bench({ pairs })
    await run('fingerprint', found)
    expect(changes).toMatchObject([...noted, { of: 'fingerprint', fileId: 1 }])
    expect(told).toEqual(['room', 'fingerprint-stored', 'read'])
  })

  it('is noted so as it is prepared, of what was read before anybody looked', async () => {
    const decision = ok({ kind: 'send', plan: aPlan(), facts: null } as never)
    const { run, changes } = bench({ pairs, decision })
    await run('prepare', prepared)
    expect(changes).toMatchObject([...noted, { of: 'upload', uploadId: 1 }])
  })

  it('is left out unread where its folder wants the still alone', async () => {
    const { run, changes, told } = bench({ pairs, leavesPairsOut: true, leftAs: [null, 'raw'] })
    await run('fingerprint', found)
    expect(changes).toEqual([
      ...noted,
      { of: 'file', fileId: 1, next: { state: 'skipped', reason } },
    ])
    expect(told).toEqual(['plan-stored', 'plan-stored'])
  })

  it.each([
    ['prepare', prepared],
    ['send', ready],
  ] as const)('is left out at the last moment: before %s', async (step, item) => {
    const { run, changes, asked } = bench({ leftAs: ['raw'] })
    await run(step, item)
    expect(changes).toEqual([{ of: 'upload', uploadId: 1, next: { state: 'skipped', reason } }])
    expect(asked).toEqual([])
  })

  it('goes where its partner does not', async () => {
    const { run, changes } = bench({ pairs, leavesPairsOut: true, leftAs: [null] })
    await run('fingerprint', found)
    expect(changes).toMatchObject([...noted, { of: 'fingerprint', fileId: 1 }])
  })

  it('is nothing yet where it was stopped meanwhile', async () => {
    const { run, stop, changes } = bench({ pairs, leavesPairsOut: true, leftAs: ['raw'] })
    stop.abort()
    await run('fingerprint', found)
    expect(changes).toEqual([])
  })
})

describe('a file that is read', () => {
  const item = anItem({ lifecycle: { state: 'found' }, uploadId: null, contentId: null })

  it('and fails is handed on, and nothing of it is stored', async () => {
    const { run, changes, told, failed, steps } = bench({ found: fail(gone) })
    await run('fingerprint', item)
    expect([failed, changes, told]).toEqual([[gone], [], []])
    expect(steps.active()).toEqual([])
  })

  it.each([
    ['fingerprint', item],
    ['prepare', anItem({ lifecycle: { state: 'fingerprinted' } })],
  ] as const)('and stopped meanwhile keeps its state: in %s', async (step, of) => {
    const stopping: { now?: () => void } = {}
    for (const answers of [{}, { found: fail(gone), decision: fail(gone) }]) {
      const decision: Result<Decision, Failure> = ok({ kind: 'send', plan: aPlan(), facts })
      const { run, stop, changes, told, failed } = bench({
        ...{ decision, ...answers },
        whileReading: () => stopping.now?.(),
      })
      stopping.now = () => stop.abort()
      await run(step, of)
      expect([changes, told, failed]).toEqual([[], [], []])
    }
  })
})

describe('a photo that is prepared', () => {
  const item = anItem({ lifecycle: { state: 'fingerprinted' } })

  const behind = aLifecycle('waiting')
  if (behind.state !== 'waiting') throw new Error('another state')
  const undated = { ...behind, failure: { kind: 'undated' }, resumesAs: 'fingerprinted' } as const
  const date: DateOf = () => null
  it.each<[string, string, Lifecycle, DateOf | undefined, Undated]>([
    ['goes as it is', 'leave', item.lifecycle, undefined, 'leave'],
    ['goes as it is, known to have none', 'leave', undated, undefined, 'left'],
    ['goes back behind the others', 'by-folder', item.lifecycle, date, 'later'],
    ['gets what tells its date', 'by-folder', undated, date, date],
    ['goes as it is where nothing tells it', 'by-folder', undated, undefined, 'leave'],
  ])('without a date %s', async (_, choice, lifecycle, told, wish) => {
    const { run, prepared } = bench(told === undefined ? {} : { date: told })
    await run('prepare', anItem({ lifecycle, undated: choice }))
    expect(prepared.map((request) => request.undated)).toEqual([wish])
  })

  it.each([
    ['its folder', 'original', 'original'],
    ['all', null, defaultSettings.photoSize],
  ] as const)('is as large as is wanted of %s', async (_, photoSize, wish) => {
    const { run, prepared } = bench()
    await run('prepare', { ...item, photoSize })
    expect(prepared).toMatchObject([{ photoSize: wish, path: item.path, sha256: item.sha256 }])
  })

  it('has its plan and its facts stored, and is told of', async () => {
    const plan = aPlan()
    const { run, changes, told } = bench({ decision: ok({ kind: 'send', plan, facts }) })
    await run('prepare', item)
    expect(changes).toEqual([{ of: 'upload', uploadId: 1, next: { state: 'ready', plan }, facts }])
    expect(told).toEqual(['room', 'plan-stored', 'read', 'original spare'])
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

  it('keeps no room from others while it is only noted that it carries no date, or waits to be decided', async () => {
    const undecided = aLifecycle('waiting')
    if (undecided.state === 'waiting') undecided.failure = { kind: 'undecided' }
    const waits = anItem({ lifecycle: undecided, undated: 'later' })
    for (const [item, kind] of [
      [anItem({ lifecycle: { state: 'fingerprinted' } }), 'undated'],
      [waits, 'undecided'],
    ] as const) {
      const { run, told, failed } = bench({ decision: fail({ kind: 'undated' }) })
      await run('prepare', item)
      expect(failed).toEqual([{ kind }])
      expect(told).toEqual(['room'])
    }
    const { run, told } = bench({ decision: fail(gone) })
    await run('prepare', anItem({ lifecycle: { state: 'fingerprinted' } }))
    expect(told).toEqual([])
  })

  it('without a fingerprint or an upload is a bug', async () => {
    const plan = aPlan()
    const { run } = bench({ decision: ok({ kind: 'send', plan, facts }) })
    await expect(run('prepare', { ...item, sha256: null })).rejects.toThrow('its fingerprint')
    await expect(run('prepare', { ...item, uploadId: null })).rejects.toThrow('its upload')
  })
})

describe('a newer version of a photo whose folder keeps to the older one', () => {
  const skipped = { state: 'skipped', reason: { kind: 'changed-version' } }

  it('is left out before anything is made of it', async () => {
    const { run, changes, told, failed } = bench({ isKept: true })
    await run('prepare', anItem({ lifecycle: { state: 'fingerprinted' } }))
    expect(changes).toEqual([{ of: 'upload', uploadId: 1, next: skipped }])
    expect([told, failed]).toEqual([['plan-stored'], []])
  })

  it('is left out before its bytes are sent, too, and its copy may go', async () => {
    const { run, changes, told, asked, twinsOf } = bench({ isKept: true })
    await run('send', anItem({ lifecycle: { state: 'ready', plan: reduced } }))
    expect(changes).toEqual([{ of: 'upload', uploadId: 1, next: skipped }])
    expect([asked, twinsOf]).toEqual([[], []])
    expect(told).toEqual(['plan-stored', 'reduced spare'])
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
    const own = { sha256: 'ef'.repeat(32), mtimeUs: null, ctimeUs: null }
    expect(asked).toMatchObject([{ path: '/renditions/copy-1', sizeBytes: 90_000, ...own }])
  })

  it('as a copy of a plan from before copies had a hash is sent without one', async () => {
    const { run, asked, twinsOf } = bench({ twin: { is: 'on-its-way' } })
    const plan = { ...reduced } as Extract<SendPlan, { kind: 'reduced' }>
    delete plan.sha256
    await run('send', anItem({ lifecycle: { state: 'ready', plan } }))
    expect(asked).toMatchObject([{ path: '/renditions/copy-1', sha256: null }])
    expect(twinsOf).toEqual([])
  })

  it('as a copy that made a photo already is that photo, and sends nothing', async () => {
    const item = { mediaItemId: 'of another', productUrl: 'http://127.0.0.1:1/x' }
    const { run, asked, changes, told, twinsOf } = bench({ twin: { is: 'done', ...item } })
    await run('send', copy)
    expect(twinsOf).toEqual([[1, 'ef'.repeat(32)]])
    const next = { state: 'done', plan: reduced, ...item }
    expect([asked, changes]).toEqual([[], [{ of: 'upload', uploadId: 1, next }]])
    expect(told).toEqual(['results-stored', 'reduced spare'])
  })

  it('as a copy that is on its way waits for what becomes of it', async () => {
    const { run, asked, failed, changes } = bench({ twin: { is: 'on-its-way' } })
    await run('send', copy)
    expect([asked, changes, failed]).toEqual([[], [], [{ kind: 'copy-on-its-way' }]])
  })

  it('as the same copy as another at the same time waits, also after one that failed', async () => {
    const answers = [fail<Failure>({ kind: 'stalled' }), ok({ token: 'new' })]
    let goOn: () => void = () => undefined
    const { run, asked, failed } = bench({
      send: () =>
        new Promise((resolve) => {
          goOn = () => resolve(answers.shift() ?? fail(gone))
        }),
    })
    const twin = { ...copy, fileId: 2, uploadId: 2 }
    for (const [first, second, met] of [
      [copy, twin, ['copy-on-its-way', 'stalled']],
      [twin, copy, ['copy-on-its-way']],
    ] as const) {
      failed.length = 0
      asked.length = 0
      const work = run('send', first)
      await run('send', second)
      goOn()
      await work
      expect(asked).toHaveLength(1)
      expect(failed.map(({ kind }) => kind)).toEqual(met)
    }
  })

  it('without a plan or an upload is a bug', async () => {
    const { run } = bench()
    const planless = anItem({ lifecycle: { state: 'fingerprinted' } })
    await expect(run('send', planless)).rejects.toThrow('its plan')
    await expect(run('send', { ...original, uploadId: null })).rejects.toThrow('its upload')
  })

  it('is its file with the date in it, whose end is its own', async () => {
    const splices = [{ at: 2, removes: 0, bytes: 'RGF0ZQ==' }]
    const added = { at: 1, offsetMinutes: null, source: 'folder-name' } as const
    const of = {
      kind: 'dated' as const,
      ...{ mimeType: 'image/jpeg', fileName: 'a.jpg', sizeBytes: 9, keptOriginal: null },
      ...{ sha256: 'ab'.repeat(32), date: added },
    }
    const plan = { ...of, splices }
    const dated = anItem({ lifecycle: { state: 'ready', plan } })
    const { path, stamp } = dated
    const { mtimeUs, ctimeUs } = stamp
    for (const failure of [gone, { kind: 'file-changed' } as const]) {
      const { run, asked, changes, told, failed } = bench({ send: async () => fail(failure) })
      await run('send', dated)
      expect(asked).toMatchObject([{ path, mtimeUs, ctimeUs, sha256: plan.sha256, splices }])
      expect([changes, told, failed]).toEqual([[], [], [failure]])
    }
    // An older version kept the copy as a file, which may have been sent before: other bytes would be a second photo.
    const older = bench()
    await older.run(
      'send',
      anItem({ lifecycle: { state: 'ready', plan: { ...of, rendition: 'copy-2' } } }),
    )
    expect(older.asked).toMatchObject([{ path: '/renditions/copy-2', mtimeUs: null }])
    expect(older.asked[0]).not.toHaveProperty('splices')
  })

  it('is made again where its copy is gone, and handed on where it is itself', async () => {
    const first = bench({ send: async () => fail(gone) })
    await first.run('send', copy)
    const anew = [{ of: 'upload', uploadId: 1, next: { state: 'fingerprinted' } }]
    const effects = ['discard copy-1', 'rendition-removed', 'failure-stored']
    expect([first.changes, first.told, first.failed]).toEqual([anew, effects, []])
    // What lies there is not what was made.
    const rotten = bench({ send: async () => fail({ kind: 'file-changed' }) })
    await rotten.run('send', copy)
    expect([rotten.changes, rotten.told, rotten.failed]).toEqual([anew, effects, []])
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
    ['the very first byte of one arrives', null, 1, 0],
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
