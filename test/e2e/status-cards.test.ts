// Each status card in the real window, brought about from outside: by what Google answers, by the line, the network, the
// charger, the folder and the user. One app for all of them: where a test is over, everything is backed up.
import { rename, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { waitForComplete } from '../../build/demo/walk-through.ts'
import type { ConditionKind } from '../../src/shared/status.ts'
import type { FaultRule, LedgerRow } from '../emulator/index.ts'
import { openBackedUp, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { enginePids } from './engine-pids.ts'
import { chooseNext } from './outside-page.ts'
import { shelfBeside } from './shelf.ts'

/** More photos than all tests take. */
const onShelf = 30

let launched: LaunchedApp
let page: Page
let saved = 0

beforeAll(async () => {
  launched = await openBackedUp({
    photos: 1,
    hasKeyring: true,
    prepare: ({ photoFolder }) => shelfBeside(photoFolder).putPhotos(1, onShelf),
  })
  page = launched.page
})
afterAll(() => launched.close())

const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true })
/** The status card as a whole, found by its headline. */
const card = (headline: string | RegExp): Locator =>
  page.getByRole('region', { name: headline, exact: true })
/** The names of the buttons on a card. */
const actions = (on: Locator): Promise<string[]> => on.getByRole('button').allInnerTexts()
/** Brings one more photo. */
const bringOne = (): Promise<void> => {
  saved += 1
  return shelfBeside(launched.photoFolder).moveIn(`photo-${saved}.jpg`)
}
const conditions = async (): Promise<ConditionKind[]> =>
  (await ask(page, 'getStatus', {})).conditions.map(({ kind }) => kind)
/** How many files the engine has seen into the library. */
const filesDone = async (): Promise<number> => (await ask(page, 'getStatus', {})).counts.done.files
/** Where a test begins. */
const fromRest = async (): Promise<void> => {
  await button('Home').click()
  await waitForComplete(page)
}
const backedUp = async (): Promise<void> => {
  // The card of an earlier backup may still be there: the count cannot.
  await expect.poll(filesDone, { timeout: 60_000 }).toBe(saved + 1)
  await button('Home').click()
  await waitForComplete(page)
  expect(await launched.emulator.control.library()).toHaveLength(saved + 1)
}
const checkNow = async (): Promise<void> => {
  await button('Folders').click()
  await button('Check now').click()
}
const focused = (): Promise<string | null | undefined> =>
  page.evaluate(() => document.activeElement?.textContent)
const choose = (name: string): Promise<void> =>
  page.getByRole('main').getByText(name, { exact: true }).click()
const always = (rule: Pick<FaultRule, 'on' | 'action'>): Promise<string> =>
  launched.emulator.control.addFault({ ...rule, times: 'always' })

describe('what goes well', () => {
  beforeEach(fromRest)

  it('is “Backup complete”, and opens Google Photos', async () => {
    const complete = card('Backup complete')
    await complete.getByText('Every photo is in Google Photos. Last checked just now.').waitFor()
    await complete.getByRole('button', { name: 'Open Google Photos' }).click()
    await expect
      .poll(async () => (await launched.desktop.opened()).at(-1))
      .toBe(`${launched.emulator.origin}/`)
  })

  it('is “Backing up photos” with what is left while photos go up, and rests at a word', async () => {
    const { control } = launched.emulator
    // It stays on its way for as long as anybody wants to look.
    const held = await always({ on: 'upload', action: { kind: 'stall' } })
    await bringOne()
    const uploading = card('Backing up photos: 1 left')
    await uploading.getByText(/^\d+ of \d+ · .* of .*$/).waitFor()
    await uploading.getByRole('progressbar', { name: 'Progress of the backup' }).waitFor()
    await uploading.getByRole('button', { name: 'Pause' }).click()
    await page.getByRole('menuitem', { name: 'Until I resume' }).click()

    const paused = card('Backup is paused')
    await paused.getByText('It stays paused until you resume. 1 photo waits.').waitFor()
    await control.removeFaults(held)
    expect(await control.library()).toHaveLength(saved)
    await paused.getByRole('button', { name: 'Resume' }).click()
    await backedUp()
  })

  it('is “Backup is off” when the user turned it off, and is turned on there', async () => {
    await button('Settings').click()
    await choose('Back up photos')
    await button('Home').click()
    const off = card('Backup is off')
    await off.getByText('New photos are not backed up.').waitFor()
    await off.getByRole('button', { name: 'Turn on backup' }).click()
    await off.waitFor({ state: 'detached' })
    await backedUp()
  })
})

