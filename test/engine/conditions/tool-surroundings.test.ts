// What a program without a window knows on Windows and macOS, from the answers of made-up tools.
import { describe, expect, it } from 'vitest'
import {
  isOnBatteryBy,
  toolSurroundings,
  type SystemTools,
} from '../../../src/main/engine/conditions/tool-surroundings.ts'
import type { SystemFacts } from '../../../src/main/engine/ports/outside.ts'
import { manualClock } from '../../fakes/manual-clock.ts'

const never = new Promise<never>(() => undefined)

function machine(tools: Partial<SystemTools> = {}) {
  const state = { address: 'a', kind: 'wifi' as SystemFacts['network'], isOnBattery: true }
  const asked = { kind: 0, power: 0 }
  const problems: string[] = []
  const clock = manualClock()
  const open = (needsLine = true) =>
    toolSurroundings({
      clock,
      needsLine,
      logger: { info: () => undefined, error: (problem) => problems.push(problem) },
      tools: {
        signature: () => state.address,
        hasAddress: () => state.address !== '',
        askKind: async () => {
          asked.kind += 1
          return state.kind
        },
        askMetered: async () => true,
        askIsOnBattery: async () => {
          asked.power += 1
          return state.isOnBattery
        },
        ...tools,
      },
    })
  return { state, asked, problems, clock, open }
}

describe('the surroundings that tools tell of', () => {
  it('are known before anything is uploaded', async () => {
    const { open } = machine()
    expect((await open()).facts()).toEqual({
      isOnline: null,
      network: 'wifi',
      isMetered: true,
      isOnBattery: true,
      isAsleep: false,
    })
  })

  it('are offline without an address, where a line is needed', async () => {
    const { state, open } = machine()
    state.address = ''
    expect((await open()).facts().isOnline).toBe(false)
    expect((await open(false)).facts().isOnline).toBeNull()
  })

  it('are looked at again while somebody listens, and tools are started for a change alone', async () => {
    const { state, asked, clock, open } = machine()
    const surroundings = await open()
    const told: SystemFacts[] = []
    const stop = surroundings.subscribe((facts) => told.push(facts))
    clock.advance(59_000)
    expect([asked, told]).toEqual([{ kind: 1, power: 1 }, []])
    Object.assign(state, { address: 'b', kind: 'cable', isOnBattery: false })
    clock.advance(6_000)
    await expect.poll(() => told.at(-1)).toMatchObject({ network: 'cable', isOnBattery: false })
    expect(asked).toEqual({ kind: 2, power: 2 })
    stop()
    state.address = 'c'
    clock.advance(600_000)
    expect(asked).toEqual({ kind: 2, power: 2 })
  })

  it('stay unknown where a tool fails, with a line in the log', async () => {
    const refuse = () => Promise.reject(new Error('not here'))
    const { problems, open } = machine({ askKind: refuse, askIsOnBattery: refuse })
    expect((await open()).facts()).toMatchObject({ network: null, isOnBattery: null })
    expect(problems).toHaveLength(2)
  })

  it('are not waited for longer than ten seconds', async () => {
    const { clock, open } = machine({ askKind: () => never })
    const opening = open()
    clock.advance(10_000)
    expect((await opening).facts()).toMatchObject({ network: null, isOnBattery: true })
  })
})

it.each([
  [{ hasBattery: true, acConnected: false }, true],
  [{ hasBattery: true, acConnected: true }, false],
  // A computer without one says that it is not connected, either.
  [{ hasBattery: false, acConnected: false }, false],
])('%o is on battery: %s', (found, expected) => {
  expect(isOnBatteryBy(found)).toBe(expected)
})
