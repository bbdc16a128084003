// Photos without a date in the real window: the page is found, a folder is dated, undone and dated again while its bytes are on
// their way, and what lies in the library in the end shows that day.
import { mkdir, rename, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { smallJpeg } from '../builders/jpegs.ts'
import { openBackedUp, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'

const scans = ['scan 1.jpg', 'scan 2.jpg', 'scan 3.jpg']
let launched: LaunchedApp
let page: Page
let held: string

beforeAll(async () => {
  launched = await openBackedUp({ photos: 1 })
  page = launched.page
  const { sources } = await ask(page, 'getStatus', {})
  await ask(page, 'changeSource', { sourceId: sources[0]?.sourceId ?? '', undated: 'name' })
  // Bytes stay on their way for as long as anybody wants to look.
  held = await launched.emulator.control.addFault({
    ...{ on: 'upload', action: { kind: 'stall' }, times: 'always' },
  })
  const { photoFolder } = launched
  const beside = join(dirname(photoFolder), '1987')
  await mkdir(beside)
  for (const [at, name] of scans.entries())
    await writeFile(join(beside, name), await smallJpeg(50 + at))
  await rename(beside, join(photoFolder, '1987'))
})
afterAll(() => launched.close())

const card = (): Locator => page.getByRole('region', { name: 'My photos / 1987', exact: true })
const press = (name: string): Promise<void> =>
  card()
    .getByRole('button', { name: `${name}: My photos / 1987`, exact: true })
    .click()
const setDate = async (date: string): Promise<void> => {
  await press('Set a date…')
  const dialog = page.getByRole('dialog')
  await dialog.getByRole('textbox', { name: 'Date' }).fill(date)
  await page.keyboard.press('Enter')
}

it('are found on Home, dated, undone, dated again, and lie where they belong', async () => {
  await page.getByText('3 photos carry no date').waitFor()
  await page.getByRole('button', { name: 'Look at them' }).click()
  await page.getByRole('heading', { name: 'Photos without a date', level: 1 }).waitFor()
  await card().getByText('From the folder’s name, a guess.').waitFor()

  await setDate('2999')
  await page.getByText('This date is still to come. No photo can be of it.').waitFor()
  await page.keyboard.press('Escape')
  await setDate('1986')
  await card().getByText('You decided: they get the date 1986.').waitFor()
  await press('Undo')
  await card().getByText('They wait until you decide.').waitFor()
  expect(await ask(page, 'getStatus', {})).toMatchObject({ undated: { files: 3, undecided: 3 } })
  await setDate('1987-07-14')
  await card().getByText('You decided: they get the date 1987-07-14.').waitFor()

  await launched.emulator.control.removeFaults(held)
  await card().getByText('3 have gone already and stay as they went.').waitFor({ timeout: 120_000 })
  const library = await launched.emulator.control.library()
  const days = library
    .filter(({ filename }) => scans.includes(filename))
    .map(({ filename, localTime }) => `${filename} ${localTime}`)
  expect(days.toSorted()).toEqual([
    'scan 1.jpg 1987-07-14T12:00:00',
    'scan 2.jpg 1987-07-14T12:00:01',
    'scan 3.jpg 1987-07-14T12:00:02',
  ])
  const gallery = await (await fetch(launched.emulator.origin)).text()
  expect(gallery).toContain('July 14, 1987')

  await page.getByRole('button', { name: 'Home', exact: true }).first().click()
  await page.getByRole('region', { name: 'Backup complete', exact: true }).waitFor()
  expect(await page.getByText('carry no date').count()).toBe(0)
})

it('lead a folder’s options to the same page, by keys alone', async () => {
  await page.getByRole('button', { name: 'Folders', exact: true }).click()
  await page.getByRole('button', { name: 'Options My photos' }).click()
  await page.getByRole('button', { name: 'Photos without a date' }).focus()
  await page.keyboard.press('Enter')
  await page.getByRole('heading', { name: 'Photos without a date', level: 1 }).waitFor()
  // Nothing waits here; what was decided is told, and can be forgotten.
  await press('Ask again next time')
  await page.getByText('No photo waits for a date').waitFor()
})
