// `shoebox backup` without --once: new photos go up by themselves, and a signal ends it cleanly.
import { existsSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest'
import { statusSchema, type Status } from '../../src/shared/status.ts'
import { smallJpeg } from '../builders/jpegs.ts'
import { hashesBelow, openWorld, summaryIn, type Ended, type Running, type World } from './world.ts'
import { isWindows, posixIt } from '../builders/posix.ts'

let world: World
beforeAll(async () => {
  world = await openWorld()
  await world.signIn()
})
afterAll(() => world.close())

function endWith(signal: 'SIGINT' | 'SIGTERM', running: Running): Promise<Ended> {
  running.child.kill(signal)
  return running.ended
}

describe('a watched folder', () => {
  let since = 0
  beforeEach(async () => {
    since = (await world.emulator.control.ledger()).at(-1)?.seq ?? 0
  })
  const statusNow = async (): Promise<Status> =>
    statusSchema.parse(JSON.parse((await world.shoebox('status', '--json')).stdout))
  /** Waits until the running one has so many files in the library, and is at rest. */
  const untilDone = async (files: number): Promise<void> => {
    await expect
      .poll(async () => (await world.emulator.control.library()).length, { timeout: 60_000 })
      .toBe(files)
    await expect
      .poll(statusNow, { timeout: 60_000 })
      .toMatchObject({ counts: { done: { files } }, sources: [{ state: 'watching', files }] })
  }

  test('is backed up, and so is what is saved into it later, until a signal ends it', async () => {
    await world.fill(world.folder, 3)
    const running = world.start(['backup', world.folder, '--json'])
    await untilDone(3)
    writeFileSync(join(world.folder, 'later.jpg'), await smallJpeg(1_000))
    await untilDone(4)
    expect(await world.libraryHashes()).toEqual(hashesBelow(world.folder))
    // The running one answers for the folder that it holds.
    const [status, history, verify] = await Promise.all([
      world.shoebox('status', '--json'),
      world.shoebox('history', '--json', '--limit', '2'),
      world.shoebox('verify'),
    ])
    expect(JSON.parse(status.stdout)).toMatchObject({ sources: [{ state: 'watching', files: 4 }] })
    expect(history.stdout.trimEnd().split('\n')).toHaveLength(2)
    expect(verify).toMatchObject({ code: 0, stdout: 'Sound: 4 files, every promise kept.\n' })
    expect(await world.shoebox('backup', world.folder, '--once')).toMatchObject({
      code: 1,
      stderr:
        'Another Shoebox is running with the same data folder. Expected only one at a time.\n',
    })
    const ended = await endWith('SIGTERM', running)
    // Windows ends a process without asking it.
    if (isWindows) return
    expect(ended).toMatchObject({ code: 0, signal: null })
    expect(existsSync(join(world.dataFolder, 'running.sock'))).toBe(false)
    expect(summaryIn(ended.stdout)).toMatchObject({ found: 4, done: 4, waiting: 0 })
  })

  posixIt('is left in order when the signal comes in the middle of an upload', async () => {
    await world.emulator.control.addFault({
      on: 'upload.raw',
      times: 'always',
      action: { kind: 'stall', afterRequestBytes: 'half' },
    })
    const [path = ''] = await world.fill(world.makeFolder('new'), 1, 2_000)
    renameSync(path, join(world.folder, 'stalled.jpg'))
    const running = world.start(['backup', world.folder, '--json'])
    await world.emulator.control.waitFor((row) => row.operation === 'upload.raw', {
      since,
      timeoutMs: 60_000,
    })
    const ended = await endWith('SIGINT', running)
    expect(ended).toMatchObject({ code: 0, signal: null })
    expect(summaryIn(ended.stdout)).toMatchObject({ found: 5, done: 4, waiting: 1 })
    await world.emulator.control.removeFaults()
    expect(await world.shoebox('verify')).toMatchObject({ code: 0 })
    expect(await world.backUp(world.folder)).toMatchObject({ code: 0, found: 5, done: 5 })
    expect(await world.libraryHashes()).toEqual(hashesBelow(world.folder))
  })

  posixIt('starts while others look, and they look while it starts', async () => {
    const looks = Array.from({ length: 3 }, () => world.shoebox('status', '--json'))
    const running = world.start(['backup', world.folder, '--json'])
    for (const { code, stdout } of await Promise.all(looks)) {
      expect(code).toBe(0)
      expect(JSON.parse(stdout)).toMatchObject({ sources: [{ files: 5 }] })
    }
    await expect
      .poll(async () => (await world.shoebox('status', '--json')).stdout, { timeout: 60_000 })
      .toContain('"watching"')
    expect(await endWith('SIGTERM', running)).toMatchObject({ code: 0, stderr: '' })
  })
})
