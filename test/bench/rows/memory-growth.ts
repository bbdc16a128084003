// What photos that have gone up leave in the engine's memory: a backup of 100,000 of them, looked at all the way. The
// files themselves are in the catalogue before it is looked at, so that only uploading is measured. It has no peer.
import { rmSync } from 'node:fs'
import type { Group } from '../bench.ts'
import { startEngine } from '../engine-process.ts'
import { makePhotoTree } from '../fixtures.ts'
import { median, memoryOf } from '../measure.ts'
import { bounded } from '../report.ts'

const mega = 1_000_000
const per = 100_000
/** From 150 MB at 100,000 files to 300 MB at 1,000,000 (design.md 9) is so much for each 100,000. */
const boundMb = 150 / 9
/** Until then the engine finds its working set. */
const warmUpShare = 0.2

interface Sample {
  done: number
  bytes: number
}

/** The row `memory-uploads`. */
export const memoryGrowth: Group = {
  rows: ['memory-uploads'],
  async measure(bench) {
    const files = bench.isQuick ? 1_000 : 100_000
    const root = await bench.fixture(`photo-tree-${files}`, (folder) =>
      makePhotoTree(folder, files),
    )
    const emulator = await bench.emulator()
    await emulator.empty()
    const dataFolder = bench.newFolder('memory')
    const { origin, kept } = emulator
    const engine = await startEngine({ dataFolder, google: { origin, kept } })
    const samples: Sample[] = []
    const isDone = engine.untilStatus(({ activity, sources, counts }) => {
      const done = counts.done.files
      const isScanned = sources[0]?.state === 'watching'
      if (isScanned && done >= files * warmUpShare)
        samples.push({ done, bytes: memoryOf(engine.pid).nowBytes })
      return activity === 'complete' && isScanned
    })
    await engine.call('changeSettings', { change: { isBackupOn: true, photoSize: 'original' } })
    await engine.call('addSource', { path: root })
    await isDone
    const { nowBytes, peakBytes } = memoryOf(engine.pid)
    await engine.stop()
    rmSync(dataFolder, { recursive: true })
    await emulator.empty()

    const growthMb = (slopeOf(samples) * per) / mega
    const megabytes = (bytes: number): string => (bytes / mega).toFixed(0)
    return [
      {
        // A figure is above zero; memory that shrinks has grown by nothing.
        figure: bounded('memory-uploads', Math.max(growthMb, 0.01), {
          bound: boundMb,
          unit: `MB for each ${per} photos`,
        }),
        unit: 'MB',
        against: `growth while ${files} photos go up, ${samples.length} looks`,
        notes: [
          `resident ${megabytes(samples[0]?.bytes ?? 0)} MB at first, ${megabytes(nowBytes)} MB after the last photo, ` +
            `${megabytes(peakBytes)} MB at the highest`,
        ],
      },
    ]
  },
}

/** Bytes for each photo: the median over pairs of looks half the run apart, which no single collection of garbage moves. */
function slopeOf(samples: readonly Sample[]): number {
  const half = Math.floor(samples.length / 2)
  const slopes = samples.slice(0, half).flatMap((from, at) => {
    const to = samples[at + half]
    return to === undefined || to.done === from.done
      ? []
      : [(to.bytes - from.bytes) / (to.done - from.done)]
  })
  return median(slopes)
}
