// Whole backups into the emulator, from the start of the process to the last photo, against rclone copying the
// same folder to the same emulator. Small photos cost requests; large files cost memory.
import { rmSync } from 'node:fs'
import type { Bench, Group } from '../bench.ts'
import { ceilingOf, type EmulatorProcess } from '../emulator-process.ts'
import { startEngine } from '../engine-process.ts'
import { makeSmallPhotos, makeVideos } from '../fixtures.ts'
import { costOf, inTurn, median, secondsOf, type Cost } from '../measure.ts'
import { openLine } from '../line.ts'
import { openRclone, type Rclone } from '../rclone.ts'
import { bounded, compared } from '../report.ts'

const mega = 1_000_000

/** The rows of many small photos. */
export const uploadSmall: Group = {
  rows: ['upload-small', 'upload-small-requests', 'upload-small-processor'],
  async measure(bench) {
    const count = bench.isQuick ? 100 : 2_000
    const sizeBytes = 200_000
    const root = await bench.fixture(`small-${count}`, (folder) =>
      makeSmallPhotos(folder, { count, sizeBytes }),
    )
    const { seconds, requests, processor, ceiling, throughProxy } = await race(
      bench,
      root,
      count,
      (emulator) => ceilingOf(emulator).photos(count, sizeBytes),
    )
    const rates = { ours: count / seconds.ours, peer: count / seconds.peer }
    return [
      {
        figure: compared('upload-small', rates, { atLeast: 10 }),
        unit: 'photos/s',
        against: `rclone --transfers 1, ${count} photos of 200 kB`,
        notes: [
          `the emulator takes ${ceiling.toFixed(0)} photos/s from a plain client`,
          `rclone goes through a TLS proxy; ours through the same: ${(count / throughProxy).toFixed(0)} photos/s`,
        ],
      },
      {
        figure: bounded('upload-small-requests', requests.ours / count, {
          bound: 1.05,
          unit: 'requests a photo',
          peer: requests.peer / count,
        }),
        unit: 'requests',
        against: 'rclone, per photo',
      },
      {
        figure: compared('upload-small-processor', perThousand(processor, count), { atMost: 1 }),
        unit: 's',
        against:
          'rclone, which speaks TLS, as ours does not here: seconds of processor for 1,000 photos',
      },
    ]
  },
}

/** The rows of a few large files. */
export const uploadLarge: Group = {
  rows: ['upload-large', 'upload-large-memory'],
  async measure(bench) {
    const count = bench.isQuick ? 2 : 4
    const sizeBytes = (bench.isQuick ? 50 : 500) * mega
    const root = await bench.fixture(`large-${count}x${sizeBytes}`, (folder) =>
      makeVideos(folder, { count, sizeBytes }),
    )
    const { seconds, peakBytes, ceiling, throughProxy } = await race(
      bench,
      root,
      count,
      (emulator) => ceilingOf(emulator).bytes(sizeBytes),
    )
    const megabytes = (count * sizeBytes) / mega
    const rates = { ours: megabytes / seconds.ours, peer: megabytes / seconds.peer }
    return [
      {
        figure: compared('upload-large', rates, { atLeast: 1 }),
        unit: 'MB/s',
        against: `rclone --transfers 1, ${count} files of ${sizeBytes / mega} MB`,
        notes: [
          `the emulator takes ${(ceiling / mega).toFixed(0)} MB/s from a plain client`,
          `rclone goes through a TLS proxy; ours through the same: ${(megabytes / throughProxy).toFixed(0)} MB/s`,
        ],
      },
      {
        figure: bounded('upload-large-memory', peakBytes.ours / mega, {
          bound: sizeBytes / 3 / mega,
          unit: 'MB, a third of a file',
          peer: peakBytes.peer / mega,
        }),
        unit: 'MB',
        against: 'rclone, its highest resident memory',
      },
    ]
  },
}

