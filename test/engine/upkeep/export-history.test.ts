// Behaviour of the history as a table: no name becomes a formula, whichever character a spreadsheet takes for the end of a
// cell, each row says why its file went as it is, and when a photo was taken is written as the photo has it.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished, vi } from 'vitest'
import { exportHistory } from '../../../src/main/engine/upkeep/export-history.ts'
import type { HistoryRow } from '../../../src/shared/contract.ts'
import { rowAtNumber } from '../../renderer/fake-data.ts'

async function cellsOf(name: string, separator: string): Promise<string[]> {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-csv-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'history.csv')
  await exportHistory(path, [{ ...rowAtNumber(0, 1), name, folder: name }])
  const text = readFileSync(path, 'utf8').replace('\uFEFF', '')
  // As a spreadsheet reads that takes quotes only where a cell begins with one.
  return text.split(new RegExp(`${separator}|\r?\n`)).map((cell) => cell.replace(/^["'\s]*"/, ''))
}

it.each(['=1+1', '+1', '-1', '@SUM(A1)', ' =1+1', '＝1', '\t=1', '"=1"'])(
  'holds no formula for a name with %s in it, where cells end with any of four characters',
  async (formula) => {
    for (const separator of [',', ';', '\t', '|'])
      for (const before of ['', 'a', 'a b'])
        for (const between of [',', ';', '\t', '|', '\n', '; ']) {
          const name = before === '' ? formula : `${before}${between}${formula}`
          const cells = await cellsOf(name, separator === '|' ? '\\|' : separator)
          expect(cells.filter((cell) => /^\s*[=+\-@＝＋－＠]/.test(cell))).toEqual([])
        }
  },
)

it('leaves other names as they are', async () => {
  expect(await cellsOf('a-b=c+d@e.jpg', ',')).toContain('a-b=c+d@e.jpg')
})

it('names the tags for which an original went', async () => {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-csv-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const kinds = [
    ['metadata-lost', 'IPTC Keywords'],
    ['metadata-lost', null],
    ['picture-differs', null],
    [null, null],
  ] as const
  const rows = kinds.map(([keptOriginal, lost]): HistoryRow => {
    const row = { ...rowAtNumber(1, 9), name: 'a.jpg', folder: 'f', sourceName: 's' }
    return { ...row, skip: null, failure: null, keptOriginal, lost }
  })
  const path = join(folder, 'history.csv')
  expect(await exportHistory(path, rows)).toEqual({ ok: true, value: { rows: 4 } })
  const lines = readFileSync(path, 'utf8').trimEnd().split('\r\n').slice(1)
  expect(lines.map((line) => line.split(',')[4])).toEqual([
    ...['metadata-lost: IPTC Keywords', 'metadata-lost', 'picture-differs', ''],
  ])
})

it.each(['UTC', 'Pacific/Auckland', 'America/Los_Angeles'])(
  'writes when a photo was taken as the photo has it, and without a zone, in %s',
  async (zone) => {
    vi.stubEnv('TZ', zone)
    onTestFinished(() => void vi.unstubAllEnvs())
    const row = { ...rowAtNumber(1, 9), changedAt: Date.UTC(2026, 5, 13, 8), modifiedAt: 0 }
    const takenAt = Date.UTC(2026, 5, 12, 23, 30)
    const cells = await written({ ...row, facts: { ...factsOf(row), takenAt } })
    expect(cells).toMatchObject({
      taken: '2026-06-12T23:30:00',
      'last change': '2026-06-13T08:00:00.000Z',
      modified: '1970-01-01T00:00:00.000Z',
    })
    expect(await written({ ...row, facts: { ...factsOf(row), takenAt: null } })).toMatchObject({
      taken: '',
    })
  },
)

it.each(['Pacific/Auckland', 'America/Los_Angeles'])(
  'writes the date that was added, whence, and why none was, in %s',
  async (zone) => {
    vi.stubEnv('TZ', zone)
    onTestFinished(() => void vi.unstubAllEnvs())
    const plain = rowAtNumber(1, 9)
    const bare: HistoryRow = { ...plain, facts: { ...factsOf(plain), takenAt: null } }
    const at = Date.UTC(1987, 6, 14, 0, 20)
    const addedDate = { at, offsetMinutes: 120, source: 'folder-name' } as const
    const columns = ['taken', 'date added', 'date added from', 'why no date was added'] as const
    const said = async (row: HistoryRow) => {
      const cells = await written(row)
      return columns.map((column) => cells[column])
    }
    expect(await said({ ...bare, addedDate })).toEqual([
      '',
      '1987-07-14T00:20:00',
      'folder-name',
      '',
    ])
    expect(await said({ ...bare, undated: 'format' })).toEqual(['', '', '', 'format'])
    expect(await said(bare)).toEqual(['', '', '', ''])
  },
)

function factsOf({ facts }: HistoryRow): NonNullable<HistoryRow['facts']> {
  if (facts === null) throw new Error('facts')
  return facts
}

/** What the table says of one row, by column. */
async function written(row: HistoryRow): Promise<Record<string, string>> {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-csv-'))
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }))
  const path = join(folder, 'history.csv')
  await exportHistory(path, [{ ...row, name: 'a.jpg', folder: 'f', sourceName: 's' }])
  const [columns = [], cells = []] = readFileSync(path, 'utf8')
    .replace('\uFEFF', '')
    .split('\r\n')
    .map((line) => line.split(','))
  return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']))
}

it('writes the caption that went, whence, and whether Google took it, and runs none of it', async () => {
  const row = rowAtNumber(0, 9)
  const caption = { text: '=1+1', source: 'iptc' } as const
  expect(await written({ ...row, caption: { ...caption, isRefused: false } })).toMatchObject({
    caption: "'=1+1",
    'caption from': 'iptc',
    'caption refused by Google': 'no',
  })
  expect(await written({ ...row, caption: { ...caption, isRefused: true } })).toMatchObject({
    'caption refused by Google': 'yes',
  })
  expect(await written({ ...row, caption: null })).toMatchObject({
    ...{ caption: '', 'caption from': '', 'caption refused by Google': '' },
  })
})

it('writes the albums of a photo, and why it is not in the one of its folder', async () => {
  const row = rowAtNumber(0, 9)
  const one = { albumId: '1', sourceId: '1', title: 'Italy', canOpen: true }
  const albums = [one, { ...one, albumId: '2', title: '=Best' }]
  expect(await written({ ...row, albums })).toMatchObject({
    ...{ albums: `"Italy; '=Best"`, 'why not in its album': '' },
  })
  expect(await written({ ...row, albums: [albums[1] ?? one] })).toMatchObject({ albums: "'=Best" })
  expect(await written({ ...row, notInAlbum: 'deleted' })).toMatchObject({
    ...{ albums: '', 'why not in its album': 'deleted' },
  })
})
