// What dates cost: a backup of photos that carry none and get one, beside the same photos as they are; and of photos that
// carry one, in a folder that wants dates and in one that does not.
import type { Bench, Group } from '../bench.ts'
import { makeSmallPhotos } from '../fixtures.ts'
import { inTurn } from '../measure.ts'
import { compared } from '../report.ts'
import { backUp } from './upload.ts'

/** The rows. */
export const undated: Group = {
  rows: ['undated', 'dated-as-ever'],
  async measure(bench) {
    const count = bench.isQuick ? 100 : 10_000
    const [none, one] = [
      await race(bench, count, undefined),
      await race(bench, count, '2015:05:01 10:00:00'),
    ]
    const against = `${count} photos of 200 kB as they are, in seconds`
    return [
      { figure: compared('undated', none, { atMost: 1.33 }), unit: 's', against },
      { figure: compared('dated-as-ever', one, { atMost: 1.05 }), unit: 's', against },
    ]
  },
}

async function race(
  bench: Bench,
  count: number,
  taken: string | undefined,
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
    bench.rounds,
    () => backUp(bench, emulator, emulator.origin, root, note, '1987'),
    () => backUp(bench, emulator, emulator.origin, root, note),
  )
  await emulator.empty()
  return seconds
}