/** Both sides in turn, with what they cost beside time. */
async function race(
  bench: Bench,
  root: string,
  count: number,
  measureCeiling: (emulator: EmulatorProcess) => Promise<number>,
) {
  const emulator = await bench.emulator()
  const ceiling = await measureCeiling(emulator)
  const rclone = await openRclone(bench.newFolder('rclone'), emulator)
  const requests = { ours: [] as number[], peer: [] as number[] }
  const peakBytes = { ours: [] as number[], peer: [] as number[] }
  const processor = { ours: [] as number[], peer: [] as number[] }
  const note = async (side: 'ours' | 'peer', cost: Cost): Promise<void> => {
    peakBytes[side].push(cost.peakBytes)
    processor[side].push(cost.processorSeconds)
    requests[side].push(await emulator.requests())
    const items = (await emulator.control.library()).length
    if (items !== count) throw new Error(`${side}: ${items} of ${count} arrived`)
  }
  const seconds = await inTurn(
    bench,
    () => backUp(bench, emulator, emulator.origin, root, (cost) => note('ours', cost)),
    () => copy(emulator, rclone, root, (cost) => note('peer', cost)),
  )
  // Once more with what only the peer has to bear: TLS, the proxy, and one hop more than that.
  const line = await openLine(emulator.port, rclone.dial)
  const throughProxy = await backUp(bench, emulator, line.origin, root, async () => undefined)
  await line.close()
  await rclone.close()
  await emulator.empty()
  const medians = (of: typeof requests) => ({ ours: median(of.ours), peer: median(of.peer) })
  return {
    seconds,
    ceiling,
    throughProxy,
    requests: medians(requests),
    peakBytes: medians(peakBytes),
    processor: medians(processor),
  }
}

const perThousand = ({ ours, peer }: { ours: number; peer: number }, count: number) => ({
  ours: (ours / count) * 1_000,
  peer: (peer / count) * 1_000,
})

/** How a folder is backed up: what it wants for photos without a date, and how fast the line is; left out: leave, as it is. */
export interface BackUpAs {
  undated?: string
  bytesPerSecond?: number
}

/** A whole backup of one folder in seconds. */
export async function backUp(
  bench: Bench,
  emulator: EmulatorProcess,
  origin: string,
  root: string,
  note: (cost: Cost) => Promise<void>,
  { undated = 'leave', bytesPerSecond }: BackUpAs = {},
): Promise<number> {
  await emulator.empty()
  const dataFolder = bench.newFolder('backup')
  let cost: Cost = { peakBytes: 0, processorSeconds: 0 }
  let stop = async (): Promise<void> => undefined
  const seconds = await secondsOf(async () => {
    const { kept } = emulator
    const engine = await startEngine({ dataFolder, google: { origin, kept } })
    stop = () => engine.stop()
    const isDone = engine.untilStatus(
      ({ activity, sources }) => activity === 'complete' && sources[0]?.state === 'watching',
    )
    const speedLimit = bytesPerSecond === undefined ? {} : { speedLimit: bytesPerSecond }
    await engine.call('changeSettings', { change: { photoSize: 'original', ...speedLimit } })
    const { sourceId } = await engine.call('addSource', { path: root })
    if (undated !== 'leave') await engine.call('changeSource', { sourceId, undated })
    await engine.call('changeSettings', { change: { isBackupOn: true } })
    await isDone
    cost = costOf(engine.pid)
  })
  await stop()
  await note(cost)
  rmSync(dataFolder, { recursive: true })
  return seconds
}

/** A whole copy of one folder by the peer, in seconds. */
export async function copy(
  emulator: EmulatorProcess,
  rclone: Rclone,
  root: string,
  note: (cost: Cost) => Promise<void>,
): Promise<number> {
  await emulator.empty()
  let cost: Cost = { peakBytes: 0, processorSeconds: 0 }
  const seconds = await secondsOf(async () => {
    cost = await rclone.copy(root)
  })
  await note(cost)
  return seconds
}
