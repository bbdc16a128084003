// No name becomes a formula, whichever character a spreadsheet takes for the end of a cell.
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, it, onTestFinished } from 'vitest'
import { exportHistory } from '../../../src/main/engine/upkeep/export-history.ts'
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
