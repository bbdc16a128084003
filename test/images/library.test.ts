// High quality end to end: a folder of 200 mixed photos goes through the whole engine into the emulator's
// library, and what arrived is judged by exiftool.
import { createHash } from 'node:crypto'
import { copyFileSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, extname, join } from 'node:path'
import { expect, onTestFinished, test } from 'vitest'
import type { Status } from '../../src/shared/status.ts'
import { openEngineWorld, type EngineWorld } from '../engine/engine-world.ts'
import { judgeLibrary } from './faithful.ts'
import { makeMixedFolder } from './mixed-folder.ts'

const stemOf = (path: string): string => basename(path, extname(path))
const hashOf = (path: string): string =>
  createHash('sha256').update(readFileSync(path)).digest('hex')

/** Resolves when the engine says that everything is done. */
function complete(world: EngineWorld): Promise<Status> {
  return new Promise((resolve) => {
    const end = world.engine.subscribe((name, payload) => {
      const status = payload as Status
      if (name !== 'statusChanged' || status.activity !== 'complete') return
      if (status.counts.done.files < 200) return
      end()
      resolve(status)
    })
  })
}

test('of 200 mixed photos every one arrives, reduced faithfully or byte for byte', async () => {
  const world = await openEngineWorld()
  // Made elsewhere: the maker leaves what it made the photos from beside them.
  const made = await makeMixedFolder(world.makeFolder('made'))
  const paths = made.map((path) => join(world.folder, basename(path)))
  made.forEach((path, index) => {
    copyFileSync(path, paths[index] ?? '')
  })
  expect(new Set(paths).size).toBe(200)
  const whole = complete(world)
  await world.signIn()
  await world.call('changeSettings', { change: { isBackupOn: true, photoSize: 'high' } })
  await world.call('addSource', { path: world.folder })
  const { counts } = await whole
  expect(counts.done.files).toBe(200)
  expect(counts.skipped.files + counts.failed.files).toBe(0)

  const library = await world.emulator.control.library()
  expect(library).toHaveLength(new Set(paths.map(hashOf)).size)
  const byHash = new Map(library.map((item) => [item.sha256, item]))
  const byStem = new Map(library.map((item) => [stemOf(item.filename), item]))
  const arrived = mkdtempSync(join(tmpdir(), 'shoebox-arrived-'))
  onTestFinished(() => {
    rmSync(arrived, { recursive: true, force: true })
  })
  const reduced: { original: string; sent: string }[] = []
  for (const original of paths) {
    if (byHash.has(hashOf(original))) continue
    const item = byStem.get(stemOf(original))
    if (item === undefined) throw new Error(`${original} is not in the library`)
    const sent = join(arrived, item.filename)
    writeFileSync(sent, await world.emulator.control.file(item.id))
    reduced.push({ original, sent })
  }
  console.log(`${reduced.length} reduced, ${paths.length - reduced.length} byte for byte`)
  expect(reduced).toHaveLength(65)
  expect(await judgeLibrary(reduced)).toEqual([])
})
