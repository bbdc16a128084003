// The real engine in a process of its own, as the tests' child: real files, real sockets, a real catalogue. Only time,
// randomness and surroundings are a test's to set, and the process kills itself right after a side effect when told.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { createFileVault } from '../../src/main/engine/file-vault.ts'
import { createChildProcessHost, createEngine, type Engine } from '../../src/main/engine/index.ts'
import type { SideEffect } from '../../src/main/engine/ports/outside.ts'
import { lineLogger, tellableSurroundings } from '../../src/main/engine/system-ports.ts'
import { widenThreadPool } from '../../src/main/engine/thread-pool.ts'
import type { Status } from '../../src/shared/status.ts'
import { drivenClock, type DrivenClock } from './harness/driven-clock.ts'
import { leakyWatcher } from './harness/leaky-watcher.ts'
import { seededRandom } from './harness/seeded-random.ts'
import type {
  EngineWishes,
  FromEngineProcess,
  KillPoint,
  ToEngineProcess,
} from './harness/words.ts'

// As in the app.
widenThreadPool()
const surroundings = tellableSurroundings()
let clock: DrivenClock | null = null
let engine: Engine | null = null
let killAt: KillPoint | null = null
const reached = new Set<SideEffect>()

function tell(message: FromEngineProcess): void {
  process.send?.(message)
}

function checkpoint(effect: SideEffect): void {
  if (!reached.has(effect)) {
    reached.add(effect)
    tell({ kind: 'effect', effect })
  }
  if (killAt?.effect !== effect) return
  killAt.occurrence -= 1
  if (killAt.occurrence <= 0) process.kill(process.pid, 'SIGKILL')
}

async function start(wishes: EngineWishes): Promise<void> {
  clock = drivenClock(wishes)
  killAt = wishes.killAt
  surroundings.tell(wishes.facts)
  const random = seededRandom(wishes.seed)
  await mkdir(wishes.dataFolder, { recursive: true })
  const created = await createEngine(
    {
      clock,
      random,
      vault: createFileVault(wishes.dataFolder, wishes.origin),
      surroundings,
      // The emulator consents by itself, so a visit is all that a user would do. Whoever signs in may be gone before the
      // last page has come.
      browser: {
        open: async (url) => {
          void fetch(url)
            .then((page) => page.text())
            .catch(() => undefined)
        },
      },
      logger: lineLogger((level, line) => tell({ kind: 'log', line: `${level}: ${line}` })),
      checkpoint,
    },
    {
      dataFolder: wishes.dataFolder,
      cacheFolder: join(wishes.dataFolder, 'cache'),
      googleOrigin: wishes.origin,
      builtInClient: null,
      imageWorkerHost: createChildProcessHost(),
      mode: 'watch',
      startsWith: 'all',
      ...(wishes.version === undefined ? {} : { appVersion: wishes.version }),
      timing: wishes.timing,
      upload: wishes.upload,
      ...(wishes.eventsLost === null
        ? {}
        : { watcher: leakyWatcher(clock, random, wishes.eventsLost) }),
    },
  )
  if (!created.ok) {
    tell({ kind: 'refused', failure: created.failure })
    return
  }
  engine = created.value
  engine.subscribe((name, payload) => {
    if (name === 'statusChanged' && 'counts' in payload)
      tell({ kind: 'status', status: payload as Status })
  })
  const status = await engine.call('getStatus', {})
  if (status.ok) tell({ kind: 'status', status: status.value })
  tell({ kind: 'started' })
}

async function answer({ id, name, input }: ToEngineProcess & { kind: 'call' }): Promise<void> {
  if (engine === null) return
  tell({ kind: 'result', id, result: await engine.call(name, input) })
}

async function stop(): Promise<void> {
  await engine?.stop()
  process.exit(0)
}

process.on('message', (message: ToEngineProcess) => {
  switch (message.kind) {
    case 'start':
      void start(message.wishes)
      return
    case 'call':
      void answer(message)
      return
    case 'advance':
      clock?.advance(message.ms)
      return
    case 'jump':
      clock?.jump(message.ms)
      return
    case 'facts':
      surroundings.tell(message.facts)
      return
    case 'kill-at':
      killAt = message.point
      return
    case 'memory':
      tell({ kind: 'memory', peakBytes: process.resourceUsage().maxRSS * 1024 })
      return
    case 'stop':
      void stop()
      return
  }
})
process.on('disconnect', () => process.exit(0))
