// The engine through its one door: RAW photos beside their JPEGs and the films of Live Photos, by what their folder wants of
// them. The library is as the policy says, whatever comes late or vanishes.
import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from 'vitest'
import type { HistoryRow } from '../../src/shared/contract.ts'
import { appleNote, exifOf, film, jpegWith, raw } from '../builders/pair-files.ts'
import { isSound, openEngineWorld, rowNamed, type EngineWorld } from './engine-world.ts'

const identifier = (number: number): string =>
  `C0FFEE00-0000-4000-8000-${String(number).padStart(12, '0')}`
/** A second for each, so that every shot has a time of its own. */
const timeOf = (number: number, form: 'exif' | 'apple'): string => {
  const iso = new Date(Date.UTC(2024, 4, 1, 10, 0, number * 10)).toISOString().slice(0, 19)
  return form === 'exif' ? iso.replaceAll('-', ':').replace('T', ' ') : `${iso}+0000`
}
const jpeg = (number: number, model = 'CAM'): Buffer =>
  jpegWith(exifOf({ at: timeOf(number, 'exif'), model, text: `JPEG ${number}` }))
const rawOf = (number: number, model = 'CAM'): Buffer =>
  raw(exifOf({ at: timeOf(number, 'exif'), model, text: `RAW ${number}` }))
const still = (number: number): Buffer =>
  jpegWith(
    exifOf({ at: timeOf(number, 'exif'), model: 'PHONE', note: appleNote(identifier(number)) }),
  )
const filmOf = (number: number): Buffer =>
  film({ id: identifier(number), at: timeOf(number, 'apple'), ms: 2_900, text: `film ${number}` })

const inLibrary = async (world: EngineWorld): Promise<string[]> =>
  (await world.emulator.control.library()).map(({ filename }) => filename).toSorted()
const endingsIn = async (world: EngineWorld): Promise<Record<string, number>> => {
  const endings: Record<string, number> = {}
  for (const name of await inLibrary(world)) {
    const ending = name.slice(name.lastIndexOf('.') + 1)
    endings[ending] = (endings[ending] ?? 0) + 1
  }
  return endings
}
const choose = (world: EngineWorld, sourceId: string, pairs: string) =>
  world.call('changeSource', { sourceId, pairs })

/** As many RAW + JPEG as Live Photos, written in an order that no partner comes right after the other. */
function writePairs(world: EngineWorld, count: number): void {
  for (let number = 0; number < count; number += 1) world.write(`DSC_${number}.NEF`, rawOf(number))
  for (let number = 0; number < count; number += 1) {
    world.write(`IMG_${number}.JPG`, still(number))
    world.write(`DSC_${number}.JPG`, jpeg(number))
  }
  for (let number = 0; number < count; number += 1) world.write(`img_${number}.mov`, filmOf(number))
}

describe('five hundred pairs', () => {
  test('go as each policy says, one after the other', { timeout: 120_000 }, async () => {
    const world = await openEngineWorld()
    await world.signIn()
    const count = 250
    const { sourceId } = await world.call('addSource', { path: world.folder })
    await choose(world, sourceId, 'jpeg,still')
    writePairs(world, count)
    await world.call('changeSettings', { change: { isBackupOn: true } })
    await world.untilCounts({ done: 2 * count, skipped: 2 * count })
    expect(await endingsIn(world)).toEqual({ JPG: 2 * count })
    const { raw: raws, film: films } = await world.call('pairFigures', { sourceId })
    expect([raws.files, films.files]).toEqual([count, count])
    expect(raws.bytes).toBeGreaterThan(0)
    const status = await world.call('getStatus', {})
    expect(status).toMatchObject({ skippedUnseen: 0, activity: 'complete' })

    await choose(world, sourceId, 'jpeg')
    await world.untilCounts({ done: 3 * count, skipped: count })
    expect(await endingsIn(world)).toEqual({ JPG: 2 * count, mov: count })

    await choose(world, sourceId, 'both')
    await world.untilCounts({ done: 4 * count })
    expect(await endingsIn(world)).toEqual({ JPG: 2 * count, mov: count, NEF: count })
    // What is done stays, whatever is chosen then.
    await choose(world, sourceId, 'still')
    await world.untilCounts({ done: 4 * count })
    expect(await isSound(world)).toBe(true)
  })

  test('all go where nothing is left out, and those that wait stay out where that is chosen meanwhile', async () => {
    const world = await openEngineWorld()
    await world.signIn()
    const { sourceId } = await world.call('addSource', { path: world.folder })
    writePairs(world, 10)
    // Nothing is sent yet: they are read, and known to be pairs.
    await world.untilCounts({ found: 40 })
    await choose(world, sourceId, 'still')
    await world.call('changeSettings', { change: { isBackupOn: true } })
    await world.untilCounts({ done: 30, skipped: 10 })
    expect(await endingsIn(world)).toEqual({ JPG: 20, NEF: 10 })
    expect(await isSound(world)).toBe(true)
  })
})

