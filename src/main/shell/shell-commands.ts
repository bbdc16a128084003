// The commands that the shell answers itself: dialogs, pages outside, folders shown in the file manager, reports.
// It looks up paths and addresses by id, so that the window never names one; what the engine knows it asks the engine.
import { open, stat } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import type { Input, LastSeen, Output, ShellHandlers } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { dialogWords } from '../../shared/shell-words.ts'
import { writeWhole } from './atomic-file.ts'
import type { Browser } from './browser-opener.ts'
import type { ClientDownloads } from './client-downloads.ts'
import type { EngineCommand } from './engine-supervisor.ts'
import type { FolderOffers } from './folder-offers.ts'
import { isProductPage, pageAddress } from './outside-pages.ts'
import type { Dialogs } from './system-dialogs.ts'

/** What the commands work with. */
export interface ShellCommandPorts {
  command: EngineCommand
  dialogs: Dialogs
  offers: FolderOffers
  downloads: ClientDownloads
  browser: Browser
  googleOrigin: string | null
  folders: { pictures: string; documents: string; downloads: string }
  appInfo(): Output<'getAppInfo'>
  lastSeen(): LastSeen | null
  /** Where the page before this one was; once. */
  takePlace(): string | null
  left(answer: Input<'leave'>): void
  supportReport(): Promise<string>
  showItemInFolder(path: string): void
  /** Opens a folder in the system's file manager; false: it is none, or is not there. */
  openFolder(path: string): Promise<boolean>
  copyText(text: string): Promise<void>
  restartEngine(): Promise<void>
  quit(): Promise<void>
}

// contract.ts takes no longer text, and Google's own file has about 400 bytes.
const longestClientFile = 20_000

const done = ok({})

