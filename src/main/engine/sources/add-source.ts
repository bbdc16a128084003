// Adds a folder to back up, after everything that could be wrong with it has been asked: it exists, is a
// folder, can be read, and neither lies in another source nor around one.
import { constants } from 'node:fs'
import { access, realpath, stat } from 'node:fs/promises'
import { resolve } from 'node:path'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Catalog, StoredSource } from '../ports/catalogue.ts'
import type { FolderIdentity } from '../ports/files.ts'

/** What adding a source needs. */
export interface AddSourceWorld {
  catalog: Catalog
  now(): number
  identifyFolder(path: string): Promise<FolderIdentity>
}

/** Adds the folder, or says what is wrong with it and adds nothing. A folder that is a source already is itself. */
export async function addSource(
  given: string,
  world: AddSourceWorld,
): Promise<Result<{ sourceId: string }, Failure>> {
  const path = resolve(given)
  const checked = await checkFolder(path)
  if (!checked.ok) return checked
  const sources = world.catalog.sources()
  const same = sources.find((source) => source.path === checked.value || source.path === path)
  if (same !== undefined) return ok({ sourceId: String(same.sourceId) })
  const overlap = checkOverlap(checked.value, sources)
  if (!overlap.ok) return overlap
  const identity = await world.identifyFolder(checked.value)
  const sourceId = world.catalog.addSource({ path: checked.value, identity, now: world.now() })
  return ok({ sourceId: String(sourceId) })
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

/** Refuses a folder inside another source or around one: each file belongs to one source. */
function checkOverlap(
  path: string,
  sources: readonly Pick<StoredSource, 'path'>[],
): Result<null, Failure> {
  const withSlash = (folder: string): string => (/[\\/]$/.test(folder) ? folder : `${folder}/`)
  const normal = (folder: string): string => withSlash(folder).replaceAll('\\', '/')
  for (const source of sources) {
    const [one, other] = [normal(path), normal(source.path)]
    if (one.startsWith(other) || other.startsWith(one))
      return { ok: false, failure: { kind: 'folder-overlaps', path, other: source.path } }
  }
  return ok(null)
}
