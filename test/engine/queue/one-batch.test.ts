// Behaviour of the one batchCreate at a time by itself: when it leaves, with whom, and what is stored around it.
import { describe, expect, it } from 'vitest'
import { DiskFullError } from '../../../src/main/engine/ports/catalogue-trouble.ts'
import type { Change, WorkItem } from '../../../src/main/engine/ports/catalogue.ts'
import type { CreateOutcome } from '../../../src/main/engine/ports/photos.ts'
import {
  createCreateStage,
  type CreateStageOptions,
} from '../../../src/main/engine/queue/create-stage.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok, type Result } from '../../../src/shared/result.ts'
import { aLifecycle, anItem, aPlan } from '../../builders/items.ts'
import { noAlbums } from '../../builders/no-albums.ts'
import { fakePhotos } from '../../fakes/fake-photos.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

type Answer = Result<CreateOutcome[], Failure>

/** An item whose bytes Google holds under a token. */
function sent(id: number, tokenAt: number, token = `token ${id}`): WorkItem {
  const plan = aPlan({ fileName: `${id}.jpg` })
  const lifecycle = { state: 'sent', plan, token, tokenAt } as const
  return anItem({ fileId: id, uploadId: id, name: `name ${id}.jpg`, lifecycle })
}
const created = (id: number): CreateOutcome => ok({ mediaItemId: `item ${id}`, productUrl: null })

function open(items: (now: number) => WorkItem[], change: Partial<CreateStageOptions> = {}) {
  const clock = manualClock()
  let stored = items(clock.now())
  const log: string[] = []
  const asked: { token: string; fileName: string }[][] = []
  let answers: ((of: { token: string }[], signal: AbortSignal) => Answer | Promise<Answer>)[] = []
  const state = { isOpen: true, isDrained: true, looks: 0, wantsAlbums: false, isDue: false }
  const bugs: unknown[] = []
  const note = (changes: readonly Change[]): Promise<void> => {
    const states = changes.map((change) =>
      'next' in change && change.of === 'upload'
        ? `${change.uploadId} ${change.next.state}`
        : change.of,
    )
    log.push(states.join(', '))
    const ids = new Set(changes.map((change) => ('uploadId' in change ? change.uploadId : 0)))
    stored = stored.filter(({ uploadId }) => !ids.has(uploadId ?? -1))
    return Promise.resolve()
  }
  const stage = createCreateStage({
    store: {
      next: (_state, limit, _nowMs, busy) => {
        state.looks += 1
        return stored.filter(({ uploadId }) => !busy.has(uploadId ?? -1)).slice(0, limit)
      },
      readyCount: () => 0,
      twinOf: () => null,
      isKeptVersion: () => false,
      olderFiles: () => null,
      pairCandidates: () => [],
      leavesPairsOut: () => false,
      leftToPartner: () => null,
      takeUpUndated: () => false,
      besides: () => null,
      currentAccount: () => null,
      retryFile: () => false,
      nextDueAt: () => null,
      record: () => undefined,
      resumeCreating: () => 0,
      countRequests: () => undefined,
      requestsToday: () => ({ used: 0, resetsAt: 0 }),
      albumOwner: () => null,
      wantsAlbums: () => state.wantsAlbums,
      isTitleTaken: () => false,
      isAlbumDue: (isLeftAlone) => state.isDue && !isLeftAlone({ sourceId: 1, key: 'Party' }),
      waitingForAlbums: () => stored.map(({ uploadId }) => ({ name: '', uploadId: uploadId ?? 0 })),
      sentItems: (ids) => stored.filter(({ uploadId }) => ids.includes(uploadId ?? 0)),
      albumsAt: () => [],
      allAlbums: () => [],
      albumFolders: () => [],
      albumFigures: () => ({ created: 0, items: 0, refused: 0, waiting: 0 }),
      nextForAlbum: () => null,
      takeOverAlbum: () => false,
    },
    photos: {
      ...fakePhotos({ read: () => Promise.resolve(ok(Buffer.alloc(0))) }),
      create: async (of, signal) => {
        asked.push(of.map(({ token, fileName }) => ({ token, fileName })))
        log.push('request')
        const answer = answers.shift()
        return answer === undefined ? ok(of.map((_, at) => created(at))) : answer([...of], signal)
      },
    },
    clock,
    recorder: {
      record: note,
      recordSoon: note,
      settled: () => Promise.resolve(),
      waitNoMore: () => undefined,
      stop: () => undefined,
    },
    checkpoint: (name) => log.push(`(${name})`),
    isOpen: () => state.isOpen,
    captionOf: () => undefined,
    logger: { error: () => undefined },
    albums: noAlbums,
    isPatient: () => true,
    isScanning: () => false,
    onNobodys: (failure) => void bugs.push(failure),
    isUpstreamDrained: () => state.isDrained,
    onDone: async (those) => void log.push(`done ${those.map(({ fileId }) => fileId).join(' ')}`),
    onFailure: async (those, failure) =>
      void log.push(`${failure.kind} ${those.map(({ fileId }) => fileId).join(' ')}`),
    onBug: async (_, bug) => void bugs.push(bug),
    onProgress: () => undefined,
    ...change,
  })
  const turn = async (): Promise<void> => {
    for (let turns = 0; turns < 20; turns += 1) await new Promise((go) => setImmediate(go))
  }
  /** Lets the batch leave and come back. */
  const go = async (): Promise<void> => {
    stage.pump()
    clock.advance(300)
    await turn()
  }
  const answer = (...next: typeof answers): void => {
    answers = next
  }
  return {
    stage,
    clock,
    state,
    log,
    asked,
    bugs,
    turn,
    go,
    answer,
    put: (list: WorkItem[]) => (stored = list),
  }
}

