// The rehearsal that the window looks at: one at a time, with its rows by what becomes of them, so that it can be read in
// pages while it goes on. It is given up when another one begins, or when nobody has asked for a while.
import { randomUUID } from 'node:crypto'
import { setImmediate as nextTurn } from 'node:timers/promises'
import type { Output } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import { outcomes, type Outcome } from '../../shared/rehearsal.ts'
import type {
  RehearsalStage,
  RehearsedAlbums,
  RehearsedFile,
} from '../../shared/rehearsal-schemas.ts'
import { noRehearsal } from '../../shared/rehearsal-sums.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { createAlbumPreview, knownAlbums, type AlbumPlan } from './albums/index.ts'
import type { Catalog, StoredSource } from './ports/catalogue.ts'
import type { RehearsedFolder } from './ports/rehearsal.ts'
import { knownFiles, rehearseFolders, type RehearsalTools } from './rehearsing.ts'

/** The rehearsals of one engine. */
export interface Rehearsals {
  /** Begins one of these sources; null: of all. */
  start(sourceIds: readonly string[] | null): Result<Output<'startRehearsal'>, Failure>
  read(ask: {
    rehearsalId: string
    outcome: Outcome
    from: number
    limit: number
  }): Result<Output<'readRehearsal'>, Failure>
  end(rehearsalId: string): void
}

/** More rows than these are counted and not kept: a list that long is for the command. */
const mostRows = 100_000
/** The window asks every second; closed to the tray with a preview open, it is let ask once a minute by Chromium. */
const forgottenAfterMs = 90_000
const rowsAtOnce = 500
/** So many albums are listed; the others are counted. */
const mostAlbums = 200

interface Begun {
  rehearsalId: string
  abort: AbortController
  sums: ReturnType<typeof noRehearsal>
  rows: Record<Outcome, RehearsedFile[]>
  kept: number
  albums: RehearsedAlbums | null
  stage: RehearsalStage
  isDone: boolean
  failure: Failure | null
  /** Nobody asks any more. */
  cancelForget(): void
}

/** What is asked of the catalogue. */
export type RehearsalCatalog = Pick<
  Catalog,
  'sources' | 'settings' | 'listHistory' | 'recall' | 'requestsToday' | 'allAlbums' | 'albumFolders'
>

