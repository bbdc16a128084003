// How long a full catalogue keeps the user waiting: starting the engine on it, a page of the history, a search through
// all of it, and "Is everything safe?". Asked of the engine's own process, as the shell asks it. There is no peer.
import { cpSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import type { HistoryFilter, HistoryOrder, Output } from '../../../src/shared/contract.ts'
import { livedInFile, makeLivedInCatalogue } from '../../builders/lived-in-catalogue.ts'
import type { Bench, Group } from '../bench.ts'
import { startEngine, type EngineProcess } from '../engine-process.ts'
import { median, secondsOf } from '../measure.ts'
import { bounded, type Measured } from '../report.ts'

/** What the window asks for at once. */
const pageRows = 100

/** Up to 0.1 s an answer feels immediate, up to a second the thread is not lost (Nielsen, Response Times, 1993). */
const immediateMs = 100
const unbrokenMs = 1_000

type Cursor = Output<'listHistory'>['next']

interface Bounds {
  start: number
  page: number
  search: number
  coverage: number
}

/** The rows at 100,000 files. */
export const history: Group = {
  rows: ['start-full', 'history-page', 'history-search', 'coverage'],
  measure: (bench) =>
    measureAll(bench, bench.isQuick ? 2_000 : 100_000, '', {
      start: unbrokenMs,
      page: immediateMs,
      search: immediateMs,
      coverage: immediateMs,
    }),
}

/** The rows at 1,000,000 files. */
export const historyMillion: Group = {
  rows: [
    'start-full-million',
    'history-page-million',
    'history-search-million',
    'coverage-million',
  ],
  measure: (bench) =>
    measureAll(bench, bench.isQuick ? 4_000 : 1_000_000, '-million', {
      // The whole file is read and checked at every start.
      start: 5 * unbrokenMs,
      page: immediateMs,
      search: unbrokenMs,
      coverage: unbrokenMs,
    }),
}

async function measureAll(
  bench: Bench,
  files: number,
  suffix: string,
  bounds: Bounds,
): Promise<Measured[]> {
  const made = await bench.fixture(`lived-in-${files}`, (folder) =>
    makeLivedInCatalogue(folder, {
      files,
      photoFolder: '/no/such/drive',
      settings: { isBackupOn: false },
    }),
  )
  const dataFolder = bench.newFolder('full')
  cpSync(join(made, 'catalogue.sqlite'), join(dataFolder, 'catalogue.sqlite'))
  const pages = filtersOf(files)
  const times = { start: [] as number[], search: [] as number[], coverage: [] as number[] }
  const pageTimes = new Map(pages.map(([name]) => [name, [] as number[]]))
  for (let round = -1; round < bench.rounds; round += 1) {
    const startedAt = performance.now()
    const engine = await startEngine({ dataFolder, google: null })
    const startMs = performance.now() - startedAt
    const pageMs = []
    for (const [name, filter, order] of pages)
      pageMs.push([name, await milliseconds(() => wholePage(engine, filter, order))] as const)
    const searchMs = await milliseconds(() => searchAll(engine, { search: 'img_0000001' }))
    const coverageMs = await milliseconds(() => askForCoverage(engine))
    await engine.stop()
    // The first round warms the system's cache.
    if (round < 0) continue
    times.start.push(startMs)
    times.search.push(searchMs)
    times.coverage.push(coverageMs)
    for (const [name, ms] of pageMs) pageTimes.get(name)?.push(ms)
  }
  rmSync(dataFolder, { recursive: true, force: true })
  const medians = [...pageTimes].map(([name, ms]) => [name, median(ms)] as const)
  const slowest = Math.max(...medians.map(([, ms]) => ms))
  const row = (name: string, ms: number, bound: number, against: string): Measured => ({
    figure: bounded(`${name}${suffix}`, ms, { bound, unit: 'ms' }),
    unit: 'ms',
    against,
  })
  const among = `${files} files in the catalogue`
  return [
    row('start-full', median(times.start), bounds.start, `from the start of the process, ${among}`),
    {
      ...row('history-page', slowest, bounds.page, `slowest first page, ${among}`),
      notes: [medians.map(([name, ms]) => `${name} ${ms.toFixed(1)} ms`).join(', ')],
    },
    row(
      'history-search',
      median(times.search),
      bounds.search,
      `page and count of one old name, ${among}`,
    ),
    row(
      'coverage',
      median(times.coverage),
      bounds.coverage,
      `all folders and one opened, ${among}`,
    ),
  ]
}

const milliseconds = async (work: () => Promise<unknown>): Promise<number> =>
  (await secondsOf(work)) * 1_000

/** What a user narrows the history to; the folder and the days are the oldest. */
function filtersOf(
  files: number,
): [name: string, filter: Partial<HistoryFilter>, order?: HistoryOrder][] {
  const oldest = livedInFile(1, files)
  const dayMs = 24 * 3_600_000
  return [
    ['everything', {}],
    ['backed up', { states: ['done'] }],
    ['problems', { states: ['failed'] }],
    ['a reason', { reason: 'too-large' }],
    ['videos', { mediaKind: 'video' }],
    ['no date', { hasDate: false }],
    ['the largest', {}, 'size'],
    ['the largest videos', { mediaKind: 'video' }, 'size'],
    ['problems by date', { states: ['failed'] }, 'taken'],
    ['a folder', { sourceId: '1', folder: oldest.folder }],
    [
      'a day',
      { changedFrom: oldest.changedAt - dayMs / 2, changedTo: oldest.changedAt + dayMs / 2 },
    ],
  ]
}

/** A page to its full length, as the window reads it. */
async function wholePage(
  engine: EngineProcess,
  filter: Partial<HistoryFilter>,
  order: HistoryOrder = 'changed',
): Promise<number> {
  let rows = 0
  let after: Cursor = null
  do {
    const page: Output<'listHistory'> = await engine.call('listHistory', {
      filter,
      order,
      after,
      limit: pageRows - rows,
    })
    rows += page.rows.length
    after = page.next
  } while (after !== null && rows < pageRows)
  return rows
}

async function searchAll(engine: EngineProcess, filter: Partial<HistoryFilter>): Promise<void> {
  const [rows, files] = await Promise.all([wholePage(engine, filter), countAll(engine, filter)])
  if (rows !== 1 || files !== 1)
    throw new Error(`One file has this name; found ${rows} and ${files}`)
}

async function countAll(engine: EngineProcess, filter: Partial<HistoryFilter>): Promise<number> {
  let files = 0
  let after: Cursor = null
  do {
    const part: Output<'countHistory'> = await engine.call('countHistory', { filter, after })
    files += part.files
    after = part.next
  } while (after !== null)
  return files
}

/** What the screen asks for, and a source that is opened on it. */
async function askForCoverage(engine: EngineProcess): Promise<void> {
  await engine.call('coverage', { sourceId: null, folder: '' })
  const { rows } = await engine.call('coverage', { sourceId: '1', folder: '' })
  if (rows.length === 0) throw new Error('The source has no folders')
}
