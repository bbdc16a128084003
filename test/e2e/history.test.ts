// The history over a hundred thousand files: search, every filter, days, and scrolling from end to end, in the real
// window over a catalogue of that size. How fast it is, is measured in test/bench.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createFormat } from '../../src/renderer/format.ts'
import {
  livedInFile,
  makeLivedInCatalogue,
  type LivedInFile,
} from '../builders/lived-in-catalogue.ts'
import { openApp, type LaunchedApp } from './app.ts'
import {
  endWitness,
  expectRows,
  focusedRow,
  openHistoryList,
  placeAfter,
  reached,
  settled,
  startWitness,
} from './history-list.ts'

const files = 100_000
const perDay = 2_000

let launched: LaunchedApp

beforeAll(async () => {
  launched = await openApp({
    photos: 0,
    prepare: ({ dataFolder, photoFolder }) =>
      makeLivedInCatalogue(dataFolder, { files, photoFolder: `${photoFolder} on a drive` }),
  })
  await openHistoryList(launched.page)
}, 600_000)
afterAll(() => launched.close())

/** The names of the files that fit, the newest first. */
const namesOf = (fits: (file: LivedInFile) => boolean): string[] =>
  Array.from({ length: files }, (_, at) => livedInFile(files - at, files))
    .filter(fits)
    .map(({ name }) => name)

const choose = async (list: string, option: string): Promise<void> => {
  const { page } = launched
  await page.getByRole('search').getByRole('button', { name: list }).click()
  await page.getByRole('option', { name: option, exact: true }).click()
}
const clear = async (): Promise<void> => {
  await launched.page.getByRole('button', { name: 'Clear filters' }).click()
}

describe('search', () => {
  const search = async (text: string): Promise<void> => {
    await launched.page.getByRole('searchbox', { name: 'Search', exact: true }).fill(text)
  }

  it('finds the oldest file of all by its name', async () => {
    await search('img_0000001')
    await expectRows(launched.page, ['IMG_0000001.jpg'])
    await clear()
  })

  it('finds files by their folder, and by words of both', async () => {
    await search('album 00333')
    await expectRows(
      launched.page,
      namesOf(({ name, folder }) => `${folder}/${name}`.includes('00333')),
    )
    await search('2017/album mvi')
    await expectRows(
      launched.page,
      namesOf(({ folder, mediaKind }) => folder.startsWith('2017/') && mediaKind === 'video'),
    )
    await search('zebra')
    await expectRows(launched.page, [])
    await clear()
    await expectRows(
      launched.page,
      namesOf(() => true),
    )
  })
})

describe('the filters', () => {
  it.each([
    ['Backed up', ({ state }) => state === 'done'],
    ['Waiting to upload', ({ state }) => state === 'found' || state === 'waiting'],
    ['Trying again', ({ state }) => state === 'waiting'],
    ['Skipped', ({ state }) => state === 'skipped'],
    ['Problems', ({ state }) => state === 'failed'],
    ['No longer there', () => false],
  ] satisfies [string, (file: LivedInFile) => boolean][])(
    'narrow by the outcome “%s”',
    async (outcome, fits) => {
      await choose('Everything', outcome)
      await expectRows(launched.page, namesOf(fits))
      await clear()
    },
  )

  it('narrow by any folder of a thousand, found by a part of its name', async () => {
    const { page } = launched
    await page.getByRole('search').getByRole('button', { name: 'All folders' }).click()
    await page.getByText('There are more folders').waitFor()
    // The keyboard reaches choices far below what fits, and the field stays above them.
    for (let press = 0; press < 30; press += 1) await page.keyboard.press('ArrowDown')
    const focused = page.locator('[role=option][data-focused]')
    await expect
      .poll(async () => {
        const [option, field, list] = await Promise.all(
          [focused, page.getByRole('searchbox').last(), page.locator('.search-select')].map((one) =>
            one.boundingBox(),
          ),
        )
        if (!option || !field || !list) return 'not there'
        return (
          option.y >= field.y + field.height && option.y + option.height <= list.y + list.height
        )
      })
      .toBe(true)
    await page.keyboard.type('album 00951')
    await page.getByRole('option', { name: /Album 00951$/ }).click()
    await expectRows(
      page,
      namesOf(({ folder }) => folder === '2015/Album 00951'),
    )
    // The list says which folder it is, although it is not among the first.
    await page
      .getByRole('search')
      .getByRole('button', { name: /2015\/Album 00951/ })
      .click()
    await page.getByRole('option', { name: 'All folders' }).click()
    await expectRows(
      page,
      namesOf(() => true),
    )
  })

  it('narrow by a folder and all below it', async () => {
    const { page } = launched
    await page.getByRole('search').getByRole('button', { name: 'All folders' }).click()
    await page.keyboard.type('2019')
    await page.getByRole('option', { name: /\/ 2019$/ }).click()
    await expectRows(
      page,
      namesOf(({ folder }) => folder.startsWith('2019/')),
    )
    await clear()
  })

  it('narrow by kind', async () => {
    await choose('All kinds', 'Videos')
    await expectRows(
      launched.page,
      namesOf(({ state, mediaKind }) => state !== 'found' && mediaKind === 'video'),
    )
    await clear()
  })

  it('narrow by the days of a span, both included, and to those without a date inside', async () => {
    const { page } = launched
    await page.getByRole('button', { name: 'More filters' }).click()
    await page.getByLabel('From', { exact: true }).fill('2024-01-11')
    await page.getByLabel('To', { exact: true }).fill('2024-01-12')
    const isInSpan = ({ changedAt }: LivedInFile): boolean =>
      changedAt >= Date.UTC(2024, 0, 11, 12) && changedAt <= Date.UTC(2024, 0, 12, 12)
    await expectRows(page, namesOf(isInSpan))
    await page.getByText('Only those without a date inside').click()
    await expectRows(
      page,
      namesOf((file) => isInSpan(file) && !file.hasDate),
    )
    await clear()
    await page.getByRole('button', { name: 'More filters' }).click()
  })

  it('hold together', async () => {
    const { page } = launched
    await choose('Everything', 'Skipped')
    await page.getByRole('searchbox', { name: 'Search', exact: true }).fill('2010')
    await expectRows(
      page,
      namesOf(
        ({ name, folder, state }) => state === 'skipped' && `${folder}/${name}`.includes('2010'),
      ),
    )
    await clear()
  })
})

