// Folders and files that no source is searched through, each with its reason, so that the window can show the
// list as it is. The walk and the watcher both ask here; the user's own patterns are engine/sources/ignore-patterns.ts.

/** What kind of thing is left out; a library is worth telling the user about, the rest is expected. */
export type LeftOutKind = 'library' | 'thumbnails' | 'trash' | 'system' | 'hidden'

/** A kind of folder that is not searched. `pattern` is a name, without regard to case, where * stands for any letters. */
export interface LeftOutFolder {
  pattern: string
  kind: LeftOutKind
  why: string
}

const appleLibrary =
  'A library of Apple Photos or iPhoto. Its files belong to that app; export photos from it to back them up.'
const lightroom =
  'Previews and settings of Lightroom, not photos. The photos themselves lie in other folders.'
const nasThumbnails = 'Small preview pictures made by a network drive.'
const nasTrash = 'The recycle bin of a network drive.'
const snapshots = 'Older versions kept by a network drive.'
const trash = 'Deleted files.'
const system = 'Belongs to the system.'

/** Every kind of folder that is not searched. The folder that the user chose is searched whatever its name. */
export const leftOutFolders: readonly LeftOutFolder[] = [
  { pattern: '*.photoslibrary', kind: 'library', why: appleLibrary },
  { pattern: '*.photolibrary', kind: 'library', why: appleLibrary },
  { pattern: '*.migratedphotolibrary', kind: 'library', why: appleLibrary },
  {
    pattern: '*.aplibrary',
    kind: 'library',
    why: 'A library of Aperture. Its files belong to that app.',
  },
  {
    pattern: '*.lrlibrary',
    kind: 'library',
    why: 'A library of Lightroom that is kept in the cloud. Its files belong to that app.',
  },
  { pattern: '*.lrdata', kind: 'thumbnails', why: lightroom },
  { pattern: '*.lrcat-data', kind: 'system', why: lightroom },
  { pattern: '@eaDir', kind: 'thumbnails', why: nasThumbnails },
  { pattern: '@__thumb', kind: 'thumbnails', why: nasThumbnails },
  { pattern: '.@__thumb', kind: 'thumbnails', why: nasThumbnails },
  { pattern: 'SYNOFILE_THUMB*', kind: 'thumbnails', why: nasThumbnails },
  {
    pattern: '.thumbnails',
    kind: 'thumbnails',
    why: 'Small preview pictures made by a phone or a computer.',
  },
  {
    pattern: '.photostructure',
    kind: 'thumbnails',
    why: 'Previews and settings of PhotoStructure.',
  },
  {
    pattern: '.picasaoriginals',
    kind: 'thumbnails',
    why: 'Copies that Picasa kept before an edit. The edited photos are backed up.',
  },
  { pattern: '$RECYCLE.BIN', kind: 'trash', why: trash },
  { pattern: 'RECYCLER', kind: 'trash', why: trash },
  { pattern: '.Trash*', kind: 'trash', why: trash },
  { pattern: 'Recently Deleted', kind: 'trash', why: trash },
  { pattern: '#recycle', kind: 'trash', why: nasTrash },
  { pattern: '@Recycle', kind: 'trash', why: nasTrash },
  { pattern: '#snapshot', kind: 'system', why: snapshots },
  { pattern: '@Recently-Snapshot', kind: 'system', why: snapshots },
  { pattern: 'System Volume Information', kind: 'system', why: system },
  { pattern: 'lost+found', kind: 'system', why: system },
  { pattern: '.*', kind: 'hidden', why: 'Hidden folders, whose name begins with a dot.' },
]

interface Matcher {
  folder: LeftOutFolder
  isMatch: (lowerName: string) => boolean
}

const toMatcher = (folder: LeftOutFolder): Matcher => {
  const pattern = folder.pattern.toLowerCase()
  if (pattern.startsWith('*')) {
    return { folder, isMatch: (name) => name.endsWith(pattern.slice(1)) }
  }
  if (pattern.endsWith('*')) {
    return { folder, isMatch: (name) => name.startsWith(pattern.slice(0, -1)) }
  }
  return { folder, isMatch: (name) => name === pattern }
}

const matchers = leftOutFolders.map(toMatcher)

/** Why a folder of this name is not searched, or null where it is. */
export function findLeftOutFolder(name: string): LeftOutFolder | null {
  const lowerName = name.toLowerCase()
  return matchers.find((matcher) => matcher.isMatch(lowerName))?.folder ?? null
}

/** Whether a file of this name is the system's or a network drive's own, although it ends like a photo. */
export function isLeftOutFile(name: string): boolean {
  // ._NAME holds what macOS knows about NAME where a file system cannot; the other is a Synology preview.
  return name.startsWith('._') || name.startsWith('SYNOFILE_THUMB')
}
