// The scene of the security run: the packed app, signed in against an emulator and backed up, with everything it may write
// below one folder, and a record of what its window asked for from its first request on. Attacks are the rows' affair.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright'
import { openAppWindow } from '../../build/demo/app-window.ts'
import type { Cleanup } from '../../build/demo/cleanup.ts'
import { goThroughFirstRun, waitForComplete } from '../../build/demo/walk-through.ts'
import { startSecretService, type SecretService } from '../../build/electron/index.ts'
import type { UnpackedApp } from '../../build/packaging/unpacked-app.ts'
import { startEmulator, type Emulator } from '../emulator/index.ts'
import { savePhotos } from './photos.ts'

/** What the window's bridge answers. */
export interface Reply {
  readonly ok: boolean
  readonly value?: unknown
  readonly failure?: { readonly kind: string }
}

/** The page's global object, with what the preload put there. */
export interface BridgedPage {
  readonly shoebox: {
    call(name: string, input: unknown): Promise<Reply>
    on(name: string, listener: (...values: unknown[]) => void): () => void
    readonly initial: unknown
  }
}

/** The app under attack. */
export interface Scene {
  /** As it ships, for reading; what runs is its twin with the test driver's fuse. */
  readonly packed: UnpackedApp
  readonly app: ElectronApplication
  readonly page: Page
  readonly emulator: Emulator
  /** Everything that the app may write lies below it. */
  readonly home: string
  readonly dataFolder: string
  readonly photoFolder: string
  /** Where the desktop keeps what it starts at login; null off Linux. */
  readonly configFolder: string | null
  /** What another start needs to use the same keyring. */
  readonly keyring: Pick<SecretService, 'env' | 'args'> | null
  /** Whether tokens outlive the app here, encrypted by a keyring. */
  readonly hasKeyring: boolean
  /** Every address that the window asked for. */
  readonly requests: readonly string[]
  /** Every breach of the content policy that the app itself caused before the attacks began. */
  readonly violations: readonly string[]
  call(name: string, input: unknown): Promise<Reply>
  close(): Promise<void>
}

/** A name that must turn up nowhere but where paths belong. */
export const homeCanary = 'Canary-Of-The-Home-Folder'
/** The folder's name must turn up in no log and no report, nor its files'. */
export const photoFolderName = 'Divorce 2026'
const photos = 4

/** Sets the scene; `cleanup` learns how to undo it. */
export async function setScene(
  packed: UnpackedApp,
  twin: UnpackedApp,
  cleanup: Cleanup,
): Promise<Scene> {
  const top = await mkdtemp(join(tmpdir(), 'shoebox-security-'))
  cleanup.add(() => rm(top, { recursive: true, force: true, maxRetries: 5 }))
  const home = join(top, homeCanary)
  const [dataFolder, temporary] = ['data', 'tmp'].map((name) => join(home, name)) as [
    string,
    string,
  ]
  // Apart from the home folder, whose name is kept out of the log for another reason.
  const photoFolder = join(top, photoFolderName)
  for (const folder of [dataFolder, photoFolder, temporary])
    await mkdir(folder, { recursive: true })
  await savePhotos(photoFolder, photos)
  const emulator = await startEmulator({
    dataDir: join(top, 'emulator'),
    settings: { autoConsent: true },
  })
  cleanup.add(() => emulator.stop())
  const keyring = process.platform === 'linux' ? await startSecretService() : null
  if (keyring !== null) cleanup.add(() => keyring.stop())
  const window = await openAppWindow({
    executable: twin.executable,
    dataFolder,
    googleOrigin: emulator.origin,
    clientFile: emulator.clientFile,
    offeredFolder: photoFolder,
    args: [...(keyring?.args ?? [])],
    env: {
      ...keyring?.env,
      // Elsewhere the keychain or the profile is found by it, and without them the app is not itself.
      ...(process.platform === 'linux'
        ? {
            HOME: home,
            TMPDIR: temporary,
            XDG_CONFIG_HOME: join(home, 'config'),
            // As if another program's AppImage had started it.
            APPIMAGE: join(home, 'Other.AppImage'),
            APPDIR: temporary,
          }
        : {}),
    },
  })
  cleanup.add(() => window.close())
  const { app, page } = window
  const requests: string[] = []
  app.context().on('request', (request) => requests.push(request.url()))
  const violations: string[] = []
  await page.exposeFunction('noteViolation', (directive: string) => violations.push(directive))
  await page.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI }) => {
      const { noteViolation } = globalThis as unknown as {
        noteViolation(text: string): Promise<void>
      }
      void noteViolation(`${effectiveDirective} ${blockedURI}`)
    })
  })
  // From here on the page is seen from its very first request.
  await page.reload()
  await goThroughFirstRun({ page, folder: photoFolder, photos, picture: async () => undefined })
  await waitForComplete(page)
  await visitEveryPage(page)
  const ownViolations = [...violations]
  const call = (name: string, input: unknown): Promise<Reply> =>
    page.evaluate(
      ([commandName, commandInput]) =>
        (globalThis as unknown as BridgedPage).shoebox.call(commandName, commandInput),
      [name, input] as const,
    )
  return {
    packed,
    app,
    page,
    emulator,
    home,
    dataFolder,
    photoFolder,
    configFolder: process.platform === 'linux' ? join(home, 'config') : null,
    keyring,
    hasKeyring: keyring !== null,
    requests,
    violations: ownViolations,
    call,
    close: () => window.close(),
  }
}

/** Opens what the sidebar offers, so that every part of the bundle is loaded under the policy. */
async function visitEveryPage(page: Page): Promise<void> {
  for (const name of ['History', 'Folders', 'Settings', 'Home']) {
    await page.getByRole('button', { name, exact: true }).first().click()
    await page.getByRole('heading').first().waitFor()
  }
}
