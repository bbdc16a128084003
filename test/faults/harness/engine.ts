// A test's hold on an engine: in a process of its own that can be killed, and waits that follow its status.
import { fork, type ChildProcess } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import type { Failure } from '../../../src/shared/failure.ts'
import type { Input, Output } from '../../../src/shared/contract.ts'
import type { EngineCommandName } from '../../../src/shared/names.ts'
import type { Result } from '../../../src/shared/result.ts'
import type { Status } from '../../../src/shared/status.ts'
import type { SideEffect, SystemFacts } from '../../../src/main/engine/ports/outside.ts'
import type { EngineWishes, FromEngineProcess, KillPoint, ToEngineProcess } from './words.ts'

/** The engine under test. */
export interface EngineUnderTest {
  /** The last snapshot that it sent. */
  readonly status: Status
  /** Side effects that happened since the start. */
  readonly effects: ReadonlySet<SideEffect>
  /** The last lines of its log. */
  readonly log: readonly string[]
  readonly hasStatus: boolean
  readonly hasEnded: boolean
  try<K extends EngineCommandName>(name: K, input: Input<K>): Promise<Result<Output<K>, Failure>>
  /** Asks for the snapshot of this moment; waiting begins with it, not with one of before. */
  look(): Promise<Status>
  /** Like `try`; a failure fails the test. */
  call<K extends EngineCommandName>(name: K, input: Input<K>): Promise<Output<K>>
  /** Resolves with the first status, now or later, that satisfies the test; rejects when the engine ends first. */
  until(test: (status: Status) => boolean, what: string, timeoutMs?: number): Promise<Status>
  /** The same, and whenever nothing but the time is waited for, time is sent ahead. */
  patiently(test: (status: Status) => boolean, what: string, timeoutMs?: number): Promise<Status>
  advance(ms: number): void
  jump(ms: number): void
  tell(facts: SystemFacts): void
  killAt(point: KillPoint | null): void
  /** The most memory that the process ever had resident. */
  peakBytes(): Promise<number>
  kill(): Promise<void>
  stop(): Promise<void>
  /** Resolves with the signal that ended it, or null for a clean end. */
  readonly ended: Promise<NodeJS.Signals | null>
}

/** How a process is started; a uid needs root. */
export interface ProcessWishes {
  uid?: number
  /** Where the computer is, as the system's own name of a time zone. */
  timeZone?: string
  /** A command that starts the rest of its arguments, such as one that sets limits. */
  wrapper?: readonly string[]
}

const program = fileURLToPath(new URL('../engine-process.ts', import.meta.url))
/** Generous: the machine may be busy with other suites. */
const usualTimeoutMs = 60_000
const longestLog = 60

/** Starts an engine in a process of its own; a failure of the start is the value. */
export async function startEngine(
  wishes: EngineWishes,
  options: ProcessWishes = {},
): Promise<Result<EngineUnderTest, Failure>> {
  const [command, ...words] = options.wrapper ?? []
  const child = fork(program, {
    stdio: ['ignore', 'inherit', 'pipe', 'ipc'],
    execArgv: [],
    // Each test starts many: what was compiled once serves all.
    env: {
      ...process.env,
      NODE_COMPILE_CACHE: process.env['SHOEBOX_FAULTS_SHELF'],
      ...(options.timeZone === undefined ? {} : { TZ: options.timeZone }),
    },
    ...(options.uid === undefined ? {} : { uid: options.uid, gid: options.uid }),
    ...(command === undefined ? {} : { execPath: command, execArgv: [...words, process.execPath] }),
  })
  const engine = hold(child)
  engine.send({ kind: 'start', wishes })
  const refusal = await engine.started
  if (refusal === null) return { ok: true, value: engine.engine }
  child.kill('SIGKILL')
  return { ok: false, failure: refusal }
}

/**
 * Tells the milliseconds that a process has had since some moment, without those in which it waited for a processor: on a
 * machine with very much to do that is most of the time. Where the system does not tell, all of them.
 */
