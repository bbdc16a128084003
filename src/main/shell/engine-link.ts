// The conversation with one engine process (shared/link.ts): commands and their results, events, questions,
// facts, image workers, a clean stop. Whether a dead engine is started again is engine-supervisor.ts.
import * as z from 'zod'
import { failureSchema, type Failure } from '../../shared/failure.ts'
import {
  fromEngineSchema,
  type askNames,
  type EngineOptions,
  type FromEngine,
  type ToEngine,
} from '../../shared/link.ts'
import type { EngineCommandName, EventName } from '../../shared/names.ts'
import { assertNever, fail, type Result } from '../../shared/result.ts'
import type { Clock, SystemFacts } from '../engine/ports/outside.ts'
import type { HostedProcess } from './hosted-process.ts'

/** What the engine may ask of the shell. */
export type AskName = (typeof askNames)[number]

/** How the engine wants an image worker to be started. */
export type WorkerStart = Pick<Extract<FromEngine, { kind: 'worker-start' }>, 'env' | 'execArgv'>

/** What one engine process needs from the shell. */
export interface LinkPorts {
  clock: Clock
  startEngine(): HostedProcess
  startImageWorker(start: WorkerStart): HostedProcess
  /** Answers a question of the engine; a throw is passed on as a failed answer. */
  answer(name: AskName, argument: unknown): Promise<unknown>
  onEvent(name: EventName, payload: unknown): void
  onLog(level: 'info' | 'error', line: string): void
}

/** What becomes of the process. */
export interface LinkListener {
  onReady(): void
  onCannotRun(failure: Failure): void
  /** Once, after which the link is of no more use. */
  onExit(code: number | null): void
}

/** One running engine. */
export interface EngineLink {
  command(name: EngineCommandName, input: unknown): Promise<Result<unknown, Failure>>
  tellFacts(facts: SystemFacts): void
  /** Asks for a clean stop, waits three seconds, then kills. */
  stop(): Promise<void>
}

// design.md 4 and the fault table: a clean stop within three seconds, then the process is ended.
const cleanStopMs = 3_000

const resultSchema = z.discriminatedUnion('ok', [
  z.object({ ok: z.literal(true), value: z.unknown() }),
  z.object({ ok: z.literal(false), failure: failureSchema }),
])

/** Starts an engine process and talks with it. */
export function openEngineLink(
  ports: LinkPorts,
  options: EngineOptions,
  facts: SystemFacts,
  listener: LinkListener,
): EngineLink {
  const waiting = new Map<number, (result: Result<unknown, Failure>) => void>()
  const workers = new Map<number, HostedProcess>()
  let lastId = 0
  let hasExited = false
  const engine = ports.startEngine()
  const post = (message: ToEngine): void => engine.post(message)

  const answer = async (id: number, name: AskName, argument: unknown): Promise<void> => {
    try {
      post({ kind: 'answer', id, isOk: true, value: (await ports.answer(name, argument)) ?? null })
    } catch (error) {
      ports.onLog('error', `${name}: ${error instanceof Error ? error.message : String(error)}`)
      post({ kind: 'answer', id, isOk: false, value: null })
    }
  }

  const startWorker = (workerId: number, start: WorkerStart): void => {
    const worker = ports.startImageWorker(start)
    worker.giveWay()
    workers.set(workerId, worker)
    worker.onMessage((message) => post({ kind: 'worker-message', workerId, message }))
    worker.onExit((code) => {
      workers.delete(workerId)
      post({ kind: 'worker-exit', workerId, code })
    })
  }

  const finish = (id: number, reply: unknown): void => {
    const settle = waiting.get(id)
    waiting.delete(id)
    const parsed = resultSchema.safeParse(reply)
    settle?.(
      parsed.success
        ? parsed.data
        : fail({ kind: 'unexpected', message: 'The engine answered in an unknown shape.' }),
    )
  }

  const receive = (message: FromEngine): void => {
    switch (message.kind) {
      case 'ready':
        // Not before: until then the window waits for it.
        engine.giveWay()
        listener.onReady()
        break
      case 'cannot-run':
        listener.onCannotRun(message.failure)
        break
      case 'result':
        finish(message.id, message.result)
        break
      case 'event':
        ports.onEvent(message.name, message.payload)
        break
      case 'ask':
        void answer(message.id, message.name, message.argument)
        break
      case 'worker-start':
        startWorker(message.workerId, message)
        break
      case 'worker-post':
        workers.get(message.workerId)?.post(message.message)
        break
      case 'worker-kill':
        workers.get(message.workerId)?.kill()
        break
      case 'log':
        ports.onLog(message.level, message.line)
        break
      default:
        assertNever(message)
    }
  }

  engine.onMessage((raw) => {
    const parsed = fromEngineSchema.safeParse(raw)
    if (parsed.success) receive(parsed.data)
    else
      ports.onLog('error', `The engine sent an unknown message: ${z.prettifyError(parsed.error)}`)
  })
  const exited = new Promise<void>((resolve) => {
    engine.onExit((code) => {
      hasExited = true
      for (const worker of workers.values()) worker.kill()
      for (const settle of waiting.values()) settle(fail({ kind: 'engine-down' }))
      waiting.clear()
      resolve()
      listener.onExit(code)
    })
  })
  post({ kind: 'start', options, facts })

  return {
    command(name, input) {
      if (hasExited) return Promise.resolve(fail({ kind: 'engine-down' }))
      lastId += 1
      const id = lastId
      return new Promise((resolve) => {
        waiting.set(id, resolve)
        post({ kind: 'command', id, name, input })
      })
    },
    tellFacts: (changed) => post({ kind: 'facts', facts: changed }),
    async stop() {
      if (hasExited) return
      const cancel = ports.clock.after(cleanStopMs, () => engine.kill())
      post({ kind: 'stop' })
      await exited
      cancel()
    },
  }
}
