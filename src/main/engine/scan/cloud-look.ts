// Corrects a walk on Windows where a file's blocks do not tell whether only the cloud has it: OneDrive keeps some bytes of a
// file that is not here, and a compressed or deduplicated one that is here may own no block. Each folder with such files is
// asked for once, and again when something in it changed; without an answer the blocks stand. How is cloud-windows.ts.
import { createHash } from 'node:crypto'
import type { Entry } from '../ports/files.ts'
import { askWindows, type CloudNames } from './cloud-windows.ts'
import type { WalkedEvent, WalkedListing } from './strangers.ts'
import { toFolderPath } from './system-path.ts'

/** Corrects the events of a walk below `root`. */
export type CloudLook = (
  root: string,
  events: readonly WalkedEvent[],
  signal: AbortSignal,
) => Promise<WalkedEvent[]>

interface Folder {
  path: string
  /** Changes whenever what is not clear in it does. */
  stamp: string
}

/** So many start PowerShell once; with their paths they stay far below the 32,767 characters that the environment takes. */
const mostAtOnce = 16
const mostCharacters = 16_000
/** More than most people have in OneDrive, and a bound on memory. */
const mostKept = 20_000
/** Where PowerShell may not run, it may not run the next time either. */
const restMs = 3_600_000

/** `ask` answers for each folder, or null where nobody can be asked. */
export function createCloudLook(
  ask: typeof askWindows = askWindows,
  now = (): number => performance.now(),
): CloudLook {
  const kept = new Map<string, { stamp: string; names: ReadonlySet<string> }>()
  let restsUntil = -Infinity
  const keep = ({ path, stamp }: Folder, names: ReadonlySet<string>): void => {
    kept.delete(path)
    kept.set(path, { stamp, names })
    const [oldest] = kept.keys()
    if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest)
  }
  const namesOf = ({ path, stamp }: Folder): CloudNames => {
    const known = kept.get(path)
    return known?.stamp === stamp ? known.names : null
  }
  return async (root, events, signal) => {
    const folders = new Map<WalkedListing, Folder>()
    for (const event of events)
      if (event.kind === 'listing' && event.listing.unclear !== undefined)
        folders.set(event.listing, {
          path: toFolderPath(root, event.listing.folder),
          stamp: stampOf(event.listing),
        })
    if (folders.size === 0) return [...events]
    const isStopped = (): boolean => signal.aborted
    const unknown = [...folders.values()].filter((folder) => namesOf(folder) === null)
    for (const some of inParts(unknown)) {
      if (isStopped() || now() < restsUntil) break
      const answers = await ask(
        some.map(({ path }) => path),
        signal,
      )
      if (answers === null && !isStopped()) restsUntil = now() + restMs
      some.forEach((folder, index) => {
        const names = answers?.[index] ?? null
        if (names !== null) keep(folder, names)
      })
    }
    return events.map((event) => {
      const folder = event.kind === 'listing' ? folders.get(event.listing) : undefined
      if (event.kind !== 'listing' || folder === undefined) return event
      return { kind: 'listing', listing: corrected(event.listing, namesOf(folder)) }
    })
  }
}

/** The one of this process: what it was told holds for every walk. */
export const cloudLook = createCloudLook()

function corrected(listing: WalkedListing, names: CloudNames): WalkedListing {
  const { unclear, ...rest } = listing
  if (names === null) return rest
  const clear = (entry: Entry): Entry =>
    unclear?.has(entry.name) === true ? { ...entry, isOnlineOnly: names.has(entry.name) } : entry
  return { ...rest, entries: rest.entries.map(clear), unnamed: rest.unnamed.map(clear) }
}

function stampOf({ unclear, entries, unnamed }: WalkedListing): string {
  const hash = createHash('sha256')
  for (const { name, sizeBytes, mtimeUs, ctimeUs } of [...entries, ...unnamed]) {
    const flags = unclear?.get(name)
    if (flags !== undefined)
      hash.update(`${name}\0${sizeBytes}\0${mtimeUs}\0${ctimeUs}\0${flags}\0`)
  }
  return hash.digest('base64')
}

function* inParts(folders: readonly Folder[]): Generator<Folder[]> {
  let part: Folder[] = []
  let characters = 0
  for (const folder of folders) {
    const isFull = part.length === mostAtOnce || characters + folder.path.length > mostCharacters
    if (isFull && part.length > 0) {
      yield part
      part = []
      characters = 0
    }
    part.push(folder)
    characters += folder.path.length + 1
  }
  if (part.length > 0) yield part
}
