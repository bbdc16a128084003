// The app that the registry copy of Electron starts with: it becomes the app named on the command line, as the default app of
// a downloaded Electron does. A packaged app has no use for it. JavaScript, because Electron's own Node runs it as it is.
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { app } from 'electron'
import { resolveApp } from './resolve-app.js'

// Playwright attaches while the first window loads, and now and then never hears from that window again. It calls
// __playwright_run once it is attached; until then the app is kept waiting for its ready event.
const waitForDriver = () => {
  if (!process.argv.includes('--remote-debugging-port=0')) return
  const { whenReady, emit } = app
  const ready = whenReady.call(app)
  let go
  const driven = new Promise((resolve) => {
    go = resolve
  })
  let held = null
  app.emit = (event, ...args) => {
    if (event !== 'ready' || held === true) return emit.call(app, event, ...args)
    held = args
    return true
  }
  app.whenReady = () => driven
  app.isReady = () => held === true
  globalThis.__playwright_run = async () => {
    await ready
    const args = held ?? []
    held = true
    go()
    emit.call(app, 'ready', ...args)
  }
}

const become = () => {
  const { folder, main, name, version } = resolveApp(process.argv, process.cwd())
  process.defaultApp = true
  app.setAppPath(folder)
  app.setName(name)
  app.setVersion(version)
  app.setDesktopName(`${name}.desktop`)
  // Electron chose this folder by the default app's name before this script ran.
  if (!app.commandLine.hasSwitch('user-data-dir'))
    app.setPath('userData', join(app.getPath('appData'), name))
  return main
}

try {
  waitForDriver()
  // Awaited here, because Electron holds its ready event back until this script is done, and an app may have things to do before
  // it (privileged schemes, the single-instance lock).
  await import(pathToFileURL(become()).href)
} catch (error) {
  console.error(error)
  app.exit(1)
}
