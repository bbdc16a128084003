// The table of a check: every file with its verdict, as CSV. It is written when the check is over, and then whole, so that none is
// left that tells of a part; and never into the folder that is checked.
import { constants } from 'node:fs'
import { access, realpath, rm, writeFile } from 'node:fs/promises'
import { basename, dirname, join, relative, resolve } from 'node:path'
import type { CheckedFile } from '../../shared/check-schemas.ts'
import { checkTableHead, checkTableLine } from '../../shared/check-table.ts'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { replaceFile } from '../engine/ports/replace.ts'
import { isInside } from './inside.ts'

/** A table that grows. */
export interface CheckTable {
  add(file: CheckedFile): void
  /** Writes all of it. */
  write(): Promise<Result<null, Failure>>
}

/** Makes the table that goes to this file, or says why it cannot. */
export async function createCheckTable(
  file: string,
  checked: string,
): Promise<Result<CheckTable, Failure>> {
  const folder = await realpath(dirname(resolve(file))).catch(() => null)
  if (folder === null) return fail({ kind: 'folder-missing', path: dirname(resolve(file)) })
  const root = await realpath(checked).catch(() => resolve(checked))
  if (relative(root, folder) === '' || isInside(folder, root))
    return fail({
      kind: 'bad-request',
      problem: `--csv is "${file}". Expected a file outside the folder that is checked.`,
    })
  const refused = await access(folder, constants.W_OK).then(() => null, codeOf)
  if (refused !== null) return fail({ kind: 'folder-unreadable', path: folder, code: refused })
  const lines = [checkTableHead]
  return ok({
    add: (one) => lines.push(checkTableLine(one)),
    write: () => writeWhole(join(folder, basename(file)), lines.join('')),
  })
}

async function writeWhole(path: string, text: string): Promise<Result<null, Failure>> {
  const draft = `${path}.part`
  try {
    await writeFile(draft, text)
    await replaceFile(draft, path)
    return ok(null)
  } catch (thrown) {
    await rm(draft, { force: true }).catch(() => undefined)
    const code = codeOf(thrown)
    return fail(
      code === 'ENOSPC' ? { kind: 'disk-full' } : { kind: 'folder-unreadable', path, code },
    )
  }
}

const codeOf = (thrown: unknown): string => (thrown as NodeJS.ErrnoException).code ?? 'UNKNOWN'
