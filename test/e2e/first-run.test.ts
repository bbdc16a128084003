// The whole first run in the real window, in one app from the first screen to the first backup: signing in with what can
// go wrong there, folders, photo size, a restart in the middle, the review, and what "only what is new" leaves out.
import { linkSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { neededScopes } from '../../src/main/engine/sign-in/scopes.ts'
import { dayHere, googleStoppedOn } from '../../src/shared/already.ts'
import { openApp, savePhoto, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { agree, chooseNext, dropOn } from './outside-page.ts'

/** So many that counting them takes longer than the window waits for a first answer. */
const manyFiles = 15_000
const dayMs = 86_400_000

let launched: LaunchedApp
let page: Page
let pictures: string
let scans: string

beforeAll(async () => {
  launched = await openApp({ hasKeyring: true, followsSignIn: false })
  page = launched.page
  const { home } = launched.desktop
  pictures = join(home, 'Pictures')
  const desktop = join(home, 'Desktop')
  scans = join(home, 'Old scans')
  for (const folder of [join(pictures, 'Holiday'), desktop, scans])
    await mkdir(folder, { recursive: true })
  await savePhoto(join(pictures, 'Holiday'), 10)
  await savePhoto(pictures, 11)
  await savePhoto(scans, 12)
  await writeFile(join(desktop, 'copy-0.jpg'), 'twelve bytes')
  for (let at = 1; at < manyFiles; at += 1)
    linkSync(join(desktop, 'copy-0.jpg'), join(desktop, `copy-${at}.jpg`))
})

afterAll(() => launched.close())

const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true })
const heading = (name: string): Locator => page.getByRole('heading', { name, exact: true })
const yours = (name: string): Locator =>
  page.getByRole('list', { name: 'Your folders' }).getByText(name, { exact: true })
const radio = (name: string | RegExp): Locator =>
  page.getByRole('radio', typeof name === 'string' ? { name, exact: true } : { name })
/** What each folder is given: what is there already, and what becomes of photos without a date. */
const choices = async (): Promise<string[]> =>
  (await ask(page, 'getStatus', {})).sources.map(({ already, undated }) => `${already} ${undated}`)
const tomorrow = (): string => `${dayHere(Date.now() + dayMs)} leave`
/** The day that begins tomorrow: what the test saved just now is older. */
const chooseTomorrow = async (): Promise<void> => {
  await radio('Another day').press('Space')
  await page.getByLabel('The day').fill(dayHere(Date.now() + dayMs))
  await page.keyboard.press('Enter')
  await expect.poll(choices).toEqual([tomorrow(), tomorrow()])
}
const goOn = (): Promise<void> => button('Continue').click()

/** Begins to sign in, and says where the browser is sent. */
async function beginSignIn(): Promise<string> {
  const before = await launched.desktop.signIns()
  await button('Sign in with Google').click()
  await page.getByText('Go on in your browser').waitFor()
  await expect.poll(() => launched.desktop.signIns()).toHaveLength(before.length + 1)
  return (await launched.desktop.signIns()).at(-1) ?? ''
}

/** Goes to a page as a browser would, and says what it shows in the end. */
const visit = async (address: string): Promise<string> => (await fetch(address)).text()

describe('signing in', () => {
  it('waits for the browser, opens it again, copies the link, and is cancelled without a trace', async () => {
    expect(await button('Continue').isDisabled()).toBe(true)
    const link = await beginSignIn()
    await button('Open the browser again').click()
    await expect.poll(() => launched.desktop.signIns()).toEqual([link, link])

    await button('Copy the link').click()
    await page
      .getByText('The link is copied. Paste it into any browser on this computer.')
      .waitFor()
    const copied = await launched.app.evaluate(({ clipboard }) => clipboard.readText())
    expect(copied).toBe(link)

    await button('Cancel').click()
    await page.getByText('The sign-in was cancelled. Nothing was changed.').waitFor()
    const redirect = new URL(link).searchParams.get('redirect_uri') ?? ''
    await expect(fetch(redirect)).rejects.toThrow('fetch failed')
    await button('Sign in with Google').waitFor()
  })

  it('explains an answer of “Cancel” on Google’s page', async () => {
    await launched.emulator.control.changeSettings({ consentDeny: true })
    await visit(await beginSignIn())
    await page.getByText('Google’s page was answered with “Cancel”.').waitFor()
    await launched.emulator.control.changeSettings({ consentDeny: false })
  })

  it('explains a permission that was left unticked, and is mended by signing in again', async () => {
    const { control } = launched.emulator
    await control.changeSettings({ consentScopes: neededScopes.slice(1) })
    expect(await visit(await beginSignIn())).toContain('One permission is missing')
    const alert = page.getByRole('alert')
    await alert.getByText('Sign in again', { exact: true }).waitFor()
    await alert.getByText('A permission was left unticked on Google’s page.').waitFor()
    expect(await button('Continue').isDisabled()).toBe(true)

    await control.changeSettings({ consentScopes: 'asked' })
    await visit(await beginSignIn())
    await page.getByText('Signed in as First Tester').waitFor()
    await page.getByText('first@example.test').waitFor()
  })
})

