// Looks at what is in, as the engine does, and does nothing else: prints the milliseconds of processor that a stretch of that took.
// Arguments: the folder in which volumes are mounted, and how long the stretch is in milliseconds.
import { setTimeout as delay } from 'node:timers/promises'
import { createLinuxLooks } from '../../src/main/engine/scan/mounted-linux.ts'
import { watchArrivals } from '../../src/main/engine/sources/arrivals.ts'
import { systemClock } from '../../src/main/engine/system-ports.ts'

const [folder = '', forMs = '0'] = process.argv.slice(2)

const watch = watchArrivals({
  looks: createLinuxLooks([folder]),
  clock: systemClock,
  isOnBattery: () => false,
  onChange: () => undefined,
  onProblem: (problem) => {
    throw problem
  },
})
// The first look, and what a start of Node leaves to do.
await delay(2_000)
const before = process.cpuUsage()
await delay(Number(forMs))
const { user, system } = process.cpuUsage(before)
watch.stop()
process.stdout.write(String((user + system) / 1_000))
