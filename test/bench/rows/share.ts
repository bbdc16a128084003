// Work over a share whose calls take a while: a scan of files that are as they were, against `find` looking at each of them, and
// a first backup, against rclone copying the same share to the same emulator. What is measured is the waiting for calls, so that
// both sides begin with nothing of the share in the system's memory.
import { setTimeout as delay } from 'node:timers/promises'
import type { Bench, Group } from '../bench.ts'
import { startEngine } from '../engine-process.ts'
import { makeSmallPhotos, makeTree } from '../fixtures.ts'
import { inTurn, runProgram, secondsOf, type Pair } from '../measure.ts'
import { openRclone } from '../rclone.ts'
import { compared, type Measured } from '../report.ts'
import { onShare, shareAt, whyNoShare, type ShareOptions, type SlowShare } from '../slow-share.ts'
import { scanned } from './scan.ts'
import { backUp, copy } from './upload.ts'

/** What makes `find` look at each file. */
const factsOfFind = '%s %T@\n'

const nearMs = 2
/** A quick run shows that all of it runs, wherever the share is. */
const far = ({ isQuick }: Bench): number => (isQuick ? nearMs : 20)

/** One row of its own, where a share can be made at all. */
const onlyWithShare = (row: string, measure: (bench: Bench) => Promise<Measured>): Group => ({
  rows: [row],
  async measure(bench) {
    const why = whyNoShare()
    if (why === null) return [await measure(bench)]
    bench.say(`${row}: not possible here, ${why}`)
    return []
  },
})

/** The rows of a share that is near and of one that is far. */
export const share: readonly Group[] = [
  onlyWithShare('rescan-share', (bench) =>
    rescan(bench, 'rescan-share', nearMs, bench.isQuick ? 40 : 3_000, 0.25),
  ),
  onlyWithShare('rescan-share-far', (bench) =>
    rescan(bench, 'rescan-share-far', far(bench), bench.isQuick ? 40 : 1_000, 0.1),
  ),
  onlyWithShare('backup-share', (bench) =>
    backup(bench, 'backup-share', nearMs, bench.isQuick ? 5 : 500),
  ),
  onlyWithShare('backup-share-far', (bench) =>
    backup(bench, 'backup-share-far', far(bench), bench.isQuick ? 5 : 200),
  ),
]

async function rescan(
  bench: Bench,
  row: string,
  delayMs: number,
  files: number,
  atMost: number,
): Promise<Measured> {
  const root = await bench.fixture(`tree-${files}`, (folder) => makeTree(folder, files))
  const usual = await rescanOver(bench, root, files, bench.rounds, shareAt(delayMs))
  const uncached = { delayMs, keptSeconds: 0, isTyped: false }
  const worst = bench.isQuick ? usual : await rescanOver(bench, root, files, 1, uncached)
  return {
    figure: compared(row, usual, { atMost }),
    unit: 's',
    against: `find -printf '%s %T@', ${files} files, ${delayMs} ms a call`,
    notes: [
      `calls for a file: ${told(usual.calls, files)}`,
      `where the system keeps nothing and listings tell no types, ${worst.ours.toFixed(1)} s, find ${worst.peer.toFixed(1)}, calls for a file: ${told(worst.calls, files)}`,
    ],
  }
}

async function rescanOver(
  bench: Bench,
  root: string,
  files: number,
  rounds: number,
  options: ShareOptions,
): Promise<Pair & { calls: Calls }> {
  return onShare(root, bench.newFolder('share'), options, async (mounted) => {
    const engine = await startEngine({ dataFolder: bench.newFolder('rescan-share'), google: null })
    try {
      await engine.call('changeSettings', { change: { isBackupOn: false } })
      await scanned(engine, () => engine.call('addSource', { path: mounted.path }), files)
      let calls: Calls = {}
      const cold = async (): Promise<void> => {
        await delay(options.keptSeconds * 1_000 + 100)
        await mounted.calls()
      }
      const pair = await inTurn(
        { isQuick: bench.isQuick, rounds },
        async () => {
          await cold()
          const seconds = await scanned(engine, () => engine.call('scanNow', {}), files)
          calls = await mounted.calls()
          return seconds
        },
        async () => {
          await cold()
          const words = [mounted.path, '-type', 'f', '-printf', factsOfFind]
          return secondsOf(() => runProgram('find', words))
        },
      )
      return { ...pair, calls }
    } finally {
      await engine.stop()
    }
  })
}

async function backup(
  bench: Bench,
  row: string,
  delayMs: number,
  count: number,
): Promise<Measured> {
  const root = await bench.fixture(`small-${count}`, (folder) =>
    makeSmallPhotos(folder, { count, sizeBytes: 200_000 }),
  )
  const emulator = await bench.emulator()
  const rclone = await openRclone(bench.newFolder('rclone'), emulator)
  let calls: Calls = {}
  const arrived = async (): Promise<void> => {
    const items = (await emulator.control.library()).length
    if (items !== count) throw new Error(`${row}: ${items} of ${count} arrived`)
  }
  // Mounted anew each time: what the system has read of it is forgotten.
  const over = (work: (share: SlowShare) => Promise<number>): Promise<number> =>
    onShare(root, bench.newFolder('share'), shareAt(delayMs), work)
  try {
    const seconds = await inTurn(
      bench,
      () =>
        over(async (mounted) => {
          const taken = await backUp(bench, emulator, emulator.origin, mounted.path, arrived)
          calls = await mounted.calls()
          return taken
        }),
      () => over(({ path }) => copy(emulator, rclone, path, arrived)),
    )
    const rates = { ours: count / seconds.ours, peer: count / seconds.peer }
    return {
      figure: compared(row, rates, { atLeast: 1 }),
      unit: 'photos/s',
      against: `rclone --transfers 1, ${count} photos of 200 kB, ${delayMs} ms a call`,
      notes: [`calls for a photo: ${told(calls, count)}`],
    }
  } finally {
    await rclone.close()
    await emulator.empty()
  }
}

type Calls = Record<string, number>

const told = (calls: Calls, files: number): string =>
  Object.entries(calls)
    .map(([kind, times]) => `${(times / files).toFixed(1)} ${kind}`)
    .join(', ')
