// What `--size high` and `--limits` send, and how a single run ends when Google's budget for the day does.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { largeJpeg, smallJpeg, withClaimedSides } from '../builders/jpegs.ts'
import { hashOf, openWorld, type World } from './world.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

test('High quality sends a large photo reduced with its metadata, and a small one byte by byte', async () => {
  const [large, small] = [await largeJpeg(), await smallJpeg(1)]
  writeFileSync(join(world.folder, 'large.jpg'), large)
  writeFileSync(join(world.folder, 'small.jpg'), small)
  const summary = await world.backUp(world.folder, '--size', 'high')
  expect(summary).toMatchObject({ code: 0, found: 2, done: 2 })
  expect(summary.bytesSent).toBeLessThan(summary.bytesFound)

  const library = await world.emulator.control.library()
  const [reduced, same] = ['large.jpg', 'small.jpg'].map((name) =>
    library.find(({ filename }) => filename === name),
  )
  expect(same?.sha256).toBe(hashOf(small))
  const bytes = await world.emulator.control.file(reduced?.id ?? '')
  expect(bytes.length).toBeLessThan(large.length)
  const { width, height, exif } = await sharp(bytes).metadata()
  expect(width * height).toBeLessThanOrEqual(16_000_000)
  expect(width * height).toBeGreaterThan(15_500_000)
  expect(width / height).toBeCloseTo(5_000 / 3_400, 2)
  // Capture time and camera as text; the GPS directory by its tag (0x8825) in either byte order.
  const text = exif?.toString('latin1') ?? ''
  expect(text).toContain('2019:08:07 06:05:04')
  expect(text).toContain('Test camera')
  expect(text).toMatch(/\x88\x25|\x25\x88/)
})

test('a photo of 108 megapixels is left out where that is wished, and goes up otherwise', async () => {
  const folder = `${world.folder}-108`
  mkdirSync(folder)
  writeFileSync(join(folder, 'huge.jpg'), withClaimedSides(await smallJpeg(108), 12_000, 9_000))
  const backUp = (...words: string[]) => world.backUp(folder, '--size', 'original', ...words)
  expect(await backUp('--limits', 'small')).toMatchObject({ code: 3, found: 1, skipped: 1 })
  // The choice stays until another is made.
  expect(await backUp()).toMatchObject({ code: 3, skipped: 1 })
  expect(await backUp('--limits', 'google')).toMatchObject({ code: 0, done: 1 })
  rmSync(folder, { recursive: true })
})

test('a single run does not wait for the budget of another day', async () => {
  await world.fill(world.folder, 8, 100)
  const { requestsToday } = await world.emulator.control.counters()
  await world.emulator.control.changeSettings({ dailyQuota: requestsToday + 4 })
  const summary = await world.backUp(world.folder)
  expect(summary).toMatchObject({ code: 3, found: 10, failed: 0, skipped: 0 })
  expect(summary.waiting).toBeGreaterThan(0)
  expect(summary.done + summary.waiting).toBe(10)
  const { stdout } = await world.shoebox('status', '--json')
  const usedToday = (await world.requests()).length
  expect(JSON.parse(stdout)).toMatchObject({ requests: { usedToday } })
  expect(await world.shoebox('verify')).toMatchObject({ code: 0 })
})
