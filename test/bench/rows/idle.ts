// What the engine holds and uses while it only watches: everything is scanned, the backup is off, nothing
// happens. It has no peer; the goals are bounds.
import { setTimeout as delay } from 'node:timers/promises'
import type { Bench, Group } from '../bench.ts'
import { startEngine } from '../engine-process.ts'
import { makeTree } from '../fixtures.ts'
import { median, memoryOf, processorSecondsOf } from '../measure.ts'
import { bounded } from '../report.ts'
import { scanned } from './scan.ts'

const mega = 1_000_000
/** The walking thread is kept for half a minute after a scan. */
const settleMs = 40_000
const windowMs = 10_000

/** The rows at 100,000 files. */
export const idle: Group = {
  rows: ['memory', 'idle-processor'],
  async measure(bench) {
    const files = bench.isQuick ? 10_000 : 100_000
    const { bytes, share } = await watchIdle(bench, files)
    return [
      {
        figure: bounded('memory', bytes / mega, { bound: 150, unit: 'MB' }),
        unit: 'MB',
        against: `resident, ${files} files watched`,
      },
      {
        figure: bounded('idle-processor', share * 100, { bound: 0.5, unit: '% of a core' }),
        unit: '%',
        against: `${files} files watched`,
      },
    ]
  },
}

/** The row at 1,000,000 files. */
export const idleMillion: Group = {
  rows: ['memory-million'],
  async measure(bench) {
    const files = bench.isQuick ? 20_000 : 1_000_000
    const { bytes } = await watchIdle(bench, files)
    return [
      {
        figure: bounded('memory-million', bytes / mega, { bound: 300, unit: 'MB' }),
        unit: 'MB',
        against: `resident, ${files} files watched`,
      },
    ]
  },
}

async function watchIdle(bench: Bench, files: number): Promise<{ bytes: number; share: number }> {
  const root = await bench.fixture(`tree-${files}`, (folder) => makeTree(folder, files))
  const engine = await startEngine({ dataFolder: bench.newFolder('idle'), google: null })
  await engine.call('changeSettings', { change: { isBackupOn: false } })
  await scanned(engine, () => engine.call('addSource', { path: root }), files)
  await delay(bench.isQuick ? 2_000 : settleMs)
  const bytes: number[] = []
  const shares: number[] = []
  for (let round = 0; round < bench.rounds; round += 1) {
    const windowSeconds = (bench.isQuick ? 1_000 : windowMs) / 1_000
    const before = processorSecondsOf(engine.pid)
    await delay(windowSeconds * 1_000)
    shares.push((processorSecondsOf(engine.pid) - before) / windowSeconds)
    bytes.push(memoryOf(engine.pid).nowBytes)
  }
  await engine.stop()
  // The mean of all windows: a rare burst of work is what idling must not have, and a median would hide it.
  const share = shares.reduce((sum, one) => sum + one, 0) / shares.length
  // Below one tick of the clock there is nothing to read.
  return { bytes: median(bytes), share: Math.max(share, 1e-5) }
}
