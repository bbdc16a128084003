// A year in the life: a seeded simulation of what people, lines, Google, drives and clocks do to a backup, day by day, over
// the real engine. The quick form lives two months of one seed, the long form a year of each of twenty.
import { afterAll } from 'vitest'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest, quickOr } from './harness/fault-test.ts'
import { liveYear } from './harness/year.ts'

/** Lives side by side, each on an emulator of its own: they mostly wait. */
const atOnce = 3
const emulators: EmulatorProcess[] = []
afterAll(async () => {
  for (const emulator of emulators) await emulator.stop()
})

const firstSeed = Number(process.env['SHOEBOX_FAULTS_SEED'] ?? 20_260_101)

faultTest('a year in the life', async (tally) => {
  const [days, lives] = quickOr([60, 1], [365, 20])
  const seeds = Array.from({ length: lives }, (_, index) => firstSeed + index)
  const failures: unknown[] = []
  const liveSome = async (): Promise<void> => {
    const emulator = await startEmulatorProcess()
    emulators.push(emulator)
    for (let seed = seeds.shift(); seed !== undefined; seed = seeds.shift()) {
      console.log(`a year in the life: seed ${seed}; the same again with --seed ${seed}`)
      try {
        await liveYear({ emulator, seed, days, onJudged: tally.clean })
      } catch (error) {
        // The others are lived to their ends: each tells a fault of its own.
        console.log(`seed ${seed} failed: ${String(error)}`)
        failures.push(error)
      }
    }
  }
  await Promise.all(Array.from({ length: Math.min(atOnce, lives) }, liveSome))
  if (failures.length > 0) throw failures[0]
})
