// The engine through its one door: files whose names do not say what they are.
import { mkdirSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { smallJpeg } from '../builders/jpegs.ts'
import { isSound, openEngineWorld, type EngineWorld } from './engine-world.ts'

const namesIn = async (world: EngineWorld): Promise<string[]> =>
  (await world.emulator.control.library()).map(({ filename }) => filename).sort()

test('what cameras and programs write goes up under a name that says what it is, and the rest is counted', async () => {
  const world = await openEngineWorld()
  const film = Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x08moov', 'latin1')
  const webm = Buffer.from('\x1aE\xdf\xa3\x87\x42\x82\x84webm\x18\x53\x80\x67', 'latin1')
  const heic = Buffer.from('\0\0\0\x14ftypheic\0\0\0\0mif1\0\0\0\x08mdat', 'latin1')
  for (const [index, name] of ['P1000001.MPO', 'IMG_0001.insp', 'IMG_0002', 'scan.0001'].entries())
    world.write(name, await smallJpeg(index))
  world.write('GS010001.360', film)
  world.write('clip.webm', webm)
  world.write('DSC00001.HIF', heic)
  world.write('README', 'The free and wide world of photos, and nothing that is one.')
  world.write('letter.pdf', '%PDF-1.7')
  await world.begin()
  const status = await world.untilCounts({ done: 7 })
  expect(await namesIn(world)).toEqual([
    'DSC00001.heic',
    'GS010001.mp4',
    'IMG_0001.jpg',
    'IMG_0002.jpg',
    'P1000001.jpg',
    'clip.webm',
    'scan.0001.jpg',
  ])
  expect(status.sources).toMatchObject([{ files: 7, done: 7, otherFiles: 2 }])
  expect(await isSound(world)).toBe(true)
})

test('a photo that gets a name is the same photo, and a text in its place is none', async () => {
  const world = await openEngineWorld()
  world.write('IMG_0001', await smallJpeg(1))
  await world.begin()
  await world.untilCounts({ done: 1 })
  renameSync(join(world.folder, 'IMG_0001'), join(world.folder, 'named.jpg'))
  world.write('IMG_0001', 'a text')
  const status = await world.until(
    ({ sources, counts }) => sources[0]?.otherFiles === 1 && counts.done.files === 1,
    'the text is an other file',
  )
  expect(status.sources).toMatchObject([{ otherFiles: 1 }])
  expect(await namesIn(world)).toEqual(['IMG_0001.jpg'])
  expect(await isSound(world)).toBe(true)
})

test('a folder is counted with the photos that only their bytes tell', async () => {
  const world = await openEngineWorld()
  world.write('a.jpg')
  world.write('IMG_0001', await smallJpeg(1))
  world.write('README', 'text')
  await expect
    .poll(async () => (await world.call('countFolder', { path: world.folder })).files)
    .toBe(2)
})

test('of a type that Google refuses one file is sent, and it is remembered for the others', async () => {
  const world = await openEngineWorld()
  for (const name of ['a', 'b', 'c'])
    await world.emulator.control.addFault({
      on: 'batchCreate',
      times: 'always',
      match: { fileName: `${name}.x3f` },
      action: { kind: 'itemCode', code: 3 },
    })
  for (const name of ['a', 'b', 'c']) world.write(`${name}.x3f`, `FOVb${name.repeat(600)}`)
  for (const name of ['d', 'e']) world.write(`${name}.mrw`, `\0MRM${name.repeat(600)}`)
  await world.begin()
  await world.untilCounts({ done: 2, failed: 1, skipped: 2 })
  const bytesOf = async (): Promise<number> =>
    (await world.uploads()).filter(({ path }) => path.includes('/uploads')).length
  expect(await bytesOf()).toBe(3)
  const { groups } = await world.call('problems', {})
  expect(groups.map(({ reason, files }) => [reason, files]).sort()).toEqual([
    ['not-taken', 2],
    ['rejected', 1],
  ])
  // Another one after a restart is not even tried.
  await world.restart()
  world.write('later.x3f', `FOVb${'later'.repeat(99)}`)
  await world.untilCounts({ done: 2, failed: 1, skipped: 3 })
  expect(await bytesOf()).toBe(3)
  // Google takes them now, and the user asks again.
  await world.emulator.control.removeFaults()
  await world.call('retryAll', { reason: 'not-taken' })
  await world.untilCounts({ done: 5, failed: 1, skipped: 0 })
  expect(await isSound(world)).toBe(true)
})

// Windows and macOS have no such names.
test.runIf(process.platform === 'linux')(
  'a photo below names that are not UTF-8 is shown by the nearest name that other programs can take',
  async () => {
    const world = await openEngineWorld()
    const inBytes = (path: string): Buffer =>
      Buffer.concat([Buffer.from(`${world.folder}/`), Buffer.from(path, 'latin1')])
    mkdirSync(inBytes('plain/\xe9t\xe9'), { recursive: true })
    writeFileSync(inBytes('plain/\xe9t\xe9/1.jpg'), await smallJpeg(1))
    writeFileSync(inBytes('plain/\\xe9.jpg'), await smallJpeg(2))
    await world.begin()
    await world.untilCounts({ done: 2 })
    const { rows } = await world.call('listHistory', { filter: {}, after: null, limit: 9 })
    const placeOf = async (name: string) => {
      const row = rows.find((one) => one.name === name)
      return world.call('locate', { fileId: row?.fileId ?? '' })
    }
    expect(await placeOf('1.jpg')).toMatchObject({
      path: join(world.folder, 'plain'),
      isPresent: true,
    })
    expect((await placeOf('\\x5cxe9.jpg')).path).toBe(join(world.folder, 'plain', '\\xe9.jpg'))
    expect(await isSound(world)).toBe(true)
  },
)
