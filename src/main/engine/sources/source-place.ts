// Finds where a source is now: at its path, under another mount point, or nowhere; and tells it from whatever else lies
// there. Another drive at a source's path is never taken for it. Changes nothing.
import type { Catalog, StoredSource } from '../ports/catalogue.ts'
import type { FolderIdentity, Walker } from '../ports/files.ts'

/** How a folder is looked for. */
export interface PlacePorts {
  /** Where a folder with this identity would be now; nobody has looked there. */
  placesOf(identity: FolderIdentity): Promise<string[]>
  isReachable(path: string): Promise<boolean>
  /** Whether nothing at all lies in the folder, as in the mount point that a drive leaves behind. */
  isEmpty(path: string): Promise<boolean>
  identifyFolder(path: string): Promise<FolderIdentity>
}

/** What recognising a folder by its files takes. */
export interface RecognisePorts extends PlacePorts {
  walker: Walker
  catalog: Pick<Catalog, 'knownFiles' | 'volumeOf'>
  /** The app's own folders, which are no part of any source. */
  ownFolders: readonly string[]
}

/** Where a source is. `unfamiliar`: something lies at its path, and that is not it as far as can be told. */
export type Place =
  { kind: 'here'; path: string; identity: FolderIdentity } | { kind: 'away' | 'unfamiliar' }

/** The place of a source, asked anew each time. `isConfirmed`: the user says that what lies at its path is it. */
export async function placeOf(
  source: StoredSource,
  ports: RecognisePorts,
  isConfirmed = false,
): Promise<Place> {
  const card = ports.catalog.volumeOf(source.sourceId)
  // It may be in: nobody said that it is wanted this time.
  if (card === 'rests') return { kind: 'away' }
  const isSomethingThere = await ports.isReachable(source.path)
  if (isSomethingThere) {
    const identity = isConfirmed
      ? await ports.identifyFolder(source.path)
      : await recognise(source, source.path, ports)
    if (identity !== null) return { kind: 'here', path: source.path, identity }
  }
  for (const path of await ports.placesOf(source.identity)) {
    if (path === source.path || !(await ports.isReachable(path))) continue
    const identity = await recognise(source, path, ports)
    if (identity !== null) return { kind: 'here', path, identity }
  }
  // An empty mount point is all that a drive leaves, and another card in the place of one is asked about as such: nobody needs
  // to be asked about either here.
  const isNothingThere = !isSomethingThere || card !== null || (await ports.isEmpty(source.path))
  return { kind: isNothingThere ? 'away' : 'unfamiliar' }
}

/** The identity of what is at the path when that is the source, else null. */
async function recognise(
  source: StoredSource,
  path: string,
  ports: RecognisePorts,
): Promise<FolderIdentity | null> {
  const now = await ports.identifyFolder(path)
  switch (compare(source.identity, now)) {
    case 'same':
      return now
    case 'other':
      return null
    case 'unknown':
      return (await holdsKnownFiles(source, path, ports)) ? now : null
  }
}

/** Whether two identities are of one folder, as far as they tell. */
export function compare(then: FolderIdentity, now: FolderIdentity): 'same' | 'other' | 'unknown' {
  if (knownVolume(then) && knownVolume(now)) {
    if (then.volumeId !== now.volumeId) return 'other'
    if (then.pathInVolume === null || then.pathInVolume === now.pathInVolume) return 'same'
    // The same volume, mounted from another of its folders: its files tell.
    return 'unknown'
  }
  const { folderId = null } = then
  return folderId !== null && folderId === now.folderId ? 'same' : 'unknown'
}

const knownVolume = ({ volumeId }: FolderIdentity): boolean => volumeId !== null

/** Whether a file that the source is known to hold is at this path, with its name and size; not where none are known. */
export const looksLikeSource = async (
  source: StoredSource,
  path: string,
  ports: RecognisePorts,
): Promise<boolean> =>
  ports.catalog.knownFiles(source.sourceId).length > 0 && holdsKnownFiles(source, path, ports)

/** Whether one of a few files that the source is known to hold is there, with its name and size; also where none are known. */
async function holdsKnownFiles(
  { sourceId, includeSubfolders, followLinks }: StoredSource,
  path: string,
  { walker, catalog, ownFolders }: RecognisePorts,
): Promise<boolean> {
  const known = catalog.knownFiles(sourceId)
  if (known.length === 0) return true
  const key = (folder: string, name: string, sizeBytes: number): string =>
    `${folder}/${name}\n${sizeBytes}`
  const wanted = new Set(known.map((file) => key(file.folder, file.name, file.sizeBytes)))
  const met = new Set<string>()
  const walked = await walker.walk(
    {
      root: path,
      folders: [...new Set(known.map((file) => file.folder))],
      isRecursive: false,
      includeSubfolders,
      ignorePatterns: [],
      ...(followLinks ? { followLinks: { ownFolders } } : {}),
      signal: new AbortController().signal,
    },
    (events) => {
      for (const event of events) {
        if (event.kind !== 'listing') continue
        for (const { name, sizeBytes } of event.listing.entries) {
          const one = key(event.listing.folder, name, sizeBytes)
          if (wanted.has(one)) met.add(one)
        }
      }
    },
  )
  // What could not be read says nothing against it; the scan that follows meets the same.
  return met.size > 0 || !walked.ok
}
