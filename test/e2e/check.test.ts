// "Safe to erase?" in the real window: from the card of a folder, by keys, over a check that waits for Google, to the answer; then
// with planted lies, which are found, saved as a table and told as of the past when one comes back. The folder stays as it is.
import { readdirSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBackedUp, savePhoto, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { violationsOf } from './axe.ts'

let launched: LaunchedApp
let page: Page

beforeAll(async () => {
  launched = await openBackedUp({ photos: 3 })
  page = launched.page
})
afterAll(() => launched.close())

const main = (): Locator => page.getByRole('main')
const toFolders = (): Promise<void> =>
  page.getByRole('navigation').getByRole('button', { name: 'Folders' }).click()
const card = (): Locator => page.getByRole('region', { name: 'My photos' })
const sentence = (text: string | RegExp): Promise<void> => main().getByText(text).first().waitFor()
const saveAt = (path: string): Promise<void> =>
  launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)

it('is asked on the card of a folder, goes on when the page is left, and is answered in one sentence', async () => {
  const { control } = launched.emulator
  const before = readdirSync(launched.photoFolder).sort()
  const fault = await control.addFault({
    on: 'mediaItems.batchGet',
    times: 'always',
    action: { kind: 'stall' },
  })
  await toFolders()
  await card().getByRole('button', { name: 'Safe to erase?: My photos' }).press('Enter')
  await sentence('Checking “My photos”…')
  await sentence(/^3 of 3 photos and videos read, /)
  await sentence('Google has answered for 0 of them')
  expect(await violationsOf(page)).toEqual([])
  await toFolders()
  await card()
    .getByText(/^Checking whether it is safe to erase: 0 of 3/)
    .waitFor()
  await card().getByRole('button', { name: 'Show: My photos' }).press('Enter')
  await main().getByRole('button', { name: 'Stop' }).press('Enter')
  await sentence('The check of “My photos” was stopped')
  await sentence('0 of 3 photos and videos were looked at. That is no answer.')
  await control.removeFaults(fault)
  await main().getByRole('button', { name: 'Check again' }).press('Enter')
  await sentence('Everything in “My photos” is in Google Photos.')
  await sentence(/^Checked .*, in the Google Photos of first@example\.test$/)
  expect(await violationsOf(page)).toEqual([])
  expect(readdirSync(launched.photoFolder).sort()).toEqual(before)
})

it('finds what was deleted at Google and what never went, and saves all of it as a table', async () => {
  const { control } = launched.emulator
  await ask(page, 'pause', { until: 'resumed' })
  await savePhoto(launched.photoFolder, 70)
  const library = await control.library()
  await control.trash(library.find(({ filename }) => filename === 'photo-1.jpg')?.id ?? '')
  await main().getByRole('button', { name: 'Check again' }).press('Enter')
  await sentence(
    '2 of 4 photos and videos in “My photos” are not surely in Google Photos as they are here.',
  )
  const gone = main().getByRole('region', { name: 'No longer in Google Photos' })
  await gone.getByText('photo-1.jpg').waitFor()
  // Whether the watcher has met it by now or not.
  const unsent = main().getByRole('region', { name: /^(?:Never sent|Not backed up yet)$/ })
  await unsent.getByText('photo-70.jpg').waitFor()
  expect(await violationsOf(page)).toEqual([])

  await saveAt(join(launched.photoFolder, 'check.csv'))
  await main().getByRole('button', { name: 'Save as CSV' }).press('Enter')
  await page.getByText(/^Choose a place outside the folder that was checked/).waitFor()
  const path = join(launched.dataFolder, '..', 'check.csv')
  await saveAt(path)
  await main().getByRole('button', { name: 'Save as CSV' }).press('Enter')
  await page.getByText('The table of all files is saved.').waitFor()
  const [head, ...rows] = (await readFile(path, 'utf8')).replace('\uFEFF', '').trim().split('\r\n')
  expect(head).toBe('path,safe,reason,detail,date added,size in bytes')
  const verdicts = rows.map((row) =>
    row.replace(`${launched.photoFolder}/`, '').split(',').slice(0, 3),
  )
  expect(verdicts.sort()).toEqual([
    ['photo-0.jpg', 'yes', ''],
    ['photo-1.jpg', 'no', 'not-found'],
    ['photo-2.jpg', 'yes', ''],
    ['photo-70.jpg', 'no', expect.stringMatching(/^(?:never-sent|waiting)$/)],
  ])
  expect(readdirSync(launched.photoFolder)).not.toContain('check.csv')
})

it('tells its answer as what was so when one comes back to it', async () => {
  await toFolders()
  await card()
    .getByText(/^Safe to erase\? Answered /)
    .waitFor()
  await card().getByRole('button', { name: 'Show the answer: My photos' }).press('Enter')
  await sentence(
    /^At .*, 2 of 4 photos and videos in “My photos” were not surely in Google Photos as they were here\.$/,
  )
  await sentence(/[Cc]heck again before you erase anything\.$/)
})
