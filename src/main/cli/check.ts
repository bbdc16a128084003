// `shoebox check`: whether everything in a folder is in Google Photos, asked now, so that it is safe to erase. Never erases
// anything. While the app or a backup runs with the same data folder, it is that one's engine which checks.
import { randomUUID } from 'node:crypto'
import { resolve } from 'node:path'
import { setTimeout as pause } from 'node:timers/promises'
import type { CheckedFile, CheckSums } from '../../shared/check-schemas.ts'
import { isAllSafe } from '../../shared/check-sums.ts'
import { reasonDetail } from '../../shared/check-table.ts'
import type { Failure } from '../../shared/failure.ts'
import { ok, type Result } from '../../shared/result.ts'
import { accountOf } from '../../shared/standing.ts'
import { exitDone, exitSomeLeft, stopSignal } from './backup.ts'
import { createCheckTable } from './check-table.ts'
import { answerLine, checkLine, notesOf, unsafeLine } from './check-words.ts'
import { say, sayJson, tell } from './output.ts'
import type { Askable } from './running-engine.ts'
import { withEngine } from './show.ts'

/** What was asked for. */
export interface CheckWish {
  folder: string
  /** A file for the table of all files; null: none. */
  csvFile: string | null
  isJson: boolean
}

/** Nobody waits for an answer longer than this. */
const lookEveryMs = 100
/** More often nobody reads. */
const tellEveryMs = 1_000

/** Runs the check; the value is the exit code. */
export async function check({
  folder,
  csvFile,
  isJson,
}: CheckWish): Promise<Result<number, Failure>> {
  const stop = stopSignal()
  const path = resolve(folder)
  const table = csvFile === null ? null : await createCheckTable(csvFile, path)
  if (table?.ok === false) return table
  return withEngine(async (engine) => {
    const account = await askedAccount(engine)
    if (!account.ok) return account
    const unsafe: CheckedFile[] = []
    const take = (file: CheckedFile): void => {
      table?.value.add(file)
      if (file.verdict.is === 'safe') return
      unsafe.push(file)
      if (isJson) sayJson({ event: 'file', ...toJson(file) })
    }
    const ended = await follow(engine, { path, isEvery: table !== null }, take, stop, isJson)
    if (!ended.ok) return ended
    const sums = ended.value
    const written = (await table?.value.write()) ?? ok(null)
    if (isJson) sayJson({ event: 'summary', ...sums, notSafe: unsafe.map(toJson) })
    else say(answerLine(sums, account.value), ...notesOf(sums), ...unsafe.map(unsafeLine))
    if (!written.ok) return written
    return ok(isAllSafe(sums) ? exitDone : exitSomeLeft)
  })
}

/** Whose Google Photos are asked. */
async function askedAccount(engine: Askable): Promise<Result<string, Failure>> {
  const status = await engine.call('getStatus', {})
  if (!status.ok) return status
  return accountOf(status.value.signIn)
}

/** Asks on until the check is over or stopped. */
async function follow(
  engine: Askable,
  wish: { path: string; isEvery: boolean },
  take: (file: CheckedFile) => void,
  stop: AbortSignal,
  isQuiet: boolean,
): Promise<Result<CheckSums, Failure>> {
  const checkId = randomUUID()
  let after = 0
  let told = ''
  let toldAt = performance.now()
  try {
    for (;;) {
      const answer = await engine.call('checkFolder', { checkId, ...wish, after })
      if (!answer.ok) return answer
      const { sums, rows, next, isDone } = answer.value
      rows.forEach(take)
      after = next
      if (isDone) return ok(sums)
      if (stop.aborted) return ok({ ...sums, isWhole: false })
      const line = checkLine(sums)
      if (!isQuiet && line !== told && performance.now() - toldAt >= tellEveryMs) {
        tell(line)
        told = line
        toldAt = performance.now()
      }
      if (rows.length === 0) await pause(lookEveryMs, null, { signal: stop }).catch(() => null)
    }
  } finally {
    await engine.call('endCheck', { checkId })
  }
}

/** A file that is not safe as scripts read it. */
const toJson = ({ path, isFolder, verdict }: CheckedFile) => ({
  path,
  ...(isFolder ? { isFolder } : {}),
  ...(verdict.is === 'safe'
    ? {}
    : { reason: verdict.reason.kind, detail: reasonDetail(verdict.reason) }),
})
