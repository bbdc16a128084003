// Joins the parts of the shell once Electron is ready: engine, window, presence, door, updates, the way out. Each
// part is its own file; here is only who tells whom.
import { join } from 'node:path'
import { app, ipcMain, Menu, nativeTheme, powerMonitor, protocol, session } from 'electron'
import { commandChannel } from '../../shared/names.ts'
import type { OAuthClient } from '../engine/ports/outside.ts'
import { systemClock } from '../engine/system-ports.ts'
import { appMenu } from './app-menu.ts'
import { serveBundle } from './app-pages.ts'
import type { BundlePaths } from './bundle-paths.ts'
import { answer } from './door.ts'
import { createDock } from './dock.ts'
import { createEngineSide } from './engine-side.ts'
import { findInstallation } from './installation.ts'
import { openLastSeen } from './last-seen.ts'
import { jumpList, taskOf } from './jump-list.ts'
import { hiddenFlag, type LaunchOptions } from './launch-options.ts'
import { lockSession } from './lockdown.ts'
import { setStartAtLogin } from './login-item.ts'
import { createMainWindow } from './main-window.ts'
import { once } from './once.ts'
import type { Notice } from './notices.ts'
import { createPresence } from './presence.ts'
import { createQuitting } from './quitting.ts'
import { shellCommandPorts } from './shell-command-ports.ts'
import { createShellHandlers } from './shell-commands.ts'
import type { ShellLog } from './shell-log.ts'
import { warnOfSandbox } from './sandbox-warning.ts'
import { createSettingsInUse } from './settings-in-use.ts'
import { openShellMemory } from './shell-memory.ts'
import { systemDialogs } from './system-dialogs.ts'
import { serveThumbnail } from './thumbnails.ts'
import { createTrayActions } from './tray-actions.ts'
import { createUpdates } from './updates.ts'
import { closeAction } from './window-close.ts'
import { createWindowHandlers } from './window-handlers.ts'
import { firstLocale, initialFacts } from './window-options.ts'

/** What main.ts found out before Electron was ready. */
export interface ShellStart {
  platform: NodeJS.Platform
  paths: BundlePaths
  launch: LaunchOptions
  dataFolder: string
  cacheFolder: string
  client: OAuthClient | null
  log: ShellLog
}

/** A running shell. */
export interface RunningShell {
  /** Another start of the app with these arguments: shows the window, and does what the jump list asks for. */
  startedAgain(argv: readonly string[]): void
}

/** A page that shows what was seen last is painted by then, with the processor to itself. */
const paintMs = 300
/** A page that does not come must keep neither the engine nor the tray from being there. */
const longestWaitForPageMs = 5_000

