// Every setting of the Settings and Folders screens in the real window: it takes effect at once, without a button to
// save, which is looked up where the effect is (the library, the engine's status, the desktop), and survives a restart.
import { createHash } from 'node:crypto'
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { goThroughFirstRun } from '../../build/demo/walk-through.ts'
import { dayHere, googleStoppedOn } from '../../src/shared/already.ts'
import type { Settings } from '../../src/shared/model.ts'
import type { ConditionKind, Status } from '../../src/shared/status.ts'
import { withIptcCaption } from '../builders/captions.ts'
import type { LibraryItem } from '../emulator/control/control.ts'
import { largePhoto, openApp, photoBytes, savePhoto, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { shelfBeside } from './shelf.ts'
import { closeWindow, notificationsOf, watchShell } from './shell-watch.ts'

const isLinux = process.platform === 'linux'
const photos = 2

let launched: LaunchedApp

const padded = async (number: number, sizeBytes: number): Promise<Buffer> =>
  Buffer.concat([await photoBytes(number), Buffer.alloc(sizeBytes, number)])
/** Made when it is put on the shelf. */
const slowPhoto = await padded(17, 500_000)
const largeOriginal = await largePhoto(1)

/** Everything that is brought in the course of the tests. */
async function fillShelf({ photoFolder }: { photoFolder: string }): Promise<void> {
  const shelf = shelfBeside(photoFolder)
  await shelf.putPhotos(10, 19)
  await shelf.put('large-1.jpg', largeOriginal)
  await shelf.put('large-2.jpg', await largePhoto(2))
  await shelf.put('large-3.jpg', await largePhoto(3))
  await shelf.put('heavy.jpg', await padded(14, 79_000_000))
  const icon = { width: 64, height: 64, channels: 3, background: 'teal' } as const
  const told = async (at: number, caption: string): Promise<void> =>
    shelf.put(`told-${at}.jpg`, withIptcCaption(await photoBytes(at), Buffer.from(caption)))
  await told(91, 'Our harbour')
  await told(92, 'Our beach')
  await shelf.put('icon.png', await sharp({ create: icon }).png().toBuffer())
  await shelf.put('old.jpg', await photoBytes(15))
  await shelf.put('slow.jpg', slowPhoto)
  await shelf.put('slower.jpg', await padded(18, 3_000_000))
}

beforeAll(async () => {
  launched = await openApp({ photos, hasKeyring: true, prepare: fillShelf })
  const { app, page, photoFolder, emulator } = launched
  // The first backup is to end when its notification was switched off, and not before.
  await emulator.control.addFault({ on: 'upload', times: 'always', action: { kind: 'stall' } })
  await watchShell(app)
  await goThroughFirstRun({ page, folder: photoFolder, photos, picture: async () => undefined })
  await openSettings()
})
afterAll(() => launched.close())

const open = async (screen: 'Settings' | 'Folders'): Promise<void> => {
  await launched.page.getByRole('button', { name: screen, exact: true }).click()
  await launched.page.getByRole('heading', { name: screen, level: 1 }).waitFor()
}
const openSettings = (): Promise<void> => open('Settings')
const choose = (title: string): Promise<void> =>
  launched.page.getByText(title, { exact: true }).click()
const statusNow = (): Promise<Status> => ask(launched.page, 'getStatus', {})
const settingsNow = (): Promise<Settings> => ask(launched.page, 'getSettings', {})
const expectSettings = (settings: Partial<Settings>): Promise<void> =>
  expect.poll(settingsNow).toMatchObject(settings)
const conditions = async (): Promise<ConditionKind[]> =>
  (await statusNow()).conditions.map(({ kind }) => kind)
const itemOf = async (name: string): Promise<LibraryItem | undefined> =>
  (await launched.emulator.control.library()).find(({ filename }) => filename === name)
const expectUploaded = (name: string): Promise<void> =>
  expect.poll(() => itemOf(name), { timeout: 60_000 }).toMatchObject({ filename: name })
/** What became of a file, as 'state' or 'state: reason'. */
const fateOf = async (name: string): Promise<string | null> => {
  const { rows } = await ask(launched.page, 'listHistory', {
    filter: { search: name },
    after: null,
    limit: 1,
  })
  const [row] = rows
  if (row === undefined) return null
  return row.skip === null ? row.state : `${row.state}: ${row.skip.kind}`
}
const expectFate = (name: string, fate: string | null): Promise<void> =>
  expect.poll(() => fateOf(name), { timeout: 60_000 }).toBe(fate)
const sha256 = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
/** Brings a file that lies ready. */
const bring = (name: string): Promise<void> => shelfBeside(launched.photoFolder).moveIn(name)
const bringPhoto = (at: number): Promise<void> => bring(`photo-${at}.jpg`)
/** Lets the app look at the machine again now, as after a sleep, instead of in a few seconds. */
const wake = (): Promise<void> =>
  launched.app.evaluate(({ powerMonitor }) => void powerMonitor.emit('resume'))
const showWindow = (): Promise<void> =>
  launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show())

