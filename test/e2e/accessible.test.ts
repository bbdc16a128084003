// Every screen of the real window under axe, in light, dark and forced colours, from the first start on. What the
// keyboard alone can reach is keyboard.test.ts.
import { createHash } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openApp, photoBytes, savePhoto, type LaunchedApp } from './app.ts'
import { violationsOf } from './axe.ts'

const photos = 3
type BreachedWindow = Window & { breaches?: string[] }

let launched: LaunchedApp

beforeAll(async () => {
  launched = await openApp({ photos })
  const { page, emulator } = launched
  await emulator.control.addFault({ on: 'upload', times: 'always', action: { kind: 'stall' } })
  page.setDefaultTimeout(30_000)
  await page.evaluate(() => {
    const breaches: string[] = []
    ;(window as BreachedWindow).breaches = breaches
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) =>
      breaches.push(effectiveDirective),
    )
  })
})
afterAll(() => launched.close())

const press = (name: string): Promise<void> =>
  launched.page.getByRole('button', { name, exact: true }).click()
const heading = (name: string | RegExp): Promise<void> =>
  launched.page.getByRole('heading', { name }).first().waitFor()
const expectClean = async (): Promise<void> => {
  expect(await violationsOf(launched.page)).toEqual([])
}

describe('the first run', () => {
  it('sign-in', async () => {
    await heading('Back up your photos to Google Photos')
    await launched.page.getByRole('button', { name: 'Sign in with Google' }).waitFor()
    await expectClean()
    await press('Sign in with Google')
    await launched.page.getByText('Signed in as').waitFor()
    await expectClean()
    await press('Continue')
  })

  it('folders', async () => {
    const { page, photoFolder } = launched
    const offer = page.getByRole('listitem').filter({ hasText: photoFolder })
    await offer.getByText(/^3 photos,/).waitFor()
    await offer.getByText('My photos', { exact: true }).click()
    await page.getByText('Choose at least one folder to go on.').waitFor({ state: 'hidden' })
    await expectClean()
    await press('Continue')
  })

  it('photo size', async () => {
    await heading('Choose the photo size')
    const { page } = launched
    await page.getByText('High quality', { exact: true }).click()
    await expect
      .poll(() => page.getByRole('radio', { name: 'High quality' }).isChecked())
      .toBe(true)
    await page
      .locator('.size-bytes')
      .getByText(/^(About )?[\d.]+ kB$/)
      .first()
      .waitFor()
    await expectClean()
    await press('Continue')
  })

  it('review', async () => {
    await heading('Ready to start')
    await expectClean()
    await press('Start backup')
  })
})

describe('home', () => {
  it('while photos are on their way', async () => {
    await heading(/^Backing up photos/)
    await expectClean()
    // It was what axe looked at: the photos are on their way until the next test.
    expect(await launched.page.getByRole('heading', { name: /^Backing up photos/ }).count()).toBe(1)
  })

  it('when the backup is complete', async () => {
    await launched.emulator.control.removeFaults()
    await heading('Backup complete')
    await expectClean()
  })

  it('with problems', async () => {
    const { emulator, photoFolder } = launched
    await emulator.control.addFault({
      on: 'upload',
      match: {
        contentSha256: createHash('sha256')
          .update(await photoBytes(10))
          .digest('hex'),
      },
      action: { kind: 'status', status: 400, body: 'The photo is damaged.' },
    })
    await savePhoto(photoFolder, 10)
    await heading(/could not be backed up/)
    await expectClean()
  })
})

describe('the history', () => {
  it('with its rows, filters and the list of folders', async () => {
    const { page } = launched
    await press('History')
    await page.getByText('photo-10.jpg').first().waitFor()
    await expectClean()
    await press('More filters')
    await page.getByRole('search').getByRole('button', { name: 'All folders' }).click()
    await page.getByRole('option', { name: 'My photos' }).waitFor()
    await expectClean()
    await page.keyboard.press('Escape')
    await press('More filters')
  })

  it('with the menu and the details of a file', async () => {
    const { page } = launched
    await page.getByRole('button', { name: 'Actions for photo-10.jpg' }).click()
    await page.getByRole('menu').waitFor()
    await expectClean()
    await page.getByRole('menuitem', { name: 'Details' }).click()
    await page.getByRole('dialog', { name: 'photo-10.jpg' }).waitFor()
    await expectClean()
    await page.keyboard.press('Escape')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  })

  it('“Is everything safe?”', async () => {
    await press('Is everything safe?')
    await heading('Is everything safe?')
    await launched.page.getByText('Not yet: 1 of 4 photos is not backed up.').waitFor()
    await expectClean()
  })
})

describe('the other screens', () => {
  it('problems, and why photos are not backed up', async () => {
    const { page } = launched
    await page
      .getByRole('navigation')
      .getByRole('button', { name: /^Problems/ })
      .click()
    await heading('Problems')
    await page.getByText('Google refused this file').waitFor()
    await expectClean()
    await page.getByRole('button', { name: /Why are my photos not backing up/ }).click()
    await heading(/Why are my photos not backing up/)
    await expectClean()
  })

  it('folders with their options', async () => {
    await press('Folders')
    await press('Options My photos')
    await launched.page.getByText('Include folders inside').waitFor()
    await launched.page.getByText('All of it: only what is new since a day').click()
    await launched.page.getByText('Another day', { exact: true }).click()
    await launched.page.getByLabel('The day').waitFor()
    await expectClean()
    await launched.page.getByText('Nothing of this', { exact: true }).click()
  })

  it('settings with everything opened', async () => {
    const { page } = launched
    await press('Settings')
    await heading('Settings')
    await page.getByText('Only in chosen hours').click()
    await page.getByRole('grid', { name: 'Allowed hours' }).waitFor()
    await page.getByText('At most', { exact: true }).click()
    await page.getByRole('textbox', { name: 'At most, megabytes per second' }).waitFor()
    await page.getByRole('button', { name: 'Use your own Google client' }).click()
    await page.getByRole('region', { name: 'Make your own client' }).waitFor()
    await expectClean()
    await press('Sign out')
    await page.getByRole('alertdialog').waitFor()
    await expectClean()
    await page.keyboard.press('Escape')
  })

  it('the help, above the screen it was opened from', async () => {
    const { page } = launched
    await press('About Shoebox')
    await press('Help')
    const help = page.getByRole('dialog', { name: 'Shoebox help' })
    await help.getByRole('heading', { name: 'First run' }).waitFor()
    await expectClean()
    await help.getByRole('navigation').getByRole('button', { name: 'Troubleshooting' }).click()
    await heading('Needs you')
    await expectClean()
    await press('Close')
    await page.getByRole('dialog').waitFor({ state: 'hidden' })
  })

  it('about, with all licences', async () => {
    await heading('About Shoebox')
    await expectClean()
    await press('Show all licences')
    await heading('The licence texts')
    await expectClean()
  })
})

it('none of it broke the page’s content policy', async () => {
  expect(await launched.page.evaluate(() => (window as BreachedWindow).breaches)).toEqual([])
})
