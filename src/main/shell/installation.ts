// What depends on how the app came onto this computer: whether it can bring its next version, what is kept of this one
// meanwhile, and how it is started when the user logs in.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import { ownAppImage } from './app-image.ts'
import { createKeptProgram, type KeptProgram } from './kept-program.ts'
import type { LoginPorts } from './login-item.ts'
import { makeNameless } from './nameless-updater.ts'
import { judgeOffer, type AcceptedOffer, type Refusal } from './update-check.ts'
import { keyFromBuild } from './update-statement.ts'
import { canUpdate, type Updater } from './updates.ts'

/** The app as it was installed. */
export interface Installation {
  isUpdatePossible: boolean
  /** Loaded only when an update may be looked for. */
  loadUpdater(): Promise<Updater>
  judgeOffer(offer: unknown): AcceptedOffer | Refusal
  kept: KeptProgram
  login: LoginPorts
}

/** Looks at it. */
export function findInstallation(platform: NodeJS.Platform, cacheFolder: string): Installation {
  const appImage = ownAppImage(process.env, process.execPath)
  const key = keyFromBuild()
  const version = app.getVersion()
  return {
    isUpdatePossible: canUpdate({
      isPackaged: app.isPackaged,
      hasUpdateAddress: existsSync(join(process.resourcesPath, 'app-update.yml')),
      hasKey: key !== null,
      platform,
      isAppImage: appImage !== null,
    }),
    loadUpdater: async () => makeNameless((await import('electron-updater')).default.autoUpdater),
    judgeOffer: (offer) => judgeOffer(offer, { key, system: platform, version }),
    kept: createKeptProgram({
      version,
      program: programOf(platform, appImage),
      cacheFolder,
    }),
    login: {
      platform,
      isPackaged: app.isPackaged,
      program: appImage ?? process.execPath,
      configFolder: app.getPath('appData'),
      setLoginItem: (openAtLogin, args) => app.setLoginItemSettings({ openAtLogin, args }),
    },
  }
}

/** What an update takes the place of. */
function programOf(platform: NodeJS.Platform, appImage: string | null): string | null {
  switch (platform) {
    case 'darwin':
      return join(process.execPath, '..', '..', '..')
    case 'win32': {
      // The installer leaves a copy of itself there (electron-builder, installer.nsh).
      const local = process.env['LOCALAPPDATA']
      return local === undefined ? null : join(local, 'shoebox-updater', 'installer.exe')
    }
    default:
      return appImage
  }
}
