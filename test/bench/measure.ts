// How a figure comes about: ours and the peer in turn on the same work, after a warm-up of each, and the
// median of the rounds, so that what else the machine does falls on both. What is measured is rows/.
import { spawn } from 'node:child_process'
import { readFileSync } from 'node:fs'

/** Medians of both sides, in the unit of the row. */
export interface Pair {
  ours: number
  peer: number
  /** Ours through the peer's. */
  ratio: number
}

/** How often each side is measured. */
export interface Rounds {
  /** Quick: little work, to see that everything runs. Its figures mean nothing. */
  readonly isQuick: boolean
  readonly rounds: number
}

/** The middle of the values; of an even count, the mean of the two in the middle. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((one, other) => one - other)
  const middle = sorted.length / 2
  const low = sorted[Math.ceil(middle) - 1]
  const high = sorted[Math.floor(middle)]
  if (low === undefined || high === undefined) throw new Error('There is no median of nothing')
  return (low + high) / 2
}

/** Runs both sides once unmeasured, then in turn; each answers with its figure. A quick run, which only shows that they run, needs no warm-up. */
export async function inTurn(
  { rounds, isQuick }: Rounds,
  ours: () => Promise<number>,
  peer: () => Promise<number>,
): Promise<Pair> {
  const figures: { ours: number[]; peer: number[] } = { ours: [], peer: [] }
  if (!isQuick) {
    await ours()
    await peer()
  }
  for (let round = 0; round < rounds; round += 1) {
    figures.ours.push(await ours())
    figures.peer.push(await peer())
  }
  const pair = { ours: median(figures.ours), peer: median(figures.peer) }
  return { ...pair, ratio: pair.ours / pair.peer }
}

/** Seconds that the work takes. */
export async function secondsOf(work: () => Promise<unknown>): Promise<number> {
  const startedAt = performance.now()
  await work()
  return (performance.now() - startedAt) / 1_000
}

/** What to run, and what it gets. */
export interface ProgramOptions {
  env?: Readonly<Record<string, string>>
  /** Written to its standard input. */
  input?: string
}

/** What a run of a process cost. */
export interface Cost {
  /** The most memory that it held. */
  peakBytes: number
  processorSeconds: number
}

/** Runs a program to its end and answers with what it cost; anything but success throws. */
export function runProgram(
  command: string,
  words: readonly string[],
  { env = {}, input = '' }: ProgramOptions = {},
): Promise<Cost> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, words, {
      env: { ...process.env, ...env },
      stdio: ['pipe', 'ignore', 'pipe'],
    })
    let complaints = ''
    const cost: Cost = { peakBytes: 0, processorSeconds: 0 }
    const { pid } = child
    const timer = setInterval(() => {
      if (pid === undefined) return
      const { peakBytes, processorSeconds } = costOf(pid)
      cost.peakBytes = Math.max(cost.peakBytes, peakBytes)
      cost.processorSeconds = Math.max(cost.processorSeconds, processorSeconds)
    }, costEveryMs)
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaints = (complaints + text).slice(-2_000)
    })
    child.once('error', reject)
    child.once('close', (code) => {
      clearInterval(timer)
      if (code === 0) resolve(cost)
      else reject(new Error(`${command} ended with ${String(code)}: ${complaints}`))
    })
    // A program that ends without reading its input breaks the pipe; its exit code tells.
    child.stdin.on('error', () => undefined).end(input)
  })
}

/** What a process cost cannot be read once it has ended. */
const costEveryMs = 50

/** What a process has cost so far; zeros for one that has ended. */
export const costOf = (pid: number): Cost => ({
  peakBytes: memoryOf(pid).peakBytes,
  processorSeconds: processorSecondsOf(pid),
})

/** Resident memory of a process now and at its highest; zero for one that has ended. */
export function memoryOf(pid: number): { nowBytes: number; peakBytes: number } {
  const status = readProc(`/proc/${pid}/status`)
  const bytes = (name: string): number =>
    Number(new RegExp(`^${name}:\\s+(\\d+) kB`, 'm').exec(status)?.[1] ?? 0) * 1_024
  return { nowBytes: bytes('VmRSS'), peakBytes: bytes('VmHWM') }
}

/** Linux counts processor time in hundredths of a second (USER_HZ, proc(5)). */
const ticksPerSecond = 100

/** Seconds of processor that a process has used, all of its threads together. */
export function processorSecondsOf(pid: number): number {
  // The name in the second field may hold spaces, so counting starts behind it.
  const fields = readProc(`/proc/${pid}/stat`).split(') ')[1]?.split(' ') ?? []
  return (Number(fields[11] ?? 0) + Number(fields[12] ?? 0)) / ticksPerSecond
}

function readProc(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