describe('a batch', () => {
  it('is stored as being created before its request leaves, and as made after', async () => {
    const { go, log, asked, stage } = open((now) => [sent(1, now), sent(2, now)])
    expect(stage.isDrained()).toBe(false)
    await go()
    expect(log).toEqual([
      '1 creating, 2 creating',
      '(creating-stored)',
      'request',
      '(items-created)',
      '1 done, 2 done',
      '(results-stored)',
      'done 1 2',
    ])
    expect(asked).toEqual([
      [
        { token: 'token 1', fileName: '1.jpg' },
        { token: 'token 2', fileName: '2.jpg' },
      ],
    ])
    expect(stage.isDrained()).toBe(true)
    expect(stage.inHand()).toEqual([])
  })

  it('waits 0.3 s for company when nothing is on its way, and 20 s while something is', async () => {
    const alone = open((now) => [sent(1, now)])
    alone.stage.pump()
    alone.clock.advance(299)
    await alone.turn()
    expect(alone.asked).toEqual([])
    alone.clock.advance(1)
    await alone.turn()
    expect(alone.asked).toHaveLength(1)
    const awaited = open((now) => [sent(1, now)])
    awaited.state.isDrained = false
    awaited.stage.pump()
    awaited.clock.advance(10_000)
    awaited.stage.pump()
    awaited.clock.advance(9_999)
    await awaited.turn()
    expect(awaited.asked).toEqual([])
    awaited.clock.advance(1)
    await awaited.turn()
    expect(awaited.asked).toHaveLength(1)
  })

  it('of fifty leaves at once, and leads to another look', async () => {
    const many = Array.from({ length: 60 }, (_, index) => index + 1)
    const { stage, asked, turn, clock, state } = open((now) => many.map((id) => sent(id, now)))
    state.isDrained = false
    stage.pump()
    await turn()
    expect(asked.map((batch) => batch.length)).toEqual([50])
    expect(stage.isDrained()).toBe(false)
    stage.pump()
    clock.advance(20_000)
    await turn()
    expect(asked.map((batch) => batch.length)).toEqual([50, 10])
  })

  it('is of those that arrived meanwhile, for which the store is asked when it leaves', async () => {
    const { stage, clock, turn, asked, state, put } = open(() => [])
    stage.pump()
    expect(state.looks).toBe(1)
    expect(stage.isDrained()).toBe(true)
    put([sent(1, clock.now())])
    stage.arrived(sent(1, clock.now()))
    expect(stage.isDrained()).toBe(false)
    stage.pump()
    expect(state.looks).toBe(1)
    clock.advance(300)
    await turn()
    expect(asked).toHaveLength(1)
    put([sent(2, clock.now())])
    stage.lookAgain()
    expect(stage.isDrained()).toBe(false)
    stage.pump()
    expect(state.looks).toBe(3)
  })

  it('does not leave while it may not, nor beside another', async () => {
    const { stage, state, asked, go, answer, turn, clock } = open((now) => [sent(1, now)])
    state.isOpen = false
    await go()
    expect(asked).toEqual([])
    state.isOpen = true
    let end: (answer: Answer) => void = () => undefined
    answer(() => new Promise((resolve) => (end = resolve)))
    await go()
    expect(stage.inHand()).toHaveLength(1)
    expect(stage.isDrained()).toBe(false)
    stage.arrived(sent(2, clock.now()))
    stage.pump()
    clock.advance(60_000)
    await turn()
    expect(asked).toHaveLength(1)
    end(ok([created(1)]))
    await stage.settled()
    expect(stage.inHand()).toEqual([])
  })

  it('of one photo that goes first is waited for before another one is sent', async () => {
    const { stage, go, answer, put } = open((now) => [sent(1, now)])
    stage.oneFirst()
    let end: (answer: Answer) => void = () => undefined
    answer(() => new Promise((resolve) => (end = resolve)))
    expect([stage.letsSend(0), stage.letsSend(1)]).toEqual([false, false])
    await go()
    expect(stage.letsSend(0)).toBe(false)
    put([])
    end(ok([created(1)]))
    await stage.settled()
    // Twice as many may go after one that went through.
    expect([0, 1, 2].map((sending) => stage.letsSend(sending))).toEqual([true, true, false])
  })
})

