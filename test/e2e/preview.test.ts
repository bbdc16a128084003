// The preview in the real window: opened by keys, it says what the backup then does, and leaves no trace of itself.
import { readdirSync } from 'node:fs'
import { writeFile } from 'node:fs/promises'
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
  await ask(page, 'pause', { until: 'resumed' })
  for (const at of [70, 71]) await savePhoto(launched.photoFolder, at)
  await savePhoto(launched.photoFolder, 70)
  await writeFile(join(launched.photoFolder, 'letter.jpg'), 'Dear Anna')
})
afterAll(() => launched.close())

const dialog = (): Locator =>
  page.getByRole('dialog', { name: 'What a backup of “My photos” would do' })
const names = (): string[] => {
  const all = readdirSync(launched.dataFolder, { recursive: true })
    .map(String)
    // The catalogue's own, which come and go, and what the window keeps of its page.
    .filter((name) => /^(?:renditions|cache|catalogue)/.test(name) && !/-(?:wal|shm)$/.test(name))
    // Each photo that the page behind shows is drawn in several sizes, when there is time.
    .map((name) => name.replace(/-\d+\.jpg(?:\.tmp)?$/, ''))
  return [...new Set(all)].sort()
}

it('says what would be sent and what not, and Google hears nothing of it', async () => {
  // The page shows the three that were backed up, each as soon as it is drawn.
  const drawn = (): number => names().filter((name) => /thumbnails.[0-9a-f]{64}$/.test(name)).length
  await expect.poll(drawn).toBe(3)
  const before = names()
  const requests = (await launched.emulator.control.ledger()).length
  await page.getByRole('button', { name: 'Folders', exact: true }).click()
  const card = page.getByRole('region', { name: 'My photos' })
  await card.getByRole('button', { name: 'Preview: My photos' }).press('Enter')
  await dialog()
    .getByText(/^2 photos and videos, /)
    .waitFor()
  await dialog()
    .getByText(/shows only when it is sent/)
    .waitFor()
  const list = dialog().getByRole('list', { name: 'Photos: Would be sent' })
  await expect.poll(() => list.getByRole('listitem').count()).toBe(2)
  await list.getByText('photo-70.jpg').waitFor()
  await list.getByText('photo-71.jpg').waitFor()
  expect(await violationsOf(page)).toEqual([])
  await dialog().getByRole('button', { name: 'In Google Photos already: 3' }).press('Enter')
  const done = dialog().getByRole('list', { name: 'Photos: In Google Photos already' })
  await expect.poll(() => done.getByRole('listitem').count()).toBe(3)
  await dialog().getByRole('button', { name: 'Left out: 1' }).press('Enter')
  await dialog().getByText('Named like a photo, but it is a text file.').waitFor()
  await page.keyboard.press('Escape')
  await expect.poll(() => dialog().count()).toBe(0)
  expect(names()).toEqual(before)
  expect((await launched.emulator.control.ledger()).length).toBe(requests)
})

it('and that is what the backup does', async () => {
  await ask(page, 'resume', {})
  await ask(page, 'scanNow', {})
  const counts = async (): Promise<number[]> => {
    const status = await ask(page, 'getStatus', {})
    return [status.counts.done.files, status.counts.skipped.files]
  }
  await expect.poll(counts, { timeout: 60_000 }).toEqual([5, 1])
})