describe('what ends by itself', () => {
  beforeEach(fromRest)

  it('waits for a connection while there is none', async () => {
    await always({ on: 'any', action: { kind: 'cut', afterRequestBytes: 0, reset: true } })
    await bringOne()
    const waiting = card('Waiting for connection')
    await waiting.getByText('Google cannot be reached. Goes on by itself; 1 photo waits.').waitFor()
    expect(await actions(waiting)).toEqual(['Try now', 'Why?'])
    await launched.emulator.control.removeFaults()
    await backedUp()
  })

  it('waits until Google counts anew when the requests of the day are used up', async () => {
    const { control } = launched.emulator
    await control.changeSettings({ dailyQuota: (await control.counters()).requestsToday })
    await bringOne()
    const waiting = card(/^Waiting until /)
    await waiting
      .getByText('Today’s requests to Google are used up. Goes on by itself; 1 photo waits.')
      .waitFor()
    expect(await actions(waiting)).toEqual(['Try now', 'Why?'])
    // Another program has used them: this one has not made so many.
    await page.getByText('0 of 10,000', { exact: true }).waitFor()
    await page.getByText('Something else uses this client, too.').waitFor()
    // The day ends in hours. A start looks whether it has.
    await control.changeSettings({ dailyQuota: 10_000 })
    await launched.restart()
    page = launched.page
    await backedUp()
  })
})

describe('what ends by itself, or by the choice that brought it about', () => {
  beforeEach(fromRest)

  it('rests as a whole while Google has trouble with one photo after another', async () => {
    await always({ on: 'upload', action: { kind: 'status', status: 500 } })
    for (let photos = 0; photos < 6; photos += 1) await bringOne()
    const trouble = card(/^Waiting until /)
    await trouble
      .getByText('Google Photos has trouble right now. Goes on by itself; ')
      .waitFor({ timeout: 60_000 })
    expect(await actions(trouble)).toEqual(['Try now', 'Why?'])
    await launched.emulator.control.removeFaults()
    await trouble.getByRole('button', { name: 'Try now' }).click()
    await backedUp()
  })

  it('waits for the hours that the user chose', async () => {
    await button('Settings').click()
    await choose('Only in chosen hours')
    await button('Weekends').click()
    for (const day of ['Sat', 'Sun']) await button(`${day} Switch the whole day`).click()
    await button('Home').click()
    const waiting = card('Waiting for the allowed hours')
    await waiting.getByText('You chose the hours in which photos are backed up.').waitFor()
    await bringOne()
    await waiting.getByRole('button', { name: 'Change hours' }).click()
    await expect.poll(focused).toBe('Hours')
    await choose('At any hour')
    await backedUp()
  })

  it('asks for a folder when there is none, and knows what was backed up when one is back', async () => {
    await button('Folders').click()
    await button('Options My photos').click()
    await button('Remove from backup').click()
    await page.getByRole('alertdialog').getByRole('button', { name: 'Remove from backup' }).click()
    await button('Home').click()
    const none = card('Choose folders to back up')
    await none.getByText('Nothing is backed up before you choose folders.').waitFor()
    await none.getByRole('button', { name: 'Choose folders' }).click()
    await chooseNext(launched.app, launched.photoFolder)
    await button('Add a folder').click()
    await page.getByRole('region', { name: 'My photos' }).waitFor()
    await backedUp()
  })
})

