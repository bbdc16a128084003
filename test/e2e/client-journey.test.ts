// From an app without a Google client to the first photo in the library, by what the window says alone. The emulator and the
// folder of downloads stand for Google's console: what a click there would bring about is done as the window names it.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitForComplete } from '../../build/demo/walk-through.ts'
import { neededScopes } from '../../src/main/engine/sign-in/scopes.ts'
import { openApp, type LaunchedApp } from './app.ts'
import { violationsOf } from './axe.ts'
import { agree } from './outside-page.ts'

const console = 'https://console.cloud.google.com'

let launched: LaunchedApp
let page: Page
let asked: () => Promise<string[]>
/** The client that the console makes; its project has the library off, and its app is in testing. */
let client: { clientId: string; clientSecret: string }

beforeAll(async () => {
  launched = await openApp({
    hasClient: false,
    hasKeyring: true,
    followsSignIn: false,
    photos: 1,
    emulator: { settings: { consentUnverified: true, consentTesting: true, testUsers: [] } },
  })
  page = launched.page
  asked = await agree(launched.app)
  client = await launched.emulator.control.putClient({ type: 'desktop', photosApiEnabled: false })
})
afterAll(() => launched.close())

const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true })
const heading = (name: string): Locator => page.getByRole('heading', { name, exact: true })
const lastOpened = async (): Promise<string> => (await launched.desktop.opened()).at(-1) ?? ''
/** What Chromium's own downloads would be. */
async function download(name: string, content: unknown): Promise<void> {
  const folder = await launched.app.evaluate(({ app }) => app.getPath('downloads'))
  expect(folder.startsWith(launched.desktop.home)).toBe(true)
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, name), JSON.stringify(content))
}
/** Opens the page of the step on show, and says where that was. */
async function openPage(name: string): Promise<string> {
  const before = (await launched.desktop.opened()).length
  await button(name).click()
  await expect.poll(async () => (await launched.desktop.opened()).length).toBe(before + 1)
  return (await lastOpened()).replace(console, '')
}
/** The address that the browser is sent to by a click that begins a sign-in. */
async function browserAfter(click: () => Promise<void>): Promise<string> {
  const before = (await launched.desktop.signIns()).length
  await click()
  await expect.poll(async () => (await launched.desktop.signIns()).length).toBe(before + 1)
  return (await launched.desktop.signIns()).at(-1) ?? ''
}
/** Does in the browser what the window says of Google's warning, and says what the browser shows in the end. */
async function pastTheWarning(address: string): Promise<string> {
  await page.getByText('Choose “Advanced”.').waitFor()
  await page.getByText('Choose “Go to My photo backup (unsafe)”.').waitFor()
  const warning = await (await fetch(address)).text()
  expect(warning).toContain('Google hasn’t verified this app')
  const advanced = /<summary>Advanced<\/summary>(.*)<\/details>/s.exec(warning)?.[1] ?? ''
  const way = /href="([^"]+)">Go to My photo backup \(unsafe\)</.exec(advanced)?.[1] ?? ''
  return (await fetch(new URL(way.replaceAll('&amp;', '&'), address))).text()
}
const expectClean = async (): Promise<void> => {
  expect(await violationsOf(page)).toEqual([])
}

describe('making the client', () => {
  it('begins with what Shoebox promises, and nothing that seems to be the next step', async () => {
    await heading('Your files stay as they are').waitFor()
    await page.getByText('Google asks every app for a key.').waitFor()
    await page.getByText('Step 1 of 6').waitFor()
    expect(await button('Sign in with Google').count()).toBe(0)
    await expect.poll(() => button('Continue').count()).toBe(0)
    await expectClean()
  })

  it('opens each of Google’s pages from its step', async () => {
    expect(await openPage('Open “New project” at Google')).toBe('/projectcreate')
    await button('Next step').click()
    await heading('Turn on the Photos Library API').waitFor()
    // This user does not see the word “Enable”.
    await button('Next step').click()
    expect(await openPage('Open “Google Auth Platform”')).toBe('/auth/overview')
    await button('Next step').click()
    // Nor “Publish app”.
    await heading('Publish it').waitFor()
    await button('Next step').click()
    expect(await openPage('Open “Clients”')).toBe('/auth/clients')
    await expectClean()
  })

  it('is taken up at the same step after a restart', async () => {
    await launched.restart()
    page = launched.page
    asked = await agree(launched.app)
    await page.getByText('Step 5 of 6').waitFor()
    await heading('Create the client').waitFor()
  })
})

it('has the help beside it, in the app itself', async () => {
  const before = await launched.desktop.opened()
  await launched.app.evaluate(({ Menu }) => {
    const help = Menu.getApplicationMenu()?.items.find(({ role }) => role === 'help')
    help?.submenu?.items[0]?.click()
  })
  const help = page.getByRole('dialog', { name: 'Shoebox help' })
  const pages = help.getByRole('navigation', { name: 'Pages of the help' })
  await pages.getByRole('button', { name: 'Your own Google client' }).click()
  await help.getByRole('heading', { name: '5. Create the client' }).waitFor()
  await expectClean()
  await page.keyboard.press('Escape')
  await help.waitFor({ state: 'detached' })
  expect(await launched.desktop.opened()).toEqual(before)
  await heading('Create the client').waitFor()
})

