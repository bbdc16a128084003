// Writes a receipt as a page to read and print, or as a table. The page is one file: no script, no picture, nothing that is
// fetched from anywhere. The path was chosen by the user in the system's dialog.
import { writeFile } from 'node:fs/promises'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { statementNotes, statementTitle, statementWords } from '../../../shared/statement-words.ts'
import type { Statement, StatementFormat } from '../../../shared/statement.ts'
import { csvLine } from '../../../shared/csv.ts'

/** Writes it; answers why the file could not be written. */
export async function writeStatement(
  path: string,
  statement: Statement,
  format: StatementFormat,
  locale: string,
): Promise<Result<Record<string, never>, Failure>> {
  try {
    await writeFile(path, format === 'csv' ? tableOf(statement) : pageOf(statement, locale))
    return ok({})
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'UNKNOWN'
    return fail(
      code === 'ENOSPC' ? { kind: 'disk-full' } : { kind: 'folder-unreadable', path, code },
    )
  }
}

const figureNames = ['safe', 'needYou', 'waiting', 'leftOut', 'noPhotos'] as const
const { columns } = statementWords

/** The table: the whole first, then each source with the folders right below it. */
export function tableOf({ at, folders, total }: Statement): string {
  const names = figureNames.map((name) => columns[name].toLowerCase())
  const figures = (row: Statement['total']): number[] => [
    ...figureNames.map((name) => row[name]),
    row.safeBytes,
  ]
  return [
    '\uFEFF',
    csvLine(['at', 'source', 'folder', ...names, 'safe in bytes']),
    csvLine([new Date(at).toISOString(), '', '', ...figures(total)]),
    ...folders.map((row) =>
      csvLine([new Date(at).toISOString(), row.source, row.folder, ...figures(row)]),
    ),
  ].join('')
}

const escaped = (text: string): string =>
  text.replace(/[&<>"']/g, (letter) => `&#${letter.codePointAt(0) ?? 0};`)

/** English sentences take numbers and dates of an English region alone, as in the window. */
const regionOf = (locale: string): string => (/^en(-|$)/i.test(locale) ? locale : 'en')

/** The page. */
export function pageOf(statement: Statement, locale: string): string {
  const region = regionOf(locale)
  const numbers = new Intl.NumberFormat(region)
  const rules = new Intl.PluralRules(region)
  const number = (value: number): string => numbers.format(value)
  const formatting = {
    number,
    plural: (count: number, forms: { one: string; other: string }) =>
      (rules.select(count) === 'one' ? forms.one : forms.other).replaceAll('#', number(count)),
  }
  const when = new Intl.DateTimeFormat(region, { dateStyle: 'full', timeStyle: 'short' })
  const size = (bytes: number): string => {
    const [unit, scale] =
      bytes >= 1e9
        ? (['gigabyte', 1e9] as const)
        : bytes >= 1e6
          ? (['megabyte', 1e6] as const)
          : (['kilobyte', 1e3] as const)
    const options = { style: 'unit', unit, maximumFractionDigits: 1 } as const
    return new Intl.NumberFormat(region, options).format(bytes / scale)
  }
  const cells = (row: Statement['total']): string =>
    [...figureNames.map((name) => number(row[name])), size(row.safeBytes)]
      .map((text) => `<td>${escaped(text)}</td>`)
      .join('')
  const rows = statement.folders.map(
    (row) =>
      `<tr class="${row.folder === '' ? 'source' : 'folder'}"><th scope="row">${escaped(
        row.folder === '' ? row.source : row.folder,
      )}</th>${cells(row)}</tr>`,
  )
  const heads = [columns.folder, ...figureNames.map((name) => columns[name]), columns.size]
  const title = statementTitle(statement, formatting)
  const notes = [...statementNotes(statement, formatting), statementWords.meaning]
  return `<!doctype html>
<html lang="${region}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width">
<title>${escaped(`${statementWords.title}: ${title}`)}</title>
<style>
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
.wide { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; }
th, td { padding: 0.3rem 0.6rem; border-bottom: 1px solid #8886; text-align: end; white-space: nowrap; }
th:first-child { text-align: start; white-space: normal; overflow-wrap: anywhere; }
.folder th { padding-inline-start: 2rem; font-weight: 400; }
</style>
</head>
<body>
<p>Shoebox · ${escaped(statementWords.title)}</p>
<h1>${escaped(title)}</h1>
<p>${escaped(when.format(statement.at))}<br>${escaped(statementWords.of(statement.account))}</p>
<div class="wide"><table>
<thead><tr>${heads.map((head) => `<th scope="col">${escaped(head)}</th>`).join('')}</tr></thead>
<tbody>
<tr><th scope="row">${escaped(statementWords.whole)}</th>${cells(statement.total)}</tr>
${rows.join('\n')}
</tbody>
</table></div>
${notes.map((note) => `<p>${escaped(note)}</p>`).join('\n')}
</body>
</html>
`
}
