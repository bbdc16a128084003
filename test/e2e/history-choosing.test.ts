// Several files of the history at once, and the receipt, in the real window: chosen with the pointer and the keyboard, tried
// again, ignored, copied and saved; what is safe said, kept and saved as a page and as a table.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openBackedUp, photoBytes, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { openHistoryList } from './history-list.ts'
import { shelfBeside } from './shelf.ts'

let launched: LaunchedApp
const refused = [10, 11, 12]

beforeAll(async () => {
  launched = await openBackedUp({
    photos: 2,
    prepare: ({ photoFolder }) => shelfBeside(photoFolder).putPhotos(10, 12),
  })
  for (const number of refused) {
    await launched.emulator.control.addFault({
      on: 'upload',
      times: 'always',
      match: {
        contentSha256: createHash('sha256')
          .update(await photoBytes(number))
          .digest('hex'),
      },
      action: { kind: 'status', status: 400, body: 'The photo is damaged.' },
    })
    await shelfBeside(launched.photoFolder).moveIn(`photo-${number}.jpg`)
  }
  await vi.waitFor(async () => expect(await filesIn('failed')).toBe(3), { timeout: 60_000 })
  await openHistoryList(launched.page)
})
afterAll(() => launched.close())

const filesIn = async (state: 'failed' | 'done' | 'skipped'): Promise<number> =>
  (await ask(launched.page, 'getStatus', {})).counts[state].files
const lineOf = (name: string): Locator =>
  launched.page.getByRole('row').filter({ has: launched.page.getByText(name, { exact: true }) })
const button = (name: string): Locator => launched.page.getByRole('button', { name, exact: true })
const saveAs = (path: string): Promise<void> =>
  launched.app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)

it('copies the paths of files that are chosen with the pointer, and saves them as a table', async () => {
  const { app, page, photoFolder, dataFolder } = launched
  await button('Choose several').click()
  await lineOf('photo-10.jpg').click()
  await lineOf('photo-0.jpg').click()
  await page.getByText('2 chosen', { exact: true }).waitFor()
  await button('Copy paths').click()
  await page.getByText('2 paths are copied.').waitFor()
  const copied = await app.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied.split('\n').sort()).toEqual(
    ['Folder of photo-10/photo-10.jpg', 'photo-0.jpg'].map((name) => join(photoFolder, name)),
  )
  const path = join(dataFolder, '..', 'chosen.csv')
  await saveAs(path)
  await button('Save as CSV').click()
  await page.getByText('2 rows were saved.').waitFor()
  const rows = (await readFile(path, 'utf8')).trim().split('\r\n')
  expect(rows).toHaveLength(3)
  expect(rows.slice(1).every((row) => /^photo-(0|10)\.jpg,/.test(row))).toBe(true)
  await button('Done').click()
  expect(await page.getByRole('toolbar').count()).toBe(0)
})

it('ignores one and tries the others again, with the keyboard alone', async () => {
  const { emulator, page } = launched
  const first = page.locator('[aria-rowindex="2"]')
  await first.focus()
  // The newest change is the last that Google refused.
  await page.keyboard.press('Space')
  await page.getByText('1 chosen', { exact: true }).waitFor()
  await button('Ignore').focus()
  await page.keyboard.press('Enter')
  await page.getByRole('alertdialog').waitFor()
  await page.getByRole('alertdialog').getByRole('button', { name: 'Ignore' }).press('Enter')
  await page.getByText('1 file is ignored.').waitFor()
  await expect.poll(() => filesIn('skipped')).toBe(1)
  expect(await filesIn('failed')).toBe(2)

  await emulator.control.removeFaults()
  await page.locator('[aria-rowindex="2"]').focus()
  await page.keyboard.press('Control+a')
  await page.getByText('5 chosen', { exact: true }).waitFor()
  // The ignored one is taken out again.
  const ignored = page.getByRole('row').filter({ hasText: 'Skipped' })
  await ignored.focus()
  await page.keyboard.press('Space')
  await page.getByText('4 chosen', { exact: true }).waitFor()
  await button('Try again').focus()
  await page.keyboard.press('Enter')
  await page.getByText('2 files wait to be uploaded again.').waitFor()
  await expect.poll(() => filesIn('done'), { timeout: 60_000 }).toBe(4)
  expect(await filesIn('skipped')).toBe(1)
})

it('shows the largest first when asked', async () => {
  const { page } = launched
  await page.getByRole('button', { name: /Order/ }).click()
  await page.getByRole('option', { name: 'Largest first' }).click()
  const { rows } = await ask(page, 'listHistory', {
    ...{ filter: {}, order: 'size', after: null, limit: 10 },
  })
  const sizes = rows.map(({ sizeBytes }) => sizeBytes)
  expect(sizes).toEqual([...sizes].sort((a, b) => b - a))
  await expect
    .poll(() => page.locator('[aria-rowindex="2"] .cell-title').textContent())
    .toBe(rows[0]?.name)
})

it('gives a receipt that says what is safe, keeps it, and saves it as a page and a table', async () => {
  const { page, dataFolder } = launched
  await button('Is everything safe?').click()
  await button('Receipts').click()
  await button('New receipt').click()
  await page.getByText('4 photos safe, 1 is left out', { exact: true }).waitFor()
  const html = join(dataFolder, '..', 'receipt.html')
  await saveAs(html)
  await button('Save as page').click()
  await page.getByText('The receipt is saved.').waitFor()
  const saved = await readFile(html, 'utf8')
  expect(saved).toContain('<h1>4 photos safe, 1 is left out</h1>')
  expect(saved).not.toMatch(/<script|<img|https?:/)
  const csv = join(dataFolder, '..', 'receipt.csv')
  await saveAs(csv)
  await button('Save as CSV').click()
  await expect
    .poll(() => readFile(csv, 'utf8').catch(() => ''))
    .toMatch(/^\uFEFFat,source,folder,safe,need you,on their way,left out,/)

  await page.getByRole('button', { name: /^4 Safe, All folders/ }).press('Enter')
  await page.getByText('4 files', { exact: true }).waitFor()
  const { statements } = await ask(page, 'listStatements', {})
  expect(statements.filter(({ why }) => why === 'asked')).toHaveLength(1)
})
