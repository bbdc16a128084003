// Looks for a newer version once a day and fetches it in the background; it is installed only when the user asks.
// An update that fails leaves the running version as it is. Off in development and where nobody publishes updates.
import type { Clock } from '../engine/ports/outside.ts'

/** The part of electron-updater that is used. */
export interface Updater {
  autoDownload: boolean
  autoInstallOnAppQuit: boolean
  checkForUpdates(): Promise<unknown>
  downloadUpdate(): Promise<unknown>
  quitAndInstall(isSilent?: boolean, isForceRunAfter?: boolean): void
  on(
    event: 'update-available' | 'update-downloaded',
    listener: (info: { version: string }) => void,
  ): unknown
  on(event: 'error', listener: (error: Error) => void): unknown
}

/** What the updates need. */
export interface UpdatePorts {
  clock: Clock
  load(): Promise<Updater>
  skippedVersion(): string | null
  skip(version: string): void
  onWaiting(version: string | null): void
  onProblem(problem: unknown): void
}

/** The updates of this app. */
export interface Updates {
  start(): void
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
  let waiting: string | null = null
  let cancel: () => void = () => undefined

  const prepare = async (): Promise<Updater> => {
    if (updater !== null) return updater
    const loaded = await ports.load()
    loaded.autoDownload = false
    // On Windows an install at quit can be cut short by a shutdown and leave a broken app (electron-builder, auto update).
    loaded.autoInstallOnAppQuit = false
    loaded.on('error', ports.onProblem)
    loaded.on('update-available', ({ version }) => {
      if (version !== ports.skippedVersion()) loaded.downloadUpdate().catch(ports.onProblem)
    })
    loaded.on('update-downloaded', ({ version }) => {
      waiting = version
      ports.onWaiting(version)
    })
    updater = loaded
    return loaded
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
    install() {
      if (waiting !== null) updater?.quitAndInstall(true, true)
    },
    skip() {
      if (waiting === null) return
      ports.skip(waiting)
      waiting = null
      ports.onWaiting(null)
    },
    stop: () => cancel(),
  }
}

/** Whether updates can come at all: an installed app with an address to ask; on Linux only an AppImage replaces itself. */
export function canUpdate(facts: {
  isPackaged: boolean
  hasUpdateAddress: boolean
  platform: NodeJS.Platform
  isAppImage: boolean
}): boolean {
  return (
    facts.isPackaged && facts.hasUpdateAddress && (facts.platform !== 'linux' || facts.isAppImage)
  )
}