function ownTimeOf({ pid }: ChildProcess): () => number {
  const threads = `/proc/${String(pid)}/task`
  let mostWaitedNs = 0
  return () => {
    let waitedNs = 0
    try {
      // Time on the processor and time in its queue, in nanoseconds (proc_pid_schedstat).
      for (const id of readdirSync(threads))
        waitedNs += Number(readFileSync(`${threads}/${id}/schedstat`, 'utf8').split(' ')[1])
    } catch {
      // Another system, or a thread that has just ended.
    }
    // What a thread waited is forgotten when it ends.
    mostWaitedNs = Math.max(mostWaitedNs, waitedNs)
    return performance.now() - mostWaitedNs / 1e6
  }
}

function hold(child: ChildProcess): {
  engine: EngineUnderTest
  started: Promise<Failure | null>
  send(message: ToEngineProcess): void
} {
  const ownTime = ownTimeOf(child)
  let status: Status | null = null
  let hasEnded = false
  let asked = 0
  const effects = new Set<SideEffect>()
  const log: string[] = []
  const listeners = new Set<() => void>()
  const answers = new Map<number, (result: Result<unknown, Failure> | null) => void>()
  const starting = Promise.withResolvers<Failure | null>()
  let memory: ((bytes: number) => void) | null = null
  const changed = (): void => {
    for (const listener of [...listeners]) listener()
  }
  // A test run that is broken off leaves nothing behind.
  const killWithMe = (): void => void child.kill('SIGKILL')
  process.once('exit', killWithMe)
  const ended = new Promise<NodeJS.Signals | null>((resolve) => {
    child.once('exit', (code, signal) => {
      hasEnded = true
      process.off('exit', killWithMe)
      for (const answer of answers.values()) answer(null)
      const how = signal ?? `code ${String(code)}`
      starting.reject(new Error(`The engine ended before it ran: ${how}\n${log.join('\n')}`))
      changed()
      resolve(signal)
    })
  })
  // A message to a process that was just killed is nobody's fault.
  child.on('error', () => undefined)
  const send = (message: ToEngineProcess): void => {
    if (!hasEnded && child.connected) child.send(message, () => undefined)
  }

  const note = (line: string): void => {
    log.push(line)
    if (log.length > longestLog) log.shift()
  }
  child.stderr?.setEncoding('utf8').on('data', (text: string) => note(text.trimEnd()))
  // The promise is asked for only once; a later end is told by `ended`.
  starting.promise.catch(() => undefined)

  child.on('message', (message: FromEngineProcess) => {
    switch (message.kind) {
      case 'started':
        starting.resolve(null)
        return
      case 'refused':
        starting.resolve(message.failure)
        return
      case 'status':
        status = message.status
        changed()
        return
      case 'effect':
        effects.add(message.effect)
        return
      case 'result':
        answers.get(message.id)?.(message.result)
        answers.delete(message.id)
        return
      case 'memory':
        memory?.(message.peakBytes)
        return
      case 'log':
        note(message.line)
        return
    }
  })

  const current = (): Status => {
    if (status === null) throw new Error('The engine has told no status yet')
    return status
  }

  const wait = (
    test: (status: Status) => boolean,
    what: string,
    timeoutMs: number,
    onStatus: (status: Status) => void,
  ): Promise<Status> =>
    new Promise((resolve, reject) => {
      let mostDone = status?.counts.done.files ?? 0
      const stop = (): void => {
        clearTimeout(timer)
        listeners.delete(look)
      }
      const fail = (why: string): void => {
        stop()
        reject(new Error(`${why} while waiting until ${what}\n${describe(status, log)}`))
      }
      const look = (): void => {
        if (status !== null && test(status)) {
          stop()
          resolve(status)
        } else if (hasEnded) fail('The engine ended')
        else if (status !== null) {
          // On a busy machine thousands of photos take long: only standing still is a failure, however slow the rest.
          if (status.counts.done.files > mostDone) {
            mostDone = status.counts.done.files
            clearTimeout(timer)
            timer = watchdog()
          }
          onStatus(status)
        }
      }
      const watchdog = (): NodeJS.Timeout => {
        since = ownTime()
        return setTimeout(watch, timeoutMs)
      }
      const watch = (): void => {
        const leftMs = timeoutMs - (ownTime() - since)
        if (leftMs > 0) timer = setTimeout(watch, leftMs)
        else fail(`${timeoutMs} ms passed without another photo in the library`)
      }
      let since = 0
      let timer = watchdog()
      listeners.add(look)
      look()
    })

  const engine: EngineUnderTest = {
    get status() {
      return current()
    },
    effects,
    log,
    get hasStatus() {
      return status !== null
    },
    get hasEnded() {
      return hasEnded
    },
    ended,
    try: (name, input) =>
      new Promise((resolve, reject) => {
        asked += 1
        const id = asked
        answers.set(id, (result) => {
          if (result === null)
            reject(new Error(`The engine ended before it answered ${name}\n${log.join('\n')}`))
          // The engine parsed its own answer; here it only came through a pipe.
          else resolve(result as Parameters<typeof resolve>[0])
        })
        if (hasEnded) reject(new Error(`The engine has ended; ${name} cannot be asked`))
        else send({ kind: 'call', id, name, input })
      }),
    call: async (name, input) => {
      const result = await engine.try(name, input)
      if (!result.ok) throw new Error(`${name} failed: ${JSON.stringify(result.failure)}`)
      return result.value
    },
    look: async () => {
      const asked = await engine.call('getStatus', {})
      // One that was told since may have arrived first: on a busy machine several messages are heard at once.
      if (status === null || asked.revision >= status.revision) status = asked
      return status
    },
    until: (test, what, timeoutMs = usualTimeoutMs) => wait(test, what, timeoutMs, () => undefined),
    patiently: (test, what, timeoutMs = usualTimeoutMs) => {
      let sentAheadTo = 0
      return wait(test, what, timeoutMs, (now) => {
        const dueAt = onlyWaitsUntil(now)
        if (dueAt === null || dueAt <= sentAheadTo) return
        sentAheadTo = dueAt
        engine.advance(dueAt - now.at + 1)
      })
    },
    advance: (ms) => send({ kind: 'advance', ms }),
    jump: (ms) => send({ kind: 'jump', ms }),
    tell: (facts) => send({ kind: 'facts', facts }),
    killAt: (point) => send({ kind: 'kill-at', point }),
    peakBytes: () =>
      new Promise((resolve) => {
        memory = resolve
        send({ kind: 'memory' })
      }),
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    stop: async () => {
      send({ kind: 'stop' })
      await ended
    },
  }
  return { engine, started: starting.promise, send }
}

