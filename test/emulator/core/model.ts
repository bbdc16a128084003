/**
 * What the emulator remembers: accounts, clients, tokens, bytes, media items and albums, as plain data.
 * These rows go to the journal as they are. How they are stored is left to store.ts.
 */

/** A Google account that can sign in; the email address is its key everywhere in the emulator. */
export type Account = { readonly sub: string; readonly email: string; readonly name: string }

/** An OAuth client as the cloud console would hold it, with the switches of its project. */
export type Client = {
  readonly clientId: string
  readonly clientSecret: string
  readonly type: 'desktop' | 'web'
  readonly redirectUris: readonly string[]
  readonly projectNumber: string
  readonly photosApiEnabled: boolean
  readonly driveApiEnabled: boolean
}

/** A long-lived grant of one account to one client; `expiresAtMs` is set when consent was given in testing. */
export type RefreshToken = {
  readonly token: string
  readonly clientId: string
  readonly email: string
  readonly scopes: readonly string[]
  readonly issuedAtMs: number
  readonly expiresAtMs: number | null
}

/** A short-lived bearer token, tied to the refresh token it came from (null when there is none). */
export type AccessToken = {
  readonly token: string
  readonly clientId: string
  readonly email: string
  readonly scopes: readonly string[]
  readonly expiresAtMs: number
  readonly refreshToken: string | null
}

/** A date as some bytes state it. */
export type StatedDate = {
  readonly from:
    | 'DateTimeOriginal'
    | 'DateTimeDigitized'
    | 'DateTime'
    | 'XMP'
    | 'GPS'
    | 'Apple creationdate'
    | 'mvhd'
  /** The clock's reading, as `2019-07-14T18:22:33`. */
  readonly wall: string
  /** From UTC; null where none is stated. */
  readonly zoneMinutes: number | null
}

/** What the bytes of a photo or video say about themselves. */
export type MediaFacts = {
  readonly kind: 'photo' | 'video'
  readonly mimeType: string
  readonly width: number
  readonly height: number
  /** Every date that the bytes state; which one counts is left to media/dates.ts. */
  readonly dates: readonly StatedDate[]
  /** A caption inside the bytes. */
  readonly caption?: string
  /** A film lies behind the photo. */
  readonly hasMotion?: true
  readonly cameraMake?: string
  readonly cameraModel?: string
  readonly focalLength?: number
  readonly apertureFNumber?: number
  readonly isoEquivalent?: number
  readonly exposureSeconds?: number
}

/** Distinct bytes on disk; `media` is null when they are neither a photo nor a video. */
export type Content = {
  readonly sha256: string
  readonly sizeBytes: number
  readonly media: MediaFacts | null
}

/** The receipt for uploaded bytes that batchCreate takes. */
export type UploadToken = {
  readonly token: string
  readonly email: string
  readonly clientId: string
  readonly sha256: string
  readonly fileName: string | null
  readonly issuedAtMs: number
}

/** A resumable upload. How many bytes it holds is the length of its file, so it is not written here. */
export type Session = {
  readonly id: string
  readonly email: string
  readonly clientId: string
  readonly mimeType: string
  readonly fileName: string | null
  readonly declaredSizeBytes: number | null
  readonly startedAtMs: number
  readonly status: 'active' | 'final' | 'cancelled'
  readonly uploadToken: string | null
}

/** A photo or video in an account's library; `clientId` is the one that made it and alone may see it. */
export type MediaItem = {
  readonly id: string
  readonly email: string
  readonly clientId: string
  readonly sha256: string
  readonly fileName: string
  readonly description: string
  readonly creationTime: string
  /** From UTC, to show the day and hour of the place where it was taken. */
  readonly zoneMinutes: number
  /** Which date in the bytes it is; null is the time of upload. */
  readonly datedBy: StatedDate['from'] | null
  /** How it came when a person brought it on the website. */
  readonly fromWebsite?: 'original' | 'saver'
  readonly isTrashed?: true
  /** The sides that a person gave it on the website. */
  readonly editedTo?: { readonly width: number; readonly height: number }
  readonly createdAtMs: number
  readonly createdBySeq: number
  readonly timesCreated: number
}

/** The clock at the place where an item was taken, as `2019-07-14T18:22:33`. */
export function localTime({ creationTime, zoneMinutes }: MediaItem): string {
  const localMs = Date.parse(creationTime) + zoneMinutes * 60_000
  return new Date(localMs).toISOString().slice(0, 19)
}

/** One place in an album: a media item or an enrichment between items. */
export type AlbumEntry =
  { readonly mediaItemId: string } | { readonly enrichmentId: string; readonly enrichment: unknown }

/** An album; entries are in display order. */
export type Album = {
  readonly id: string
  readonly email: string
  readonly clientId: string
  readonly title: string
  /** What it was last called on the website; a new title by the API shows there too. */
  readonly websiteTitle?: string
  /** Items that a person took out on the website. */
  readonly takenOut?: readonly string[]
  readonly coverPhotoMediaItemId: string | null
  readonly entries: readonly AlbumEntry[]
  readonly createdAtMs: number
}

/** People see the title that they gave last. */
export const shownTitleOf = ({ title, websiteTitle }: Album): string => websiteTitle ?? title
