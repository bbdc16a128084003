// What can be done with a file of the history, in the real window: try one again, try all of a reason again, copy the
// reason, open it in Google Photos, show it in the file manager, and save everything as a table.
import { createHash } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { openBackedUp, photoBytes, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { openHistoryList } from './history-list.ts'
import { shelfBeside } from './shelf.ts'

const isLinux = process.platform === 'linux'

let launched: LaunchedApp

beforeAll(async () => {
  launched = await openBackedUp({
    photos: 2,
    prepare: ({ photoFolder }) => shelfBeside(photoFolder).putPhotos(10, 13),
  })
  // Two that Google refuses as damaged, one that is too large for it.
  for (const [number, status] of [
    [10, 400],
    [11, 400],
    [12, 413],
  ] as const) {
    await refuse(number, status)
    await bring(number)
  }
  await vi.waitFor(async () => expect(await filesIn('failed')).toBe(3), { timeout: 60_000 })
  await openHistoryList(launched.page)
})
afterAll(() => launched.close())

const bring = (number: number): Promise<void> =>
  shelfBeside(launched.photoFolder).moveIn(`photo-${number}.jpg`)

/** Lets Google refuse the photo of a number with a status. */
const refuse = async (number: number, status: number): Promise<string> =>
  launched.emulator.control.addFault({
    on: 'upload',
    times: 'always',
    match: {
      contentSha256: createHash('sha256')
        .update(await photoBytes(number))
        .digest('hex'),
    },
    action: { kind: 'status', status, body: 'The photo is damaged.' },
  })

const filesIn = async (state: 'failed' | 'done'): Promise<number> =>
  (await ask(launched.page, 'getStatus', {})).counts[state].files

const lineOf = (name: string): Locator =>
  launched.page.getByRole('row').filter({ has: launched.page.getByText(name, { exact: true }) })

/** Opens the menu of a row and chooses from it. */
const act = async (name: string, action: string | RegExp): Promise<void> => {
  await lineOf(name).hover()
  await launched.page.getByRole('button', { name: `Actions for ${name}` }).click()
  await launched.page
    .getByRole('menuitem', { name: action, exact: typeof action === 'string' })
    .click()
}

it('copies why a file failed, with what Google said', async () => {
  await act('photo-10.jpg', 'Copy the reason')
  await launched.page.getByText('The reason is copied.').waitFor()
  const copied = await launched.app.evaluate(({ clipboard }) => clipboard.readText())
  expect(copied.split('\n')).toEqual([
    'photo-10.jpg',
    'Problem – Google refused this file – Google’s reason: “The photo is damaged.”',
    '{"kind":"rejected","code":3,"message":"The photo is damaged."}',
  ])
})

it('tries one file again and leaves the others of its reason alone', async () => {
  const { emulator, page } = launched
  const { seq = 0 } = (await emulator.control.ledger()).at(-1) ?? {}
  await emulator.control.removeFaults()
  await act('photo-10.jpg', 'Try again')
  await page.getByText('1 file waits to be uploaded again.').waitFor()
  await lineOf('photo-10.jpg').getByText('Backed up').waitFor()
  expect(await filesIn('failed')).toBe(2)
  const sent = (await emulator.control.ledger(seq)).filter(({ sha256 }) => sha256 !== null)
  expect(sent).toHaveLength(1)
})

it('tries all files of a reason again, and no others', async () => {
  const { emulator, page } = launched
  // One more with the same reason, so that there are several.
  const id = await refuse(13, 400)
  await bring(13)
  await expect.poll(() => filesIn('failed'), { timeout: 30_000 }).toBe(3)
  await emulator.control.removeFaults(id)
  await act('photo-11.jpg', 'Try again: all “Google refused this file”')
  await page.getByText('2 files wait to be uploaded again.').waitFor()
  await expect.poll(() => filesIn('failed'), { timeout: 30_000 }).toBe(1)
  await lineOf('photo-11.jpg').getByText('Backed up').waitFor()
  await lineOf('photo-13.jpg').getByText('Backed up').waitFor()
  expect(await lineOf('photo-12.jpg').getByText('Backed up').count()).toBe(0)
})

it.runIf(isLinux)('opens a file in Google Photos, at exactly its address there', async () => {
  const { emulator, desktop } = launched
  const item = (await emulator.control.library()).find(({ filename }) => filename === 'photo-0.jpg')
  await act('photo-0.jpg', 'Open in Google Photos')
  await expect
    .poll(() => desktop.opened())
    .toEqual([`${emulator.origin}/lr/photo/${item?.id ?? ''}`])
})

it('saves every file with its outcome as a table', async () => {
  const { app, page, dataFolder } = launched
  const path = join(dataFolder, '..', 'history.csv')
  await app.evaluate(({ dialog }, filePath) => {
    dialog.showSaveDialog = () => Promise.resolve({ canceled: false, filePath })
  }, path)
  await page.getByRole('button', { name: 'Export as CSV' }).click()
  await page.getByText('6 rows were saved.').waitFor()
  const [head, ...rows] = (await readFile(path, 'utf8')).replace('\uFEFF', '').trim().split('\r\n')
  expect(head?.split(',').slice(0, 5)).toEqual(['name', 'folder', 'source', 'outcome', 'reason'])
  const outcomes = Object.fromEntries(
    rows.map((row): [string, unknown[]] => {
      const [name = '', , source, outcome, reason] = row.split(',')
      return [name, [source, outcome, reason]]
    }),
  )
  const done = ['My photos', 'done', 'small-enough']
  expect(outcomes).toEqual({
    'photo-0.jpg': done,
    'photo-1.jpg': done,
    'photo-10.jpg': done,
    'photo-11.jpg': done,
    'photo-12.jpg': ['My photos', 'failed', 'refused-as-too-large'],
    'photo-13.jpg': done,
  })
})
