// The photo library as the rest of the engine knows it: tokens in, bytes and items out. Implemented by photos/ over
// HTTP, with the tokens of sign-in/; nothing here knows an address.
import type { Failure } from '../../../shared/failure.ts'
import type { StoredSplice } from '../../../shared/splice.ts'
import type { Result } from '../../../shared/result.ts'

/** Hands out access tokens; refreshes are single-flight. Implemented by sign-in, used by photos. */
export interface AccessTokens {
  /** A token that is good for a while, refreshed when needed. */
  get(): Promise<Result<string, Failure>>
  /** Google refused this one with 401: get another. A second refusal is the caller's `signed-out`. */
  renew(refused: string): Promise<Result<string, Failure>>
}

/** An open resumable upload, as stored between runs. */
export interface UploadSession {
  url: string
  /** Bytes that the server has confirmed. */
  offset: number
  openedAt: number
}

/** The bytes to send: an open file descriptor's worth of one file, read only. */
export interface SendBytes {
  path: string
  /** Of what is sent. */
  sizeBytes: number
  mimeType: string
  /** Modification time in microseconds at fingerprinting; the adapter answers `file-changed` when fstat differs. null: do not check (renditions). */
  mtimeUs: number | null
  /**
   * Of what is to be sent: where what is read for it has another SHA-256, the answer is `file-changed` before the last byte
   * has left. null or left out: not known (older renditions).
   */
  sha256?: string | null
  /** What is sent otherwise than it is in the file, in its order. Left out: nothing. */
  splices?: readonly StoredSplice[]
  /** With a session, whose first bytes left before: the change time at fingerprinting, in microseconds. */
  ctimeUs?: number | null
  session: UploadSession | null
  /** The session changed and should be stored before more is sent; null: it is dead or finished. */
  onSession(session: UploadSession | null): Promise<void>
  onProgress(sentBytes: number): void
  signal: AbortSignal
}

/** One photo to be made from sent bytes. */
export interface CreateItem {
  token: string
  fileName: string
  /** Its caption; left out: it has none. */
  description?: string
}

/** What became of one photo of a batch. */
export type CreateOutcome = Result<{ mediaItemId: string; productUrl: string | null }, Failure>

/** A media item of this app as the library lists it. */
export interface ListedItem {
  mediaItemId: string
  productUrl: string | null
  fileName: string
  mimeType: string
  createdAt: number | null
  width: number | null
  height: number | null
}

/** What the library says of a media item that it was asked for. */
export type ItemAnswer =
  | {
      is: 'there'
      mimeType: string
      /** Upright or not; null: it does not say. */
      width: number | null
      height: number | null
      /** How far Google is with a video; null: it is none. */
      video: 'processing' | 'ready' | 'failed' | 'unknown' | null
    }
  /** It gives none, for a reason by google.rpc.Code: 3 where it knows no such item of this app. */
  | { is: 'refused'; code: number }

/** An album of this app as the library has it. */
export interface LibraryAlbum {
  albumId: string
  title: string
  productUrl: string | null
  /** What is in it, also what people put there by hand. */
  count: number
}

/** The albums of the library. A request that names one which is not there any more fails with `album-gone`. */
export interface LibraryAlbums {
  createAlbum(title: string, signal: AbortSignal): Promise<Result<LibraryAlbum, Failure>>
  readAlbum(albumId: string, signal: AbortSignal): Promise<Result<LibraryAlbum, Failure>>
  listAlbums(
    pageToken: string | null,
    signal: AbortSignal,
  ): Promise<Result<{ albums: LibraryAlbum[]; next: string | null }, Failure>>
  renameAlbum(
    albumId: string,
    title: string,
    signal: AbortSignal,
  ): Promise<Result<LibraryAlbum, Failure>>
  /** At most 50 photos, all or none of them; one that is there already stays where it is. */
  addToAlbum(
    albumId: string,
    mediaItemIds: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<null, Failure>>
}

/** The library port. After `signal` aborts, nothing more is written to the network. */
export interface Photos extends LibraryAlbums {
  sendBytes(request: SendBytes): Promise<Result<{ token: string }, Failure>>
  /**
   * At most 50 items, all of them into one album where one is named. The outer failure is the whole request's; outcomes are in the
   * order of the items.
   */
  create(
    items: readonly CreateItem[],
    signal: AbortSignal,
    albumId?: string,
  ): Promise<Result<CreateOutcome[], Failure>>
  list(
    pageToken: string | null,
    signal: AbortSignal,
  ): Promise<Result<{ items: ListedItem[]; next: string | null }, Failure>>
  /** At most 50 items by their ids, each named once; the answers are in the same order. */
  readItems(
    mediaItemIds: readonly string[],
    signal: AbortSignal,
  ): Promise<Result<ItemAnswer[], Failure>>
  /** One request without a body: whether the way to the library and back works at all. */
  probe(signal: AbortSignal): Promise<Result<null, Failure>>
  storage(
    signal: AbortSignal,
  ): Promise<Result<{ limitBytes: number | null; usedBytes: number }, Failure>>
}