describe('choosing folders', () => {
  const offer = (name: string): Locator =>
    page
      .getByRole('list', { name: 'Suggested folders' })
      .getByRole('listitem')
      .filter({
        has: page.getByText(name, { exact: true }),
      })
  const add = async (folder: string): Promise<void> => {
    await chooseNext(launched.app, folder)
    await button('Add a folder').click()
  }

  it('offers the usual folders with counts that grow', async () => {
    const desktop = offer('Desktop')
    // Looked for before it can be there: it may be gone within a second.
    const counting = desktop.getByText('(still counting)').waitFor()
    await goOn()
    await counting
    await heading('Choose folders').waitFor()
    await page.getByText('Choose at least one folder to go on.').waitFor()
    expect(await button('Continue').isDisabled()).toBe(true)
    await desktop.getByText(/^15,000 photos, 176 kB$/).waitFor()
    expect(await desktop.getByText('(still counting)').count()).toBe(0)
    await offer('Pictures')
      .getByText(/^2 photos, /)
      .waitFor()
    await offer('My photos')
      .getByText(/^3 photos, /)
      .waitFor()
  })

  it('takes an offered folder, and gives it back', async () => {
    for (const name of ['Pictures', 'My photos']) {
      await offer(name).getByText(name, { exact: true }).click()
      await expect.poll(() => offer(name).getByRole('checkbox').isChecked()).toBe(true)
    }
    await offer('My photos').getByText('My photos', { exact: true }).click()
    await expect.poll(() => offer('My photos').getByRole('checkbox').isChecked()).toBe(false)
    await expect.poll(() => button('Continue').isEnabled()).toBe(true)
  })

  it('says of a folder inside another that it is backed up already', async () => {
    const holiday = join(pictures, 'Holiday')
    await add(holiday)
    const notice = page
      .getByRole('region', { name: 'Notice' })
      .getByRole('listitem')
      .filter({ hasText: '“Holiday” is already backed up as part of “Pictures”' })
    await notice.waitFor()
    await notice.getByRole('button', { name: 'Dismiss' }).click()
    await notice.waitFor({ state: 'detached' })
    expect(await yours('Holiday').count()).toBe(0)
  })

  it('takes folders by the system’s dialog and by a drop, and lets them go again', async () => {
    await add(scans)
    await yours('Old scans').waitFor()
    await page.getByText(/^1 photo, /).waitFor()
    const asked = await agree(launched.app)
    await dropOn(page, button('Add a folder'), [launched.photoFolder])
    await expect.poll(() => offer('My photos').getByRole('checkbox').isChecked()).toBe(true)
    expect(await asked()).toEqual(['Back up this folder?'])
    await button('Remove: Old scans').click()
    await yours('Old scans').waitFor({ state: 'detached' })
    await add(scans)
    await yours('Old scans').waitFor()
    await offer('My photos').getByText('My photos', { exact: true }).click()
    await expect.poll(() => offer('My photos').getByRole('checkbox').isChecked()).toBe(false)
  })

  it('offers to leave out what is there already', async () => {
    expect(await radio('Nothing of this').isChecked()).toBe(true)
    await radio('All of it: only what is new since a day').press('Space')
    await expect.poll(() => radio(/Google’s own program stopped/).isChecked()).toBe(true)
    const ofGoogle = `${googleStoppedOn} leave`
    await expect.poll(choices).toEqual([ofGoogle, ofGoogle])
    await radio(/^Today, /).press('Space')
    const ofToday = `${dayHere(Date.now())} leave`
    await expect.poll(choices).toEqual([ofToday, ofToday])
    await chooseTomorrow()
    await goOn()
  })
})

