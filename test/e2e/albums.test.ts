// Albums from folders in the real window: chosen on the card of a folder, seen before anything is made, made, opened at Google; and
// one that a person deletes there is asked about, and made again.
import { mkdir, rename } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { openBackedUp, savePhoto, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { violationsOf } from './axe.ts'

let launched: LaunchedApp
let page: Page

beforeAll(async () => {
  launched = await openBackedUp({ photos: 2 })
  page = launched.page
  await bring('Party', [10, 11])
  await bring('Trip', [12])
})
afterAll(() => launched.close())

/** Small photos come with a folder of their own, or into one that is there. */
async function bring(folder: string, numbers: readonly number[]): Promise<void> {
  const { photoFolder } = launched
  const beside = join(dirname(photoFolder), folder)
  await mkdir(beside)
  for (const at of numbers) await savePhoto(beside, at)
  await rename(beside, join(photoFolder, folder))
}
const untilDone = async (files: number): Promise<void> => {
  const done = async (): Promise<number> => (await ask(page, 'getStatus', {})).counts.done.files
  await expect.poll(done, { timeout: 120_000 }).toBe(files)
}
const card = (): Locator => page.getByRole('region', { name: 'My photos', exact: true })
const albums = async (): Promise<[string, number][]> =>
  (await launched.emulator.control.albums())
    .map(({ shownTitle, itemIds }): [string, number] => [shownTitle, itemIds.length])
    .toSorted()
const idOf = async (title: string): Promise<string> =>
  (await launched.emulator.control.albums()).find((album) => album.shownTitle === title)?.id ?? ''

it('are seen before they are made, made once somebody says so, and opened at Google', async () => {
  await untilDone(5)
  await page.getByRole('button', { name: 'Folders', exact: true }).click()
  await card().getByRole('button', { name: 'Options My photos' }).click()
  await card().getByText('One album for each folder inside', { exact: true }).click()
  const draft = card().getByRole('region', { name: 'What this would make' })
  await draft.getByText(/^3 new albums, 5 photos in all\. Takes about 6 requests of the/).waitFor()
  const rows = draft.getByRole('list', { name: 'Albums that would be made or get more' })
  expect(await rows.getByRole('listitem').allInnerTexts()).toEqual([
    ...['My photos 2 photos', 'Party 2 photos', 'Trip 1 photo'],
  ])
  expect(await violationsOf(page)).toEqual([])
  expect(await albums()).toEqual([])
  const requests = (await launched.emulator.control.ledger()).length

  await draft.getByRole('button', { name: 'Make albums like this' }).press('Enter')
  await card()
    .getByText('One album for each folder inside. 3 are made, with 5 photos.')
    .waitFor({ timeout: 120_000 })
  const made = [
    ['My photos', 2],
    ['Party', 2],
    ['Trip', 1],
  ]
  expect(await albums()).toEqual(made)
  // As many as were told before.
  expect((await launched.emulator.control.ledger()).length - requests).toBe(6)

  await card().getByRole('button', { name: 'Show albums: My photos' }).press('Enter')
  const dialog = page.getByRole('dialog', { name: 'Albums of “My photos”' })
  await dialog.getByRole('button', { name: 'Open in Google Photos: Party' }).click()
  const address = `${launched.emulator.origin}/lr/album/${await idOf('Party')}`
  await expect.poll(() => launched.desktop.opened()).toContain(address)
  expect(await (await fetch(address)).text()).toContain('Party')
  expect(await violationsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
})

it('that were deleted at Google are asked about on Home and on the card, and made again', async () => {
  await launched.emulator.control.deleteAlbum(await idOf('Party'))
  const { photoFolder } = launched
  await savePhoto(join(photoFolder, 'Party'), 13)
  await untilDone(6)
  await page.getByRole('button', { name: 'Home', exact: true }).first().click()
  await page.getByText('1 album needs a look').waitFor({ timeout: 60_000 })
  await page.getByRole('button', { name: 'See which' }).click()
  await card()
    .getByText(/^The album “Party” was deleted in Google Photos\./)
    .waitFor()
  expect((await albums()).map(([title]) => title)).toEqual(['My photos', 'Trip'])
  await card().getByRole('button', { name: 'Make it again: Party' }).click()
  await expect.poll(albums, { timeout: 120_000 }).toContainEqual(['Party', 3])
  await expect
    .poll(() =>
      card()
        .getByText(/^The album “Party”/)
        .count(),
    )
    .toBe(0)
  expect((await ask(page, 'getStatus', {})).albumQuestions).toBe(0)
})
