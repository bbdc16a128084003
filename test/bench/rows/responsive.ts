// Whether the window answers while 100,000 files are scanned and photos go up: the real app, used meanwhile as a user
// would. There is no peer; the promise is about the longest wait of all, so that is the figure, not a median.
import { rmSync } from 'node:fs'
import { setTimeout as delay } from 'node:timers/promises'
import type { Page } from 'playwright'
import type { Status } from '../../../src/shared/status.ts'
import { startApp, type AppProcess } from '../app-process.ts'
import type { Bench, Group } from '../bench.ts'
import { makePhotoTree, makeSmallPhotos } from '../fixtures.ts'
import { bounded } from '../report.ts'
import {
  leastLongTaskMs,
  longest,
  percentiles,
  stallWords,
  watchStalls,
  type Watched,
} from '../stalls.ts'

const shareNames = ['half', '99 %', '99.9 %'] as const
const shares = [0.5, 0.99, 0.999]

/** What one round is made of. */
interface Work {
  /** Photos that go up from the start. */
  photos: string
  photoCount: number
  /** Added once they do. */
  tree: string
  treeCount: number
  forMs: number
}

/** The rows of the window and of the shell. */
export const responsive: Group = {
  rows: ['renderer-longest-task', 'shell-longest-stall'],
  async measure(bench) {
    const [photoCount, treeCount] = bench.isQuick ? [100, 3_000] : [2_000, 100_000]
    const work: Work = {
      photos: await bench.fixture(`small-${photoCount}`, (folder) =>
        makeSmallPhotos(folder, { count: photoCount, sizeBytes: 200_000 }),
      ),
      photoCount,
      tree: await bench.fixture(`photo-tree-${treeCount}`, (folder) =>
        makePhotoTree(folder, treeCount),
      ),
      treeCount,
      forMs: bench.isQuick ? 4_000 : 40_000,
    }
    if (!bench.isQuick) await watchOnce(bench, work)
    const rounds: { page: Watched; shell: Watched }[] = []
    for (let round = 0; round < (bench.isQuick ? 1 : bench.rounds); round += 1)
      rounds.push(await watchOnce(bench, work))

    const pages = rounds.map(({ page }) => page)
    const tasks = pages.map(({ stalls }) => longest(stalls, 'longtask'))
    const longestTask = Math.max(leastLongTaskMs, ...tasks.map((task) => task?.lastedMs ?? 0))
    const shells = rounds.map(({ shell }) => shell)
    const late = shells.flatMap(({ lateMs }) => lateMs)
    const against = `${treeCount} files scanned while photos go up, ${rounds.length} rounds`
    return [
      {
        figure: bounded('renderer-longest-task', longestTask, { bound: 100, unit: 'ms' }),
        unit: 'ms',
        against,
        notes: [
          `Chromium tells of tasks from ${leastLongTaskMs} ms; there were ${count(pages, 'longtask')}`,
          ...tasks.flatMap((task) => (task === null ? [] : [stallWords(task)])),
          ...pages.flatMap(({ stalls }) => {
            const frame = longest(stalls, 'long-animation-frame')
            return frame === null ? [] : [`the longest frame of a round: ${stallWords(frame)}`]
          }),
        ],
      },
      {
        figure: bounded('shell-longest-stall', Math.max(...late), { bound: 50, unit: 'ms' }),
        unit: 'ms',
        against,
        notes: [
          percentiles(late, shares)
            .map((value, at) => `${shareNames[at] ?? ''} below ${value.toFixed(1)} ms`)
            .join(', '),
          ...shells.flatMap(({ stalls }) => {
            const stall = longest(stalls, 'timer')
            return stall === null ? [] : [stallWords(stall)]
          }),
        ],
      },
    ]
  },
}

const count = (pages: readonly Watched[], kind: string): number =>
  pages.flatMap(({ stalls }) => stalls.filter((stall) => stall.kind === kind)).length

