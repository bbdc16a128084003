import { describe, expect, it } from 'vitest'
import type { EngineOptions } from '../../src/shared/link.ts'
import type { SystemFacts } from '../../src/main/engine/ports/outside.ts'
import {
  createEngineSupervisor,
  type EngineState,
  type EngineSupervisor,
} from '../../src/main/shell/engine-supervisor.ts'
import { manualClock, type ManualClock } from '../fakes/manual-clock.ts'
import { fakeProcess, type FakeProcess } from './fake-process.ts'

const facts: SystemFacts = {
  isOnline: true,
  network: 'cable',
  isMetered: null,
  isOnBattery: false,
  isAsleep: false,
}
const options: EngineOptions = {
  dataFolder: '/data',
  cacheFolder: '/cache',
  googleOrigin: null,
  builtInClient: null,
  imageWorker: 'shell',
  appVersion: '1.0.0',
}

interface Bench {
  supervisor: EngineSupervisor
  clock: ManualClock
  engines: FakeProcess[]
  workers: FakeProcess[]
  /** How each worker was to be started. */
  wanted: unknown[]
  states: EngineState[]
  log: string[]
  events: [string, unknown][]
  engine(): FakeProcess
}

function bench(answer: (name: string) => Promise<unknown> = () => Promise.resolve(null)): Bench {
  const clock = manualClock()
  const made: Omit<Bench, 'supervisor'> = {
    clock,
    engines: [],
    workers: [],
    wanted: [],
    states: [],
    log: [],
    events: [],
    engine() {
      const last = made.engines.at(-1)
      if (last === undefined) throw new Error('No engine was started.')
      return last
    },
  }
  const start = (list: FakeProcess[]) => (): FakeProcess => {
    const started = fakeProcess()
    list.push(started)
    return started
  }
  const supervisor = createEngineSupervisor({
    clock,
    options,
    facts: () => facts,
    startEngine: start(made.engines),
    startImageWorker(wanted) {
      made.wanted.push(wanted)
      return start(made.workers)()
    },
    answer,
    onEvent: (name, payload) => made.events.push([name, payload]),
    onLog: (_level, line) => made.log.push(line),
    onState: (state) => made.states.push(state),
  })
  return { ...made, supervisor }
}

/** Lets promises that are settled already run on. */
const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

describe('the supervisor', () => {
  it('starts the engine with its options and facts, and passes commands on', async () => {
    const { supervisor, engine, states } = bench()
    supervisor.start()
    expect(engine().told).toEqual([{ kind: 'start', options, facts }])
    const asked = supervisor.command('scanNow', {})
    // Until it runs, the window waits for it.
    expect(engine().gaveWay).toBe(false)
    engine().says({ kind: 'ready' })
    expect(engine().gaveWay).toBe(true)
    await settle()
    expect(states).toEqual([{ state: 'running', failure: null }])
    expect(engine().told.at(-1)).toEqual({ kind: 'command', id: 1, name: 'scanNow', input: {} })
    engine().says({ kind: 'result', id: 1, result: { ok: true, value: {} } })
    expect(await asked).toEqual({ ok: true, value: {} })
  })

  it('answers engine-down to what was under way when the engine died, and while it is down', async () => {
    const { supervisor, engine } = bench()
    supervisor.start()
    engine().says({ kind: 'ready' })
    const asked = supervisor.command('scanNow', {})
    await settle()
    engine().ends()
    const down = { ok: false, failure: { kind: 'engine-down' } }
    expect(await asked).toEqual(down)
    expect(await supervisor.command('scanNow', {})).toEqual(down)
  })

  it('starts it again later each time, and gives up after three deaths in five minutes', () => {
    const { supervisor, engine, engines, clock, states } = bench()
    supervisor.start()
    engine().ends()
    expect(engines).toHaveLength(1)
    clock.advance(999)
    expect(engines).toHaveLength(1)
    clock.advance(1)
    expect(engines).toHaveLength(2)
    engine().says({ kind: 'ready' })
    clock.advance(60_000)
    engine().ends()
    clock.advance(4_999)
    expect(engines).toHaveLength(2)
    clock.advance(1)
    expect(engines).toHaveLength(3)
    engine().says({ kind: 'ready' })
    engine().ends()
    clock.advance(3_600_000)
    expect(engines).toHaveLength(3)
    expect(states.map(({ state }) => state)).toEqual([
      'restarting',
      'running',
      'restarting',
      'running',
      'failed',
    ])
    expect(states.at(-1)?.failure).toEqual({ kind: 'engine-down' })
  })

  it('forgets deaths that are more than five minutes old', () => {
    const { supervisor, engine, engines, clock } = bench()
    supervisor.start()
    for (let n = 1; n <= 6; n += 1) {
      engine().ends()
      clock.advance(200_000)
      expect(engines).toHaveLength(n + 1)
    }
  })

  it('counts time by the clock that does not jump', () => {
    const { supervisor, engine, clock, states } = bench()
    supervisor.start()
    for (let n = 0; n < 3; n += 1) {
      engine().ends()
      clock.jump(86_400_000)
      clock.advance(5_000)
    }
    expect(states.at(-1)?.state).toBe('failed')
  })

  it('does not start an engine again that says why it cannot run', async () => {
    const { supervisor, engine, engines, clock, states } = bench()
    supervisor.start()
    const failure = { kind: 'catalogue-newer', found: 9, known: 1 } as const
    engine().says({ kind: 'cannot-run', failure })
    engine().ends(0)
    clock.advance(3_600_000)
    expect(engines).toHaveLength(1)
    expect(states).toEqual([{ state: 'failed', failure }])
    expect(await supervisor.command('getStatus', {})).toEqual({ ok: false, failure })
  })

  it('asks for a clean stop and kills after three seconds', async () => {
    const { supervisor, engine, engines, clock } = bench()
    supervisor.start()
    engine().says({ kind: 'ready' })
    const stopped = supervisor.stop()
    expect(engine().told.at(-1)).toEqual({ kind: 'stop' })
    clock.advance(2_999)
    expect(engine().wasKilled).toBe(false)
    clock.advance(1)
    await stopped
    expect(engine().wasKilled).toBe(true)
    clock.advance(60_000)
    expect(engines).toHaveLength(1)
  })

  it('does not kill an engine that stops by itself, and starts none after a stop', async () => {
    const { supervisor, engine, engines, clock } = bench()
    supervisor.start()
    const stopped = supervisor.stop()
    engine().ends(0)
    await stopped
    expect(engine().wasKilled).toBe(false)
    expect(clock.pending()).toBe(0)
    expect(engines).toHaveLength(1)
  })

  it('starts a fresh engine when it is told to, and keeps commands waiting meanwhile', async () => {
    const { supervisor, engine, engines, clock, states } = bench()
    supervisor.start()
    engine().says({ kind: 'ready' })
    const restarted = supervisor.restart()
    const asked = supervisor.command('scanNow', {})
    expect(engine().told.at(-1)).toEqual({ kind: 'stop' })
    engine().ends(0)
    await restarted
    expect(engines).toHaveLength(2)
    engine().says({ kind: 'ready' })
    await settle()
    engine().says({ kind: 'result', id: 1, result: { ok: true, value: {} } })
    expect(await asked).toEqual({ ok: true, value: {} })
    clock.advance(60_000)
    expect(engines).toHaveLength(2)
    expect(states.map(({ state }) => state)).toEqual(['running', 'starting', 'running'])
  })

  it('cancels a restart that a stop comes before', async () => {
    const { supervisor, engine, engines, clock } = bench()
    supervisor.start()
    engine().ends()
    await supervisor.stop()
    clock.advance(60_000)
    expect(engines).toHaveLength(1)
  })

  it('starts nothing any more after a stop', async () => {
    const { supervisor, engines } = bench()
    await supervisor.stop()
    supervisor.start()
    expect(engines).toHaveLength(0)
    expect(await supervisor.command('getStatus', {})).toMatchObject({
      failure: { kind: 'engine-down' },
    })
  })
})

