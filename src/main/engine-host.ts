// The engine's own process under the app: speaks shared/link.ts with the shell over whichever channel the
// host offers (a utilityProcess port or a Node child's IPC). Decides nothing; refuses what is not contract.
import type { Failure } from '../shared/failure.ts'
import { toEngineSchema, type FromEngine, type ToEngine } from '../shared/link.ts'
import { fail } from '../shared/result.ts'
import { answerQuestions } from './cli/running-engine.ts'
import type { Ports, TokenVault } from './engine/ports/outside.ts'
import type { ImageWorkerHost, WorkerLink } from './engine/ports/prepare.ts'
import { createChildProcessHost, createEngine, type Engine } from './engine/index.ts'
import { lineLogger, systemClock, tellableSurroundings } from './engine/system-ports.ts'
import { widenThreadPool } from './engine/thread-pool.ts'
import { trustOnlyTheSystem } from './engine/trusted-process.ts'

trustOnlyTheSystem()
widenThreadPool()

/** Electron's port of a utility process, as far as it is used here. */
interface ParentPort {
  on(event: 'message', listener: (event: { data: unknown }) => void): void
  postMessage(message: unknown): void
}

const { parentPort } = process as { parentPort?: ParentPort }

function post(message: FromEngine): void {
  if (parentPort !== undefined) parentPort.postMessage(message)
  else process.send?.(message)
}

const asks = new Map<
  number,
  { resolve: (value: unknown) => void; reject: (error: Error) => void }
>()
let askCount = 0

function ask(
  name: Extract<FromEngine, { kind: 'ask' }>['name'],
  argument: unknown,
): Promise<unknown> {
  askCount += 1
  const id = askCount
  return new Promise((resolve, reject) => {
    asks.set(id, { resolve, reject })
    post({ kind: 'ask', id, name, argument })
  })
}

// The shell answers with what the vault kept; the sign-in room parses it again before use.
const shellVault: TokenVault = {
  load: () => ask('vault.load', null) as ReturnType<TokenVault['load']>,
  save: (kept) => ask('vault.save', kept) as Promise<void>,
  clear: () => ask('vault.clear', null) as Promise<void>,
  loadClient: () => ask('vault.loadClient', null) as ReturnType<TokenVault['loadClient']>,
  saveClient: (client) => ask('vault.saveClient', client) as Promise<void>,
  isLasting: () => ask('vault.isLasting', null) as Promise<boolean>,
  keepInFile: () => ask('vault.keepInFile', null) as Promise<void>,
}

/** Workers that only the shell can start: a utility process cannot start another. */
function shellWorkerHost(): ImageWorkerHost & {
  received(workerId: number, message: unknown): void
  ended(workerId: number, code: number | null): void
} {
  interface Line {
    message: ((message: unknown) => void)[]
    exit: ((detail: string) => void)[]
  }
  const lines = new Map<number, Line>()
  let count = 0
  return {
    start({ env, execArgv }): WorkerLink {
      count += 1
      const workerId = count
      const line: Line = { message: [], exit: [] }
      lines.set(workerId, line)
      post({ kind: 'worker-start', workerId, env: { ...env }, execArgv: [...execArgv] })
      return {
        post: (message) => post({ kind: 'worker-post', workerId, message }),
        onMessage: (listener) => line.message.push(listener),
        onExit: (listener) => line.exit.push(listener),
        kill: () => post({ kind: 'worker-kill', workerId }),
      }
    },
    received: (workerId, message) => {
      for (const listener of lines.get(workerId)?.message ?? []) listener(message)
    },
    ended: (workerId, code) => {
      for (const listener of lines.get(workerId)?.exit ?? []) listener(`code ${String(code)}`)
      lines.delete(workerId)
    },
  }
}

const workers = shellWorkerHost()
const surroundings = tellableSurroundings()
/** Null inside: the engine could not run. */
let engine: Promise<Engine | null> = Promise.resolve(null)
let isStarted = false
/** Ends the answers to `shoebox status` and the like, which look at the engine that runs. */
let stopAnswering = async (): Promise<void> => undefined

const ports: Ports = {
  clock: systemClock,
  random: Math.random,
  vault: shellVault,
  surroundings,
  browser: { open: (url) => ask('browser.open', url) as Promise<void> },
  logger: lineLogger((level, line) => post({ kind: 'log', level, line })),
  checkpoint: () => undefined,
}

async function start(message: Extract<ToEngine, { kind: 'start' }>): Promise<Engine | null> {
  const { options, facts } = message
  surroundings.tell(facts)
  const created = await createEngine(ports, {
    ...options,
    imageWorkerHost: options.imageWorker === 'shell' ? workers : createChildProcessHost(),
    mode: 'watch',
    startsWith: 'all',
    // The shell starts another engine, which restores the catalogue from its own copy.
    onDamaged: () => void stop(1),
  })
  if (!created.ok) {
    post({ kind: 'cannot-run', failure: created.failure })
    return null
  }
  stopAnswering = await answerQuestions(created.value, options.dataFolder)
  created.value.subscribe((name, payload) => post({ kind: 'event', name, payload }))
  post({ kind: 'ready' })
  return created.value
}

async function answer(message: Extract<ToEngine, { kind: 'command' }>): Promise<void> {
  const running = await engine
  const result =
    running === null
      ? fail<Failure>({ kind: 'engine-down' })
      : await running.call(message.name, message.input).catch((bug: unknown) => {
          ports.logger.error(`A bug in ${message.name}`, bug)
          const text = bug instanceof Error ? bug.message : String(bug)
          return fail<Failure>({ kind: 'unexpected', message: text.slice(0, 500) })
        })
  post({ kind: 'result', id: message.id, result })
}

async function stop(exitCode = 0): Promise<void> {
  const running = await engine
  await stopAnswering()
  await running?.stop()
  process.exit(exitCode)
}

function receive(data: unknown): void {
  const parsed = toEngineSchema.safeParse(data)
  if (!parsed.success) {
    ports.logger.error('Refused a message that is not of the contract')
    return
  }
  const message = parsed.data
  switch (message.kind) {
    case 'start':
      if (!isStarted) engine = start(message)
      isStarted = true
      return
    case 'command':
      void answer(message)
      return
    case 'facts':
      surroundings.tell(message.facts)
      return
    case 'answer': {
      const asked = asks.get(message.id)
      asks.delete(message.id)
      if (message.isOk) asked?.resolve(message.value)
      else asked?.reject(new Error('The shell could not answer'))
      return
    }
    case 'worker-message':
      workers.received(message.workerId, message.message)
      return
    case 'worker-exit':
      workers.ended(message.workerId, message.code)
      return
    case 'stop':
      void stop()
      return
  }
}

process.on('unhandledRejection', (reason) => {
  ports.logger.error('An unhandled rejection', reason)
})
if (parentPort === undefined) {
  process.on('message', receive)
  // The shell is gone without a word: stop as if it had asked.
  process.on('disconnect', () => void stop())
} else parentPort.on('message', (event) => receive(event.data))
