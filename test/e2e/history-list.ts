// The list of the history as a test sees it: which rows the page holds under which numbers, and a witness inside the
// page that looks at every frame while a test scrolls, so that no row escapes it between two looks from outside.
import type { Page } from 'playwright'
import { expect } from 'vitest'

/** What a witness has seen. */
export interface Seen {
  /** Names by row number, the newest row being 0. */
  readonly names: ReadonlyMap<number, string>
  /** Headings by the number of the row below them. */
  readonly headings: ReadonlyMap<number, string>
  /** Rows that were not where they should be. */
  readonly wrong: readonly string[]
}

interface Witness {
  names: Record<number, string>
  headings: Record<number, string>
  wrong: string[]
  stop(): void
}
type WatchedWindow = Window & { witness?: Witness }

/** Opens the history by the sidebar and waits for its first rows. */
export async function openHistoryList(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'History', exact: true }).click()
  await page.locator('.cell-title').first().waitFor()
}

/** Waits until the list says that it has so many files, and that the rows it holds are these, from the first on. */
export async function expectRows(page: Page, names: readonly string[]): Promise<void> {
  const count = names.length
  const words = count === 1 ? '1 file' : `${count.toLocaleString('en')} files`
  if (count === 0) {
    await page.getByText('Nothing matches').waitFor()
    return
  }
  await page.getByRole('status').filter({ hasText: words }).waitFor()
  // How many rows there is room for may change under way, as when a line of the filters goes away.
  await expect
    .poll(async () => {
      const rows = await rowsOf(page)
      const wrong = rows.filter((row, at) => row !== `${at + 2} ${names[at]}`)
      return { areThere: rows.length > 0, wrong }
    })
    .toEqual({ areThere: true, wrong: [] })
  expect(await page.getByRole('grid', { name: 'History' }).getAttribute('aria-rowcount')).toBe(
    String(count + 1),
  )
}

/** The rows in the page, as 'aria-rowindex name'. */
function rowsOf(page: Page): Promise<string[]> {
  return page.locator('.history-scroll [role=row]').evaluateAll((rows) =>
    rows
      .map((row) => ({
        index: Number(row.getAttribute('aria-rowindex')),
        name: row.querySelector('.cell-title')?.textContent ?? '…',
      }))
      .sort((one, other) => one.index - other.index)
      .map(({ index, name }) => `${index} ${name}`),
  )
}

/** Starts to look at every frame. */
export async function startWitness(page: Page): Promise<void> {
  await page.evaluate(() => {
    const witness: Witness = { names: {}, headings: {}, wrong: [], stop: () => undefined }
    const look = (): void => {
      const seen = new Set<number>()
      const last = { number: -2, bottom: 0 }
      const rows = [...document.querySelectorAll<HTMLElement>('.history-scroll [role=row]')]
      const placed = rows
        .map((row) => ({ row, number: Number(row.getAttribute('aria-rowindex')) - 2 }))
        .sort((one, other) => one.number - other.number)
      for (const { row, number } of placed) {
        if (seen.has(number)) witness.wrong.push(`row ${number} twice in one frame`)
        seen.add(number)
        const { top, bottom } = row.getBoundingClientRect()
        const before = row.previousElementSibling
        const heading = before?.matches('.history-day:not(.history-day-stuck)') ? before : null
        const room = heading === null ? 0 : heading.getBoundingClientRect().height
        if (last.number === number - 1 && Math.abs(top - room - last.bottom) > 1)
          witness.wrong.push(`a gap or an overlap above row ${number}`)
        Object.assign(last, { number, bottom })
        const name = row.querySelector('.cell-title')?.textContent
        if (name === undefined) continue
        const known = witness.names[number]
        if (known !== undefined && known !== name)
          witness.wrong.push(`row ${number} was ${known} and is ${name}`)
        witness.names[number] = name
        if (heading !== null) witness.headings[number] = heading.textContent
      }
      frame = requestAnimationFrame(look)
    }
    let frame = requestAnimationFrame(look)
    witness.stop = () => cancelAnimationFrame(frame)
    ;(window as WatchedWindow).witness = witness
  })
}

/** Ends the looking and tells of it. */
export async function endWitness(page: Page): Promise<Seen> {
  const { names, headings, wrong } = await page.evaluate(() => {
    const witness = (window as WatchedWindow).witness
    if (witness === undefined) throw new Error('Nobody has looked')
    witness.stop()
    return { names: witness.names, headings: witness.headings, wrong: witness.wrong }
  })
  const byNumber = (record: Record<number, string>): Map<number, string> =>
    new Map(Object.entries(record).map(([number, text]) => [Number(number), text]))
  return { names: byNumber(names), headings: byNumber(headings), wrong }
}

/** Where the list stands once it has been scrolled by so many pixels from here. */
export const placeAfter = (page: Page, deltaY: number): Promise<number> =>
  page.locator('.history-scroll').evaluate((list, by) => {
    const lowest = list.scrollHeight - list.clientHeight
    return Math.min(Math.max(list.scrollTop + by, 0), lowest)
  }, deltaY)

/** Waits until the list stands there. */
export async function reached(page: Page, place: number): Promise<void> {
  await page.waitForFunction((goal) => {
    const list = document.querySelector('.history-scroll')
    return list !== null && Math.abs(list.scrollTop - goal) < 1
  }, place)
}

/** Waits until every row in view is there, and the witness has had a frame to see them. */
export async function settled(page: Page): Promise<void> {
  await page.evaluate(async () => {
    const frame = (): Promise<unknown> => new Promise((resolve) => requestAnimationFrame(resolve))
    const list = document.querySelector('.history-scroll')
    if (list === null) throw new Error('There is no list')
    const isWhole = (): boolean => {
      const { top, bottom } = list.getBoundingClientRect()
      return [...list.querySelectorAll('[role=row]')].every((row) => {
        const at = row.getBoundingClientRect()
        return at.bottom < top || at.top > bottom || row.querySelector('.cell-title') !== null
      })
    }
    await frame()
    while (!isWhole()) await frame()
    await frame()
  })
}

/** The number of the row that has the focus; null when none has. */
export function focusedRow(page: Page): Promise<number | null> {
  return page.evaluate(() => {
    const index = document.activeElement?.getAttribute('aria-rowindex') ?? null
    return index === null ? null : Number(index) - 2
  })
}