/** Makes the handlers. */
export function createShellHandlers(ports: ShellCommandPorts): ShellHandlers {
  const { command, dialogs, offers, downloads, browser, googleOrigin, folders } = ports
  const add = (path: string) => command('addSource', { path, already: 'as-answered' })
  return {
    async chooseFolder() {
      const path = await dialogs.chooseFolder(folders.pictures)
      return path === null ? ok({ sourceId: null }) : add(path)
    },
    offerFolders: async () => ok({ offers: await offers.list() }),
    async addOfferedFolder({ offerId }) {
      const path = offers.pathOf(offerId)
      return path === null ? fail({ kind: 'not-found' }) : add(path)
    },
    async dropFolder({ path }) {
      // The page says what was dropped; only the user knows.
      const isPhoto = await isPlainFile(path)
      const folder = isPhoto ? dirname(path) : path
      const isWanted = await dialogs.confirm(
        isPhoto
          ? dialogWords.addFolderOfDropped(folder, basename(path))
          : dialogWords.addDropped(folder),
      )
      return isWanted ? add(folder) : fail({ kind: 'declined' })
    },
    async chooseClientFile() {
      const path = await dialogs.chooseClientFile(folders.downloads)
      if (path === null) return ok({ clientId: null })
      const json = await readSmall(path)
      return json.ok ? command('useClient', { json: json.value }) : json
    },
    findClientFiles: async () => ok({ files: await downloads.list() }),
    async useFoundClient({ fileId }) {
      const found = downloads.find(fileId)
      if (found === null) return fail({ kind: 'not-found' })
      if (!(await dialogs.confirm(dialogWords.foundClient(found.name))))
        return fail({ kind: 'declined' })
      const json = await readSmall(found.path)
      return json.ok ? command('useClient', { json: json.value }) : json
    },
    async openSignInPage() {
      const link = browser.signInLink()
      if (link === null) return fail({ kind: 'not-found' })
      await browser.open(link)
      return done
    },
    async copySignInLink() {
      const link = browser.signInLink()
      if (link === null) return fail({ kind: 'not-found' })
      await ports.copyText(link)
      return done
    },
    async openPage({ page }) {
      await browser.openPage(pageAddress(page, googleOrigin))
      return done
    },
    async openItem({ fileId, version = 'own' }) {
      const item = await command('locate', { fileId })
      if (!item.ok) return item
      const address = version === 'own' ? item.value.productUrl : item.value.olderUrl
      if (address === null || !isProductPage(address, googleOrigin))
        return fail({ kind: 'not-found' })
      await browser.openPage(address)
      return done
    },
    async openAlbum({ sourceId, albumId }) {
      const listed = await command('listAlbums', { sourceId })
      if (!listed.ok) return listed
      const album = listed.value.albums.find((one) => one.albumId === albumId)
      const address = album?.productUrl ?? null
      if (address === null || !isProductPage(address, googleOrigin))
        return fail({ kind: 'not-found' })
      await browser.openPage(address)
      return done
    },
    async showInFolder({ fileId }) {
      const item = await command('locate', { fileId })
      if (!item.ok) return item
      if (!item.value.isPresent) return fail({ kind: 'file-gone' })
      ports.showItemInFolder(item.value.path)
      return done
    },
    async openFolder({ sourceId }) {
      const status = await command('getStatus', {})
      if (!status.ok) return status
      const source = status.value.sources.find((one) => one.sourceId === sourceId)
      if (source === undefined) return fail({ kind: 'not-found' })
      return (await ports.openFolder(source.path)) ? done : fail({ kind: 'file-gone' })
    },
    async copyText({ text }) {
      await ports.copyText(text)
      return done
    },
    async copyPaths({ of }) {
      const answer = await command('pathsChosen', { of })
      if (!answer.ok) return answer
      const { paths, isWhole } = answer.value
      await ports.copyText(paths.join('\n'))
      return ok({ files: paths.length, isWhole })
    },
    async saveHistory(wish) {
      const path = await dialogs.saveHistory(folders.documents)
      return path === null ? ok({ rows: null }) : command('exportHistory', { path, ...wish })
    },
    async saveStatement({ statementId, format }) {
      const path = await dialogs.saveStatement(folders.documents, format)
      if (path === null) return ok({ isSaved: false })
      const { locale } = ports.appInfo()
      const written = await command('writeStatement', { path, statementId, format, locale })
      return written.ok ? ok({ isSaved: true }) : written
    },
    async saveSourceCheck({ checkId }) {
      const path = await dialogs.saveCheck(folders.documents)
      if (path === null) return ok({ is: 'given-up' })
      const written = await command('writeSourceCheck', { path, checkId })
      if (!written.ok) return written
      return ok({ is: written.value.isInside ? 'inside' : 'saved' })
    },
    async saveSupportBundle() {
      const path = await dialogs.saveSupport(folders.documents)
      if (path === null) return ok({ isSaved: false })
      try {
        await writeWhole(path, await ports.supportReport())
        return ok({ isSaved: true })
      } catch (error) {
        return fail(writeFailure(error))
      }
    },
    getAppInfo: async () => ok(ports.appInfo()),
    getLastSeen: async () => ok({ seen: ports.lastSeen(), place: ports.takePlace() }),
    async leave(answer) {
      ports.left(answer)
      return done
    },
    async restartEngine() {
      await ports.restartEngine()
      return done
    },
    async quit() {
      // The answer would come from a window that is being closed; nobody waits for it.
      await ports.quit()
      return done
    },
  }
}

async function readSmall(path: string): Promise<Result<string, Failure>> {
  try {
    const file = await open(path, 'r')
    try {
      const { size } = await file.stat()
      if (size > longestClientFile)
        return fail({ kind: 'bad-client', problem: 'not-a-client-file' })
      return ok(await file.readFile('utf8'))
    } finally {
      await file.close()
    }
  } catch (error) {
    return fail({ kind: 'file-unreadable', code: codeOf(error) })
  }
}

/** A photo, or whatever it is that is no folder. */
const isPlainFile = async (path: string): Promise<boolean> => {
  try {
    return (await stat(path)).isFile()
  } catch {
    // What is wrong with it is said where it is added.
    return false
  }
}

const codeOf = (error: unknown): string =>
  error instanceof Error && 'code' in error && typeof error.code === 'string'
    ? error.code.slice(0, 40)
    : 'UNKNOWN'

const writeFailure = (error: unknown): Failure =>
  codeOf(error) === 'ENOSPC'
    ? { kind: 'disk-full' }
    : { kind: 'file-unreadable', code: codeOf(error) }
