import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { systemClock } from '../../src/main/engine/system-ports.ts'
import {
  createEngineSupervisor,
  type EngineState,
  type EngineSupervisor,
} from '../../src/main/shell/engine-supervisor.ts'
import { startNodeProcess } from '../../src/main/shell/node-process.ts'

const script = join(import.meta.dirname, 'fake-engine.ts')

let folder: string
let supervisor: EngineSupervisor | null = null
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-process-'))
})
afterEach(async () => {
  await supervisor?.stop()
  supervisor = null
  await rm(folder, { recursive: true, force: true })
})

interface Run {
  supervisor: EngineSupervisor
  lines: string[]
  /** Resolves with the first state that is not `starting`. */
  settled: Promise<EngineState>
}

function run(dataFolder: string, node = process.execPath): Run {
  const lines: string[] = []
  let settle: (state: EngineState) => void = () => undefined
  const settled = new Promise<EngineState>((resolve) => {
    settle = resolve
  })
  const made = createEngineSupervisor({
    clock: systemClock,
    options: {
      dataFolder,
      cacheFolder: join(folder, 'cache'),
      googleOrigin: null,
      builtInClient: null,
      imageWorker: 'node',
      appVersion: '1.0.0',
    },
    facts: () => ({
      isOnline: null,
      network: null,
      isMetered: null,
      isOnBattery: null,
      isAsleep: false,
    }),
    startEngine: () =>
      startNodeProcess({ script, name: 'engine', onLine: (line) => lines.push(line) }, node),
    startImageWorker: () => {
      throw new Error('The Node host has no image workers of its own.')
    },
    answer: () => Promise.resolve(null),
    onEvent: () => undefined,
    onLog: (_level, line) => lines.push(line),
    onState: settle,
  })
  supervisor = made
  return { supervisor: made, lines, settled }
}

describe('an engine in a real process', () => {
  it('answers commands and stops when it is asked to', async () => {
    const { supervisor: running } = run(folder)
    running.start()
    expect(await running.command('getStatus', {})).toMatchObject({ ok: true })
    await running.stop()
    expect(await running.command('getStatus', {})).toMatchObject({ ok: false })
  })

  it('that dies at once is started again, and the window is told', async () => {
    const { supervisor: running, settled } = run(join(folder, 'dies-at-once'))
    running.start()
    expect(await settled).toEqual({ state: 'restarting', failure: { kind: 'engine-down' } })
  })

  it('that cannot be started at all counts as a death, and says why', async () => {
    const { supervisor: running, settled, lines } = run(folder, join(folder, 'no-such-node'))
    running.start()
    expect((await settled).state).toBe('restarting')
    expect(lines.join('\n')).toContain('ENOENT')
  })

  it('that refuses its catalogue is left alone', async () => {
    const { supervisor: running, settled } = run(join(folder, 'newer'))
    running.start()
    expect(await settled).toEqual({
      state: 'failed',
      failure: { kind: 'catalogue-newer', found: 9, known: 1 },
    })
  })

  it('gives way with all its threads to the window and whatever else the user does, when it is told to', async () => {
    const script = join(folder, 'priority.mjs')
    await writeFile(
      script,
      `import { readdirSync } from 'node:fs'
       import os from 'node:os'
       const say = () => {
         const threads = os.platform() === 'linux' ? readdirSync('/proc/self/task').map(Number) : [0]
         console.log(JSON.stringify(threads.map((id) => os.getPriority(id))))
       }
       say()
       process.on('message', say)`,
    )
    const lines: string[] = []
    let heard = (): void => undefined
    const hosted = startNodeProcess(
      {
        script,
        name: 'engine',
        onLine(line) {
          lines.push(line)
          heard()
        },
      },
      process.execPath,
    )
    const next = (): Promise<void> => new Promise((resolve) => (heard = resolve))
    await next()
    hosted.giveWay()
    hosted.post({})
    await next()
    hosted.kill()
    const [before, after] = lines.map((line) => JSON.parse(line) as number[])
    const lowest = constants.priority.PRIORITY_BELOW_NORMAL
    expect(Math.min(...(before ?? []))).toBeLessThan(lowest)
    expect(Math.min(...(after ?? []))).toBeGreaterThanOrEqual(lowest)
  })
})
