// Behaviour of the history as a table: no name becomes a formula, whichever character a spreadsheet takes for the end of a
// cell, and each row says why its file went as it is.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
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
