// How much memory and time the work takes: the image worker's peak, the engine's calm, and the fast way
// through the many photos that need no decoding. Figures are printed; only memory is judged.
import { statSync } from 'node:fs'
import { afterEach, describe, expect, test } from 'vitest'
import { openWorkshop, photo, type Workshop } from './workshop.ts'

const mega = 1_000_000
let workshop: Workshop
afterEach(() => workshop.close())

describe('memory', () => {
  /** The design's promise for ordinary JPEGs. */
  const most = 400 * mega

  test.each([
    ['24 MP', 6000, 4000, 1],
    ['24 MP on its side', 6000, 4000, 6],
    ['108 MP', 12_000, 9_000, 1],
    ['108 MP on its side', 12_000, 9_000, 6],
    ['200 MP', 16_320, 12_240, 1],
  ])(
    'of the worker for a JPEG of %s stays under 400 MB, and the engine does not grow',
    async (name, width, height, orientation) => {
      workshop = openWorkshop()
      const path = workshop.path('large.jpg')
      await photo(width, height).withMetadata({ orientation }).jpeg({ quality: 92 }).toFile(path)
      const before = process.memoryUsage.rss()
      await workshop.reduce(path)
      const peak = workshop.preparer.peakWorkerBytes()
      const growth = process.memoryUsage.rss() - before
      console.log(`${name}: worker ${megabytes(peak)}, engine ${megabytes(growth)} more`)
      expect(peak).toBeLessThan(most)
      expect(growth).toBeLessThan(50 * mega)
    },
  )

  test('of the worker stays there over many photos of 24 MP, two at a time', async () => {
    workshop = openWorkshop({ slots: 2 })
    const bytes = await photo(6000, 4000).jpeg({ quality: 92 }).toBuffer()
    const paths = Array.from({ length: 24 }, (_, index) =>
      // Cameras fill up with zeros: another file, and no other picture.
      workshop.write(`photo-${index}.jpg`, Buffer.concat([bytes, Buffer.alloc(index + 1)])),
    )
    await Promise.all(paths.map((path) => workshop.reduce(path)))
    const peak = workshop.preparer.peakWorkerBytes()
    console.log(`24 photos of 24 MP, two at a time: worker ${megabytes(peak)}`)
    expect(peak).toBeLessThan(most)
  })

  test('a progressive JPEG of 100 MP, which must be held whole, is reduced or goes up as it is', async () => {
    workshop = openWorkshop()
    const path = workshop.path('progressive.jpg')
    await photo(12_000, 9_000).jpeg({ progressive: true }).toFile(path)
    const decision = await workshop.decide(path, { settings: { limits: 'google' } })
    console.log(`progressive 108 MP: worker ${megabytes(workshop.preparer.peakWorkerBytes())}`)
    expect(decision).toMatchObject({ kind: 'send', plan: { kind: 'reduced' } })
  })

  test('a worker that may not hold that much never gets such a picture', async () => {
    workshop = openWorkshop({ mostWorkerMemoryBytes: 400 * mega })
    const path = workshop.path('progressive.jpg')
    await photo(12_000, 9_000).jpeg({ progressive: true }).toFile(path)
    const decision = await workshop.decide(path, { settings: { limits: 'google' } })
    expect(decision).toMatchObject({ plan: { kind: 'original', keptOriginal: 'worker-failed' } })
    expect(workshop.preparer.peakWorkerBytes()).toBe(0)
  })

  test('a picture that outgrows the worker costs itself only', async () => {
    workshop = openWorkshop({ mostWorkerMemoryBytes: 150 * mega, slots: 1 })
    const path = workshop.path('big.jpg')
    await photo(6000, 4000).withMetadata({ orientation: 6 }).jpeg({ quality: 92 }).toFile(path)
    const small = workshop.path('small.jpg')
    await photo(640, 480).toFile(small)
    const request = { path: small, key: 'small', side: 256 }
    const [decision, thumbnail] = await Promise.all([
      workshop.decide(path),
      workshop.preparer.thumbnail(request, new AbortController().signal),
    ])
    expect(decision).toMatchObject({ plan: { kind: 'original', keptOriginal: 'worker-failed' } })
    expect(thumbnail).not.toBeNull()
  })
})

test('2,000 small JPEGs pass without a worker; the time of each is printed', async () => {
  workshop = openWorkshop()
  const path = workshop.path('small.jpg')
  await photo(1_600, 1_200)
    .withExif({ IFD2: { DateTimeOriginal: '2024:05:01 10:11:12' } })
    .toFile(path)
  await workshop.decide(path)
  const hashed = {
    sha256: '0'.repeat(64),
    sizeBytes: statSync(path).size,
  }
  const request = {
    path,
    name: 'small.jpg',
    photoSize: 'high' as const,
    undated: 'leave' as const,
    ...hashed,
  }
  const settings = { limits: 'small' as const, leaveOutSmallPictures: false }
  const signal = new AbortController().signal
  const started = performance.now()
  const startedCpu = process.cpuUsage()
  for (let count = 0; count < 2_000; count += 1) {
    await workshop.preparer.prepare({ ...request, settings }, signal)
  }
  const cpu = process.cpuUsage(startedCpu)
  const wallMs = (performance.now() - started) / 2_000
  console.log(
    `small JPEG: ${wallMs.toFixed(3)} ms each, ${((cpu.user + cpu.system) / 2e6).toFixed(3)} ms of processor`,
  )
  expect(workshop.preparer.peakWorkerBytes()).toBe(0)
})

const megabytes = (bytes: number): string => `${Math.round(bytes / mega)} MB`