describe('going on', () => {
  it('shows what each photo size means, and keeps a choice on the way back and on', async () => {
    await heading('Choose the photo size').waitFor()
    const original = page.getByRole('radio', { name: 'Original' })
    await page.getByText('Original', { exact: true }).click()
    await expect.poll(() => original.isChecked()).toBe(true)
    // What is there is older than the day that was chosen, so in neither size anything goes.
    const nothing = page.getByText('Nothing to upload', { exact: true })
    await expect.poll(() => nothing.count()).toBe(2)
    await button('Back').click()
    await radio('Some of it').press('Space')
    await expect.poll(choices).toEqual(['some leave', 'some leave'])
    await radio('Nothing of this').press('Space')
    await expect.poll(choices).toEqual(['nothing file', 'nothing file'])
    await goOn()
    const bytes = page.locator('.size-bytes')
    await expect
      .poll(() => bytes.allInnerTexts())
      .toEqual([
        expect.stringMatching(/^(About )?[\d.]+ kB$/),
        expect.stringMatching(/^[\d.]+ kB$/),
      ])
    await button('Back').click()
    await radio('All of it: only what is new since a day').press('Space')
    await chooseTomorrow()
    await goOn()
    await heading('Choose the photo size').waitFor()
    await button('Back').click()
    await heading('Choose folders').waitFor()
    await button('Back').click()
    await page.getByText('Signed in as First Tester').waitFor()
    await goOn()
    await heading('Choose folders').waitFor()
    await goOn()
    await heading('Choose the photo size').waitFor()
    expect(await original.isChecked()).toBe(true)
  })

  it('resumes after a restart at the same step with the same choices', async () => {
    await launched.restart()
    page = launched.page
    await heading('Choose the photo size').waitFor()
    expect(await page.getByText('Step 3 of 4').isVisible()).toBe(true)
    expect(await page.getByRole('radio', { name: 'Original' }).isChecked()).toBe(true)
    await button('Back').click()
    await heading('Choose folders').waitFor()
    await expect.poll(() => page.getByRole('checkbox', { name: 'Pictures' }).isChecked()).toBe(true)
    await yours('Old scans').waitFor()
    expect(await radio('All of it: only what is new since a day').isChecked()).toBe(true)
    expect(await choices()).toEqual([tomorrow(), tomorrow()])
    await goOn()
    await goOn()
  })
})

describe('the review', () => {
  const line = (name: string): Locator => page.locator('.review-line').filter({ hasText: name })

  it('says everything that was chosen, each with a way back to it', async () => {
    await heading('Ready to start').waitFor()
    await line('Account').getByText('first@example.test').waitFor()
    await line('Folders').getByText('Pictures, Old scans').waitFor()
    await line('What')
      .getByText(/^Only what is new since /)
      .waitFor()
    await line('Photo size').getByText('Original').waitFor()
    await button('Change: Photo size').click()
    await heading('Choose the photo size').waitFor()
    await page.getByText('High quality', { exact: true }).click()
    await goOn()
    await line('Photo size').getByText('High quality').waitFor()
  })

  it('asks when to back up, and offers to start with the computer only where that can be', async () => {
    const wifi = page.getByRole('radio', { name: 'Only Wi-Fi and cable' })
    await page.getByText('Only Wi-Fi and cable').click()
    await expect.poll(() => wifi.isChecked()).toBe(true)
    // Only an installed app can be started at login: test/packaged/start-at-login.ts.
    expect(await page.getByText('Start Shoebox with the computer').count()).toBe(0)
  })

  it('starts the backup, which leaves out what was there before', async () => {
    await button('Start backup').click()
    await heading('3 files were skipped').waitFor()
    expect(await launched.emulator.control.library()).toEqual([])
    await button('See why').click()
    await page.getByText('Here before your start date').waitFor()
  })

  it('takes it after all once nothing of it is said to be there', async () => {
    await button(/^Look at folders/).click()
    for (const name of ['Pictures', 'Old scans']) {
      const card = page.getByRole('region', { name, exact: true })
      await card.getByText('what was here before is left out').waitFor()
      await card.getByRole('button', { name: `Options ${name}` }).click()
      await card.getByText('Nothing of this', { exact: true }).click()
    }
    await expect.poll(choices).toEqual(['nothing file', 'nothing file'])
    await button('Home').click()
    // The card said so of nothing already: what was left out was looked at, and nothing else was there to do.
    await expect
      .poll(async () => (await ask(page, 'getStatus', {})).counts.done.files, { timeout: 60_000 })
      .toBe(3)
    await heading('Backup complete').waitFor()
    const names = (await launched.emulator.control.library()).map(({ filename }) => filename)
    expect(names.sort()).toEqual(['photo-10.jpg', 'photo-11.jpg', 'photo-12.jpg'])
  })
})
