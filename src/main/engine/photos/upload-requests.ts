// How bytes are parted into requests: one for nearly every photo, a session in chunks for what is larger. Pure; the requests
// themselves are send-bytes.ts and resumable-upload.ts.

/** From which size on a file goes in a session, and in chunks of what size. */
export interface UploadParts {
  resumableFromBytes: number
  chunkBytes: number
}

/** What an engine or a test may say of it. */
export type UploadPartsWish = { [K in keyof UploadParts]?: number | undefined }

/**
 * A session costs at least one request more than the 10,000 a day must bear; a broken single request costs its bytes
 * again. 16 MiB holds nearly every photo and is sent again within 13 s at 10 Mbit/s.
 */
const defaultResumableFromBytes = 16 * 2 ** 20

/**
 * 64 MiB: 160 requests for the largest default video of 10 GB, and at most 54 s of work lost at 10 Mbit/s. A multiple
 * of every granularity that is a power of two.
 */
const defaultChunkBytes = 64 * 2 ** 20

/** The sizes in force. */
export const uploadParts = (wish: UploadPartsWish = {}): UploadParts => ({
  resumableFromBytes: wish.resumableFromBytes ?? defaultResumableFromBytes,
  chunkBytes: wish.chunkBytes ?? defaultChunkBytes,
})

/** How many requests so many bytes take on a line that holds. */
export function requestsOf(
  sizeBytes: number,
  { resumableFromBytes, chunkBytes }: UploadParts,
): number {
  return sizeBytes < resumableFromBytes ? 1 : 1 + Math.ceil(sizeBytes / chunkBytes)
}
