// A card is put in, and it is backed up: from the mount to the library, in the real window. The card is a file system in
// memory, mounted for the app alone; where nothing may be mounted this is skipped.
import { afterAll, beforeAll, expect } from 'vitest'
import { mountIt, openMounts, type Readers } from '../builders/mounts.ts'
import { openBackedUp, photoBytes, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { violationsOf } from './axe.ts'
import { chooseInTray, notificationsOf, trayOf, watchShell } from './shell-watch.ts'

let launched: LaunchedApp
let readers: Readers & { close(): void }

beforeAll(async () => {
  readers = openMounts()
  launched = await openBackedUp({ photos: 2, env: { SHOEBOX_MOUNTS_DIR: readers.folder } })
  await watchShell(launched.app)
})
afterAll(async () => {
  await launched.close()
  readers.close()
})

const library = async (): Promise<string[]> =>
  (await launched.emulator.control.library()).map(({ filename }) => filename).toSorted()
const seconds = { timeout: 60_000 }

mountIt(
  'a card is asked about everywhere, backed up on one click, and again by itself',
  async () => {
    const { app, page } = launched
    const [first, second, third] = await Promise.all([50, 51, 52].map(photoBytes))
    const files = {
      'DCIM/100CANON/IMG_0001.JPG': first ?? '',
      'DCIM/100CANON/IMG_0002.JPG': second ?? '',
      'DCIM/100CANON/MVI_0003.THM': third ?? '',
    }
    const before = await library()
    readers.putIn('EOS_DIGITAL', files)
    const question = page.getByRole('region', { name: 'Canon card: back up?', exact: true })
    await question.getByText(/^2 photos and videos, \d+ kB$/).waitFor(seconds)
    expect(await violationsOf(page)).toEqual([])
    await expect
      .poll(async () => (await trayOf(app)).lines, seconds)
      .toContain('Canon card: back up?')
    expect(await library()).toEqual(before)
    // From elsewhere the icon's menu leads to the question.
    await page.getByRole('button', { name: 'Folders', exact: true }).click()
    await chooseInTray(app, 'Canon card: back up?')
    await question.getByRole('button', { name: 'Always: Canon card' }).press('Enter')
    await question.waitFor({ state: 'detached' })
    await expect.poll(library, seconds).toEqual(['IMG_0001.JPG', 'IMG_0002.JPG', ...before])

    // All of it is there: it may go, and whether it may be erased is another question.
    const run = page.getByRole('region', { name: 'Canon card', exact: true })
    await run.getByText('Everything is sent; you can take the card out.').waitFor(seconds)
    await expect
      .poll(async () => (await trayOf(app)).lines, seconds)
      .toContain('Canon card: you can take it out')
    expect(await violationsOf(page)).toEqual([])
    await run.getByRole('button', { name: 'Safe to erase?: Canon card' }).press('Enter')
    const main = page.getByRole('main')
    await main
      .getByText('All 2 photos and videos found in “Canon card” are in Google Photos.')
      .waitFor(seconds)
    // A check that ends while nobody looks is told of.
    const setShown = (isShown: boolean): Promise<void> =>
      app.evaluate(({ BrowserWindow }, shown) => {
        const [window] = BrowserWindow.getAllWindows()
        if (shown) window?.show()
        else window?.hide()
      }, isShown)
    const endsTold = async (): Promise<number> =>
      (await notificationsOf(app)).filter((words) => words.includes('“Canon card” was checked'))
        .length
    const toldBefore = await endsTold()
    await setShown(false)
    const { sources } = await ask(page, 'getStatus', {})
    const sourceId = sources.find(({ card }) => card !== undefined)?.sourceId ?? ''
    await ask(page, 'startSourceCheck', { sourceId })
    await expect.poll(endsTold, seconds).toBe(toldBefore + 1)
    await setShown(true)

    await page.getByRole('navigation').getByRole('button', { name: 'Folders' }).click()
    const cards = page.getByRole('region', { name: 'Cards and drives', exact: true })
    await cards.getByText('It is in now').waitFor(seconds)
    expect(await violationsOf(page)).toEqual([])
    // Nothing on it is open once all of it is backed up: the system lets it go.
    await expect
      .poll(async () => (await ask(page, 'getStatus', {})).activity, seconds)
      .toBe('complete')
    await readers.pull('EOS_DIGITAL')
    await cards.getByText('Last in just now').waitFor(seconds)
    expect((await ask(page, 'getStatus', {})).conditions).toEqual([])

    readers.putIn('EOS_DIGITAL', { ...files, 'DCIM/100CANON/IMG_0004.JPG': third ?? '' })
    await expect.poll(library, seconds).toContain('IMG_0004.JPG')
    // The window was looked at all the time: nobody had to be called to it.
    const told = await notificationsOf(app)
    expect(told.filter((words) => words.includes('attention'))).toEqual([])
  },
)