/** Takes the folder away while one photo in it waits. */
async function leaveWith(photo: number): Promise<void> {
  const { page, photoFolder } = launched
  await ask(page, 'pause', { until: 'resumed' })
  await bringPhoto(photo)
  await expectFate(`photo-${photo}.jpg`, 'found')
  await rename(photoFolder, `${photoFolder} elsewhere`)
  await ask(page, 'scanNow', {})
  await expect.poll(conditions, { timeout: 30_000 }).toContain('source-missing')
}

describe('notifications', () => {
  it('none of the first backup while its switch is off', async () => {
    const { app, emulator } = launched
    await choose('When the first backup is complete')
    await expectSettings({ notifyFirstBackup: false })
    await closeWindow(app)
    expect((await statusNow()).activity).toBe('uploading')
    await emulator.control.removeFaults()
    await expect
      .poll(async () => (await statusNow()).activity, { timeout: 60_000 })
      .toBe('complete')
    // Something else is told after it, so that there was time for both.
    await emulator.control.addFault({
      on: 'upload',
      times: 'always',
      match: { contentSha256: sha256(await photoBytes(10)) },
      action: { kind: 'status', status: 400, body: 'The photo is damaged.' },
    })
    await bringPhoto(10)
    const hint = expect.stringMatching(/^Shoebox keeps running: /) as string
    await expect
      .poll(() => notificationsOf(app), { timeout: 30_000 })
      .toEqual([hint, 'Backup needs your attention: 1 photo could not be backed up.'])
  })

  it('none of what needs attention while its switch is off', async () => {
    const { app, photoFolder } = launched
    await showWindow()
    await choose('When something needs you')
    await expectSettings({ notifyAttention: false })
    await closeWindow(app)
    const told = (await notificationsOf(app)).length
    await leaveWith(14)
    // A lost sign-in has a switch of its own, which is on.
    await launched.emulator.control.revoke()
    await rename(`${photoFolder} elsewhere`, photoFolder)
    await ask(launched.page, 'scanNow', {})
    await ask(launched.page, 'resume', {})
    await bringPhoto(11)
    await expect
      .poll(async () => (await notificationsOf(app)).slice(told), { timeout: 60_000 })
      .toEqual(['Sign in again: Google ended the sign-in. Nothing is uploaded until you sign in.'])
  })

  it('none of a lost sign-in while its switch is off', async () => {
    const { app, page, emulator, photoFolder } = launched
    await ask(page, 'signIn', {})
    await expectUploaded('photo-11.jpg')
    await showWindow()
    await choose('When you were signed out')
    await choose('When something needs you')
    await expectSettings({ notifySignedOut: false, notifyAttention: true })
    await closeWindow(app)
    const told = (await notificationsOf(app)).length
    await emulator.control.revoke()
    await bringPhoto(12)
    await expect.poll(conditions, { timeout: 30_000 }).toContain('signed-out')
    await ask(page, 'signIn', {})
    await expectUploaded('photo-12.jpg')
    // What needs attention is told again: a photo waits in a folder that is away.
    await leaveWith(18)
    await expect
      .poll(async () => (await notificationsOf(app)).slice(told), { timeout: 30_000 })
      .toEqual(['Backup needs your attention: My photos is not connected. 1 photo in it waits.'])
    await rename(`${photoFolder} elsewhere`, photoFolder)
    await ask(page, 'scanNow', {})
    await ask(page, 'resume', {})
    await expect.poll(conditions).toEqual([])
    await expectUploaded('photo-18.jpg')
    await showWindow()
  })
})