it('photos in a batch are not among those that wait for one', async () => {
  const { stage, answer, go, put, clock } = open((now) => [sent(1, now)])
  expect(stage.isHolding()).toBe(true)
  let end: (answer: Answer) => void = () => undefined
  answer(() => new Promise((resolve) => (end = resolve)))
  await go()
  put([sent(1, clock.now())])
  stage.lookAgain()
  expect(stage.isHolding()).toBe(false)
  put([sent(1, clock.now()), sent(2, clock.now())])
  stage.lookAgain()
  expect(stage.isHolding()).toBe(true)
  end(ok([created(1)]))
  await stage.settled()
})

describe('a token', () => {
  const day = 24 * 3600_000

  it('that is too old goes back to be sent again, and the others go on', async () => {
    const { go, log, asked } = open((now) => [sent(1, now - day), sent(2, now)])
    await go()
    expect(log.slice(0, 3)).toEqual(['1 ready', '(failure-stored)', '2 creating'])
    expect(asked).toEqual([[{ token: 'token 2', fileName: '2.jpg' }]])
  })

  it('that is too old is no reason for an empty request', async () => {
    const { go, log } = open((now) => [sent(1, now - day)])
    await go()
    expect(log).toEqual(['1 ready', '(failure-stored)'])
  })

  it('that is too old goes back at once with all of its kind, also where one photo goes first', async () => {
    const { stage, state, clock, turn, go, answer, log, asked, put } = open((now) => [sent(1, now)])
    answer(() => {
      state.isOpen = false
      return fail({ kind: 'daily-quota', resetsAt: 0 })
    })
    await go()
    const old = Array.from({ length: 49 }, (_, index) => sent(index + 10, clock.now() - day))
    put([...old.slice(0, 30), sent(2, clock.now()), sent(3, clock.now()), ...old.slice(30)])
    state.isOpen = true
    stage.lookAgain()
    const from = log.length
    stage.pump()
    await turn()
    expect(log[from]).toBe(
      old
        .slice(0, 48)
        .map(({ fileId }) => `${fileId} ready`)
        .join(', '),
    )
    expect(asked.at(-1)).toEqual([{ token: 'token 2', fileName: '2.jpg' }])
  })

  it('that is missing is asked for anew by sending the bytes again', async () => {
    const waiting = aLifecycle('waiting')
    if (waiting.state !== 'waiting') throw new Error('another state')
    const { go, log, asked } = open(() => [
      anItem({ lifecycle: { ...waiting, resumesAs: 'sent', token: null, tokenAt: null } }),
    ])
    await go()
    expect(log[0]).toBe('1 ready')
    expect(asked).toEqual([])
  })

  it('of all is fresh: nothing is stored for nothing', async () => {
    const { go, log } = open((now) => [sent(1, now)])
    await go()
    expect(log[0]).toBe('1 creating')
  })

  it('that is bad is found by halves', async () => {
    const { go, asked, answer, log } = open((now) => [1, 2, 3].map((id) => sent(id, now)))
    const judge = (of: { token: string }[]): Answer =>
      of.some(({ token }) => token === 'token 3')
        ? fail({ kind: 'upload-token-invalid' })
        : ok(of.map((_, at) => created(at)))
    answer(judge, judge, judge)
    await go()
    expect(asked.map((batch) => batch.map(({ token }) => token.at(-1)).join(''))).toEqual([
      ...['123', '12', '3'],
    ])
    expect(log.filter((line) => /done \d|invalid/.test(line))).toEqual([
      'done 1 2',
      'upload-token-invalid 3',
    ])
  })
})

