// Keeps a background program (a virtual display, a bus, a keyring) for as long as it is wanted, and ends exactly that one.
// It neither restarts it nor knows what it is for.
import { type ChildProcess, spawn, type StdioOptions } from 'node:child_process'
import type { Readable } from 'node:stream'

/** A running program and the way to end it. */
export interface HelperProcess {
  readonly child: ChildProcess
  /** Ends the program, politely first, and resolves once it is gone. */
  readonly stop: () => Promise<void>
}

const running = new Set<ChildProcess>()
const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const

const endAll = (): void => {
  for (const child of running) child.kill('SIGTERM')
}

const endBySignal = (signal: NodeJS.Signals): void => {
  // Where the program has its own answer to the signal, that answer decides when helpers end.
  if (process.listenerCount(signal) > 1) return
  endAll()
  process.off(signal, endBySignal)
  process.kill(process.pid, signal)
}

const remember = (child: ChildProcess): void => {
  if (running.size === 0) {
    process.on('exit', endAll)
    for (const signal of signals) process.on(signal, endBySignal)
  }
  running.add(child)
}

const forget = (child: ChildProcess): void => {
  running.delete(child)
  if (running.size > 0) return
  process.off('exit', endAll)
  for (const signal of signals) process.off(signal, endBySignal)
}

/** Starts a program that ends with `stop`, or at the latest with this process. */
export const startHelper = (
  command: string,
  args: readonly string[],
  stdio: StdioOptions,
  env: NodeJS.ProcessEnv = process.env,
): HelperProcess => {
  // Its own process group: Ctrl-C in a terminal must reach the app before the display it draws on.
  const child = spawn(command, args, { env, stdio, detached: true })
  remember(child)
  const gone = new Promise<void>((resolve) => {
    child.once('exit', () => resolve())
    child.once('error', () => resolve())
  }).then(() => forget(child))
  // A forgotten stop must not keep this process alive.
  child.unref()
  const stop = async (): Promise<void> => {
    child.ref()
    child.kill('SIGTERM')
    const timer = setTimeout(() => child.kill('SIGKILL'), 3_000)
    await gone
    clearTimeout(timer)
  }
  return { child, stop }
}

/** Waits for the first whole line of a helper's output, for a bounded time. */
export const firstLine = (
  { child }: HelperProcess,
  stream: Readable,
  name: string,
  timeoutMs: number,
): Promise<string> =>
  new Promise((resolve, reject) => {
    let text = ''
    const settle = (error: Error | null, line = ''): void => {
      clearTimeout(timer)
      stream.off('data', take)
      child.off('exit', exited)
      child.off('error', failed)
      if (error) reject(error)
      else resolve(line)
    }
    const take = (chunk: Buffer): void => {
      text += chunk.toString('utf8')
      const end = text.indexOf('\n')
      if (end >= 0) settle(null, text.slice(0, end).trim())
    }
    const exited = (): void => settle(new Error(`${name} ended as soon as it was started.`))
    const failed = (error: Error): void =>
      settle(new Error(`${name} could not be started: ${error.message}.`))
    const timer = setTimeout(
      () => settle(new Error(`${name} did not start within ${timeoutMs / 1_000} seconds.`)),
      timeoutMs,
    )
    stream.on('data', take)
    child.once('exit', exited)
    child.once('error', failed)
  })
