// Joins the two rooms that speak with Google: sign-in hands its tokens to photos, and photos shows sign-in whether the
// library answers. Counts the requests of the day's budget.
import type { Settings } from '../../shared/model.ts'
import type { EngineConfig } from './engine.ts'
import { createPhotosClient, photosEndpoints, type PhotosClient } from './photos/index.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { FileOpener } from './ports/files.ts'
import type { Ports } from './ports/outside.ts'
import { createSignIn, type SignIn } from './sign-in/index.ts'

/** What the join needs. */
export interface GoogleOptions {
  ports: Ports
  config: Pick<EngineConfig, 'builtInClient' | 'upload'>
  /** A loopback origin that stands in for Google, or null. */
  origin: string | null
  catalog: Pick<Catalog, 'countRequests'>
  reader: FileOpener
  settings: Settings
  signal: AbortSignal
}

/** Sign-in and library of one engine. */
export interface Google {
  signIn: SignIn
  photos: PhotosClient
  /** Requests of this run that count against the day's budget. */
  requests(): number
  close(): Promise<void>
}

/** Makes both. */
export function createGoogle(options: GoogleOptions): Google {
  const { ports, config, origin, catalog, reader, settings, signal } = options
  const { clock, checkpoint } = ports
  let requests = 0
  const signIn = createSignIn({
    origin,
    vault: ports.vault,
    browser: ports.browser,
    clock,
    builtInClient: config.builtInClient,
    logger: ports.logger,
    // Nobody comes past the first step without.
    wasSignedIn: settings.firstRunStep !== 'sign-in',
    probeLibrary: async () => {
      const page = await photos.list(null, signal)
      return page.ok ? null : page.failure
    },
  })
  const photos = createPhotosClient({
    origins: photosEndpoints(origin),
    tokens: signIn.tokens,
    reader,
    clock,
    checkpoint,
    speedLimit: settings.speedLimit,
    ...config.upload,
    onRequest: (operation) => {
      // Drive's storage figure is not part of the photo library's budget.
      if (operation === 'storage') return
      requests += 1
      catalog.countRequests(1, clock.now())
    },
  })
  return {
    signIn,
    photos,
    requests: () => requests,
    async close() {
      await Promise.all([signIn.close(), photos.close()])
    },
  }
}