describe('what is backed up', () => {
  it('nothing while the backup is off', async () => {
    await choose('Back up photos')
    await expect.poll(conditions).toContain('backup-off')
    await bringPhoto(13)
    await expectFate('photo-13.jpg', 'found')
    const { seq = 0 } = (await launched.emulator.control.ledger()).at(-1) ?? {}
    await choose('Back up photos')
    await expectUploaded('photo-13.jpg')
    const sent = (await launched.emulator.control.ledger(seq)).filter((row) => row.sha256 !== null)
    expect(sent).toHaveLength(1)
  })

  it('photos in the size that is chosen', async () => {
    await choose('Original')
    await expectSettings({ photoSize: 'original' })
    await bring('large-1.jpg')
    await expectUploaded('large-1.jpg')
    expect(await itemOf('large-1.jpg')).toMatchObject({ sha256: sha256(largeOriginal) })
    await choose('High quality')
    await expectSettings({ photoSize: 'high' })
    await bring('large-2.jpg')
    await expectUploaded('large-2.jpg')
    const { width = 0, height = 0 } = (await itemOf('large-2.jpg')) ?? {}
    expect(width * height).toBeGreaterThan(15_000_000)
    expect(width * height).toBeLessThanOrEqual(16_000_000)
    await choose('Original')
    await expectSettings({ photoSize: 'original' })
  })

  it('very large files, unless they are left out', async () => {
    await choose('Leave out very large files')
    await expectSettings({ limits: 'small' })
    await bring('heavy.jpg')
    await expectFate('heavy.jpg', 'skipped: too-large')
    await choose('Take all that Google takes')
    await expectUploaded('heavy.jpg')
    await choose('Leave out very large files')
    await expectSettings({ limits: 'small' })
  })

  it('captions, unless they are to stay here, and shows which went', async () => {
    await bring('told-91.jpg')
    await expectUploaded('told-91.jpg')
    expect((await itemOf('told-91.jpg'))?.shownDescription).toBe('Our harbour')
    await choose('Send captions')
    await expectSettings({ sendCaptions: false })
    await bring('told-92.jpg')
    await expectUploaded('told-92.jpg')
    expect((await itemOf('told-92.jpg'))?.description).toBe('')
    const { page } = launched
    const captionOf = async (search: string): Promise<unknown> => {
      const { rows } = await ask(page, 'listHistory', { filter: { search }, after: null, limit: 1 })
      return rows[0]?.caption
    }
    await expect
      .poll(() => captionOf('told-91'))
      .toEqual({ text: 'Our harbour', source: 'iptc', isRefused: false })
    expect(await captionOf('told-92')).toBeNull()
    await choose('Send captions')
    await expectSettings({ sendCaptions: true })
  })

  it('small pictures, unless they are left out', async () => {
    await choose('Leave out small pictures')
    await expectSettings({ leaveOutSmallPictures: true })
    await bring('icon.png')
    await expectFate('icon.png', 'skipped: small-picture')
    await choose('Leave out small pictures')
    await expectUploaded('icon.png')
    await choose('Leave out small pictures')
    await expectSettings({ leaveOutSmallPictures: true })
  })
})

