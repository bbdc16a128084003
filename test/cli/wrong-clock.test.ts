// The command under a clock of the system that is wrong: over both changes of summer time, a year ahead and years behind,
// as libfaketime shows it to the whole process. The next run has the right time again.
import { execFileSync } from 'node:child_process'
import { describe, expect, test, onTestFinished } from 'vitest'
import { thisMachine } from '../../build/electron/libraries.ts'
import { historyRowSchema } from '../../src/shared/contract.ts'
import { hashesBelow, openWorld, summaryIn } from './world.ts'

const isHere = process.platform === 'linux' && (await thisMachine.hasProgram('faketime'))
const photos = 6

/** What has to be in the environment of a process for it to begin at a local time. */
function clockAt(time: string, zone: string): Record<string, string> {
  const env = { ...process.env, TZ: zone }
  const lines = execFileSync('faketime', [time, 'env'], { env, encoding: 'utf8' }).split('\n')
  const valueOf = (name: string): string =>
    lines.find((line) => line.startsWith(`${name}=`))?.slice(name.length + 1) ?? ''
  return {
    TZ: zone,
    FAKETIME: valueOf('FAKETIME'),
    LD_PRELOAD: valueOf('LD_PRELOAD'),
    // A clock that is set moves no stopwatch.
    FAKETIME_DONT_FAKE_MONOTONIC: '1',
  }
}

describe.skipIf(!isHere)('while the clock of the system is wrong', () => {
  test.each([
    ['summer time begins', '2027-03-14 01:59:58', 'America/New_York'],
    ['summer time ends', '2027-11-07 01:59:58', 'America/New_York'],
    ['a year is skipped', '2027-11-25 12:00:00', 'UTC'],
    ['it is years behind', '2020-02-29 23:59:58', 'Pacific/Auckland'],
  ])('everything is sent, and only once: %s', async (_, time, zone) => {
    const world = await openWorld()
    onTestFinished(() => world.close())
    await world.signIn()
    await world.fill(world.folder, photos)
    const words = ['backup', world.folder, '--once', '--json']
    const wrong = await world.start(words, clockAt(time, zone)).ended
    expect({ code: wrong.code, ...summaryIn(wrong.stdout, wrong.stderr) }).toMatchObject({
      code: 0,
      done: photos,
      failed: 0,
    })
    expect(await world.libraryHashes()).toEqual(hashesBelow(world.folder))
    // The clock that the photos went up by was the wrong one.
    const { stdout } = await world.shoebox('history', '--json')
    const row = historyRowSchema.parse(JSON.parse(stdout.split('\n')[0] ?? ''))
    expect(new Date(row.changedAt).getFullYear()).toBe(Number(time.slice(0, 4)))

    await world.fill(world.folder, 1, photos + 1)
    expect(await world.backUp(world.folder)).toMatchObject({ code: 0, done: photos + 1 })
    expect(await world.libraryHashes()).toEqual(hashesBelow(world.folder))
    expect((await world.shoebox('verify')).code).toBe(0)
  })
})
