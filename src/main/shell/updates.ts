// Looks for a newer version once a day and fetches it in the background; it is installed only when the user asks.
// An update that fails leaves the running version as it is. Off in development, where nobody publishes updates, and in a
// build without the key that says which version is Shoebox's own (update-check.ts).
import type { Clock } from '../engine/ports/outside.ts'
import type { KeptProgram } from './kept-program.ts'
import { isWhatWasOffered, type AcceptedOffer, type Refusal } from './update-check.ts'

/** The part of electron-updater that is used. */
export interface Updater {
  autoDownload: boolean
  autoInstallOnAppQuit: boolean
  checkForUpdates(): Promise<unknown>
  downloadUpdate(): Promise<unknown>
  quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void
  on(event: 'update-available', listener: (offer: { version: string }) => void): unknown
  on(
    event: 'update-downloaded',
    listener: (info: { version: string; downloadedFile: string }) => void,
  ): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** What the updates need. */
export interface UpdatePorts {
  clock: Clock
  load(): Promise<Updater>
  /** What the page of releases says is untrusted until this has judged it. */
  judge(offer: unknown): AcceptedOffer | Refusal
  kept: Pick<KeptProgram, 'keep'>
  skippedVersion(): string | null
  skip(version: string): void
  onWaiting(version: string | null): void
  onProblem(problem: unknown): void
}

/** The updates of this app. */
export interface Updates {
  start(): void
  /** Looks once more whether what waits is still what was offered; false leaves all as it is. */
  isReady(): Promise<boolean>
  /** Restarts into the version that waits; the caller has stopped everything before. */
  install(): void
  skip(): void
  stop(): void
}

const firstLookMs = 60_000
const everyMs = 24 * 3_600_000

/** Makes the updates; nothing happens before `start`. */
export function createUpdates(ports: UpdatePorts): Updates {
  let updater: Updater | null = null
  let accepted: AcceptedOffer | null = null
  let waiting: { version: string; path: string } | null = null
  let cancel: () => void = () => undefined

  const fetchOffered = async (from: Updater, offer: { version: string }): Promise<void> => {
    accepted = null
    if (offer.version === ports.skippedVersion()) return
    const verdict = ports.judge(offer)
    if (typeof verdict === 'string') throw new Error(`An update was refused: ${verdict}.`)
    accepted = verdict
    await ports.kept.keep()
    await from.downloadUpdate()
  }

  const isRight = async (path: string, version: string): Promise<boolean> => {
    const isOffered = accepted?.version === version && (await isWhatWasOffered(path, accepted))
    if (!isOffered) ports.onProblem(new Error('What came is not the update that was offered.'))
    return isOffered
  }

  const prepare = async (): Promise<Updater> => {
    if (updater !== null) return updater
    const loaded = await ports.load()
    loaded.autoDownload = false
    // On Windows an install at quit can be cut short by a shutdown and leave a broken app (electron-builder, auto update).
    loaded.autoInstallOnAppQuit = false
    loaded.on('error', ports.onProblem)
    loaded.on('update-available', (offer) => {
      fetchOffered(loaded, offer).catch(ports.onProblem)
    })
    loaded.on('update-downloaded', ({ version, downloadedFile: path }) => {
      isRight(path, version)
        .then((isOffered) => {
          if (!isOffered) return
          waiting = { version, path }
          ports.onWaiting(version)
        })
        .catch(ports.onProblem)
    })
    updater = loaded
    return loaded
  }

  const drop = (): void => {
    waiting = null
    ports.onWaiting(null)
  }

  const look = (): void => {
    cancel = ports.clock.after(everyMs, look)
    if (waiting !== null) return
    prepare()
      .then((ready) => ready.checkForUpdates())
      .catch(ports.onProblem)
  }

  return {
    start() {
      cancel = ports.clock.after(firstLookMs, look)
    },
    async isReady() {
      if (waiting === null) return false
      // Days may lie between the download and this moment.
      const isStill = await isRight(waiting.path, waiting.version).catch(() => false)
      if (!isStill) drop()
      return isStill
    },
    install() {
      if (waiting !== null) updater?.quitAndInstall(true, true)
    },
    skip() {
      if (waiting === null) return
      ports.skip(waiting.version)
      drop()
    },
    stop: () => cancel(),
  }
}

/**
 * Whether updates can come at all: an installed app with an address to ask and a key to know the answer by; on Linux only an
 * AppImage replaces itself.
 */
export function canUpdate(facts: {
  isPackaged: boolean
  hasUpdateAddress: boolean
  hasKey: boolean
  platform: NodeJS.Platform
  isAppImage: boolean
}): boolean {
  return (
    facts.isPackaged &&
    facts.hasUpdateAddress &&
    facts.hasKey &&
    (facts.platform !== 'linux' || facts.isAppImage)
  )
}
