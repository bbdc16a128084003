// The catalogue's file is damaged, replaced, too new, in use, cut off by a power loss, or has no room. Nothing is sent
// twice for it, nothing is forgotten, and nothing that may be needed is deleted.
import { spawnSync } from 'node:child_process'
import { copyFile, open, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { afterAll, afterEach, beforeAll, expect } from 'vitest'
import { startEmulatorProcess, type EmulatorProcess } from './harness/emulator-process.ts'
import { faultTest, quickOr } from './harness/fault-test.ts'
import { seededRandom } from './harness/seeded-random.ts'
import { openWorld, sessionBytes, type World } from './harness/world.ts'

let emulator: EmulatorProcess
let world: World | null = null
beforeAll(async () => {
  emulator = await startEmulatorProcess()
})
afterEach(async () => {
  await world?.close()
  world = null
})
afterAll(() => emulator.stop())

async function newWorld(change: Parameters<typeof openWorld>[1] = {}): Promise<World> {
  world = await openWorld(emulator, change)
  return world
}

const catalogueOf = (mine: World): string => join(mine.dataFolder, 'catalogue.sqlite')

/** A world with photos in the library, a backup of its catalogue if there is to be one, photos since then, and no engine. */
async function lived(isBackedUp: boolean): Promise<World> {
  const mine = await newWorld()
  await mine.addPhotos(12)
  await mine.addPhotos(1, sessionBytes)
  await mine.addLargePhoto()
  const engine = await mine.start()
  await mine.settle()
  if (isBackedUp) {
    await mine.advance(3_700_000)
    await expect.poll(() => engine.effects.has('backup-written'), { timeout: 30_000 }).toBe(true)
  }
  await mine.addPhotos(4)
  await mine.settle()
  await engine.stop()
  // On a slow machine the clock goes on long enough for one to be written by itself.
  if (!isBackedUp) await rm(join(mine.dataFolder, 'backups'), { recursive: true, force: true })
  return mine
}

/** What went over the line since a ledger row. */
async function uploadsSince(seq: number): Promise<number> {
  const rows = await emulator.control.ledger(seq)
  return rows.filter(({ operation }) => operation.startsWith('upload.')).length
}
const lastSeq = async (): Promise<number> => (await emulator.control.ledger()).at(-1)?.seq ?? 0

const damages: Record<string, (path: string) => Promise<unknown>> = {
  garbage: (path) => writeFile(path, 'this is no database, and never was'.repeat(500)),
  'an empty file': (path) => writeFile(path, ''),
  'no file': (path) => rm(path),
  'flipped bits': async (path) => {
    const random = seededRandom(7)
    await using file = await open(path, 'r+')
    const { size } = await file.stat()
    for (let flips = 0; flips < 400; flips += 1)
      await file.write(Buffer.from([Math.floor(random() * 256)]), 0, 1, Math.floor(random() * size))
  },
  'half a file': async (path) => {
    const bytes = await readFile(path)
    await writeFile(path, bytes.subarray(0, Math.floor(bytes.length / 2)))
  },
}

for (const [damage, harm] of Object.entries(damages))
  for (const isBackedUp of [true, false])
    faultTest(
      `DB garbage / bit flips / wrong version: ${damage}, ${isBackedUp ? 'with' : 'without'} a backup`,
      async (tally) => {
        const mine = await lived(isBackedUp)
        const seq = await lastSeq()
        await rm(`${catalogueOf(mine)}-wal`, { force: true })
        await harm(catalogueOf(mine))
        const engine = await mine.start()
        // Without a backup beside it, no file or an empty one is what a first start finds.
        const isLikeNew = !isBackedUp && ['no file', 'an empty file'].includes(damage)
        if (!isLikeNew)
          expect(engine.status.catalogue).toBe(isBackedUp ? 'restored-from-backup' : 'rebuilt')
        if (!isLikeNew && damage !== 'no file') {
          const kept = (await readdir(mine.dataFolder)).filter((name) => name.includes('.corrupt-'))
          expect(kept).not.toEqual([])
        }
        if (!isBackedUp) {
          // The folders and wishes went with it; the user names them again.
          await engine.call('changeSettings', { change: { photoSize: 'high', isBackupOn: true } })
          await engine.call('addSource', { path: mine.folder })
        }
        await mine.settle()
        tally.clean(await mine.judge())
        if (!isLikeNew) expect(await uploadsSince(seq), 'nothing was sent twice').toBe(0)
      },
    )

faultTest('Upgrade / downgrade: a newer catalogue is refused and left untouched', async (tally) => {
  const mine = await lived(false)
  const path = catalogueOf(mine)
  const db = new Sqlite(path)
  const version = Number(db.pragma('user_version', { simple: true }))
  db.pragma(`user_version = ${version + 1}`)
  db.pragma('wal_checkpoint(TRUNCATE)')
  db.close()
  const before = await readFile(path)
  expect(await mine.startRefused()).toMatchObject({ kind: 'catalogue-newer', found: version + 1 })
  expect((await readFile(path)).equals(before)).toBe(true)
  const again = new Sqlite(path)
  again.pragma(`user_version = ${version}`)
  again.close()
  await mine.start()
  await mine.settle()
  tally.clean(await mine.judge())
})

faultTest('Second instance', async (tally) => {
  const mine = await newWorld()
  await mine.addPhotos(3)
  await mine.start()
  expect(await mine.startRefused()).toEqual({ kind: 'catalogue-locked' })
  await mine.settle()
  tally.clean(await mine.judge())
  // The lock goes with its holder, however that ends.
  await mine.engine.kill()
  await mine.start()
  await mine.settle()
  tally.clean(await mine.judge())
})

faultTest('Power loss', async (tally) => {
  const mine = await newWorld()
  await mine.start()
  for (let loss = 0; loss < quickOr(3, 20); loss += 1) {
    await emulator.control.changeSettings({ uploadBytesPerSecond: 600_000 })
    await mine.addPhotos(6, 30_000)
    await mine.addPhotos(1, sessionBytes)
    const { engine } = mine
    await engine.call('scanNow', {})
    await engine.until(({ active }) => active.some(({ phase }) => phase === 'sending'), 'it sends')
    // What the disk held at one moment, while the engine went on after it.
    const kept = await snapshotOf(catalogueOf(mine))
    await emulator.control.changeSettings({ uploadBytesPerSecond: null })
    await mine.settle()
    await engine.kill()
    await kept.putBack()
    await mine.start()
    await mine.settle()
    tally.clean(await mine.judge(), `loss ${loss + 1}`)
  }
})

async function snapshotOf(path: string): Promise<{ putBack(): Promise<void> }> {
  const copies = await copiesOfOneMoment(path)
  return {
    async putBack() {
      await rm(`${path}-shm`, { force: true })
      for (const [name, bytes] of copies) await writeFile(name, bytes)
    },
  }
}

/** The log and the file as they were together: the log only grows while it does not flow back into the file. */
async function copiesOfOneMoment(path: string): Promise<[string, Buffer][]> {
  while (true) {
    const before = await stat(path)
    const log = await readFile(`${path}-wal`)
    const file = await readFile(path)
    const after = await stat(path)
    if (before.mtimeMs === after.mtimeMs && before.size === after.size)
      return [
        [`${path}-wal`, log],
        [path, file],
      ]
  }
}

faultTest(
  'Disk full (DB)',
  async (tally) => {
    const mine = await newWorld()
    const { dataFolder } = mine
    const kept = join(mine.folder, '..', 'sign-in.json')
    await copyFile(join(dataFolder, 'sign-in.json'), kept)
    spawnSync('mount', ['-t', 'tmpfs', '-o', 'size=4m', 'none', dataFolder])
    try {
      await copyFile(kept, join(dataFolder, 'sign-in.json'))
      const engine = await mine.start()
      await mine.addPhotos(5)
      await mine.settle()
      // Somebody else's file takes what room there is.
      const filler = join(dataFolder, 'filler')
      spawnSync('dd', ['if=/dev/zero', `of=${filler}`, 'bs=4k'])
      expect((await stat(filler)).size).toBeGreaterThan(0)
      await mine.addPhotos(40)
      await engine.call('scanNow', {})
      const full = await engine.until(
        ({ conditions }) => conditions.some(({ kind }) => kind === 'disk-full'),
        'it says that the disk is full',
      )
      expect(full.counts.failed.files).toBe(0)
      await rm(filler)
      await mine.settle()
      tally.clean(await mine.judge())
      await engine.stop()
    } finally {
      spawnSync('umount', ['-l', dataFolder])
    }
  },
  { isSkipped: process.platform !== 'linux' || process.getuid?.() !== 0 },
)