describe.runIf(isLinux)('when it is backed up', () => {
  it('over any network, or only over Wi-Fi and cable', async () => {
    await launched.machine.join('cellular')
    await choose('Only Wi-Fi and cable')
    await expect.poll(conditions, { timeout: 30_000 }).toContain('not-wifi-or-cable')
    await bringPhoto(16)
    await choose('Any network')
    await expectUploaded('photo-16.jpg')
    await choose('Only Wi-Fi and cable')
    await expect.poll(conditions).toContain('not-wifi-or-cable')
    await launched.machine.join('wifi')
    await wake()
    await expect.poll(conditions, { timeout: 30_000 }).toEqual([])
  })

  it('not over metered networks, when that is wished', async () => {
    await launched.desktop.setMetered(true)
    await wake()
    await choose('Pause on metered networks')
    await expect.poll(conditions, { timeout: 30_000 }).toContain('metered')
    await choose('Pause on metered networks')
    await expect.poll(conditions).toEqual([])
    await choose('Pause on metered networks')
    await expect.poll(conditions).toContain('metered')
    await launched.desktop.setMetered(false)
    await wake()
    await expect.poll(conditions, { timeout: 30_000 }).toEqual([])
  })

  it('only while plugged in, when that is wished', async () => {
    await launched.machine.pullThePlug()
    await wake()
    await choose('Only while plugged in')
    await expect.poll(conditions, { timeout: 30_000 }).toContain('on-battery')
    await launched.machine.plugIn()
    await wake()
    await expect.poll(conditions, { timeout: 30_000 }).toEqual([])
  })

  it('within the speed that is set, also for what is on its way', async () => {
    const { page, emulator } = launched
    const speed = page.getByRole('textbox', { name: 'At most, megabytes per second' })
    await choose('At most')
    await speed.fill('0.2')
    await expectSettings({ speedLimit: 200_000 })
    await bring('slow.jpg')
    await expectUploaded('slow.jpg')
    const row = (await emulator.control.ledger()).find((one) => one.sha256 === sha256(slowPhoto))
    // Never faster, whatever the machine; how exactly it keeps the rate is measured elsewhere.
    expect(slowPhoto.length / ((row?.durationMs ?? 0) / 1_000)).toBeLessThan(240_000)

    await speed.fill('0.01')
    await expectSettings({ speedLimit: 10_000 })
    await bring('slower.jpg')
    await expect
      .poll(async () => (await statusNow()).active.map(({ phase }) => phase), { timeout: 30_000 })
      .toEqual(['sending'])
    // At 10 kB a second it would take five minutes.
    await speed.fill('50')
    await expectUploaded('slower.jpg')
    expect(await speed.inputValue()).toBe('50')
  })

  it('in the hours that are chosen in the grid, with the pointer or the keyboard', async () => {
    const { page } = launched
    const cell = (at: Date) =>
      page.locator(`[data-cell="${(at.getDay() + 6) % 7}-${at.getHours()}"]`)
    const hoursAllowed = async (): Promise<string | null> => (await settingsNow()).allowedHours
    await choose('Only in chosen hours')
    await page.getByRole('button', { name: 'Weekends' }).click()
    await expect.poll(hoursAllowed).toBe('0'.repeat(5 * 24) + '1'.repeat(2 * 24))
    for (const day of ['Sat', 'Sun'])
      await page.getByRole('button', { name: `${day} Switch the whole day` }).click()
    await page.getByText('No hour is allowed, so nothing is backed up.').waitFor()
    await expect.poll(conditions).toContain('outside-hours')
    await bringPhoto(19)

    // This hour and the next one, in case it ends while this runs.
    const now = new Date()
    await cell(now).click()
    const next = new Date(now.getTime() + 3_600_000)
    await cell(next).focus()
    await page.keyboard.press('Space')
    await expectUploaded('photo-19.jpg')
    await expect.poll(async () => (await hoursAllowed())?.replaceAll('0', '')).toBe('11')
    expect(await cell(now).getAttribute('aria-selected')).toBe('true')
    await page.getByRole('button', { name: 'Outside working hours' }).click()
    await expect.poll(hoursAllowed).toMatch(/^(1{8}0{10}1{6}){5}1{48}$/)
    // What is allowed must not depend on when this runs.
    for (const day of ['Mon', 'Tue', 'Wed', 'Thu', 'Fri'])
      await page.getByRole('button', { name: `${day} Switch the whole day` }).click()
    await expect.poll(hoursAllowed).toBe('1'.repeat(168))
  })
})

describe('how it looks and starts', () => {
  it('light or dark at once', async () => {
    const { app, page } = launched
    const theme = (): Promise<string> => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)
    const ground = (): Promise<string> =>
      page.evaluate(() => getComputedStyle(document.body).backgroundColor)
    const light = await ground()
    await choose('Dark')
    await expect.poll(theme).toBe('dark')
    await expect.poll(ground).not.toBe(light)
  })

  it('says that only an installed app can start with the computer', async () => {
    const start = launched.page.getByRole('switch', { name: 'Start with the computer' })
    expect(await start.isDisabled()).toBe(true)
    await launched.page.getByText('This system does not let Shoebox start by itself.').waitFor()
  })
})

