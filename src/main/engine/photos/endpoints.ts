// Where the photo library and the storage figure live: at Google, or at the stand-in that google-origin.ts allows.
// With sign-in/endpoints.ts the only place that names Google's hosts.

/** The origins of the two services, without a slash at the end. */
export interface PhotosEndpoints {
  library: string
  drive: string
}

/** The endpoints below a stand-in's origin, or Google's own for null. */
export function photosEndpoints(origin: string | null): PhotosEndpoints {
  if (origin !== null) return { library: origin, drive: origin }
  return {
    library: 'https://photoslibrary.googleapis.com',
    drive: 'https://www.googleapis.com',
  }
}
