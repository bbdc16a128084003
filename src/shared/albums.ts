// Which album a photo goes into by the folder that it lies in: none, one for all of a watched folder, or one for each folder
// inside it, down to a depth. Pure; the catalogue, the queue, the rehearsal, the window and the command ask here.

/** What is chosen for a watched folder. */
export type AlbumChoice =
  | { for: 'none' }
  | { for: 'source' }
  /** Deeper folders belong to the one above them at that depth; null: each folder has its own. */
  | { for: 'folders'; depth: number | null }

/** What `--albums` can be. */
export const albumKinds = ['none', 'source', 'folders'] as const
/** One of {@link albumKinds}. */
export type AlbumKind = (typeof albumKinds)[number]

/** What somebody can be asked about an album, since Shoebox undoes none of it by itself. */
export const albumQuestions = [
  /** A person deleted it at Google. */
  'deleted',
  /** Google does not make it. */
  'refused',
  /** Its folder is called otherwise now, and the title at Google is another one already: that stays. */
  'renamed',
] as const
/** One of {@link albumQuestions}. */
export type AlbumQuestion = (typeof albumQuestions)[number]

/** Why a photo in the library is not in the album of its folder. */
export const albumAbsences = [
  /** It is put there when nothing else is left to do. */
  'waiting',
  /** Google does not take it there: another app, or an older client, brought it first. */
  'not-taken',
  /** Somebody deleted the album at Google. */
  'deleted',
  /** Google makes no such album. */
  'not-made',
  /** It was brought by the Google client that was used before: only that one could have put it into an album. */
  'other-client',
] as const
/** One of {@link albumAbsences}. */
export type AlbumAbsence = (typeof albumAbsences)[number]

/** No folder of anybody lies deeper. */
export const deepest = 64

/** A choice as it is kept and as the contract carries it: `none`, `source`, `folders`, `folders:2`; null for anything else. */
export function parseAlbumChoice(text: string): AlbumChoice | null {
  if (text === 'none' || text === 'source') return { for: text }
  const [kind, depth, ...more] = text.split(':')
  if (kind !== 'folders' || more.length > 0) return null
  if (depth === undefined) return { for: 'folders', depth: null }
  return /^[1-9]\d?$/.test(depth) && Number(depth) <= deepest
    ? { for: 'folders', depth: Number(depth) }
    : null
}

/** The text of a choice. */
export function albumChoiceText(choice: AlbumChoice): string {
  if (choice.for !== 'folders' || choice.depth === null) return choice.for
  return `folders:${choice.depth}`
}

/**
 * The folder whose album the photos of a folder go into, both relative to the watched one with '/' between their parts: ''
 * is the watched folder itself, as it is for what lies in it and in none inside it. null: they go into none.
 */
export function albumKey(choice: AlbumChoice, folder: string): string | null {
  switch (choice.for) {
    case 'none':
      return null
    case 'source':
      return ''
    case 'folders':
      return choice.depth === null ? folder : folder.split('/').slice(0, choice.depth).join('/')
  }
}
