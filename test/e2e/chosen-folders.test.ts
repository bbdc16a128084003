// What is backed up, in the real window: folders dropped on any screen, a photo that stands for its folder, and folders
// inside ticked in their tree by keys alone, axe clean.
import { mkdir } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Locator, Page } from 'playwright'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import type { SourceView } from '../../src/shared/status.ts'
import { openBackedUp, savePhoto, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { violationsOf } from './axe.ts'
import { agree, dropOn } from './outside-page.ts'

let launched: LaunchedApp
let page: Page
let asked: () => Promise<string[]>

beforeAll(async () => {
  launched = await openBackedUp({ photos: 2 })
  page = launched.page
  for (const [at, name] of ['2025', '2026/May', '2026/June', "it's *new*"].entries()) {
    await mkdir(join(launched.photoFolder, name), { recursive: true })
    await savePhoto(join(launched.photoFolder, name), 20 + at)
  }
  await vi.waitFor(async () => expect(await done()).toBe(6), { timeout: 60_000 })
  asked = await agree(launched.app)
})
afterAll(() => launched.close())

const button = (name: string): Locator => page.getByRole('button', { name, exact: true })
const sources = async (): Promise<SourceView[]> => (await ask(page, 'getStatus', {})).sources
const item = (name: string): Locator => page.getByRole('treeitem', { name: new RegExp(`^${name}`) })
const done = async (): Promise<number> => (await ask(page, 'getStatus', {})).counts.done.files
const focusedItem = (): Promise<string | null> =>
  page.evaluate(() => document.activeElement?.getAttribute('data-name') ?? null)

it('takes a folder that is dropped on Home', async () => {
  const folder = join(dirname(launched.photoFolder), 'Old disk')
  await mkdir(folder)
  await savePhoto(folder, 40)
  await button('Home').click()
  await dropOn(page, page.getByRole('heading', { level: 1, name: 'Home' }), [folder])
  await expect.poll(async () => (await sources()).map(({ path }) => path)).toContain(folder)
  expect(await asked()).toEqual(['Back up this folder?'])
})

it('offers the folder of a photo that is dropped, once for several of it', async () => {
  const folder = join(dirname(launched.photoFolder), 'From a card')
  await mkdir(folder)
  for (const at of [50, 51, 52]) await savePhoto(folder, at)
  await button('Settings').click()
  await dropOn(
    page,
    page.getByRole('heading', { level: 1, name: 'Settings' }),
    [50, 51, 52].map((at) => join(folder, `photo-${at}.jpg`)),
  )
  await expect.poll(async () => (await sources()).map(({ path }) => path)).toContain(folder)
  expect((await asked()).slice(1)).toEqual(['Back up the folder of this photo?'])
  await expect.poll(done, { timeout: 60_000 }).toBe(10)
})

it('leaves a folder inside out by keys alone, and says that its photos stay', async () => {
  await button('Folders').click()
  const card = page.getByRole('region', { name: 'My photos' })
  await card.getByRole('button', { name: 'Options My photos' }).press('Enter')
  await card.getByRole('button', { name: 'Choose folders inside: My photos' }).press('Enter')
  await item('2025').waitFor()
  expect(await violationsOf(page)).toEqual([])
  for (let press = 0; (await focusedItem()) === null; press += 1) {
    expect(press).toBeLessThan(10)
    await page.keyboard.press('Tab')
  }
  await page.keyboard.press('Home')
  await page.keyboard.press('2')
  await expect.poll(focusedItem).toBe('2026')
  await page.keyboard.press('ArrowRight')
  await item('June').waitFor()
  await page.keyboard.press('ArrowRight')
  await expect.poll(focusedItem).toBe('June')
  await page.keyboard.press('Space')
  await page.getByText('1 photo of “June” is in Google Photos already and stays there.').waitFor()
  expect(await item('2026').getAttribute('aria-checked')).toBe('mixed')
  await expect
    .poll(async () => (await sources()).find(({ name }) => name === 'My photos')?.leftOut)
    .toEqual(['2026/June'])
  expect(await violationsOf(page)).toEqual([])
  await page.keyboard.press('Escape')
  await card.getByText('1 folder is left out.').waitFor()

  await savePhoto(join(launched.photoFolder, '2026/June'), 60)
  await savePhoto(join(launched.photoFolder, '2026/May'), 61)
  await expect.poll(done, { timeout: 60_000 }).toBe(11)
  const names = (await launched.emulator.control.library()).map(({ filename }) => filename)
  expect(names).toContain('photo-61.jpg')
  expect(names).not.toContain('photo-60.jpg')
})

it('is ticked by the pointer, too, whatever its name is', async () => {
  const card = page.getByRole('region', { name: 'My photos' })
  await card.getByRole('button', { name: 'Choose folders inside: My photos' }).click()
  await page.getByRole('treeitem', { name: "it's *new*" }).click()
  await page.getByText("1 photo of “it's *new*”").waitFor()
  await expect
    .poll(async () => (await sources()).find(({ name }) => name === 'My photos')?.leftOut)
    .toEqual(['2026/June', "it's *new*"])
  await page.getByRole('treeitem', { name: "it's *new*" }).click()
  await page.getByRole('dialog').getByText('1 folder is left out.').waitFor()
  await page.keyboard.press('Escape')
})