describe('scrolling', () => {
  const nameAt = (number: number): string => livedInFile(files - number, files).name
  const scroll = async (deltaY: number, steps: number): Promise<void> => {
    const { page } = launched
    for (let step = 0; step < steps; step += 1) {
      const goal = await placeAfter(page, deltaY)
      await page.mouse.wheel(0, deltaY)
      // The wheel is answered before the list has moved: two turns at once would pass rows that no frame shows.
      await reached(page, goal)
      await settled(page)
    }
  }
  /** What was seen is right; all rows from one to another were. */
  const expectSeen = async (from: number, to: number): Promise<void> => {
    const { names, headings, wrong } = await endWitness(launched.page)
    expect(wrong).toEqual([])
    for (const [number, name] of names)
      if (name !== nameAt(number)) throw new Error(`Row ${number} is ${name}`)
    for (let number = from; number <= to; number += 1)
      if (!names.has(number)) throw new Error(`Row ${number} was dropped`)
    const format = createFormat('en', 1000)
    for (const [number, heading] of headings) {
      const { changedAt } = livedInFile(files - number, files)
      expect({ number: number % perDay, heading }).toEqual({
        number: 0,
        heading: format.day(changedAt, Date.now()),
      })
    }
    for (let number = from; number <= to; number += 1)
      if (number % perDay === 0) expect(headings.has(number)).toBe(true)
  }

  it('with the wheel shows every row once, in its place, under its day', async () => {
    const { page } = launched
    await expectRows(
      page,
      namesOf(() => true),
    )
    await page.locator('.history-scroll').hover()
    await startWitness(page)
    await scroll(900, 150)
    await expectSeen(0, 2_100)
    await scroll(-200_000, 1)
  })

  it('with Page Down and Arrow keys moves the focus along with the view', async () => {
    const { page } = launched
    await page.locator('[aria-rowindex="2"]').focus()
    await startWitness(page)
    let last = 0
    for (let press = 0; press < 40; press += 1) {
      await page.keyboard.press('PageDown')
      await settled(page)
      await expect.poll(() => focusedRow(page)).toBeGreaterThan(last)
      last = (await focusedRow(page)) ?? -1
    }
    await page.keyboard.press('ArrowDown')
    await expect.poll(() => focusedRow(page)).toBe(last + 1)
    await page.keyboard.press('PageUp')
    await expect.poll(() => focusedRow(page)).toBeLessThan(last)
    await expectSeen(0, last)
  })

  it('with End goes to the oldest row, and back up through what was forgotten', async () => {
    const { page } = launched
    await startWitness(page)
    await page.keyboard.press('End')
    await expect.poll(() => focusedRow(page), { timeout: 90_000, interval: 250 }).toBe(files - 1)
    await settled(page)
    const bottom = page.locator(`[aria-rowindex="${files + 1}"]`)
    expect(await bottom.locator('.cell-title').textContent()).toBe('IMG_0000001.jpg')
    expect(
      await page
        .locator('.history-scroll')
        .evaluate((list) => list.scrollTop + list.clientHeight >= list.scrollHeight - 1),
    ).toBe(true)
    await page.locator('.history-scroll').hover()
    await scroll(-900, 20)
    // A place whose rows were let go on the way down.
    await scroll(-1_200_000, 1)
    // The row with the focus stays in the page, so that the focus is not lost.
    expect(await focusedRow(page)).toBe(files - 1)
    await expectSeen(files - 200, files - 1)
    await page.keyboard.press('Home')
    await expect.poll(() => focusedRow(page)).toBe(0)
    await settled(page)
  })
})

describe('is everything safe?', () => {
  it('counts each folder and leads to what is missing in it', async () => {
    const { page } = launched
    const all = Array.from({ length: files }, (_, at) => livedInFile(at + 1, files))
    const missing = all.filter(({ state }) => state !== 'done').length
    await page.getByRole('button', { name: 'Is everything safe?' }).click()
    await page
      .getByText(`Not yet: ${missing.toLocaleString('en')} of 100,000 photos are not backed up.`)
      .waitFor()
    await page.getByRole('button', { name: /^Open My photos/ }).click()
    await page.getByRole('button', { name: 'Open 2009' }).click()
    const inAlbum = all.filter(({ folder }) => folder === '2009/Album 00065')
    const done = inAlbum.filter(({ state }) => state === 'done').length
    const line = page.getByRole('listitem').filter({ hasText: /^Album 00065/ })
    await line.getByText(`${done} of 100`).waitFor()
    await line.getByRole('button', { name: 'Show what is missing in Album 00065' }).click()
    const rests = ['skipped', 'failed', 'waiting']
    await expectRows(
      page,
      inAlbum
        .filter(({ state }) => rests.includes(state))
        .map(({ name }) => name)
        .reverse(),
    )
  })
})