describe('the link', () => {
  it('answers what the engine asks, and says so when it cannot', async () => {
    const { supervisor, engine, log } = bench((name) =>
      name === 'vault.load' ? Promise.resolve({ a: 1 }) : Promise.reject(new Error('no browser')),
    )
    supervisor.start()
    engine().says({ kind: 'ask', id: 7, name: 'vault.load', argument: null })
    engine().says({ kind: 'ask', id: 8, name: 'browser.open', argument: 'x' })
    await settle()
    expect(engine().told.slice(1)).toEqual([
      { kind: 'answer', id: 7, isOk: true, value: { a: 1 } },
      { kind: 'answer', id: 8, isOk: false, value: null },
    ])
    expect(log).toEqual(['browser.open: no browser'])
  })

  it('bridges image workers both ways and ends them with the engine', () => {
    const { supervisor, engine, workers, wanted } = bench()
    supervisor.start()
    engine().says({ kind: 'worker-start', workerId: 3, env: { A: '1' }, execArgv: ['--b'] })
    engine().says({ kind: 'worker-post', workerId: 3, message: { job: 1 } })
    expect(wanted).toMatchObject([{ env: { A: '1' }, execArgv: ['--b'] }])
    expect(workers[0]?.told).toEqual([{ job: 1 }])
    workers[0]?.saysRaw({ done: 1 })
    expect(engine().told.at(-1)).toEqual({
      kind: 'worker-message',
      workerId: 3,
      message: { done: 1 },
    })
    engine().says({ kind: 'worker-kill', workerId: 3 })
    expect(engine().told.at(-1)).toEqual({ kind: 'worker-exit', workerId: 3, code: null })
    engine().says({ kind: 'worker-start', workerId: 4, env: {}, execArgv: [] })
    engine().ends()
    expect(workers[1]?.wasKilled).toBe(true)
  })

  it('notes what is not of the contract and goes on', async () => {
    const { supervisor, engine, log, events } = bench()
    supervisor.start()
    for (const raw of [null, 'x', { kind: 'nonsense' }, { kind: 'event', name: 'other' }])
      engine().saysRaw(raw)
    expect(log).toHaveLength(4)
    engine().says({ kind: 'ready' })
    engine().says({ kind: 'event', name: 'historyChanged', payload: { revision: 1 } })
    expect(events).toEqual([['historyChanged', { revision: 1 }]])
    const asked = supervisor.command('getStatus', {})
    await settle()
    engine().says({ kind: 'result', id: 1, result: 'nonsense' })
    expect(await asked).toMatchObject({ ok: false, failure: { kind: 'unexpected' } })
  })

  it('tells changed facts to the engine that runs', () => {
    const { supervisor, engine } = bench()
    supervisor.tellFacts(facts)
    supervisor.start()
    supervisor.tellFacts({ ...facts, isAsleep: true })
    expect(engine().told.at(-1)).toEqual({ kind: 'facts', facts: { ...facts, isAsleep: true } })
  })
})
