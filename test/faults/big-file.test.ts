// A large file interrupted five times: byte-identical in the end, at most one chunk sent again for each interruption,
// and the engine's memory does not grow with it.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { afterAll, beforeAll, expect } from 'vitest'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest, quickOr } from './harness/fault-test.ts'
import { writeVideo } from './harness/pictures.ts'
import { openWorld } from './harness/world.ts'

let emulator: EmulatorProcess
beforeAll(async () => {
  emulator = await startEmulatorProcess()
})
afterAll(() => emulator.stop())

const mega = 2 ** 20
const sizeBytes = quickOr(200 * mega, 3_000 * mega)
const chunkBytes = quickOr(16 * mega, 64 * mega)
const waitMs = quickOr(4, 60) * 60_000

faultTest(`A file of ${sizeBytes / mega} MB interrupted five times`, async (tally) => {
  const upload = { resumableFromBytes: 16 * mega, chunkBytes }
  const world = await openWorld(emulator, { upload })
  const { control } = emulator
  const draft = join(world.folder, '..', 'draft.mp4')
  await writeVideo(draft, sizeBytes, 1)
  const hash = createHash('sha256')
  await pipeline(createReadStream(draft), hash)
  const sha256 = hash.digest('hex')
  const chunks = Math.ceil(sizeBytes / chunkBytes)
  const step = Math.max(1, Math.floor((chunks - 3) / 5))
  // Five chunks, spread over the file, break at different places.
  for (const [index, point] of ([0.1, 0.5, 0.9, 'last', 'all'] as const).entries())
    await control.addFault({
      on: 'upload.chunk',
      skip: step * index + 1,
      action: { kind: 'cut', afterRequestBytes: point, reset: index % 2 === 1 },
    })
  const engine = await world.start()
  const before = await engine.peakBytes()
  await rename(draft, join(world.folder, 'large.mp4'))
  await engine.call('scanNow', {})
  await engine.patiently(
    ({ counts }) => counts.done.files === 1,
    'the large file is in the library',
    waitMs,
  )
  const peak = await engine.peakBytes()
  const [item] = await world.library()
  expect(item?.sha256).toBe(sha256)
  expect(await world.library()).toHaveLength(1)
  const sent = (await control.ledger())
    .filter(({ operation }) => operation === 'upload.chunk' || operation === 'upload.finalize')
    .reduce((sum, { requestBytes }) => sum + requestBytes, 0)
  const fired = (await control.faults()).filter((fault) => fault.fired > 0).length
  expect(fired).toBe(5)
  expect(sent - sizeBytes).toBeLessThanOrEqual(5 * chunkBytes)
  const growth = peak - before
  console.log(
    `${sizeBytes / mega} MB: sent again ${Math.round((sent - sizeBytes) / mega)} MB in 5 interruptions; ` +
      `engine ${Math.round(before / mega)} MB resident at most before, ${Math.round(peak / mega)} MB in the end`,
  )
  // Far below the file: what is held does not depend on its size.
  expect(growth).toBeLessThan(150 * mega)
  const { broken } = await engine.call('verify', {})
  tally.clean({ lost: [], twice: [], broken: broken.map(({ invariant }) => invariant) })
  await world.close()
  await rm(draft, { force: true })
})
