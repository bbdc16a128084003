// A share that stops answering in the middle: whoever asks it waits. The other folders go on, and once it answers again its
// photos do too.
import { writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest } from './harness/fault-test.ts'
import { mountShare, whySkipped, type HungShare } from './harness/hung-share.ts'
import { photo } from './harness/pictures.ts'
import { openWorld, sessionBytes, type World } from './harness/world.ts'

let emulator: EmulatorProcess
let world: World | null = null
let share: HungShare | null = null
beforeAll(async () => {
  emulator = await startEmulatorProcess()
})
afterEach(async () => {
  // The share first: an engine that waits for it cannot end.
  await share?.unmount()
  await world?.close()
  share = null
  world = null
})
afterAll(() => emulator.stop())

const why = whySkipped()
if (why !== null) console.log(`A share that hangs is skipped: ${why}`)

faultTest(
  'A share that hangs in the middle',
  async (tally) => {
    const mine = await openWorld(emulator)
    world = mine
    const shared = await mountShare(dirname(mine.folder))
    share = shared
    const put = async (name: string, bytes: Buffer): Promise<void> => {
      await writeFile(join(shared.root, name), bytes)
      mine.expect(bytes, name)
    }
    const engine = await mine.start()
    await put('first.jpg', await photo(760_001))
    await engine.call('addSource', { path: shared.path })
    await engine.patiently(({ counts }) => counts.done.files === 1, 'the share is read')
    await engine.call('pause', { until: 'resumed' })
    // Large ones, each read while it is sent, and more than the system has threads for it.
    for (let seed = 760_002; seed < 760_010; seed += 1)
      await put(`${seed}.jpg`, await photo(seed, 2 * sessionBytes))
    await engine.call('scanNow', {})
    await engine.until(({ counts }) => counts.found.files === 8, 'the others are found')
    await emulator.control.changeSettings({ uploadBytesPerSecond: 300_000 })
    await engine.call('resume', {})
    await engine.until(
      ({ active }) => active.filter(({ phase }) => phase === 'sending').length > 3,
      'it sends several',
    )
    await shared.hang()
    await emulator.control.changeSettings({ uploadBytesPerSecond: null })
    const before = (await engine.look()).counts.done.files
    await mine.addPhotos(5)
    await engine.call('scanNow', {})
    await engine.until(
      ({ counts }) => counts.done.files >= before + 5,
      'the other folder goes on, and the engine answers',
    )
    const resting = await engine.look()
    expect(resting.counts.gone.files).toBe(0)
    await shared.answer()
    await engine.patiently(
      ({ counts, active }) => counts.done.files === 14 && active.length === 0,
      'the share goes on by itself',
    )
    tally.clean(await mine.judge())
  },
  { isSkipped: why !== null },
)