async function watchOnce(bench: Bench, work: Work): Promise<{ page: Watched; shell: Watched }> {
  const emulator = await bench.emulator()
  await emulator.empty()
  // Now and then a photo is refused, so that there are problems to look at.
  await emulator.control.addFault({
    on: 'batchCreate',
    times: 'always',
    match: { itemIndex: 7 },
    action: { kind: 'itemCode', code: 3 },
  })
  const folder = bench.newFolder('app')
  const app = await startApp(folder, emulator)
  try {
    await app.addFolder(work.photos)
    await app.untilStatus(({ counts }) => counts.done.files > 0)
    const watch = await watchStalls(app.app, app.page)
    const before = await app.call('getStatus', {})
    await app.addFolder(work.tree)
    const after = await use(app, work)
    const seen = { page: await watch.page(), shell: await watch.shell() }
    watch.stop()
    assertOverlap(before, after, work)
    return seen
  } finally {
    await app.close()
    rmSync(folder, { recursive: true, force: true })
  }
}

/** Goes about in the window until the tree is scanned and the time is over. */
async function use(app: AppProcess, { forMs, treeCount, photoCount }: Work): Promise<Status> {
  const endsAt = performance.now() + forMs
  for (;;) {
    await visitHome(app.page)
    await visitHistory(app.page)
    for (const place of ['Folders', 'Problems', 'Settings']) await go(app.page, place)
    const status = await app.call('getStatus', {})
    const files = status.sources.reduce((sum, source) => sum + source.files, 0)
    if (performance.now() > endsAt && files === treeCount + photoCount) return status
    if (performance.now() > endsAt + forMs * 5)
      throw new Error(`Only ${files} of ${treeCount + photoCount} files were scanned`)
  }
}

/** Says nothing when photos went up while the tree was scanned; else the figures would be of something else. */
function assertOverlap(before: Status, after: Status, { photoCount }: Work): void {
  if (before.counts.done.files >= photoCount)
    throw new Error('Every photo had gone up before the scan began')
  if (after.counts.done.files <= before.counts.done.files)
    throw new Error('Nothing went up during the scan')
}

const stepMs = 60
const readMs = 700

async function visitHome(page: Page): Promise<void> {
  await go(page, 'Home')
  await delay(readMs)
}

async function visitHistory(page: Page): Promise<void> {
  await go(page, 'History')
  const list = await placeOf(page, '.history-scroll')
  if (list !== null) {
    await page.mouse.move(list.x, list.y)
    for (const deltaY of [400, 400, 1_200, 1_200, 3_000, 3_000, -2_000, -8_000]) {
      await page.mouse.wheel(0, deltaY)
      await delay(stepMs)
    }
  }
  const search = await placeOf(page, '.search-input')
  if (search === null) return
  await page.mouse.click(search.x, search.y)
  await page.keyboard.type('IMG_00123', { delay: stepMs })
  await delay(readMs)
  for (let letters = 'IMG_00123'.length; letters > 0; letters -= 1)
    await page.keyboard.press('Backspace')
  await delay(readMs)
}

/** Clicks a place of the sidebar where it is shown. */
async function go(page: Page, place: string): Promise<void> {
  const button = await placeOf(page, 'nav button', place)
  if (button === null) return
  await page.mouse.click(button.x, button.y)
  await delay(readMs)
}

/** The middle of an element; Playwright's own search by role would itself be a long task in the page. */
function placeOf(
  page: Page,
  selector: string,
  text = '',
): Promise<{ x: number; y: number } | null> {
  return page.evaluate(
    ([wanted, words]) => {
      const found = [...document.querySelectorAll(wanted)].find((element) =>
        element.textContent.startsWith(words),
      )
      if (found === undefined) return null
      const { x, y, width, height } = found.getBoundingClientRect()
      return { x: x + width / 2, y: y + height / 2 }
    },
    [selector, text] as const,
  )
}
