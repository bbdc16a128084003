// What `shoebox status --json` and `shoebox status` say while photos are kept back: one reason, the time it ends where
// that is known, and what helps. Each reason is brought about by the emulator, the machine or the settings.
import { renameSync } from 'node:fs'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from 'vitest'
import { openCatalog } from '../../src/main/engine/catalog/index.ts'
import { systemClock } from '../../src/main/engine/system-ports.ts'
import type { Settings } from '../../src/shared/model.ts'
import type { Fix } from '../../src/shared/fixes.ts'
import type { Condition, Status } from '../../src/shared/status.ts'
import { makeMachine, type Machine } from '../builders/machine.ts'
import { linuxIt } from '../builders/posix.ts'
import { openWorld, type World } from './world.ts'

let world: World
let machine: Machine
beforeEach(async () => {
  world = await openWorld()
  machine = await makeMachine(world.makeFolder('machine'))
})
afterEach(() => world.close())

type Explained = Condition & { fix: Fix }
type Shown = Omit<Status, 'conditions'> & { conditions: Explained[] }

async function statusNow(): Promise<Shown> {
  const { stdout, stderr } = await world.start(['status', '--json'], machine.env).ended
  if (stdout === '') throw new Error(stderr)
  return JSON.parse(stdout) as Shown
}

/** Asks the command again until it tells of this reason, and says what it told then. */
async function statusWith(kind: Condition['kind']): Promise<Shown> {
  let shown = await statusNow()
  const kinds = async (): Promise<string[]> => {
    shown = await statusNow()
    return shown.conditions.map((condition) => condition.kind)
  }
  await expect.poll(kinds, { timeout: 60_000 }).toContain(kind)
  return shown
}

async function untilDone(files: number): Promise<void> {
  await expect
    .poll(async () => (await statusNow()).counts.done.files, { timeout: 60_000 })
    .toBe(files)
}

/** Starts the backup of a few photos, which goes on until the world is closed. */
async function backUpMeanwhile(): Promise<void> {
  await world.fill(world.folder, 3)
  world.start(['backup', world.folder, '--json'], machine.env)
}

/** Backs the same photos up, so that there is a folder, and nothing is left to wait. */
async function backUpOnce(): Promise<void> {
  await world.fill(world.folder, 3)
  expect(await world.backUp(world.folder)).toMatchObject({ code: 0, done: 3 })
}

/** Chooses settings as the app does; the command has no options for them. */
async function choose(change: Partial<Settings>): Promise<void> {
  const opened = await openCatalog({
    path: join(world.dataFolder, 'catalogue.sqlite'),
    backupFolder: join(world.dataFolder, 'backups'),
    clock: systemClock,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
  })
  if (!opened.ok) throw new Error(opened.failure.kind)
  opened.value.changeSettings(change)
  opened.value.close()
}

describe('one reason explains why photos wait:', () => {
  test('offline', async () => {
    await world.signIn()
    await world.emulator.stop()
    await backUpMeanwhile()
    const { conditions, counts } = await statusWith('offline')
    expect(conditions).toEqual([
      { kind: 'offline', until: expect.any(Number) as number, fix: 'try-now' },
    ])
    expect(counts.failed.files).toBe(0)
  })

  linuxIt('Wi-Fi only, on a machine without a cable', async () => {
    await world.signIn()
    await machine.join('cellular')
    await backUpOnce()
    await choose({ network: 'wifi-and-cable' })
    expect((await statusNow()).conditions).toEqual([
      { kind: 'not-wifi-or-cable', until: null, fix: 'change-network' },
    ])
  })

  linuxIt('charging only, on battery', async () => {
    await world.signIn()
    await backUpOnce()
    await choose({ power: 'charging' })
    expect((await statusNow()).conditions).toEqual([])
    await machine.pullThePlug()
    expect((await statusNow()).conditions).toEqual([
      { kind: 'on-battery', until: null, fix: 'change-power' },
    ])
  })

  test('paused until a time', async () => {
    await world.signIn()
    await backUpOnce()
    const until = Date.now() + 3600_000
    await choose({ pausedUntil: until })
    expect((await statusNow()).conditions).toEqual([{ kind: 'paused', until, fix: 'resume' }])
  })

  test('daily quota, with the time of the reset and of the end', async () => {
    await world.signIn()
    await world.emulator.control.addFault({
      on: 'upload',
      times: 'always',
      action: { kind: 'error', name: 'daily-quota' },
    })
    await backUpMeanwhile()
    const { at, conditions, requests, progress } = await statusWith('daily-quota')
    expect(conditions).toEqual([
      { kind: 'daily-quota', until: expect.any(Number) as number, fix: 'none' },
    ])
    // In the first hour of Google's day its counter may lag behind, and it is asked again within that hour.
    const isNewDay = requests.resetsAt - at > 23 * 3600_000
    const asksAgainAt = isNewDay ? requests.resetsAt - 23.5 * 3600_000 : requests.resetsAt
    expect(Math.abs((conditions[0]?.until ?? 0) - asksAgainAt)).toBeLessThan(
      isNewDay ? 3600_000 : 600_000,
    )
    expect(progress.finishAt).toBe(requests.resetsAt)
    const { stdout } = await world.start(['status'], machine.env).ended
    expect(stdout).toMatch(/^Waiting until .* \(daily limit of Google reached\)\.$/m)
    expect(stdout).toMatch(/^Done in about \d+ (?:h|min) \(.*\)$/m)
    expect(stdout).toMatch(/^Requests today: \d+ of 10000, \d+ left until .*$/m)
  })

  test('storage full', async () => {
    await world.signIn()
    await world.emulator.control.changeSettings({ storageLimitBytes: 1 })
    await backUpMeanwhile()
    expect((await statusWith('storage-full')).conditions).toEqual([
      { kind: 'storage-full', until: expect.any(Number) as number, fix: 'free-google-storage' },
    ])
  })

  test('signed out', async () => {
    await world.signIn()
    await backUpMeanwhile()
    await untilDone(3)
    // Google no longer accepts the sign-in, as the next photo finds out.
    await world.emulator.control.revoke()
    await world.fill(world.folder, 1, 100)
    expect((await statusWith('signed-out')).conditions).toEqual([
      { kind: 'signed-out', reason: 'revoked', until: null, fix: 'sign-in' },
    ])
  })

  test('source not connected', async () => {
    await world.signIn()
    await backUpMeanwhile()
    await untilDone(3)
    renameSync(world.folder, `${world.folder}-unplugged`)
    const { conditions, sources, counts } = await statusWith('source-missing')
    expect(conditions).toEqual([
      {
        kind: 'source-missing',
        sourceId: sources[0]?.sourceId,
        name: 'photos',
        until: null,
        fix: 'reconnect-folder',
      },
    ])
    expect(sources).toMatchObject([{ state: 'not-connected' }])
    expect(counts).toMatchObject({ done: { files: 3 }, gone: { files: 0 } })
  })
})
