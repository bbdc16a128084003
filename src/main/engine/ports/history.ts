// What the catalogue tells of every file it has ever seen, what is done with several of them, and the receipts that people
// see. A part of the Catalog.
import type {
  Chosen,
  HistoryFilter,
  HistoryOrder,
  HistoryPlace,
  HistoryRow,
  Output,
} from '../../../shared/contract.ts'
import type { Statement, StatementFolder, StatementHead } from '../../../shared/statement.ts'

/** The history and what is done with it. */
export interface HistoryStore {
  /**
   * Newest change first, or in another order. A page costs a bounded amount of work: where a filter is rarely met it may hold fewer rows than
   * asked, even none, while `next` still says where to go on.
   */
  listHistory(
    filter: Partial<HistoryFilter>,
    after: HistoryPlace | null,
    limit: number,
    order?: HistoryOrder,
  ): { rows: HistoryRow[]; next: HistoryPlace | null }
  /** As bounded as a page: `next` says where to go on counting. All parts together are exact. */
  countHistory(
    filter: Partial<HistoryFilter>,
    after: HistoryPlace | null,
  ): { files: number; next: HistoryPlace | null }
  /** As bounded as a page, but of far more rows: how many, where their pages end, and which days they are of. */
  outlineHistory(
    filter: Partial<HistoryFilter>,
    after: HistoryPlace,
    page: { rows: number; has: number },
    order?: HistoryOrder,
  ): Output<'outlineHistory'>
  /** One row, by the last change; null: there is none. */
  historyRow(fileId: number): HistoryRow | null
  /** The rows that were chosen, streamed. */
  rowsChosen(chosen: Chosen): Iterable<HistoryRow>
  /** Every row as it is exported, streamed. */
  allHistory(): Iterable<HistoryRow>
  /** Takes those of them that failed, wait or were left out back to work, or never asks for them again; resolves with how many of them were moved. */
  retryChosen(chosen: Chosen): Promise<number>
  ignoreChosen(chosen: Chosen): Promise<number>

  /** What became of all files, by source and by the folders right below it. */
  figuresByFolder(): StatementFolder[]
  /** Keeps a statement as it is, and numbers it. */
  keepStatement(statement: Omit<Statement, 'statementId'>): Statement
  /** Those that were made, the newest first. */
  statements(): StatementHead[]
  statement(statementId: string): Statement | null
}