/** Makes them. */
export function createRehearsals(
  parts: RehearsalTools & {
    catalog: RehearsalCatalog
    /** The engine stops. */
    signal: AbortSignal
  },
): Rehearsals {
  const { catalog, clock } = parts
  let current: Begun | null = null

  const end = (begun: Begun): void => {
    begun.abort.abort()
    begun.cancelForget()
    if (current === begun) current = null
  }
  const remember = (begun: Begun): void => {
    begun.cancelForget()
    begun.cancelForget = clock.after(forgottenAfterMs, () => end(begun))
  }

  const folderOf = async (source: StoredSource, signal: AbortSignal): Promise<RehearsedFolder> => {
    const filter = { sourceId: String(source.sourceId) }
    const known = await knownFiles(async (after) => {
      await nextTurn()
      return signal.aborted ? null : catalog.listHistory(filter, after, rowsAtOnce, 'size')
    }, signal)
    return { ...source, known, isAway: !source.isConnected }
  }

  /** Gathers the albums of these; null: none of them wants any. */
  const albumsOf = (
    sources: readonly StoredSource[],
  ): { file(file: RehearsedFile): void; plan(): RehearsedAlbums } | null => {
    if (sources.every(({ albums }) => albums === 'none')) return null
    const there = Map.groupBy(catalog.allAlbums(), ({ sourceId }) => sourceId)
    const preview = createAlbumPreview(
      sources.map(({ sourceId, path, albums }) => {
        const own = there.get(sourceId) ?? []
        return { path, albums, ...knownAlbums(own.map((one) => ({ ...one, folder: one.key }))) }
      }),
    )
    const ids = new Set(sources.map(({ sourceId }) => sourceId))
    const isOther = ({ sourceId }: { sourceId: number }): boolean => !ids.has(sourceId)
    return {
      file: preview.file,
      plan: () =>
        toAlbums(
          preview.plan({
            // No source of this rehearsal has such a number: these are told by where they lie among the sources.
            others: catalog
              .albumFolders()
              .filter(isOther)
              .map((folder) => ({ ...folder, sourceId: -1 - folder.sourceId })),
            taken: new Set([...there.values()].flat().map(({ title }) => title)),
          }),
        ),
    }
  }

  const run = async (begun: Begun, sources: readonly StoredSource[]): Promise<void> => {
    const signal = AbortSignal.any([begun.abort.signal, parts.signal])
    const folders: RehearsedFolder[] = []
    for (const source of sources) folders.push(await folderOf(source, signal))
    const ids = new Map(sources.map(({ path, sourceId }) => [path, sourceId]))
    const wish = {
      folders,
      settings: catalog.settings(),
      usedToday: catalog.requestsToday(clock.now()).used,
    }
    const tools: RehearsalTools = {
      ...parts,
      recall: (root, folder, entry) => catalog.recall(ids.get(root) ?? 0, folder, entry),
    }
    const albums = albumsOf(sources)
    const listener = {
      file: (file: RehearsedFile) => {
        albums?.file(file)
        if (begun.kept >= mostRows) return
        begun.kept += 1
        begun.rows[file.outcome].push(file)
      },
      stage: (stage: RehearsalStage) => {
        begun.stage = stage
      },
    }
    await rehearseFolders(wish, tools, listener, signal, begun.sums)
    begun.albums = albums?.plan() ?? null
  }

  return {
    start(sourceIds) {
      const sources = catalog
        .sources()
        .filter(({ sourceId }) => sourceIds?.includes(String(sourceId)) ?? true)
      if (sourceIds !== null && sources.length < new Set(sourceIds).size)
        return fail({ kind: 'not-found' })
      if (current !== null) end(current)
      const begun: Begun = {
        rehearsalId: randomUUID(),
        abort: new AbortController(),
        sums: noRehearsal(),
        rows: { goes: [], copy: [], done: [], skipped: [], failed: [] },
        kept: 0,
        albums: null,
        stage: { does: 'looking' },
        isDone: false,
        failure: null,
        cancelForget: () => undefined,
      }
      current = begun
      remember(begun)
      run(begun, sources)
        .catch((bug: unknown) => {
          const message = bug instanceof Error ? bug.message : String(bug)
          begun.failure = { kind: 'unexpected', message: message.slice(0, 500) }
        })
        .finally(() => {
          begun.isDone = true
        })
        .catch(() => undefined)
      return ok({ rehearsalId: begun.rehearsalId })
    },
    read({ rehearsalId, outcome, from, limit }) {
      if (current?.rehearsalId !== rehearsalId) return fail({ kind: 'not-found' })
      remember(current)
      const { sums, stage, isDone, failure, rows, albums } = current
      if (failure !== null) return fail(failure)
      return ok({
        rehearsal: sums,
        stage,
        isDone,
        albums,
        outcome,
        from,
        rows: rows[outcome].slice(from, from + limit),
        listed: Object.fromEntries(outcomes.map((one) => [one, rows[one].length])) as Record<
          Outcome,
          number
        >,
      })
    },
    end(rehearsalId) {
      if (current?.rehearsalId === rehearsalId) end(current)
    },
  }
}

function toAlbums({ albums, creates, batches }: AlbumPlan): RehearsedAlbums {
  const there = albums.filter(({ isMade }) => isMade).length
  const listed = albums.slice(0, mostAlbums)
  return {
    albums: listed.map(({ title, files, isMade, isTold }) => ({ title, files, isMade, isTold })),
    more: albums.length - listed.length,
    new: albums.length - there,
    ...{ there, creates, batches },
  }
}
