// Adds a folder to back up, after everything that could be wrong with it has been asked: it exists, is a
// folder, can be read, and neither lies in another source nor around one.
import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { FolderIdentity } from '../ports/files.ts'
import type { SourceStart } from '../ports/stored-source.ts'
import { relate, type Placed } from './same-folder.ts'

/** What adding a source needs. */
export interface AddSourceWorld {
  catalog: Pick<Catalog, 'sources' | 'addSource'>
  now(): number
  identifyFolder(path: string): Promise<FolderIdentity>
}

/** A folder that is a source. */
export interface PlacedFolder extends Placed {
  sourceId: number
}

/** A folder that was named: the source that it is, or where a new one would lie. */
export type FoundFolder = Placed & { sourceId: number | null }

/**
 * Which source a folder is, or that it could become one; or what is wrong with it. A folder that is a source already is
 * itself, under whatever name, and also while it is away. Adds nothing.
 */
export async function resolveFolder(
  given: string,
  sources: readonly PlacedFolder[],
  identifyFolder: AddSourceWorld['identifyFolder'],
): Promise<Result<FoundFolder, Failure>> {
  const path = resolve(given)
  const checked = await checkFolder(path)
  if (!checked.ok) {
    const known = sources.find((source) => source.path === path)
    return known === undefined ? checked : ok(known)
  }
  const folder = { path: checked.value, identity: await identifyFolder(checked.value) }
  const relations = await Promise.all(
    sources.map(async (source) => ({ source, relation: await relate(folder, source) })),
  )
  const same = relations.find(({ relation }) => relation === 'same')
  if (same !== undefined) return ok(same.source)
  const overlapping = relations.find(({ relation }) => relation !== 'apart')
  if (overlapping !== undefined)
    return fail({ kind: 'folder-overlaps', path: folder.path, other: overlapping.source.path })
  return ok({ ...folder, sourceId: null })
}

/** Adds the folder with what `start` says in that moment, or says what is wrong with it and adds nothing. */
export async function addSource(
  given: string,
  world: AddSourceWorld,
  start: () => SourceStart,
): Promise<Result<{ sourceId: string }, Failure>> {
  const found = await resolveFolder(given, world.catalog.sources(), world.identifyFolder)
  if (!found.ok) return found
  const { path, identity, sourceId } = found.value
  if (sourceId !== null) return ok({ sourceId: String(sourceId) })
  const folder = { path, identity, now: world.now(), start: start() }
  return ok({ sourceId: String(world.catalog.addSource(folder)) })
}

/** The real path of a readable folder, so that two names of one folder are one source. */
async function checkFolder(path: string): Promise<Result<string, Failure>> {
  try {
    const real = await realpath(path)
    if (!(await stat(real)).isDirectory()) return fail({ kind: 'not-a-folder', path })
    await access(real, constants.R_OK | constants.X_OK)
    return ok(real)
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'UNKNOWN'
    if (code === 'ENOENT' || code === 'ENOTDIR') return fail({ kind: 'folder-missing', path })
    return fail({ kind: 'folder-unreadable', path, code })
  }
}