describe('a folder that wants the JPEG alone', () => {
  const open = async (): Promise<EngineWorld & { sourceId: string }> => {
    const world = await openEngineWorld()
    const { sourceId } = await world.begin()
    await choose(world, sourceId, 'jpeg,still')
    return Object.assign(world, { sourceId })
  }

  test('sends RAW photos without one, and what only looks alike', async () => {
    const world = await openEngineWorld()
    await world.signIn()
    const { sourceId } = await world.call('addSource', { path: world.folder })
    const files: [string, Buffer][] = [
      ['alone.CR2', rawOf(1)],
      ['other-camera.CR2', rawOf(2, 'CAM 2')],
      ['other-camera.JPG', jpeg(2)],
      ['other-time.CR2', rawOf(3)],
      ['other-time.JPG', jpeg(4)],
      ['IMG_10.CR2', rawOf(5)],
      ['IMG_1.JPG', jpeg(5)],
      ['edited.CR2', rawOf(6)],
      ['edited-1.JPG', jpeg(6)],
      ['in/apart.CR2', rawOf(7)],
      ['apart.JPG', jpeg(7)],
      ['long.JPG', still(8)],
      ['long.MOV', film({ at: timeOf(8, 'apple'), ms: 60_000, text: 'long' })],
      ['other.JPG', still(9)],
      ['other.MOV', filmOf(10)],
      ['no-date.CR2', raw(exifOf({ model: 'CAM', text: 'no date' }))],
      ['no-date.JPG', jpegWith(exifOf({ model: 'CAM', text: 'nor here' }))],
    ]
    for (const [name, bytes] of files) world.write(name, bytes)
    // Found before that is chosen, so that nothing waits for a partner.
    await world.untilCounts({ found: files.length })
    await choose(world, sourceId, 'jpeg,still')
    await world.call('changeSettings', { change: { isBackupOn: true } })
    await world.untilCounts({ done: files.length })
    expect(await inLibrary(world)).toHaveLength(files.length)
  })

  test('waits for the partner that comes late', async () => {
    const world = await open()
    world.write('A.CR2', rawOf(1))
    await world.untilCounts({ found: 1 })
    world.write('A.JPG', jpeg(1))
    await world.untilCounts({ done: 1, skipped: 1 })
    expect(await inLibrary(world)).toEqual(['A.JPG'])
    const row = await rowNamed(world, 'A.CR2')
    // Whoever wants a table has a line for each, with the name of the other.
    const path = join(world.dataFolder, 'history.csv')
    await world.call('exportHistory', { path })
    const [head = '', ...lines] = readFileSync(path, 'utf8').trim().split('\r\n')
    const at = head.split(',').indexOf('one picture with')
    expect(lines.map((line) => [line.split(',')[0], line.split(',')[at]]).toSorted()).toEqual([
      ['A.CR2', 'A.JPG'],
      ['A.JPG', 'A.CR2'],
    ])
    expect(row).toMatchObject({ skip: { kind: 'left-to-partner', is: 'raw' } } satisfies {
      skip: HistoryRow['skip']
    })
  })

  test.each<[string, (world: EngineWorld) => unknown]>([
    ['is deleted', (world) => rmSync(join(world.folder, 'A.JPG'))],
    ['is written over by another picture', (world) => world.write('A.JPG', jpeg(2, 'CAM 2'))],
  ])('sends the RAW after all when its JPEG %s', async (_, happens) => {
    const world = await open()
    world.write('A.JPG', jpeg(1))
    world.write('A.CR2', rawOf(1))
    await world.untilCounts({ done: 1, skipped: 1 })
    expect(await inLibrary(world)).toEqual(['A.JPG'])
    happens(world)
    await world.untilCounts({ done: 2, skipped: 0 })
    expect(await inLibrary(world)).toContain('A.CR2')
    expect(await isSound(world)).toBe(true)
  })
})
