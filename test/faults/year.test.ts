// A year in the life: a seeded simulation of what people, lines, Google, drives and clocks do to a backup, day by day, over
// the real engine. The quick form lives two months of one seed, the long form a year of each of twenty.
import { afterAll, beforeAll } from 'vitest'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest, quickOr } from './harness/fault-test.ts'
import { liveYear } from './harness/year.ts'

let emulator: EmulatorProcess
beforeAll(async () => {
  emulator = await startEmulatorProcess()
})
afterAll(() => emulator.stop())

const firstSeed = Number(process.env['SHOEBOX_FAULTS_SEED'] ?? 20_260_101)

faultTest('a year in the life', async (tally) => {
  const [days, seeds] = quickOr([60, 1], [365, 20])
  for (let seed = firstSeed; seed < firstSeed + seeds; seed += 1) {
    console.log(`a year in the life: seed ${seed}; the same again with --seed ${seed}`)
    await liveYear({ emulator, seed, days, onJudged: tally.clean })
  }
})
