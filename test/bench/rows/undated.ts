// What dates cost: a backup of photos that carry none and get one, beside the same photos as they are; and of photos that
// carry one, in a folder that wants dates and in one that does not.
import type { Bench, Group } from '../bench.ts'
import { makeSmallPhotos } from '../fixtures.ts'
import { inTurn } from '../measure.ts'
import { compared } from '../report.ts'
import { backUp } from './upload.ts'

/** 500 Mbit/s: quicker than nearly every line out of a home. */
const goodLine = 62_500_000

/** The rows. */
export const undated: Group = {
  rows: ['undated', 'undated-line', 'dated-as-ever'],
  async measure(bench) {
    const count = bench.isQuick ? 100 : 10_000
    const none = await race(bench, count)
    const onLine = await race(bench, count, { bytesPerSecond: goodLine })
    const one = await race(bench, count, { taken: '2015:05:01 10:00:00' })
    const against = `${count} photos of 200 kB as they are, in seconds`
    return [
      { figure: compared('undated', none, { atMost: 1.33 }), unit: 's', against },
      {
        figure: compared('undated-line', onLine, { atMost: 1.33 }),
        unit: 's',
        against: `${against}, both at ${goodLine / 1e6} MB/s`,
      },
      { figure: compared('dated-as-ever', one, { atMost: 1.05 }), unit: 's', against },
    ]
  },
}

async function race(
  bench: Bench,
  count: number,
  { taken, ...line }: { taken?: string; bytesPerSecond?: number } = {},
): Promise<{ ours: number; peer: number }> {
  const sizeBytes = 200_000
  const root = await bench.fixture(
    `${taken === undefined ? 'undated' : 'dated'}-${count}`,
    (folder) =>
      makeSmallPhotos(folder, { count, sizeBytes, ...(taken === undefined ? {} : { taken }) }),
  )
  const emulator = await bench.emulator()
  const note = async (): Promise<void> => {
    const items = (await emulator.control.library()).length
    if (items !== count) throw new Error(`${items} of ${count} arrived`)
  }
  const seconds = await inTurn(
    bench,
    () => backUp(bench, emulator, emulator.origin, root, note, { ...line, undated: '1987' }),
    () => backUp(bench, emulator, emulator.origin, root, note, line),
  )
  await emulator.empty()
  return seconds
}