describe('each folder', () => {
  const card = () => launched.page.getByRole('region', { name: 'My photos' })

  beforeAll(async () => {
    await open('Folders')
    await card().getByRole('button', { name: 'Options My photos' }).click()
  })

  it('has a photo size of its own', async () => {
    const { page } = launched
    await card().getByRole('button', { name: 'Photo size' }).click()
    await page.getByRole('option', { name: 'High quality', exact: true }).click()
    await expect.poll(async () => (await statusNow()).sources[0]?.photoSize).toBe('high')
    await bring('large-3.jpg')
    await expectUploaded('large-3.jpg')
    const { width = 0, height = 0 } = (await itemOf('large-3.jpg')) ?? {}
    expect(width * height).toBeLessThanOrEqual(16_000_000)
  })

  it('leaves out what was here before a day', async () => {
    const { page } = launched
    const already = async () => (await statusNow()).sources[0]?.already
    await choose('All of it: only what is new since a day')
    await expect.poll(already).toBe(googleStoppedOn)
    await choose('Another day')
    // Nothing of today is new since tomorrow.
    const tomorrow = dayHere(Date.now() + 24 * 3_600_000)
    const day = card().getByLabel('The day')
    await day.fill(tomorrow)
    await day.press('Enter')
    await expect.poll(already).toBe(tomorrow)
    await card().getByText('what was here before is left out').waitFor()
    await bring('old.jpg')
    await expectFate('old.jpg', 'skipped: older-than-start')
    await day.fill('2020-05-31')
    await page.keyboard.press('Enter')
    await expectUploaded('old.jpg')
    await expect.poll(already).toBe('2020-05-31')
  })

  it('is backed up with the folders inside, or without', async () => {
    const inside = join(launched.photoFolder, 'inside')
    await mkdir(inside)
    await card().getByText('Include folders inside').click()
    await expect.poll(async () => (await statusNow()).sources[0]?.includeSubfolders).toBe(false)
    await writeFile(join(inside, 'deep.jpg'), await photoBytes(20))
    await savePhoto(launched.photoFolder, 21)
    await expectUploaded('photo-21.jpg')
    expect(await fateOf('deep.jpg')).toBeNull()
    await card().getByText('Include folders inside').click()
    await expectUploaded('deep.jpg')
    await card().getByText('Include folders inside').click()
    await expect.poll(async () => (await statusNow()).sources[0]?.includeSubfolders).toBe(false)
  })

  it('leaves out what fits its patterns', async () => {
    const leaveOut = card().getByRole('textbox', { name: 'Leave out' })
    await leaveOut.fill('*-draft.jpg')
    await leaveOut.press('Tab')
    await expect
      .poll(async () => (await statusNow()).sources[0]?.ignorePatterns)
      .toEqual(['*-draft.jpg'])
    await writeFile(join(launched.photoFolder, 'sea-draft.jpg'), await photoBytes(22))
    await savePhoto(launched.photoFolder, 23)
    await expectUploaded('photo-23.jpg')
    expect(await fateOf('sea-draft.jpg')).toBeNull()
    await leaveOut.fill('*.tmp.jpg')
    await leaveOut.press('Tab')
    await expectUploaded('sea-draft.jpg')
  })
})

it('all of it survives a restart, the account included', async () => {
  const before = await settingsNow()
  const wished: Partial<Settings> = {
    photoSize: 'original',
    limits: 'small',
    leaveOutSmallPictures: true,
    isBackupOn: true,
    notifyFirstBackup: false,
    notifyAttention: true,
    notifySignedOut: false,
    theme: 'dark',
    ...(isLinux
      ? {
          network: 'wifi-and-cable' as const,
          pauseOnMetered: true,
          power: 'charging' as const,
          speedLimit: 50_000_000,
          allowedHours: '1'.repeat(168),
        }
      : {}),
  }
  expect(before).toMatchObject(wished)
  await launched.restart()
  const { app, page } = launched
  await openSettings()
  expect(await settingsNow()).toEqual(before)
  expect((await statusNow()).sources).toMatchObject([{ already: '2020-05-31', undated: 'leave' }])
  const isOn = (role: 'radio' | 'switch', name: string): Promise<boolean> =>
    page.getByRole(role, { name, exact: true }).isChecked()
  expect({
    original: await isOn('radio', 'Original'),
    limits: await isOn('radio', 'Leave out very large files'),
    small: await isOn('switch', 'Leave out small pictures'),
    first: await isOn('switch', 'When the first backup is complete'),
    attention: await isOn('switch', 'When something needs you'),
    signedOut: await isOn('switch', 'When you were signed out'),
    dark: await isOn('radio', 'Dark'),
  }).toEqual({
    original: true,
    limits: true,
    small: true,
    first: false,
    attention: true,
    signedOut: false,
    dark: true,
  })
  await expect.poll(() => app.evaluate(({ nativeTheme }) => nativeTheme.themeSource)).toBe('dark')
  if (isLinux) {
    expect(await isOn('radio', 'Only Wi-Fi and cable')).toBe(true)
    expect(await isOn('switch', 'Pause on metered networks')).toBe(true)
    expect(await isOn('radio', 'Only while plugged in')).toBe(true)
    expect(await isOn('radio', 'Only in chosen hours')).toBe(true)
    const speed = page.getByRole('textbox', { name: 'At most, megabytes per second' })
    expect(await speed.inputValue()).toBe('50')
    await page.getByText('Signed in as First Tester').waitFor()
  }
  expect((await statusNow()).sources[0]).toMatchObject({
    photoSize: 'high',
    includeSubfolders: false,
    ignorePatterns: ['*.tmp.jpg'],
  })
  await open('Folders')
  await page.getByRole('button', { name: 'Options My photos' }).click()
  expect(await page.getByRole('textbox', { name: 'Leave out' }).inputValue()).toBe('*.tmp.jpg')
})