describe('the file', () => {
  it('is looked for only after a yes, and asked about before it is opened', async () => {
    // Not the type that the guide names.
    await download('client_secret_1.json', { web: { client_id: '1', client_secret: '2' } })
    expect(await page.getByText('Found client_secret_1.json').count()).toBe(0)
    await button('Look in my downloads').click()
    await page.getByText('Found client_secret_1.json. Use it?').waitFor()
    expect(await asked()).toEqual([])
    await expectClean()
    await button('Use it').click()
    await page.getByRole('alert').getByText('This is a client for a web site.').waitFor()
    expect(await asked()).toEqual(['Use this Google client?'])
  })

  it('of the right type folds the guide, and the sign-in comes into view with the focus', async () => {
    await page.getByText('Looking in your downloads').waitFor()
    await download('client_secret_2.json', {
      installed: { client_id: client.clientId, client_secret: client.clientSecret },
    })
    await page.getByText('Found client_secret_2.json. Use it?').waitFor()
    await button('Use it').click()
    await heading('Client ready').waitFor()
    await page.getByText('You may delete the downloaded file').waitFor()
    const signIn = button('Sign in with Google')
    await expect.poll(() => signIn.evaluate((each) => each === document.activeElement)).toBe(true)
    expect(await signIn.evaluate((each) => each.getBoundingClientRect().bottom)).toBeLessThan(
      await page.evaluate(() => window.innerHeight),
    )
    expect(await page.getByRole('alert').count()).toBe(0)
    expect(await button('Continue').count()).toBe(0)
    await heading('Google will warn you. That is expected').waitFor()
    await expectClean()
  })
})

describe('signing in', () => {
  it('meets Google’s warning as it was foretold, and an error that leads to its step', async () => {
    const browser = await browserAfter(() => page.keyboard.press('Enter'))
    await page.getByText('Go on in your browser').waitFor()
    expect(await pastTheWarning(browser)).toContain('access_denied')
    await button('Google shows an error instead?').click()
    const line = page.getByRole('listitem').filter({ hasText: 'access_denied' })
    await expectClean()
    await line.getByRole('button', { name: 'Show the step: Publish it' }).click()
    await heading('Publish it').waitFor()
    expect(await openPage('Open “Audience”')).toBe('/auth/audience')
    // The user only adds themselves to the testers there.
    await launched.emulator.control.changeSettings({ testUsers: null })
    await button('Leave it as it is').click()
    await button('Cancel').click()
    await button('Sign in with Google').waitFor()
  })

  it('names a box that was left unticked, and is mended by signing in again', async () => {
    const { control } = launched.emulator
    await control.changeSettings({ consentScopes: neededScopes.slice(1) })
    const browser = await browserAfter(() => button('Sign in with Google').click())
    expect(await pastTheWarning(browser)).toContain('One permission is missing')
    await page.getByText('A permission was left unticked on Google’s page.').waitFor()
    await heading('Your client needs a change').waitFor()
    await control.changeSettings({ consentScopes: 'asked' })
    const again = await browserAfter(() => button('Sign in again').click())
    expect(await pastTheWarning(again)).toContain('You are signed in')
    await page.getByText('Signed in as First Tester').waitFor()
  })

  it('finds the library off and the app in testing, each with the way to its step', async () => {
    const { control } = launched.emulator
    await page.getByText('Photos Library API is off in this project.').waitFor()
    await expectClean()
    await button('Show the step: Turn on the Photos Library API').click()
    expect(await openPage('Open the Photos Library API')).toBe(
      '/apis/library/photoslibrary.googleapis.com',
    )
    await control.putClient({ clientId: client.clientId, photosApiEnabled: true })
    await button('Leave it as it is').click()
    await button('Check the client').click()
    await page.getByText('Photos Library API is on.').waitFor()

    await page.getByText('so Google signs you out after 7 days').waitFor()
    await button('Show the step: Publish it').click()
    expect(await openPage('Open “Audience”')).toBe('/auth/audience')
    await control.changeSettings({ consentTesting: false })
    await button('Leave it as it is').click()
    const browser = await browserAfter(() => button('Sign in again').click())
    expect(await pastTheWarning(browser)).toContain('You are signed in')
    await page.getByText('The consent screen is published.').waitFor()
    await heading('Client ready').waitFor()
  })
})

it('ends with the first photo in the library', async () => {
  await button('Continue').click()
  await page.getByText('My photos', { exact: true }).click()
  for (const step of ['Continue', 'Continue', 'Start backup']) await button(step).click()
  await waitForComplete(page)
  const library = await launched.emulator.control.library()
  expect(library.map(({ filename }) => filename)).toEqual(['photo-0.jpg'])
})