describe('the outcomes', () => {
  it('that share a failure are told together, those made before', async () => {
    const { go, answer, log } = open((now) => [1, 2, 3, 4, 5].map((id) => sent(id, now)))
    const error = fail({ kind: 'item-error', code: 13 } as const)
    const rejected = fail({ kind: 'duplicate-in-batch' } as const)
    answer(() => ok([error, created(2), rejected, error]))
    await go()
    expect(log.slice(-6)).toEqual([
      '2 done',
      '(results-stored)',
      'done 2',
      'item-error 1 4',
      'duplicate-in-batch 3',
      // Google said nothing of the last.
      'missing-result 5',
    ])
  })

  it('of nothing made store nothing', async () => {
    const { go, answer, log } = open((now) => [sent(1, now)])
    answer(() => ok([fail({ kind: 'item-error', code: 13 })]))
    await go()
    expect(log).not.toContain('(results-stored)')
    expect(log.at(-1)).toBe('item-error 1')
  })

  it('are one failure where the request failed', async () => {
    const { go, answer, log } = open((now) => [sent(1, now), sent(2, now)])
    answer(() => fail({ kind: 'offline' }))
    await go()
    expect(log.slice(-2)).toEqual(['request', 'offline 1 2'])
  })
})

describe('a request that does not come back', () => {
  it('is undone when it was interrupted, and is no bug', async () => {
    const { go, answer, log, bugs, stage } = open((now) => [sent(1, now)])
    answer((_, signal) => {
      stage.interrupt()
      expect(signal.aborted).toBe(true)
      throw new Error('interrupted')
    })
    await go()
    expect(log.slice(-2)).toEqual(['1 sent', '(failure-stored)'])
    expect(bugs).toEqual([])
  })

  it('is undone after a bug, which is told', async () => {
    const { go, answer, log, bugs } = open((now) => [sent(1, now)])
    const bug = new Error('a bug')
    answer(() => {
      throw bug
    })
    await go()
    expect(log.slice(-2)).toEqual(['1 sent', '(failure-stored)'])
    expect(bugs).toEqual([bug])
  })

  it('has one timer, however often something may have come', () => {
    const { stage, clock } = open((now) => [sent(1, now)])
    for (let time = 0; time < 5; time += 1) stage.pump()
    expect(clock.pending()).toBe(1)
  })

  it('whose album is being made when all is stopped is undone, and is no bug', async () => {
    const stop = (): void => one.stage.interrupt()
    const one = open(
      (now) => [{ ...sent(1, now), album: { sourceId: 1, key: 'Party', takenAt: null } }],
      {
        albums: {
          ...noAlbums,
          albumFor: () => {
            stop()
            return Promise.reject(new Error('stopped'))
          },
        },
      },
    )
    await one.go()
    expect(one.log.slice(-2)).toEqual(['1 sent', '(failure-stored)'])
    expect([one.bugs, one.asked]).toEqual([[], []])
  })

  it('has no timer where there is nothing to wait for', () => {
    const { stage, clock } = open(() => [])
    stage.pump()
    expect(clock.pending()).toBe(0)
  })

  it('leaves no timer when all is to end', () => {
    const { stage, clock } = open((now) => [sent(1, now)])
    stage.pump()
    expect(clock.pending()).toBe(1)
    stage.interrupt()
    expect(clock.pending()).toBe(0)
    stage.pump()
    void stage.settled()
    expect(clock.pending()).toBe(0)
  })
})

