// The user's own Google client in the real window of an app that brings none: the path, each file that is none in words,
// each thing that the check can find wrong, and the question before another client takes the place of the first.
import { mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { waitForComplete } from '../../build/demo/walk-through.ts'
import { neededScopes } from '../../src/main/engine/sign-in/scopes.ts'
import { openApp, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { agree, chooseNext, dropOn } from './outside-page.ts'

let launched: LaunchedApp
let page: Page
let goodFile: string
let otherFile: string

beforeAll(async () => {
  launched = await openApp({ hasClient: false, photos: 1 })
  page = launched.page
  await agree(launched.app)
  const { emulator, desktop } = launched
  goodFile = await download('client_secret.json', JSON.stringify(emulator.clientJson))
  const { clientId, clientSecret } = await emulator.control.putClient({ type: 'desktop' })
  otherFile = await download('other.json', clientText(clientId, clientSecret))

  async function download(name: string, text: string): Promise<string> {
    const file = join(desktop.home, 'Downloads', name)
    await mkdir(dirname(file), { recursive: true })
    await writeFile(file, text)
    return file
  }
})

afterAll(() => launched.close())

/** The file that Google's console offers for a client of the desktop type. */
const clientText = (clientId: string, clientSecret: string): string =>
  JSON.stringify({ installed: { client_id: clientId, client_secret: clientSecret } })

const button = (name: string | RegExp): Locator => page.getByRole('button', { name, exact: true })
const guide = (): Locator => page.getByRole('region', { name: 'Make your own client' })
/** The guide folded. */
const ready = (): Locator => page.locator('.client-ready')
const change = (): Promise<void> => button('Change: Your own Google client').click()
const paste = async (text: string): Promise<void> => {
  await page.getByRole('textbox', { name: 'Or paste its content' }).fill(text)
  await button('Use this client').click()
}
/** What the check says of one thing, with its word for those who do not see the mark. */
const finding = (text: string): Locator => page.getByRole('listitem').filter({ hasText: text })
const signInAsAsked = async (settings: {
  consentScopes?: 'asked' | string[]
  consentTesting?: boolean
}): Promise<void> => {
  await launched.emulator.control.changeSettings(settings)
  await button('Sign in with Google').click()
}

describe('an app without a client', () => {
  it('says that it needs one, and leads to each page where it is made', async () => {
    await page.getByText('Google asks every app for a key.').waitFor()
    expect(await button('Sign in with Google').count()).toBe(0)
    const pages = [
      ['Open “New project” at Google', 'projectcreate', true],
      ['Open the Photos Library API', 'apis/library/photoslibrary.googleapis.com', false],
      ['Open the Google Drive API', 'apis/library/drive.googleapis.com', true],
      ['Open “Google Auth Platform”', 'auth/overview', true],
      ['Open “Audience”', 'auth/audience', true],
      ['Open “Clients”', 'auth/clients', true],
    ] as const
    for (const [name, path, isLast] of pages) {
      await button(name).click()
      await expect
        .poll(async () => (await launched.desktop.opened()).at(-1))
        .toBe(`https://console.cloud.google.com/${path}`)
      if (isLast) await button('Next step').click()
    }
    await page.getByText('Step 6 of 6').waitFor()
  })

  it.each([
    ['no JSON', 'client_id = 1', 'This is not the file that Google Cloud offers for download.'],
    [
      'the file of a service account',
      '{"type":"service_account"}',
      'This file is not a Google client.',
    ],
    [
      'the client of a web site',
      '{"web":{"client_id":"1","client_secret":"2"}}',
      'This is a client for a web site. Create one of the type “Desktop app” and use its file.',
    ],
  ])('refuses %s in words', async (_, text, words) => {
    await paste(text)
    const alert = guide().getByRole('alert')
    await alert.getByText('This Google client does not work').waitFor()
    await alert.getByText(words).waitFor()
    expect(await button('Sign in with Google').count()).toBe(0)
    expect(await button('Check the client').count()).toBe(0)
  })

  it('refuses a dropped file that is none in the same words', async () => {
    await page.getByRole('textbox', { name: 'Or paste its content' }).fill('')
    await dropOn(page, guide(), [join(launched.photoFolder, 'photo-0.jpg')])
    await guide().getByText('This is not the file that Google Cloud offers').waitFor()
  })
})

describe('the check', () => {
  it('finds a client that Google does not know', async () => {
    await paste(clientText('nobody.apps.googleusercontent.com', 'GOCSPX-nothing'))
    await ready().getByText('Your client needs a change').waitFor()
    await finding('Google does not know this client.').getByText('Needs a change').waitFor()
    await finding('It is a desktop client.').getByText('Good').waitFor()
  })

  it('says of a dropped client what can be known before a sign-in', async () => {
    await change()
    await dropOn(page, guide(), [goodFile])
    await ready().getByText('Client ready').waitFor()
    // This computer has no keyring.
    await ready().getByText('Keep the file: this computer has no keyring').waitFor()
    await finding('Google knows this client.').getByText('Good').waitFor()
    for (const unknown of [
      'Whether Photos Library API is on shows once you sign in.',
      'The permissions show once you sign in.',
      'Google does not tell whether the consent screen is published.',
    ])
      await finding(unknown).getByText('Not known yet').waitFor()
    expect(await button('Sign in with Google').isEnabled()).toBe(true)
  })

  it('finds a permission that was left unticked', async () => {
    await signInAsAsked({ consentScopes: neededScopes.slice(1) })
    await finding('A permission is missing. Sign in again and leave every box ticked.')
      .getByText('Needs a change')
      .waitFor()
    await page.getByText('A permission was left unticked on Google’s page.').waitFor()
  })

  it('finds an API that is not enabled and a consent screen in testing, once signed in', async () => {
    const { control, client } = launched.emulator
    await control.putClient({ clientId: client.clientId, photosApiEnabled: false })
    await signInAsAsked({ consentScopes: 'asked', consentTesting: true })
    await page.getByText('Signed in as First Tester').waitFor()
    await finding('Photos Library API is off in this project.')
      .getByText('Needs a change')
      .waitFor()
    await finding(
      'Google signs you out after 7 days. Choose “Publish app” there, then sign in again.',
    )
      .getByText('Needs a change')
      .waitFor()
    await finding('Shoebox may add photos and see what it added.').getByText('Good').waitFor()

    await control.putClient({ clientId: client.clientId, photosApiEnabled: true })
    await button('Check the client').click()
    await finding('Photos Library API is on.').getByText('Good').waitFor()
  })
})

describe('another client', () => {
  const inUse = async (clientId: string): Promise<void> => {
    await page.getByText('In use: Your own Google client').waitFor()
    await expect.poll(async () => (await ask(page, 'getClient', {})).clientId).toBe(clientId)
  }
  const question = (): Locator =>
    page.getByRole('alertdialog', { name: 'Switch to another client?' })

  it('is taken only after a warning, because albums belong to the client that made them', async () => {
    await button('Continue').click()
    await page.getByText('My photos', { exact: true }).click()
    for (const step of ['Continue', 'Continue', 'Start backup']) await button(step).click()
    await waitForComplete(page)
    await button('Settings').click()
    await inUse(launched.emulator.client.clientId)
    await button('Change the Google client').click()
    await chooseNext(launched.app, otherFile)
    await button('Choose the file').click()
    await question()
      .getByText(
        'Google keeps what an app added apart by client. After a switch you sign in again.',
      )
      .waitFor()
    await question().getByRole('button', { name: 'Cancel' }).click()
    await question().waitFor({ state: 'detached' })
    await inUse(launched.emulator.client.clientId)
    await page.getByText('Signed in as First Tester').waitFor()
  })

  it('signs out, because a sign-in belongs to its client, and works after the next', async () => {
    await dropOn(page, guide(), [otherFile])
    await question().getByRole('button', { name: 'Switch client' }).click()
    await ready().getByText('Client ready').waitFor()
    const other = (await launched.emulator.control.clients()).at(-1)
    await inUse(other?.clientId ?? '')
    await signInAsAsked({ consentTesting: false })
    await page.getByText('Signed in as First Tester').waitFor()
    await finding('The consent screen is published.').getByText('Good').waitFor()
    for (const name of ['It is a desktop client.', 'Google knows this client.'])
      await finding(name).getByText('Good').waitFor()
  })
})
