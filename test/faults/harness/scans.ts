// A world whose folder wants a day for photos without a date: adds such photos, and judges that each is in the library once, under
// one of the days that were wanted, that no copy is left, and that the files are as they were.
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startEmulatorProcess } from './emulator-process.ts'
import { hashOf, undatedPhoto } from './pictures.ts'
import { openWorld, type Verdict, type World } from './world.ts'

/** Photos without a date in a world of their own. */
export interface Scans {
  world: World
  /** A new one, in a session of its own where it is large. */
  add(sizeBytes?: number): Promise<void>
  judge(): Promise<Verdict>
  close(): Promise<void>
}

/** Opens it; its folder wants the first of the days, and photos may be under any of them. */
export async function openScans(days: readonly [string, ...string[]]): Promise<Scans> {
  const emulator = await startEmulatorProcess()
  const world = await openWorld(emulator)
  await world.start()
  const { sources } = await world.engine.look()
  for (const { sourceId } of sources)
    await world.engine.call('changeSource', { sourceId, undated: days[0] })
  const hashes = new Map<string, string>()
  let seed = 900_000
  return {
    world,
    async add(sizeBytes = 0) {
      seed += 1
      const [name, bytes] = [`scan-${seed}.jpg`, await undatedPhoto(seed, sizeBytes)]
      await world.add(name, bytes)
      hashes.set(name, hashOf(bytes))
    },
    async judge() {
      const library = await world.library()
      const { broken } = await world.engine.call('verify', {})
      const copies = await readdir(join(world.dataFolder, 'renditions')).catch(() => [])
      const verdict: Verdict = {
        lost: [],
        twice: [],
        broken: [
          ...broken.map(({ invariant }) => invariant),
          ...copies.map((name) => `a copy is left: ${name}`),
        ],
      }
      for (const [name, sha256] of hashes) {
        const items = library.filter(({ filename }) => filename === name)
        if (items.length === 0) verdict.lost.push(name)
        if (items.length > 1) verdict.twice.push(name)
        // A day without a time is its noon.
        for (const { localTime } of items)
          if (!days.some((day) => localTime.startsWith(`${day}T12:`)))
            verdict.broken.push(`${name}: ${localTime}`)
        if (hashOf(await readFile(join(world.folder, name))) !== sha256)
          verdict.broken.push(`${name} was touched`)
      }
      return verdict
    },
    async close() {
      await world.close()
      await emulator.stop()
    },
  }
}
