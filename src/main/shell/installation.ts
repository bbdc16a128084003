// What depends on how the app came onto this computer: whether it can bring its next version, and how it is started
// when the user logs in.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { app } from 'electron'
import type { LoginPorts } from './login-item.ts'
import { canUpdate, type Updater } from './updates.ts'

/** The app as it was installed. */
export interface Installation {
  isUpdatePossible: boolean
  /** Loaded only when an update may be looked for. */
  loadUpdater(): Promise<Updater>
  login: LoginPorts
}

/** Looks at it. */
export function findInstallation(platform: NodeJS.Platform): Installation {
  const appImage = process.env['APPIMAGE']
  return {
    isUpdatePossible: canUpdate({
      isPackaged: app.isPackaged,
      hasUpdateAddress: existsSync(join(process.resourcesPath, 'app-update.yml')),
      platform,
      isAppImage: appImage !== undefined,
    }),
    loadUpdater: async () => (await import('electron-updater')).default.autoUpdater,
    login: {
      platform,
      isPackaged: app.isPackaged,
      program: appImage ?? process.execPath,
      configFolder: app.getPath('appData'),
      setLoginItem: (openAtLogin, args) => app.setLoginItemSettings({ openAtLogin, args }),
    },
  }
}
