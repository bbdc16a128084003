// The app outside its window: what the tray shows in each of its seven states and what its menu does, what is notified
// and what is not, closing to the tray, and quitting. Each state is brought about through the stand-in for Google.
import { createHash } from 'node:crypto'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goThroughFirstRun } from '../../build/demo/walk-through.ts'
import type { TrayState } from '../../src/main/shell/tray-view.ts'
import type { Status } from '../../src/shared/status.ts'
import { openApp, photoBytes, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { shelfBeside } from './shelf.ts'
import {
  chooseInTray,
  clickTray,
  closeWindow,
  isWindowVisible,
  notificationsOf,
  questionsOf,
  trayOf,
  watchShell,
} from './shell-watch.ts'

const photos = 3

let launched: LaunchedApp

beforeAll(async () => {
  launched = await openApp({
    photos,
    prepare: ({ photoFolder }) => shelfBeside(photoFolder).putPhotos(10, 40),
  })
  await watchShell(launched.app)
})
afterAll(() => launched.close())

const statusNow = (): Promise<Status> => ask(launched.page, 'getStatus', {})
const shown = async (): Promise<{ state: TrayState | null; tooltip: string }> => {
  const { state, tooltip } = await trayOf(launched.app)
  return { state, tooltip }
}
const expectTray = (state: TrayState, tooltip: unknown): Promise<void> =>
  expect.poll(shown, { timeout: 30_000 }).toEqual({ state, tooltip })

const bring = (number: number): Promise<void> =>
  shelfBeside(launched.photoFolder).moveIn(`photo-${number}.jpg`)

/** Lets Google refuse a photo for good, or for as long as the test wants. */
const refuse = async (number: number): Promise<string> => {
  const bytes = await photoBytes(number)
  return launched.emulator.control.addFault({
    on: 'upload',
    times: 'always',
    match: { contentSha256: createHash('sha256').update(bytes).digest('hex') },
    action: { kind: 'status', status: 400, body: 'The photo is damaged.' },
  })
}

describe('the first backup', () => {
  it('goes on when the window is closed, which is said once', async () => {
    const { app, page, photoFolder, emulator } = launched
    const held = await emulator.control.addFault({
      on: 'upload',
      times: 'always',
      action: { kind: 'stall' },
    })
    await goThroughFirstRun({ page, folder: photoFolder, photos, picture: async () => undefined })
    await page.getByRole('heading', { name: /^Backing up photos/ }).waitFor()
    await closeWindow(app)
    expect(await isWindowVisible(app)).toBe(false)
    const hint =
      'Shoebox keeps running: Photos are backed up in the background. Find Shoebox by its icon beside the clock.'
    await expect.poll(() => notificationsOf(app)).toEqual([hint])
    // The icon to click is known from the first change of the tray on.
    await expectTray('uploading', expect.stringMatching(/^Shoebox: Uploading 0 of 3/))
    await clickTray(app)
    await expect.poll(() => isWindowVisible(app)).toBe(true)
    await closeWindow(app)
    // It is settled: whatever would be said would have been said before the next notification.
    expect(await notificationsOf(app)).toEqual([hint])
    await emulator.control.removeFaults(held)
    await expectTray('complete', 'Shoebox: Backup complete')
    await expect
      .poll(() => notificationsOf(app))
      .toEqual([hint, 'Backup complete: 3 photos and videos are in Google Photos.'])
  })
})

describe('the tray', () => {
  const pauses = { label: 'Pause', lines: ['For 1 hour', 'Until tomorrow', 'Until I resume'] }

  it('up to date: offers everything, with the last three photos', async () => {
    const names = await lastNames()
    expect(names).toHaveLength(3)
    // The photos are asked for at most every five seconds.
    await expect
      .poll(async () => (await trayOf(launched.app)).lines)
      .toEqual([
        'Backup complete',
        '—',
        'Open Shoebox',
        pauses,
        'Check for new photos',
        '—',
        ...names,
        '—',
        'Problems',
        'Open Google Photos',
        'Settings',
        '—',
        'Quit',
      ])
    expect(
      await launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length),
    ).toBe(1)
  })

  it('opens a photo where it is in Google Photos, and the library', async () => {
    const { app, desktop, emulator } = launched
    const [name = ''] = await lastNames()
    const item = (await emulator.control.library()).find(({ filename }) => filename === name)
    await chooseInTray(app, name)
    await chooseInTray(app, 'Open Google Photos')
    if (process.platform === 'linux')
      await expect
        .poll(async () => (await desktop.opened()).sort())
        .toEqual([`${emulator.origin}/`, `${emulator.origin}/lr/photo/${item?.id ?? ''}`])
  })

  it('opens the window, at home or at the settings', async () => {
    const { app, page } = launched
    await chooseInTray(app, 'Settings')
    await expect.poll(() => isWindowVisible(app)).toBe(true)
    await page.getByRole('heading', { name: 'Settings', level: 1 }).waitFor()
    await closeWindow(app)
    await chooseInTray(app, 'Open Shoebox')
    await expect.poll(() => isWindowVisible(app)).toBe(true)
    await closeWindow(app)
  })

  it('scanning: says so while folders are looked through', async () => {
    const { app } = launched
    const before = (await trayOf(app)).seen.length
    // The tray is drawn once a second, and a look through a few photos may be over by then: it is asked for again.
    const lookThrough = async () => {
      await chooseInTray(app, 'Check for new photos')
      return (await trayOf(app)).seen.slice(before)
    }
    await expect
      .poll(lookThrough, { interval: 1_500, timeout: 60_000 })
      .toContainEqual({ state: 'scanning', tooltip: 'Shoebox: Looking for new photos' })
    await expectTray('complete', 'Shoebox: Backup complete')
  })

  it('paused: for an hour, until tomorrow, until resumed, and goes on again', async () => {
    const { app } = launched
    const hour = 3_600_000
    const before = Date.now()
    await chooseInTray(app, 'Pause', 'For 1 hour')
    await expectTray('paused', expect.stringMatching(/^Shoebox: Paused until .*\d:\d\d/))
    const until = (await statusNow()).pausedUntil
    expect(until).toBeGreaterThanOrEqual(before + hour)
    expect(until).toBeLessThanOrEqual(Date.now() + hour)
    expect((await trayOf(app)).lines).not.toContainEqual(pauses)
    await chooseInTray(app, 'Resume')
    await expectTray('complete', 'Shoebox: Backup complete')
    expect((await statusNow()).pausedUntil).toBeNull()

    await chooseInTray(app, 'Pause', 'Until tomorrow')
    await expectTray('paused', expect.stringMatching(/^Shoebox: Paused until/))
    // The same morning as the window pauses until.
    const morning = new Date((await statusNow()).pausedUntil as number)
    expect([morning.getHours(), morning.getMinutes()]).toEqual([6, 0])
    expect(morning.getTime()).toBeGreaterThan(Date.now())
    expect((await trayOf(app)).tooltip).toMatch(/Paused until \w+day 0?6:00/)
    await chooseInTray(app, 'Resume')
    await expectTray('complete', 'Shoebox: Backup complete')

    await chooseInTray(app, 'Pause', 'Until I resume')
    await expectTray('paused', 'Shoebox: Paused')
    expect((await statusNow()).pausedUntil).toBe('resumed')
    await chooseInTray(app, 'Resume')
    await expectTray('complete', 'Shoebox: Backup complete')
  })

  it('waiting: says until when, and goes on by itself', async () => {
    const { emulator } = launched
    await emulator.control.addFault({
      on: 'upload',
      action: { kind: 'error', name: 'minute-quota' },
    })
    await bring(10)
    await expectTray(
      'waiting',
      expect.stringMatching(/^Shoebox: Waiting until .*\d:\d\d.* \(Google asked\)$/),
    )
    // Google's least wait is half a minute.
    await expect
      .poll(async () => (await statusNow()).counts.done.files, { timeout: 60_000 })
      .toBe(4)
    await expectTray('complete', 'Shoebox: Backup complete')
    expect((await lastNames())[0]).toBe('photo-10.jpg')
  })

  it('needs attention: counts the problems and leads to them', async () => {
    const { app, page, emulator } = launched
    const told = (await notificationsOf(app)).length
    // X11 lets a hidden window keep the focus at times; it must be told all the same.
    await app.evaluate(({ BrowserWindow }) => {
      for (const window of BrowserWindow.getAllWindows()) window.isFocused = () => true
    })
    const ids = [await refuse(20), await refuse(21)]
    await bring(20)
    await expectTray('attention', 'Shoebox: 1 photo needs a look')
    const notice = 'Backup needs your attention: 1 photo could not be backed up.'
    await expect.poll(() => notificationsOf(app)).toContain(notice)
    await bring(21)
    await expectTray('attention', 'Shoebox: 2 photos need a look')
    // The same cause on the same day is not told twice.
    expect((await notificationsOf(app)).slice(told)).toEqual([notice])
    await chooseInTray(app, 'Problems (2)')
    await page.getByRole('heading', { name: 'Problems', level: 1 }).waitFor()
    expect(await isWindowVisible(app)).toBe(true)
    await closeWindow(app)
    for (const id of ids) await emulator.control.removeFaults(id)
    await ask(page, 'retryAll', { reason: 'rejected' })
    await expectTray('complete', 'Shoebox: Backup complete')
    expect((await notificationsOf(app)).slice(told)).toEqual([notice])
  })

  it('uploading: counts what is done, and quitting asks first', async () => {
    const { app, emulator, photoFolder } = launched
    await emulator.control.changeSettings({ uploadBytesPerSecond: 30_000 })
    await writeFile(
      join(photoFolder, 'large.jpg'),
      Buffer.concat([await photoBytes(30), Buffer.alloc(60_000_000, 7)]),
    )
    await expectTray('uploading', expect.stringMatching(/^Shoebox: Uploading 6 of 7/))
    await chooseInTray(app, 'Quit')
    await expect.poll(() => questionsOf(app)).toEqual(['Quit while photos are uploading?'])
    expect((await statusNow()).activity).toBe('uploading')
    await emulator.control.changeSettings({ uploadBytesPerSecond: null })
    await expectTray('complete', 'Shoebox: Backup complete')
  })

  it('signed out: offers no pause, and tells of it once', async () => {
    const { app, emulator } = launched
    const told = (await notificationsOf(app)).length
    await emulator.control.revoke()
    await bring(40)
    await expectTray('signed-out', 'Shoebox: Signed out')
    const labels = (await trayOf(app)).lines
    expect(labels).not.toContainEqual(pauses)
    expect(labels).not.toContain('Check for new photos')
    await expect
      .poll(async () => (await notificationsOf(app)).slice(told))
      .toEqual(['Sign in again: Google ended the sign-in. Nothing is uploaded until you sign in.'])
  })
})

describe('the end', () => {
  it('quits without a question while nothing is uploaded', async () => {
    const { app } = launched
    const leaving = app.waitForEvent('close')
    await chooseInTray(app, 'Quit')
    await leaving
  })
})

/** The names of the last three photos in the library, the newest first. */
async function lastNames(): Promise<string[]> {
  const { rows } = await ask(launched.page, 'listHistory', {
    filter: { states: ['done'] },
    after: null,
    limit: 3,
  })
  return rows.map(({ name }) => name)
}
