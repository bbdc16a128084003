// Fingerprints in the engine's own threads, kept as busy as the queue keeps them, against two openssl.
import { lstatSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { createFileReader } from '../../../src/main/engine/scan/index.ts'
import { toMicroseconds } from '../../../src/shared/microseconds.ts'
import type { Group } from '../bench.ts'
import { makeBytes } from '../fixtures.ts'
import { inTurn, runProgram, secondsOf } from '../measure.ts'
import { compared } from '../report.ts'

/** As many as the queue has in hand. */
const width = 4
const mega = 1_000_000

/** The row `fingerprint`. */
export const fingerprint: Group = {
  rows: ['fingerprint'],
  async measure(bench) {
    // Mostly photos and some videos.
    const [photos, videos] = bench.isQuick ? [200, 4] : [2_000, 34]
    const sizes = Array.from({ length: photos + videos }, (_, at) =>
      at < photos ? 200_000 : 11 * mega,
    )
    const root = await bench.fixture(`bytes-${sizes.length}`, (folder) => makeBytes(folder, sizes))
    const megabytes = sizes.reduce((sum, size) => sum + size, 0) / mega
    const files = readdirSync(root).map((name) => {
      const path = join(root, name)
      const { size, mtimeMs, ctimeMs, ino } = lstatSync(path)
      const [mtimeUs, ctimeUs] = [toMicroseconds(mtimeMs), toMicroseconds(ctimeMs)]
      return { path, stamp: { sizeBytes: size, mtimeUs, ctimeUs, inode: ino } }
    })
    const fingerprinter = createFileReader()
    const { signal } = new AbortController()

    const ours = async (): Promise<number> => {
      const waiting = files.values()
      const takeNext = async (): Promise<void> => {
        for (const { path, stamp } of waiting) {
          const result = await fingerprinter.fingerprint(path, stamp, signal)
          if (!result.ok) throw new Error(`${path}: ${result.failure.kind}`)
        }
      }
      return secondsOf(() => Promise.all(Array.from({ length: width }, takeNext)))
    }
    const input = files.map(({ path }) => `${path}\0`).join('')
    const words = ['-0', '-P2', '-n', '64', 'openssl', 'dgst', '-sha256']
    const peer = (): Promise<number> => secondsOf(() => runProgram('xargs', words, { input }))
    const seconds = await inTurn(bench, ours, peer)
    await fingerprinter.close()
    const rates = { ours: megabytes / seconds.ours, peer: megabytes / seconds.peer }
    return [
      {
        figure: compared('fingerprint', rates, { atLeast: 1.2 }),
        unit: 'MB/s',
        against: `xargs -P2 openssl dgst -sha256, ${Math.round(megabytes)} MB`,
      },
    ]
  },
}