/** Runs the app. Called once, when Electron is ready. */
export function runShell(start: ShellStart): RunningShell {
  const { platform, paths, launch, dataFolder, cacheFolder, client, log } = start
  const memory = openShellMemory(join(dataFolder, 'window.json'), (problem) =>
    log.error('window.json', problem),
  )
  // `--lang` stands in for the system's language, as in any Chromium.
  const locale = firstLocale([
    app.commandLine.getSwitchValue('lang'),
    app.getSystemLocale(),
    app.getLocale(),
  ])
  const initial = initialFacts(platform, locale, launch.googleOrigin)
  const lastSeen = openLastSeen({
    dataFolder,
    hasClient: client !== null,
    clock: systemClock,
    onProblem: (problem) => log.error('last-seen.json', problem),
  })
  nativeTheme.themeSource = lastSeen.atStart()?.settings.theme ?? 'system'
  // The engine's answer may come after the window was closed once more.
  let hasSaidHidden = false

  const dock = createDock(app, platform)
  const window = createMainWindow({
    preload: paths.preload,
    iconPath: join(paths.icons, 'icon.png'),
    initial,
    memory,
    onOpening: dock.windowOpens,
    onCloseWanted: () =>
      closeAction({ isQuitting: quitting.isUnderWay(), hasTray: presence.hasTray(), platform }),
    onHidden() {
      dock.windowHides()
      if (hasSaidHidden || settings.current()?.hasSeenTrayHint !== false) return
      hasSaidHidden = presence.sayHidden()
      if (hasSaidHidden) void settings.change({ hasSeenTrayHint: true })
    },
    onShown() {
      systemClock.after(paintMs, startEngine)
      events.catchUp()
      machine.follow()
      showPresence()
    },
    lingerMs: launch.lingerMs,
    restFacts: () => ({ isQuitting: quitting.isUnderWay(), hasDialog: dialogs.isOpen() }),
    onEnd(place) {
      if (place !== null) lastSeen.leave(place)
    },
    onSessionEnd: () => void supervisor.stop(),
  })
  const { supervisor, events, browser, machine } = createEngineSide({
    platform,
    paths,
    launch,
    engine: { dataFolder, cacheFolder, builtInClient: client, appVersion: app.getVersion() },
    log,
    isWindowShown: () => window.isShown(),
    send: (name, payload) => window.send(name, payload),
  })
  // macOS starts a login item without arguments and says so here instead.
  const isHidden = launch.isHidden || app.getLoginItemSettings().wasOpenedAtLogin
  // Engine and page take longest to start, each in a process of its own. A page that has something to show already
  // goes first; every other one waits for the engine, which then begins before the rest is joined here.
  const startEngine = once(() => supervisor.start())
  if (isHidden || lastSeen.atStart() === null) startEngine()
  else systemClock.after(longestWaitForPageMs, startEngine)
  lockSession(session.defaultSession)
  protocol.handle('app', (request) => serveBundle(paths.renderer, request))
  protocol.handle('thumb', (request) => serveThumbnail(supervisor.command, cacheFolder, request))
  if (!isHidden) window.show()
  // The engine hears of it long before it runs.
  machine.start()

  const dialogs = systemDialogs(() => window.current())
  const open = (to: Notice['to'] | 'settings' | 'help'): void => {
    events.push('navigate', typeof to === 'string' ? { to } : to)
    window.show()
  }

  const quitting = createQuitting({
    isUploading: () => events.latest('statusChanged')?.activity === 'uploading',
    confirm: () => dialogs.confirmQuit(),
    async stop() {
      window.putAway()
      remember()
      updates?.stop()
      presence.stop()
      machine.stop()
      await supervisor.stop()
      events.stop()
      await Promise.all([memory.settled(), lastSeen.settled()])
    },
    quitApp: () => app.quit(),
    onProblem: (problem) => log.error('Quitting', problem),
  })

  const { isUpdatePossible, loadUpdater, judgeOffer, kept, login } = findInstallation(
    platform,
    cacheFolder,
  )
  const updates = isUpdatePossible
    ? createUpdates({
        clock: systemClock,
        load: loadUpdater,
        judge: judgeOffer,
        kept,
        skippedVersion: () => memory.read().skippedVersion,
        skip: (version) => memory.change({ skippedVersion: version }),
        onWaiting: (version) => presence.setUpdate(version),
        onProblem: (problem) => log.error('Update', problem),
      })
    : null

  const settings = createSettingsInUse({
    command: supervisor.command,
    events,
    login,
    onProblem: (problem) => log.error('Start at login', problem),
  })
  const remember = (): void => {
    // An engine that was stopped, as to erase everything, leaves words behind that no longer hold.
    if (supervisor.state().state !== 'running') return
    const [chosen, status] = [settings.current(), events.latest('statusChanged')]
    if (chosen !== null && status !== null) lastSeen.note({ settings: chosen, status })
  }
  events.on('statusChanged', remember)
  events.on('engineStateChanged', ({ state }) => {
    if (state === 'running')
      kept.started().catch((problem: unknown) => log.error('Update', problem))
  })

  const shellHandlers = createShellHandlers(
    shellCommandPorts({
      platform,
      locale,
      launch,
      initial,
      log,
      supervisor,
      events,
      dialogs,
      browser,
      lastSeen,
      installation: { isUpdatePossible, login },
      settings: settings.current,
      left: window.left,
      restartEngine: async () => {
        if (supervisor.state().state === 'failed') await supervisor.restart()
      },
      quit: quitting.want,
    }),
  )
  const handlers = createWindowHandlers(
    supervisor.command,
    shellHandlers,
    {
      settingsChanged: settings.use,
      async erased() {
        await setStartAtLogin(false, login)
        await session.defaultSession.clearStorageData()
        await Promise.all([memory.erase(), lastSeen.erase(), kept.forget()])
        // The engine has closed its catalogue; a new one begins as on the first day, and so does the page.
        void supervisor.restart().then(() => window.reload())
      },
    },
    dialogs.confirm,
  )
  const act = createTrayActions({
    command: supervisor.command,
    shell: shellHandlers,
    open,
    show: () => window.show(),
    turnOn: () => settings.change({ isBackupOn: true }),
    async restartToUpdate() {
      if (await updates?.isReady()) await quitting.stopAnd(() => updates?.install())
    },
    skipUpdate: () => updates?.skip(),
    onProblem: (problem) => log.error('Tray', problem),
  })
  const presence = createPresence({
    platform,
    locale,
    icons: paths.icons,
    supervisor,
    events,
    window,
    memory,
    settings: settings.current,
    onIcon: dock.iconIsUp,
    act,
    open,
  })

  ipcMain.handle(commandChannel, (event, request) =>
    answer(handlers, window.callerOf(event), request, (error) => log.error('Command', error)),
  )
  Menu.setApplicationMenu(
    Menu.buildFromTemplate(
      appMenu(platform, app.isPackaged, {
        openSettings: () => open('settings'),
        openHelp: () => open('help'),
        quit: () => void quitting.want(),
      }),
    ),
  )
  app.on('before-quit', (event) => quitting.beforeQuit(event))
  // The window closes only on the way out; the handler keeps Electron from ending the app by itself.
  app.on('window-all-closed', () => undefined)
  app.on('activate', () => window.show())
  powerMonitor.on('shutdown', () => app.quit())

  /** Starts tools of the system, which holds this process up: not while someone waits for the window. */
  const showPresence = once(() => {
    // Hidden without a tray, the app is found again by starting it once more.
    void presence.start()
    updates?.start()
    warnOfSandbox(log, () => open('home'))
  })
  if (isHidden) showPresence()
  else systemClock.after(longestWaitForPageMs, showPresence)
  // The entries name this very program, so that one which is taken out with it leaves nothing that starts another.
  if (platform === 'win32' && app.isPackaged) app.setUserTasks(jumpList(process.execPath))
  const doTask = (argv: readonly string[]): void => {
    const task = taskOf(argv)
    if (task !== null) act(task)
  }
  doTask(process.argv)
  return {
    startedAgain(argv) {
      if (!argv.includes(hiddenFlag)) window.show()
      doTask(argv)
    },
  }
}
