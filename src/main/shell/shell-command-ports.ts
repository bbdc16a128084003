// What Electron and the system bring to the commands that the shell answers itself: folders to offer, facts of the app,
// the report for support. What each command does with them is shell-commands.ts.
import { release } from 'node:os'
import { app, clipboard, shell } from 'electron'
import type { Settings } from '../../shared/model.ts'
import { systemClock } from '../engine/system-ports.ts'
import type { Browser } from './browser-opener.ts'
import { createClientDownloads } from './client-downloads.ts'
import type { EngineSupervisor } from './engine-supervisor.ts'
import type { EventStream } from './event-stream.ts'
import { createFolderOffers } from './folder-offers.ts'
import { findPlaces } from './folder-places.ts'
import type { LastSeenFile } from './last-seen.ts'
import type { LaunchOptions } from './launch-options.ts'
import { canStartAtLogin, type LoginPorts } from './login-item.ts'
import type { ShellCommandPorts } from './shell-commands.ts'
import { openFolder } from './open-folder.ts'
import type { ShellLog } from './shell-log.ts'
import { supportBundle } from './support-bundle.ts'
import type { Dialogs } from './system-dialogs.ts'

/** The parts of the shell that its commands reach. */
export interface ShellParts {
  platform: NodeJS.Platform
  locale: string
  launch: LaunchOptions
  initial: { platform: ReturnType<ShellCommandPorts['appInfo']>['platform'] }
  log: ShellLog
  supervisor: EngineSupervisor
  events: EventStream
  dialogs: Dialogs
  browser: Browser
  lastSeen: LastSeenFile
  installation: { isUpdatePossible: boolean; login: LoginPorts }
  settings(): Settings | null
  left: ShellCommandPorts['left']
  restartEngine(): Promise<void>
  quit(): Promise<void>
}

/** Puts the ports together. */
export function shellCommandPorts(parts: ShellParts): ShellCommandPorts {
  const { platform, locale, launch, supervisor, events, installation } = parts
  return {
    command: supervisor.command,
    dialogs: parts.dialogs,
    offers: createFolderOffers({
      clock: systemClock,
      command: supervisor.command,
      places: () =>
        findPlaces({
          platform,
          pictures: app.getPath('pictures'),
          desktop: app.getPath('desktop'),
          suggested: launch.suggestedFolder,
          clock: systemClock,
        }),
    }),
    downloads: createClientDownloads(app.getPath('downloads')),
    browser: parts.browser,
    googleOrigin: launch.googleOrigin,
    folders: {
      pictures: app.getPath('pictures'),
      documents: app.getPath('documents'),
      downloads: app.getPath('downloads'),
    },
    appInfo: () => ({
      version: app.getVersion(),
      platform: parts.initial.platform,
      locale,
      isStartAtLoginPossible: canStartAtLogin(installation.login),
      isAutoUpdatePossible: installation.isUpdatePossible,
      isGoogleReal: launch.googleOrigin === null,
    }),
    // Of an engine that is down nothing older is shown than that it is.
    lastSeen() {
      const { state } = supervisor.state()
      if (state === 'starting') return parts.lastSeen.atStart()
      return state === 'running' ? parts.lastSeen.inThisRun() : null
    },
    takePlace: parts.lastSeen.takePlace,
    left: parts.left,
    async supportReport() {
      const checks = await supervisor.command('diagnose', {})
      return supportBundle({
        versions: {
          shoebox: app.getVersion(),
          electron: process.versions.electron,
          system: `${process.platform} ${release()} ${process.arch}`,
        },
        at: new Date(),
        settings: parts.settings(),
        status: events.latest('statusChanged'),
        checks: checks.ok ? checks.value.checks : null,
        engineState: supervisor.state().state,
        logLines: parts.log.lastLines(),
      })
    },
    showItemInFolder: (path) => shell.showItemInFolder(path),
    openFolder: (path) => openFolder(path, platform),
    copyText: async (text) => clipboard.writeText(text),
    restartEngine: parts.restartEngine,
    quit: parts.quit,
  }
}
