// The table of a check: every file with its verdict, a line each, as the command and the window save it. Where it is written is
// theirs.
import type { CheckedFile, UnsafeReason } from './check-schemas.ts'
import { csvLine } from './csv.ts'

/** How it begins: the mark by which Excel reads names right, and the names of the columns. */
export const checkTableHead = `\uFEFF${csvLine(['path', 'safe', 'reason', 'detail', 'date added', 'size in bytes'])}`

/** The line of a file. */
export function checkTableLine({ path, verdict, sizeBytes }: CheckedFile): string {
  if (verdict.is === 'safe')
    return csvLine([path, 'yes', '', '', verdict.dateAdded?.source ?? '', sizeBytes ?? ''])
  const { reason } = verdict
  return csvLine([path, 'no', reason.kind, reasonDetail(reason) ?? '', '', sizeBytes ?? ''])
}

/** What is behind a reason, by its name; null: nothing. */
export function reasonDetail(reason: UnsafeReason): string | null {
  switch (reason.kind) {
    case 'skipped':
      return reason.skip.kind
    case 'waiting':
      return reason.failure?.kind ?? null
    case 'refused':
    case 'not-asked':
      return reason.failure.kind
    case 'unreadable':
      return reason.code
    case 'video-not-ready':
      return reason.status
    case 'changed':
    case 'never-sent':
    case 'not-found':
    case 'other-client':
    case 'other-size':
    case 'reduced':
    case 'library':
    case 'changing':
      return null
  }
}