describe('while Google asks to wait', () => {
  const waiting = (): Locator => card(/^Waiting until /)
  const nearer: Partial<Record<ConditionKind, string>> = {
    'not-wifi-or-cable': 'Waiting for Wi-Fi',
    metered: 'Waiting for an unmetered network',
    'on-battery': 'Waiting to charge',
  }
  /** One card may give way to the next of them: first none of the reasons holds, then none of the cards is there. */
  const expectNoneNearer = async (): Promise<void> => {
    await expect
      .poll(async () => (await conditions()).filter((kind) => kind in nearer), { timeout: 30_000 })
      .toEqual([])
    for (const name of Object.values(nearer)) await card(name).waitFor({ state: 'detached' })
  }
  const chooseAll = async (): Promise<void> => {
    await button('Settings').click()
    for (const choice of [
      'Only Wi-Fi and cable',
      'Pause on metered networks',
      'Only while plugged in',
    ])
      await choose(choice)
    await button('Home').click()
  }
  let refusedAt: LedgerRow

  it('says until when, and asks nothing of the user', async () => {
    await fromRest()
    const { control } = launched.emulator
    await control.addFault({
      on: 'batchCreate',
      action: { kind: 'error', name: 'minute-quota', retryAfterSeconds: 31 },
    })
    await bringOne()
    await waiting()
      .getByText('Google asked us to slow down. Goes on by itself; 1 photo waits.')
      .waitFor()
    expect(await actions(waiting())).toEqual(['Why?'])
    refusedAt = await control.waitFor(({ status, fault }) => status === 429 && fault !== null)
  })

  it('names what the user chose first: Wi-Fi, bytes that count, the charger, each changed where it was chosen', async () => {
    await chooseAll()
    await launched.desktop.setMetered(true)
    await launched.machine.join('cellular')
    await launched.machine.pullThePlug()
    const wifi = card('Waiting for Wi-Fi')
    await wifi.getByText('You chose to back up only over Wi-Fi or cable.').waitFor()
    await wifi.getByRole('button', { name: 'Change network settings' }).click()
    await expect.poll(focused).toBe('Network')
    await choose('Any network')
    await button('Home').click()

    const unmetered = card('Waiting for an unmetered network')
    await unmetered.getByText('This network counts every byte, and you chose to wait.').waitFor()
    await unmetered.getByRole('button', { name: 'Change network settings' }).click()
    await choose('Pause on metered networks')
    await button('Home').click()

    const charge = card('Waiting to charge')
    await charge.getByText('You chose to back up only while plugged in.').waitFor()
    await charge.getByRole('button', { name: 'Change power settings' }).click()
    await expect.poll(focused).toBe('Power')
    await choose('Always')
    await button('Home').click()
    await expectNoneNearer()
  })

  it('names none of it any more once the network and the charger are there', async () => {
    await chooseAll()
    await card('Waiting for Wi-Fi').waitFor()
    await launched.desktop.setMetered(false)
    await launched.machine.join('wifi')
    await launched.machine.plugIn()
    await expectNoneNearer()
  })

  it('goes on by itself, and not before the time that Google asked for', async () => {
    await waiting().waitFor({ state: 'detached', timeout: 60_000 })
    await backedUp()
    const later = await launched.emulator.control.ledger(refusedAt.seq)
    const again = later.find((row) => row.operation === 'batchCreate')
    expect(Date.parse(again?.time ?? '') - Date.parse(refusedAt.time)).toBeGreaterThan(30_000)
  })
})

