// The albums of folders as the catalogue keeps them, the queue fills them and the library has them. Which folder a photo's
// album is of is shared/albums.ts, what it is called albums/.
import type { Failure } from '../../../shared/failure.ts'
import type { AlbumQuestion } from '../../../shared/albums.ts'
import type { Result } from '../../../shared/result.ts'

/** The album that a photo goes into: of which source, and of which folder in it, as shared/albums.ts tells it. */
export interface AlbumPlace {
  sourceId: number
  key: string
}

/** Whose an album is: no other account has it, and no other client can put anything into it (photos-api.md 4). */
export interface AlbumOwner {
  accountId: number
  clientId: string
}

/** The same, with what tells where in it the photo lies. */
export interface AlbumSpot extends AlbumPlace {
  /** null: it says no date. */
  takenAt: number | null
}

/** A folder that has an album, or is to get one. */
export interface AlbumFolder extends AlbumPlace {
  /** Where the watched folder is, from the root of its disk. */
  sourcePath: string
}

/** How an album stands. */
export const albumStates = [
  /** A request that makes it may have left. */
  'intended',
  'made',
  /** It takes no more: the next part does. */
  'full',
  /** A person deleted it at Google: it is not made again unless they ask. */
  'deleted',
  /** Google does not make it. */
  'refused',
] as const
/** One of {@link albumStates}. */
export type AlbumState = (typeof albumStates)[number]

/** What is known of an album. */
export interface AlbumFacts {
  state: AlbumState
  /** Google's; null: there is none. */
  albumId: string | null
  productUrl: string | null
  /** As it was set; where a person gave it another one, that, as it was when it was met. */
  title: string
  /** What its folder was called then. */
  name: string
  /** A person gave it another title at Google, which stays. */
  isRenamed: boolean
}

/** One part of the album of a folder: one is too small for very many photos. */
export interface StoredAlbum extends AlbumPlace, AlbumFacts {
  owner: AlbumOwner
  rowId: number
  part: number
  /** Photos that are known to be in it. */
  count: number
  /** Photos that Google does not take into it; they are in the library. */
  refused: number
}

/** A photo in the library that should be in an album and is not. */
export interface AlbumCandidate {
  fileId: number
  uploadId: number
  mediaItemId: string
  name: string
  takenAt: number | null
}

/** What is remembered of albums; all of it is of the current account and its client. */
export interface AlbumStore {
  /** Whose albums are made now; null: nobody is signed in. */
  albumOwner(): AlbumOwner | null
  /** Whether a folder that takes part in this run wants albums: while none does, they cost nothing. */
  wantsAlbums(): boolean
  /** The parts of the album of a folder, in their order. */
  albumsAt(place: AlbumPlace): StoredAlbum[]
  /** Every album. */
  allAlbums(): StoredAlbum[]
  /** Whether an album of another folder has this title. */
  isTitleTaken(title: string, place: AlbumPlace): boolean
  /** How many there are of the sources that take part in this run, what is in them, and what is still to go into one. */
  albumFigures(): { created: number; items: number; refused: number; waiting: number }
  /** The folders with photos that go up, of all sources that want albums. */
  albumFolders(): AlbumFolder[]
  /** Whether something is noted to go into an album, but for those that are left alone. A look that costs nothing. */
  isAlbumDue(isLeftAlone: (place: AlbumPlace) => boolean): boolean
  /**
   * Photos in the library that should be in the album of one folder and are not, in the order of the date taken; null: none
   * is left of any. What should no longer be in one is forgotten on the way; where that is very much, there are no photos yet.
   */
  nextForAlbum(
    limit: number,
    isLeftAlone?: (place: AlbumPlace) => boolean,
  ): { place: AlbumPlace; photos: AlbumCandidate[] } | null
  /**
   * The folder of a place without an album was called otherwise: the album of a folder whose photos lie in this one now, while
   * nothing lies in that any more, is this one's from now on. False: there is none.
   */
  takeOverAlbum(place: AlbumPlace): boolean
}

/** What people are asked about albums, and told before they choose some; of the current account and its client. */
export interface AlbumAnswers {
  /** What is asked of which album, by its row. */
  albumQuestions(): ReadonlyMap<number, AlbumQuestion>
  /** It stays as it is, and nobody is asked again until it becomes something else; false: nothing was asked. */
  leaveAlbum(rowId: number): boolean
  /** How many photos of each folder of a source are to go up, and how many are in the library and can go into an album. */
  albumCounts(sourceId: number): { folder: string; coming: number; done: number }[]
}

/** What tells where a photo lies in its album. */
export interface InAlbum {
  /** null: it says no date. */
  takenAt: number | null
  name: string
  id: number
}

/** Keeps albums: has them made before their first photos, and puts in later what was in the library already. */
export interface AlbumKeeper {
  /** As for sorting: which of two photos lies before the other. */
  compare(one: InAlbum, other: InAlbum): number
  /** The album that so many more photos of a folder go into, made where there is none; null: they go without one. */
  albumFor(
    place: AlbumPlace,
    more: number,
    signal: AbortSignal,
  ): Promise<Result<StoredAlbum | null, Failure>>
  /** A request said that an album is not there any more. */
  isGone(album: StoredAlbum): Promise<void>
  /**
   * Google refused photos for an album: whether that is because it is gone, or full; `open`: the photos are why; `unknown`: it
   * could not be read.
   */
  lookAt(album: StoredAlbum, signal: AbortSignal): Promise<'gone' | 'full' | 'open' | 'unknown'>
  /**
   * Puts a batch of what is in the library into the album where it should be; false: nothing is left to do. Fails as the request
   * did, where that says nothing of the photos. `place`: which folder's album it was, null for none.
   */
  addDue(
    isLeftAlone: (place: AlbumPlace) => boolean,
    signal: AbortSignal,
  ): Promise<{ place: AlbumPlace | null; added: Result<boolean, Failure> }>
}
