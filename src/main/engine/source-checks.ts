// The checks of sources that the window asks for: one for each source at a time, which goes on whoever looks, and stays with its
// answer until the next one, a change of the account, or the end of the engine. Knows when one cannot be made. The files that are
// not safe are kept by their reasons, all others in a table on the disk. How a check is run is check-run.ts.
import { randomUUID } from 'node:crypto'
import { rm } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'
import type { Input, Output } from '../../shared/contract.ts'
import type {
  CheckedFile,
  CheckEnd,
  SourceCheck,
  UnsafeFile,
  UnsafeKind,
} from '../../shared/check-schemas.ts'
import { isAllSafe as areAllSafe, noCheck } from '../../shared/check-sums.ts'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { accountOf } from '../../shared/standing.ts'
import type { Condition, SignInState } from '../../shared/status.ts'
import { createCheckRun, type CheckTools } from './check-run.ts'
import type { Catalog } from './ports/catalogue.ts'
import { writtenPath } from './ports/disk-names.ts'
import { touches } from './sources/index.ts'
import { createCheckDraft, type CheckDraft } from './upkeep/index.ts'

/** The checks of the sources of one engine. */
export interface SourceChecks {
  /** Begins one, or says why it cannot be made now. */
  start(sourceId: string): Promise<Result<Record<string, never>, Failure>>
  /** Resolves when nothing of it is open any more. */
  stop(sourceId: string): Promise<void>
  list(): SourceCheck[]
  /** Those that ended by themselves. */
  ends(): CheckEnd[]
  /** Whether one reads what lies in this folder. */
  isReading(path: string): boolean
  files(ask: Input<'unsafeFiles'>): Result<Output<'unsafeFiles'>, Failure>
  write(ask: Input<'writeSourceCheck'>): Promise<Result<Output<'writeSourceCheck'>, Failure>>
  /** Ends all of them, and removes what they keep. */
  end(): Promise<void>
}

/** What they need to know. */
export interface SourceCheckParts extends CheckTools {
  catalog: CheckTools['catalog'] & Pick<Catalog, 'sources' | 'listHistory'>
  signIn(): SignInState
  conditions(): readonly Condition[]
  /** The source is where it was, as far as can be told. */
  isThere(sourceId: number): Promise<boolean>
  /** One began, or ended. */
  onChange(): void
  /** The engine stops. */
  signal: AbortSignal
}

/** More unsafe files than these are counted and stand in the table: nobody reads on in a window. */
const mostListed = 20_000
/** Two cards at once; more would only get into one another's way. */
const mostAtOnce = 2
/** Pages of a history that is narrowed by a time: the first has what is sought. */
const mostPages = 20

interface Kept {
  checkId: string
  sourceId: number
  root: string
  account: string
  state: SourceCheck['state']
  failure: Failure | null
  startedAt: number
  endedAt: number | null
  sums: ReturnType<typeof noCheck>
  counts: Partial<Record<UnsafeKind, number>>
  files: Partial<Record<UnsafeKind, UnsafeFile[]>>
  listed: number
  draft: CheckDraft
  hasTable: boolean
  abort: AbortController
  ended: Promise<void>
}