it('an item without an upload is a bug', async () => {
  const { go, bugs } = open((now) => [{ ...sent(1, now), uploadId: null }])
  await go()
  expect(String(bugs[0])).toContain('is sent but has no upload')
})

it('an item that waited keeps its token', async () => {
  const { go, asked } = open((now) => [
    anItem({
      lifecycle: {
        ...{ ...aLifecycle('waiting'), state: 'waiting', resumesAs: 'sent' },
        ...{ until: 0, failure: { kind: 'stalled' }, attempts: 1 },
        ...{ plan: aPlan(), token: 'kept', tokenAt: now },
      },
    }),
  ])
  await go()
  expect(asked[0]?.[0]).toEqual({ token: 'kept', fileName: 'photo.jpg' })
})

describe('what waits for nothing but its album', () => {
  type Added = Awaited<ReturnType<CreateStageOptions['albums']['addDue']>>
  const party = { sourceId: 1, key: 'Party' }
  const worked: Added = { place: party, added: ok(true) }
  const nothing: Added = { place: null, added: ok(false) }
  const refused: Added = { place: party, added: fail({ kind: 'server-error', status: 500 }) }

  /** A stage with photos for an album in the library, and the answers of the keeper in their order. */
  function due(answers: (Added | Error | ((signal: AbortSignal) => Promise<Added>))[] = []) {
    const world = { added: 0, isScanning: false, errors: [] as unknown[], progress: 0 }
    const one = open(() => [], {
      albums: {
        ...noAlbums,
        addDue: (_, signal) => {
          world.added += 1
          const answer = answers.shift() ?? nothing
          if (answer instanceof Error) return Promise.reject(answer)
          return typeof answer === 'function' ? answer(signal) : Promise.resolve(answer)
        },
      },
      isScanning: () => world.isScanning,
      logger: { error: (_, bug) => world.errors.push(bug) },
      onProgress: () => (world.progress += 1),
    })
    one.state.wantsAlbums = true
    one.state.isDue = true
    return { ...one, world }
  }

  it('is put in last: once nothing else is on its way, and no folder is scanned', async () => {
    const { stage, state, world, go } = due()
    state.isDrained = false
    await go()
    state.isDrained = true
    world.isScanning = true
    await go()
    expect([world.added, stage.isDrained()]).toEqual([0, false])
    world.isScanning = false
    await go()
    expect([world.added, stage.isDrained(), world.progress]).toEqual([1, true, 1])
  })

  it('is put in behind photos that are about to leave', async () => {
    const { stage, clock, turn, asked, put, world, go } = due()
    put([sent(1, clock.now())])
    stage.pump()
    await turn()
    expect([asked.length, world.added]).toEqual([0, 0])
    clock.advance(300)
    await turn()
    expect([asked.length, world.added]).toEqual([1, 0])
    await go()
    expect(world.added).toBe(1)
  })

  it('is asked for again only once something changed', async () => {
    for (const change of ['lookAgain', 'stored', 'hurry'] as const) {
      const { stage, world, go } = due()
      await go()
      await go()
      expect(world.added).toBe(1)
      stage[change]()
      expect(stage.isDrained()).toBe(false)
      await go()
      expect(world.added).toBe(2)
    }
  })

  it('is asked for at once where something was put in, and is in hand meanwhile', async () => {
    const { promise, resolve } = Promise.withResolvers<Added>()
    const { stage, world, go } = due([() => promise, worked])
    await go()
    await go()
    expect([world.added, stage.isDrained()]).toEqual([1, false])
    resolve(worked)
    await stage.settled()
    await go()
    await go()
    expect(world.added).toBe(3)
  })

  it('costs nothing while no folder wants albums', async () => {
    const { stage, state, world, go } = due()
    state.wantsAlbums = false
    await go()
    expect([world.added, stage.isDrained()]).toEqual([0, true])
  })

  it('rests with an album in trouble and is tried after that, until nobody waits for it any more', async () => {
    const { stage, clock, turn, world, bugs, go } = due([refused, refused, refused])
    await go()
    await go()
    // What rests for a minute is soon to be done.
    expect([world.added, stage.isDrained()]).toEqual([1, false])
    for (const tries of [2, 3]) {
      clock.advance(60_000)
      await turn()
      expect(world.added).toBe(tries)
      await go()
    }
    expect([world.added, stage.isDrained()]).toEqual([3, true])
    clock.advance(15 * 60_000)
    await turn()
    expect([world.added, bugs]).toEqual([4, []])
  })

  it('has no timer while folders are scanned, whose end is told', async () => {
    const { stage, clock, world, go } = due([refused])
    await go()
    await go()
    expect(clock.pending()).toBe(1)
    world.isScanning = true
    stage.pump()
    expect(clock.pending()).toBe(0)
  })

  it('is tried at once where somebody asks for it', async () => {
    const { stage, world, go } = due([refused])
    await go()
    await go()
    expect(world.added).toBe(1)
    stage.hurry()
    await go()
    expect(world.added).toBe(2)
  })

  it('is tried at once where photos meet trouble as well, which is no album’s', async () => {
    const { stage, state, clock, answer, put, world, go } = due([refused])
    await go()
    answer(() => fail({ kind: 'offline' }))
    put([sent(1, clock.now())])
    state.wantsAlbums = false
    stage.lookAgain()
    await go()
    put([])
    state.wantsAlbums = true
    stage.lookAgain()
    await go()
    expect(world.added).toBe(2)
  })

  it('is no album in trouble where one goes well in between', async () => {
    const { clock, stage, world, go } = due([refused, worked, refused, refused])
    for (let time = 0; time < 4; time += 1) {
      await go()
      if (time !== 1) clock.advance(60_000)
    }
    expect([world.added, stage.isDrained()]).toEqual([4, false])
  })

  it('has trouble of the line, or of none, told as nobody’s', async () => {
    const failure = { kind: 'offline' } as const
    for (const place of [party, null]) {
      const { bugs, stage, go } = due([{ place, added: fail(failure) }])
      await go()
      expect([bugs, stage.isDrained()]).toEqual([[failure], false])
    }
  })

  it('rests as a whole after a bug, which is logged', async () => {
    const bug = new Error('a bug')
    const { clock, stage, turn, world, bugs, go } = due([bug])
    await go()
    await go()
    expect([world.added, world.errors, bugs]).toEqual([1, [bug], []])
    expect(stage.isDrained()).toBe(true)
    clock.advance(15 * 60_000)
    await turn()
    expect(world.added).toBe(2)
  })

  it('that the store does not take is told as what it is', async () => {
    const { world, bugs, go } = due([new DiskFullError()])
    await go()
    expect([bugs, world.errors]).toEqual([[{ kind: 'disk-full' }], []])
  })

  it('is let go of when all is to end, and that is no bug', async () => {
    const { stage, world, bugs, turn, go } = due([
      (signal) =>
        new Promise((_, reject) => {
          signal.addEventListener('abort', () => reject(new Error('stopped')))
        }),
    ])
    await go()
    stage.interrupt()
    await turn()
    await stage.settled()
    expect([world.added, world.errors, bugs]).toEqual([1, [], []])
    expect(stage.isDrained()).toBe(false)
    await go()
    expect([world.added, stage.isDrained()]).toEqual([2, true])
  })
})
