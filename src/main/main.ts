// The entry of the app: what must happen before Electron is ready (who else runs, where things lie, private
// schemes), then the shell. No logic of its own.
import { join } from 'node:path'
import { app, dialog, protocol } from 'electron'
import { distrustedVariables } from '../shared/environment.ts'
import { dialogWords } from '../shared/shell-words.ts'
import { bundlePaths } from './shell/bundle-paths.ts'
import { clientFromBuild, readClientFile } from './shell/client-file.ts'
import { dataFolders } from './shell/data-folders.ts'
import { debugSwitch, fusedBinary, isInspectable } from './shell/debug-switches.ts'
import { parseLaunchOptions, standInFlag, type LaunchOptions } from './shell/launch-options.ts'
import { lockNetwork, lockPages } from './shell/lockdown.ts'
import { runShell } from './shell/run-shell.ts'
import { openShellLog } from './shell/shell-log.ts'
import { introduceToWindows } from './shell/windows-identity.ts'

const { cannotStart } = dialogWords

for (const name of distrustedVariables) Reflect.deleteProperty(process.env, name)
// Programs of the system are not looked for where somebody happened to start this one (Windows).
process.env['NoDefaultCurrentDirectoryInExePath'] = '1'

function refuse(sentence: string): void {
  console.error(sentence)
  // Before it is ready Electron writes this to stderr on Linux and shows a box elsewhere.
  dialog.showErrorBox(cannotStart.title, sentence)
  app.exit(1)
}

function begin(launch: LaunchOptions): void {
  const client = launch.clientFile === null ? clientFromBuild() : readClientFile(launch.clientFile)
  if (launch.clientFile !== null && client === null) {
    refuse(cannotStart.badClientFile(launch.clientFile))
    return
  }
  const folders = dataFolders({
    moved: launch.dataFolder,
    platform: process.platform,
    appData: app.getPath('appData'),
    home: app.getPath('home'),
    env: process.env,
  })
  app.setPath('userData', folders.data)
  // Chromium's own files stay apart from the catalogue.
  app.setPath('sessionData', join(folders.data, 'window'))
  app.setPath('crashDumps', join(folders.data, 'window', 'crashes'))
  if (!app.requestSingleInstanceLock()) {
    app.exit(0)
    return
  }
  const log = openShellLog(join(folders.data, 'logs'))
  process.on('unhandledRejection', (reason) => log.error('Unhandled rejection', reason))
  process.on('uncaughtException', (error) => log.error('Uncaught exception', error))
  for (const name of launch.ignored) log.info(`${name} counts only with ${standInFlag}`)
  introduceToWindows(app, process.platform)
  protocol.registerSchemesAsPrivileged([
    // No code cache: what is compiled beside the archive is not under its seal.
    { scheme: 'app', privileges: { standard: true, secure: true } },
    { scheme: 'thumb', privileges: { standard: true, secure: true, stream: true } },
  ])
  lockNetwork(app.commandLine)
  lockPages(app)
  const paths = bundlePaths({
    mainFolder: import.meta.dirname,
    isPackaged: app.isPackaged,
    resourcesPath: process.resourcesPath,
    platform: process.platform,
  })
  let startedAgain: (argv: readonly string[]) => void = () => undefined
  app.on('second-instance', (_event, argv) => startedAgain(argv))
  void app.whenReady().then(() => {
    ;({ startedAgain } = runShell({
      platform: process.platform,
      paths,
      launch,
      dataFolder: folders.data,
      cacheFolder: folders.cache,
      client,
      log,
    }))
  })
}

const launch = parseLaunchOptions({
  env: process.env,
  argv: process.argv,
  cwd: process.cwd(),
  isPackaged: app.isPackaged,
})
const opened = app.isPackaged
  ? debugSwitch(process.argv, (name) => app.commandLine.hasSwitch(name))
  : null
if (opened !== null && !isInspectable(fusedBinary(process.execPath, process.platform))) {
  // No box that would wait for an answer: whoever asked for the debugger would have it meanwhile.
  console.error(cannotStart.debugged(opened))
  app.exit(1)
} else if (launch.ok) begin(launch.value)
else
  refuse(
    cannotStart.badOrigin(launch.failure.kind === 'bad-origin' ? launch.failure.origin : 'unknown'),
  )
