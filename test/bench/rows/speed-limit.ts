// The set upload speed, on real sockets: every byte that leaves the engine, as it arrives, in the fullest five seconds.
// One large file and many small photos at several speeds, each with a pause in the middle. There is no peer.
import { rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Bench, Group } from '../bench.ts'
import type { EmulatorProcess } from '../emulator-process.ts'
import { startEngine } from '../engine-process.ts'
import { makePhotoTree, makeSmallPhotos, makeVideos } from '../fixtures.ts'
import { dialTo, openLine, windowsOf, type Arrival, type Line } from '../line.ts'
import { bounded } from '../report.ts'

const windowMs = 5_000
const mega = 1_000_000

interface Case {
  name: string
  folder: string
  bytesPerSecond: number
}

/** The row `speed-limit`. */
export const speedLimit: Group = {
  rows: ['speed-limit'],
  async measure(bench) {
    const cases = await makeCases(bench)
    const emulator = await bench.emulator()
    const line = await openLine(emulator.port, dialTo(emulator.port))
    const rounds = bench.isQuick ? 1 : bench.rounds
    const seen = new Map(cases.map(({ name }) => [name, { most: 0, least: Infinity }]))
    for (let round = 0; round < rounds; round += 1)
      for (const each of cases) {
        const { all, parts } = await sendLimited(bench, emulator, line, each)
        const known = seen.get(each.name) ?? { most: 0, least: Infinity }
        const share = (bytes: number): number => bytes / ((each.bytesPerSecond * windowMs) / 1_000)
        known.most = Math.max(known.most, share(windowsOf(all, windowMs).most))
        for (const part of parts)
          known.least = Math.min(known.least, share(windowsOf(part, windowMs).least))
      }
    await line.close()
    const worst = Math.max(...[...seen.values()].map(({ most }) => most))
    return [
      {
        figure: bounded('speed-limit', worst, { bound: 1.05, unit: 'of the set speed' }),
        unit: 'of the set speed',
        against: `the fullest 5 s of ${rounds} rounds of ${cases.length} cases`,
        notes: [...seen].map(
          ([name, { most, least }]) =>
            `${name}: the fullest 5 s ${most.toFixed(3)}, the emptiest ${least.toFixed(3)}`,
        ),
      },
    ]
  },
}

async function makeCases(bench: Bench): Promise<Case[]> {
  const count = bench.isQuick ? 100 : 2_000
  const small = await bench.fixture(`small-${count}`, (folder) =>
    makeSmallPhotos(folder, { count, sizeBytes: 200_000 }),
  )
  const photos = { name: '1 MB/s, photos of 200 kB', folder: small, bytesPerSecond: mega }
  if (bench.isQuick) return [photos]
  const large = await bench.fixture('large-1x200000000', (folder) =>
    makeVideos(folder, { count: 1, sizeBytes: 200 * mega }),
  )
  const tiny = await bench.fixture('tiny-2000x20000', (folder) =>
    makePhotoTree(folder, 2_000, 20_000),
  )
  return [
    photos,
    { name: '10 MB/s, photos of 200 kB', folder: small, bytesPerSecond: 10 * mega },
    { name: '200 kB/s, photos of 20 kB', folder: tiny, bytesPerSecond: mega / 5 },
    { name: '1 MB/s, one large file', folder: large, bytesPerSecond: mega },
    { name: '5 MB/s, one large file', folder: large, bytesPerSecond: 5 * mega },
  ]
}

/** Backs a folder up at a speed for a while, with a pause; answers with what arrived in all, and before and after it. */
async function sendLimited(
  bench: Bench,
  emulator: EmulatorProcess,
  line: Line,
  { folder, bytesPerSecond }: Case,
): Promise<{ all: Arrival[]; parts: Arrival[][] }> {
  await emulator.empty()
  const dataFolder = bench.newFolder('speed-limit')
  const google = { origin: line.origin, kept: emulator.kept }
  const engine = await startEngine({ dataFolder, google })
  await engine.call('changeSettings', {
    change: { isBackupOn: true, photoSize: 'original', speedLimit: bytesPerSecond },
  })
  const isSending = engine.untilStatus(({ active }) =>
    active.some(({ phase, sentBytes }) => phase === 'sending' && sentBytes > 0),
  )
  await engine.call('addSource', { path: folder })
  await isSending
  const forMs = windowMs + (bench.isQuick ? 1_000 : 4_000)
  line.take()
  await delay(forMs)
  const before = line.take()
  await engine.call('pause', { until: 'resumed' })
  await delay(1_000)
  await engine.call('resume', {})
  const pause = line.take()
  await delay(forMs)
  const after = line.take()
  await engine.stop()
  rmSync(dataFolder, { recursive: true })
  return { all: [...before, ...pause, ...after], parts: [before, after] }
}
