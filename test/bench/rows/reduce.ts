// Reduced copies of 24-megapixel photos by the preparer and its image worker, against vipsthumbnail at the
// same size and quality, two at a time. Ours includes hashing, checking and flushing each copy to disk.
import { createHash } from 'node:crypto'
import { mkdirSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createChildProcessHost, createPreparer } from '../../../src/main/engine/prepare/index.ts'
import { highQualityPixels, targetSides } from '../../../src/main/engine/images/target-size.ts'
import type { Group } from '../bench.ts'
import { makeLargePhotos } from '../fixtures.ts'
import { inTurn, runProgram, secondsOf } from '../measure.ts'
import { compared } from '../report.ts'
import { createFileReader } from '../../../src/main/engine/scan/index.ts'

/** The row `reduce`. */
export const reduce: Group = {
  rows: ['reduce'],
  async measure(bench) {
    const count = bench.isQuick ? 2 : 8
    const root = await bench.fixture(`photos-${count}`, (folder) => makeLargePhotos(folder, count))
    const folder = bench.newFolder('reduce')
    const photos = readdirSync(root).map((name) => {
      const path = join(root, name)
      const sha256 = createHash('sha256').update(readFileSync(path)).digest('hex')
      return { path, name, sha256, sizeBytes: statSync(path).size }
    })
    const reader = createFileReader()
    const preparer = createPreparer({
      renditionFolder: join(folder, 'ours'),
      thumbnailFolder: join(folder, 'thumbnails'),
      workerHost: createChildProcessHost(),
      reader,
      logger: { info: () => undefined, error: console.error },
      checkpoint: () => undefined,
    })
    const settings = { limits: 'small', leaveOutSmallPictures: false } as const
    const { signal } = new AbortController()

    const ours = async (): Promise<number> => {
      const made: string[] = []
      const seconds = await secondsOf(() =>
        Promise.all(
          photos.map(async (photo) => {
            const result = await preparer.prepare(
              { ...photo, photoSize: 'high', undated: 'leave', settings },
              signal,
            )
            if (!result.ok || result.value.kind !== 'send' || result.value.plan.kind !== 'reduced')
              throw new Error(`${photo.name} was not reduced: ${JSON.stringify(result)}`)
            made.push(result.value.plan.rendition)
          }),
        ),
      )
      for (const rendition of made) await preparer.discard(rendition)
      return seconds
    }

    const { width, height } = targetSides({ width: 6_000, height: 4_000 }, highQualityPixels)
    const output = join(folder, 'theirs')
    mkdirSync(output)
    const words = ['-0', '-P2', '-n1', 'vipsthumbnail', '--size', `${width}x${height}!`]
    words.push('-o', `${output}/%s.jpg[Q=85]`)
    const input = photos.map(({ path }) => `${path}\0`).join('')
    const peer = (): Promise<number> => secondsOf(() => runProgram('xargs', words, { input }))

    const seconds = await inTurn(bench, ours, peer)
    await Promise.all([preparer.close(), reader.close()])
    const rates = { ours: count / seconds.ours, peer: count / seconds.peer }
    return [
      {
        figure: compared('reduce', rates, { atLeast: 0.9 }),
        unit: 'photos/s',
        against: `vipsthumbnail, two at a time, ${count} photos`,
      },
    ]
  },
}