describe('what needs the user', () => {
  beforeEach(fromRest)

  it('says how many were skipped until that was looked at', async () => {
    await writeFile(join(launched.photoFolder, 'empty.jpg'), '')
    const skipped = card('1 file was skipped')
    await skipped.getByText('Everything else is backed up.').waitFor()
    await skipped.getByRole('button', { name: 'See why' }).click()
    await page.getByRole('heading', { name: 'Empty file' }).waitFor()
    await button('Home').click()
    await card('Backup complete')
      .getByText('Everything is in Google Photos but the 1 left out.')
      .waitFor()
  })

  it('asks to sign in again when Google ended the sign-in, and goes on where it stopped', async () => {
    await launched.emulator.control.revoke()
    await bringOne()
    const signIn = card('Sign in again')
    await signIn.getByText('Google no longer accepts this sign-in.').waitFor()
    await signIn.getByRole('button', { name: 'Sign in again' }).click()
    await signIn.waitFor({ state: 'detached' })
    // Who signs in stays where they are.
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toBe('Home')
    await backedUp()
  })

  it('says that the Google storage is full, and goes on once there is room', async () => {
    const { control } = launched.emulator
    await control.changeSettings({ storageLimitBytes: 1 })
    await bringOne()
    const full = card('Google storage is full')
    await full.getByRole('button', { name: 'Free up space' }).click()
    await expect
      .poll(async () => (await launched.desktop.opened()).at(-1))
      .toBe('https://one.google.com/storage')
    await control.changeSettings({ storageLimitBytes: null })
    await full.getByRole('button', { name: 'Check again' }).click()
    await backedUp()
  })

  it('says that the API is off, and goes on once it is on', async () => {
    const { control, client } = launched.emulator
    await control.putClient({ clientId: client.clientId, photosApiEnabled: false })
    await bringOne()
    const off = card('Photos is not switched on')
    await off.getByRole('button', { name: 'Open Google Cloud' }).click()
    await expect
      .poll(async () => (await launched.desktop.opened()).at(-1))
      .toBe('https://console.cloud.google.com/apis/library/photoslibrary.googleapis.com')
    await control.putClient({ clientId: client.clientId, photosApiEnabled: true })
    await off.getByRole('button', { name: 'Check again' }).click()
    await backedUp()
  })

  it('says which folder is not found, and takes it up again once it is back', async () => {
    const { photoFolder } = launched
    const away = `${photoFolder} elsewhere`
    await rename(photoFolder, away)
    // All of it is backed up: a quiet line, and nothing that asks for anybody.
    const line = page.locator('.banner-quiet').filter({ hasText: 'My photos is not connected' })
    await line.waitFor()
    await card('Backup complete').waitFor()
    await line.getByRole('button', { name: 'Look at folders' }).click()
    await page.getByText('Not connected', { exact: true }).waitFor()
    await rename(away, photoFolder)
    await bringOne()
    await backedUp()
  })

  it('is a card of its own while photos in it wait', async () => {
    const { photoFolder } = launched
    const away = `${photoFolder} elsewhere`
    await button('Settings').click()
    await choose('Back up photos')
    await bringOne()
    await checkNow()
    await expect
      .poll(async () => (await ask(page, 'getStatus', {})).sources[0]?.waiting, { timeout: 30_000 })
      .toBe(1)
    await rename(photoFolder, away)
    await checkNow()
    await button('Settings').click()
    await choose('Back up photos')
    await button('Home').click()
    const missing = card('My photos is not connected')
    await missing.getByText('1 photo in it waits.').waitFor({ timeout: 30_000 })
    await missing.getByRole('button', { name: 'Look at folders' }).waitFor()
    await rename(away, photoFolder)
    await backedUp()
  })
})

describe.runIf(process.platform === 'linux')('when the engine dies', () => {
  /** Kills the engine; what is said of it is looked for already, for it may be over within a second. */
  const killEngine = async (said: Locator): Promise<void> => {
    await expect.poll(() => enginePids(launched.app).length, { timeout: 30_000 }).toBe(1)
    const seen = said.waitFor()
    for (const pid of enginePids(launched.app)) process.kill(pid, 'SIGKILL')
    await seen
  }

  it('says that it is started again, and goes on', async () => {
    await fromRest()
    await killEngine(
      card('The backup is starting again').getByText(
        'The part that uploads stopped and is being restarted. Nothing is lost.',
      ),
    )
    await bringOne()
    await backedUp()
  })

  it('says so on every screen when that does not help, and starts again when asked to', async () => {
    await killEngine(card('The backup is starting again'))
    const failed = card('The backup does not start')
    await killEngine(failed.getByText('It stopped several times in a row.'))
    await failed.getByRole('button', { name: 'Save a support file' }).waitFor()
    await button('Folders').click()
    await page.getByText('Looked at again once the backup runs').waitFor()
    await button(/^Problems/).click()
    await page.getByRole('main').getByText('It stopped several times in a row.').waitFor()
    expect(await page.getByText('is being restarted').count()).toBe(0)
    await button('Try again').click()
    await page.getByText('It stopped several times in a row.').waitFor({ state: 'detached' })
    await bringOne()
    await backedUp()
    for (let death = 0; death < 3; death += 1)
      await killEngine(death < 2 ? card('The backup is starting again') : failed)
    await failed.getByRole('button', { name: 'Start it again' }).click()
    await bringOne()
    await backedUp()
  })
})