/** Makes them. */
export function createSourceChecks(parts: SourceCheckParts): SourceChecks {
  const { catalog, clock, config, isThere } = parts
  const draftFolder = join(config.cacheFolder, 'checks')
  const runCheck = createCheckRun(parts)
  const kept = new Map<number, Kept>()
  let cleared: Promise<void> | null = null

  const sourceOf = (sourceId: number) =>
    catalog.sources().find((source) => source.sourceId === sourceId) ?? null
  const isUnderWay = ({ state }: Kept): boolean => state === 'running' || state === 'queued'

  const drop = async (check: Kept): Promise<void> => {
    if (kept.get(check.sourceId) === check) kept.delete(check.sourceId)
    check.abort.abort()
    await check.ended
    await check.draft.remove()
  }

  /** What the catalogue says is said of the account that is used now. */
  const isOfAnother = (check: Kept): boolean => {
    const account = accountOf(parts.signIn())
    return account.ok && account.value !== check.account
  }

  const take =
    (check: Kept) =>
    (file: CheckedFile): Promise<void> | void => {
      if (isOfAnother(check)) return void drop(check)
      const { path, isFolder, sizeBytes, verdict } = file
      if (verdict.is === 'not-safe') {
        const { reason } = verdict
        check.counts[reason.kind] = (check.counts[reason.kind] ?? 0) + 1
        if (check.listed < mostListed) {
          const inside = relative(writtenPath(check.root), path).split(sep).join('/')
          const files = (check.files[reason.kind] ??= [])
          files.push({ path: inside, isFolder, sizeBytes, reason })
          check.listed += 1
        }
      }
      return check.draft.add(file)
    }

  const run = async (check: Kept, signal: AbortSignal): Promise<void> => {
    check.state = 'running'
    const failure = await runCheck(check.root, take(check), signal, check.sums)
    check.endedAt = clock.now()
    const isAway = !signal.aborted && failure === null && !(await isThere(check.sourceId))
    check.failure = isAway ? { kind: 'folder-missing', path: check.root } : failure
    const state = signal.aborted ? 'stopped' : check.failure === null ? 'whole' : 'failed'
    // Before it is told, so that whoever hears of the answer can have its table.
    if (state === 'whole') check.hasTable = await check.draft.finish()
    else await check.draft.remove()
    check.state = state
    parts.onChange()
    const next = [...kept.values()].find((other) => other.state === 'queued')
    if (next !== undefined) begin(next)
  }
  /** Runs it once there is room. */
  const begin = (check: Kept): void => {
    const running = [...kept.values()].filter(({ state }) => state === 'running').length
    if (running >= mostAtOnce || check.state !== 'queued') return
    check.ended = run(check, AbortSignal.any([check.abort.signal, parts.signal]))
  }

  /** Why none can be made now; else whose Google Photos are asked. */
  const mayStart = async (sourceId: number): Promise<Result<string, Failure>> => {
    const source = sourceOf(sourceId)
    if (source === null) return fail({ kind: 'not-found' })
    const account = accountOf(parts.signIn())
    if (!account.ok) return account
    for (const condition of parts.conditions()) {
      if (condition.kind === 'offline') return fail({ kind: 'offline' })
      if (condition.kind === 'daily-quota')
        return fail({ kind: 'daily-quota', resetsAt: condition.until })
    }
    return (await isThere(sourceId)) ? account : fail({ kind: 'folder-missing', path: source.path })
  }

  /** The last change in the source since its check began; null: not that the catalogue knows. */
  const changedSince = ({ sourceId, startedAt }: Kept): number | null => {
    const filter = { sourceId: String(sourceId), changedFrom: startedAt }
    let after: Parameters<Catalog['listHistory']>[1] = null
    for (let page = 0; page < mostPages; page += 1) {
      const { rows, next } = catalog.listHistory(filter, after, 1)
      const [row] = rows
      if (row !== undefined) return row.changedAt
      if (next === null) return null
      after = next
    }
    return null
  }

  const toView = (check: Kept): SourceCheck => {
    const { checkId, sourceId, account, state, failure, startedAt, endedAt, hasTable } = check
    return {
      ...{ checkId, account, state, failure, startedAt, endedAt, hasTable },
      sourceId: String(sourceId),
      sums: { ...check.sums },
      reasons: { ...check.counts },
      changedAt: isUnderWay(check) ? null : changedSince(check),
    }
  }
  const named = (checkId: string): Kept | null =>
    [...kept.values()].find((check) => check.checkId === checkId) ?? null

  return {
    async start(wanted) {
      const sourceId = Number(wanted)
      const before = kept.get(sourceId)
      if (before !== undefined && isUnderWay(before)) return ok({})
      const account = await mayStart(sourceId)
      // What an engine that died has left, once.
      await (cleared ??= rm(draftFolder, { recursive: true, force: true }).catch(() => undefined))
      const source = sourceOf(sourceId)
      if (!account.ok) return account
      if (source === null) return fail({ kind: 'not-found' })
      // Another one may have begun meanwhile; from here on nobody comes between.
      if (kept.get(sourceId) !== before) return ok({})
      const check: Kept = {
        checkId: randomUUID(),
        ...{ sourceId, root: source.path, account: account.value },
        ...{ state: 'queued', failure: null, startedAt: clock.now(), endedAt: null },
        ...{ sums: noCheck(), counts: {}, files: {}, listed: 0 },
        ...{ draft: createCheckDraft(draftFolder), hasTable: false },
        ...{ abort: new AbortController(), ended: Promise.resolve() },
      }
      kept.set(sourceId, check)
      begin(check)
      parts.onChange()
      if (before !== undefined) await before.draft.remove()
      return ok({})
    },
    async stop(wanted) {
      const check = kept.get(Number(wanted))
      if (check === undefined || !isUnderWay(check)) return
      check.abort.abort()
      if (check.state === 'queued') {
        check.state = 'stopped'
        check.endedAt = clock.now()
      }
      await check.ended
    },
    list() {
      const ids = new Set(catalog.sources().map(({ sourceId }) => sourceId))
      for (const check of [...kept.values()])
        if (isOfAnother(check) || !ids.has(check.sourceId)) void drop(check)
      return [...kept.values()].map(toView)
    },
    ends: () =>
      [...kept.values()].flatMap((check) => {
        const { checkId, sourceId, state, sums } = check
        if ((state !== 'whole' && state !== 'failed') || isOfAnother(check)) return []
        const { checked, safe } = sums
        const isAllSafe = state === 'whole' && areAllSafe(sums)
        return [{ checkId, sourceId: String(sourceId), state, checked, safe, isAllSafe }]
      }),
    isReading: (path) =>
      [...kept.values()].some((check) => isUnderWay(check) && touches(check.root, path)),
    files({ checkId, reason, from, limit }) {
      const check = named(checkId)
      if (check === null) return fail({ kind: 'not-found' })
      const files = check.files[reason] ?? []
      return ok({ rows: files.slice(from, from + limit), from, listed: files.length })
    },
    async write({ checkId, path }) {
      const check = named(checkId)
      return check?.hasTable === true
        ? check.draft.copyTo(path, check.root)
        : fail({ kind: 'not-found' })
    },
    async end() {
      await Promise.all([...kept.values()].map(drop))
    },
  }
}
