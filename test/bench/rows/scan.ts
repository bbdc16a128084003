// First scan and rescan by the running engine, against `find` reading the same facts of the same tree.
import { rmSync } from 'node:fs'
import type { Bench, Group } from '../bench.ts'
import { startEngine, type EngineProcess } from '../engine-process.ts'
import { makeTree } from '../fixtures.ts'
import { inTurn, runProgram, secondsOf } from '../measure.ts'
import { compared } from '../report.ts'

/** The facts that a scan reads of each file: path, size, both times, inode. */
const factsOfFind = '%P %s %T@ %C@ %i\n'

/** The rows `first-scan` and `rescan`. */
export const scan: Group = {
  rows: ['first-scan', 'rescan'],
  async measure(bench) {
    const files = bench.isQuick ? 10_000 : 100_000
    const root = await bench.fixture(`tree-${files}`, (folder) => makeTree(folder, files))
    const find = (): Promise<number> =>
      secondsOf(() => runProgram('find', [root, '-type', 'f', '-printf', factsOfFind]))
    const first = await inTurn(bench, () => firstScan(bench, root, files), find)

    const dataFolder = bench.newFolder('rescan')
    const engine = await startEngine({ dataFolder, google: null })
    await engine.call('changeSettings', { change: { isBackupOn: false } })
    await scanned(engine, () => engine.call('addSource', { path: root }), files)
    const again = await inTurn(
      bench,
      () => scanned(engine, () => engine.call('scanNow', {}), files),
      find,
    )
    await engine.stop()
    const shared = { unit: 's', against: `find -printf, ${files} files` }
    return [
      { figure: compared('first-scan', first, { atMost: 4 }), ...shared },
      { figure: compared('rescan', again, { atMost: 2 }), ...shared },
    ]
  },
}

async function firstScan(bench: Bench, root: string, files: number): Promise<number> {
  const dataFolder = bench.newFolder('first-scan')
  const engine = await startEngine({ dataFolder, google: null })
  // Only the scan: with the backup on, fingerprints are taken at the same time.
  await engine.call('changeSettings', { change: { isBackupOn: false } })
  const seconds = await scanned(engine, () => engine.call('addSource', { path: root }), files)
  await engine.stop()
  rmSync(dataFolder, { recursive: true })
  return seconds
}

/** Seconds from the command to the end of the scan, whose time the engine tells itself. */
export async function scanned(
  engine: EngineProcess,
  begin: () => Promise<unknown>,
  files: number,
): Promise<number> {
  const startedAt = Date.now()
  const ended = engine.untilStatus(({ sources }) => {
    const [source] = sources
    return source?.state !== 'scanning' && (source?.lastScanAt ?? 0) >= startedAt
  })
  await begin()
  const [source] = (await ended).sources
  if (source?.files !== files) throw new Error(`Scanned ${source?.files ?? 0} of ${files} files`)
  return ((source.lastScanAt ?? startedAt) - startedAt) / 1_000
}
