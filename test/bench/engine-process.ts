// The engine as the app runs it on Linux: the built engine-host.js in a process of its own, started by the
// shell's own code with the shell's flags. Stands in for the shell: answers the vault, sends commands.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { startNodeProcess } from '../../src/main/shell/node-process.ts'
import type { KeptSignIn, OAuthClient } from '../../src/main/engine/ports/outside.ts'
import type { Input, Output } from '../../src/shared/contract.ts'
import type { FromEngine, ToEngine } from '../../src/shared/link.ts'
import type { EngineCommandName } from '../../src/shared/names.ts'
import type { Status } from '../../src/shared/status.ts'

/** What the engine's vault holds. */
export interface Kept {
  client: OAuthClient
  signIn: KeptSignIn
}

/** What the engine is started with. */
export interface EngineRequest {
  dataFolder: string
  /** The emulator and a sign-in there; null: nobody is signed in, and nothing is sent. */
  google: { origin: string; kept: Kept } | null
}

/** A running engine. */
export interface EngineProcess {
  readonly pid: number
  /** Resolves with the value of the answer; a failure throws. */
  call<K extends EngineCommandName>(name: K, input: Input<K>): Promise<Output<K>>
  /** Resolves with the first snapshot from now on that satisfies the test. */
  untilStatus(test: (status: Status) => boolean): Promise<Status>
  stop(): Promise<void>
}

const script = join(import.meta.dirname, '..', '..', 'out', 'main', 'engine-host.js')

/** Starts it; resolves once it takes commands. */
export async function startEngine({ dataFolder, google }: EngineRequest): Promise<EngineProcess> {
  if (!existsSync(script)) throw new Error('There is no built engine: run "npm run build" first.')
  const before = new Set(children())
  const lines: string[] = []
  const hosted = startNodeProcess(
    { script, name: 'engine', onLine: (line) => lines.push(line) },
    process.execPath,
  )
  const pid = children().find((child) => !before.has(child))
  if (pid === undefined) throw new Error('The engine was not started')
  const post = (message: ToEngine): void => hosted.post(message)
  const exited = new Promise<void>((resolve) => hosted.onExit(() => resolve()))
  const calls = new Map<
    number,
    { resolve: (value: never) => void; reject: (error: Error) => void }
  >()
  const listeners = new Set<(status: Status) => void>()
  let callCount = 0
  let ready = (): void => undefined
  const isReady = new Promise<void>((resolve, reject) => {
    ready = resolve
    void exited.then(() => reject(new Error(`The engine ended: ${lines.join('\n')}`)))
  })

  hosted.onMessage((data) => {
    // Our own engine, on our own pipe: the shell parses this, a measurement only reads it.
    const message = data as FromEngine
    if (message.kind === 'ready') {
      hosted.giveWay()
      ready()
    } else if (message.kind === 'cannot-run') lines.push(JSON.stringify(message.failure))
    else if (message.kind === 'ask')
      post({ kind: 'answer', id: message.id, isOk: true, value: answerTo(message.name) })
    else if (message.kind === 'event' && message.name === 'statusChanged')
      for (const listener of listeners) listener(message.payload as Status)
    else if (message.kind === 'result') {
      const result = message.result as { ok: boolean; value?: unknown; failure?: unknown }
      const call = calls.get(message.id)
      calls.delete(message.id)
      if (result.ok) call?.resolve(result.value as never)
      else call?.reject(new Error(JSON.stringify(result.failure)))
    }
  })
  const answerTo = (name: Extract<FromEngine, { kind: 'ask' }>['name']): unknown => {
    if (name === 'vault.load') return google?.kept.signIn ?? null
    if (name === 'vault.loadClient') return google?.kept.client ?? null
    return name === 'vault.isLasting' ? true : null
  }

  post({
    kind: 'start',
    options: {
      dataFolder,
      cacheFolder: join(dataFolder, 'cache'),
      googleOrigin: google?.origin ?? null,
      builtInClient: null,
      imageWorker: 'node',
      appVersion: '0.0.0',
    },
    facts: {
      isOnline: true,
      network: 'cable',
      isMetered: false,
      isOnBattery: false,
      isAsleep: false,
    },
  })
  await isReady
  return {
    pid,
    call: (name, input) =>
      new Promise((resolve, reject) => {
        callCount += 1
        calls.set(callCount, { resolve, reject })
        post({ kind: 'command', id: callCount, name, input })
      }),
    untilStatus: (test) =>
      new Promise((resolve, reject) => {
        const listener = (status: Status): void => {
          if (!test(status)) return
          listeners.delete(listener)
          resolve(status)
        }
        listeners.add(listener)
        void exited.then(() => reject(new Error(`The engine ended: ${lines.join('\n')}`)))
      }),
    stop: async () => {
      post({ kind: 'stop' })
      await exited
    },
  }
}

/** The processes that this one has started, as Linux lists them. */
function children(): number[] {
  return readFileSync(`/proc/${process.pid}/task/${process.pid}/children`, 'utf8')
    .split(' ')
    .filter((word) => word !== '')
    .map(Number)
}
