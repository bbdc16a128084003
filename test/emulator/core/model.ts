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

/** What the bytes of a photo or video say about themselves. */
export type MediaFacts = {
  readonly kind: 'photo' | 'video'
  readonly mimeType: string
  readonly width: number
  readonly height: number
  /** Capture time as the file states it, in ISO form, or null. */
  readonly takenAt: string | null
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
  readonly createdAtMs: number
  readonly createdBySeq: number
  readonly timesCreated: number
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
  readonly coverPhotoMediaItemId: string | null
  readonly entries: readonly AlbumEntry[]
}