/** When something falls due, if nothing else is under way: a stop that ends, or an item's next try. */
export function onlyWaitsUntil(status: Status): number | null {
  const isBusy =
    status.active.length > 0 || status.sources.some((source) => source.state === 'scanning')
  if (isBusy) return null
  const ends = status.conditions.flatMap(({ until }) => (until === null ? [] : [until]))
  // A stop outlasts every try.
  if (ends.length > 0) return Math.max(...ends)
  return status.nextTryAt !== null && status.nextTryAt > status.at ? status.nextTryAt : null
}

const moving = ['found', 'fingerprinted', 'ready', 'sent', 'creating', 'waiting'] as const

/** Nothing is left to do: everything found is in the library or rests with its reason. */
export function isSettled(status: Status): boolean {
  return (
    status.active.length === 0 &&
    status.lastCheckedAt !== null &&
    status.sources.every((source) => source.state !== 'scanning') &&
    (status.albums?.waiting ?? 0) === 0 &&
    moving.every((state) => status.counts[state].files === 0)
  )
}

/** How many files were ever found. */
export function foundIn(status: Status): number {
  return Object.values(status.counts).reduce((sum, tally) => sum + tally.files, 0)
}

function describe(status: Status | null, log: readonly string[]): string {
  if (status === null) return 'No status yet.'
  const counts = Object.entries(status.counts)
    .filter(([, tally]) => tally.files > 0)
    .map(([state, tally]) => `${state} ${tally.files}`)
  return [
    `states: ${counts.join(', ')}`,
    `conditions: ${JSON.stringify(status.conditions)}`,
    `active: ${JSON.stringify(status.active)}`,
    `sources: ${status.sources.map((source) => source.state).join(', ')}`,
    `activity: ${status.activity}, at ${status.at}, next try at ${status.nextTryAt ?? 'never'}, checked at ${status.lastCheckedAt ?? 'never'}`,
    ...log.slice(-25),
  ].join('\n')
}
