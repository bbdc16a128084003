// Words of the receipts; what is on one comes from shared/statement-words.ts, as the saved page has it.
import {
  statementNotes,
  statementTitle,
  statementWords,
  type StatementFormatting,
} from '../../shared/statement-words.ts'
import type { Statement, StatementHead } from '../../shared/statement.ts'
import type { Format } from '../format.ts'

/** The words of the receipts. */
export function receiptWords(f: Format) {
  const formatting: StatementFormatting = { number: f.number, plural: f.plural }
  return {
    title: 'Receipts',
    lead: 'What was safe in Google Photos at a moment. One comes when everything is safe for the first time, and one every month.',
    open: 'Receipts',
    now: 'New receipt',
    empty: {
      title: 'No receipt yet',
      text: 'The first one comes by itself, soon after everything is safe. You can also have one now, as things stand.',
    },
    why: {
      first: 'The first time everything was safe',
      monthly: 'Monthly',
      asked: 'Asked for',
    } satisfies Record<Statement['why'], string>,
    choose: 'Receipt of',
    heading: (head: StatementHead) => statementTitle(head, formatting),
    notes: (statement: Statement) => statementNotes(statement, formatting),
    of: statementWords.of,
    meaning: statementWords.meaning,
    columns: statementWords.columns,
    whole: statementWords.whole,
    table: 'By folder',
    showFiles: (column: string, folder: string) => `${column}, ${folder}: show these files`,
    asNow: 'The numbers lead to the files as they are now.',
    savePage: 'Save as page',
    saveTable: 'Save as CSV',
    saved: 'The receipt is saved.',
  }
}
