// Becomes the app whose main script LAUNCH_MAIN names and says on its output when that can be used: its window is on the
// screen, and what LAUNCH_READY selects is in it and painted. JavaScript, because Electron's own Node runs it as it is.
import { pathToFileURL } from 'node:url'
import { app } from 'electron'

const { LAUNCH_MAIN: main = '', LAUNCH_READY: selector = '' } = process.env

/** Runs in the page: resolves in the frame after the element is there. */
const untilThere = (wanted) =>
  new Promise((resolve) => {
    const look = () => {
      if (document.querySelector(wanted) === null) return
      observer.disconnect()
      requestAnimationFrame(() => requestAnimationFrame(() => resolve(true)))
    }
    const observer = new MutationObserver(look)
    observer.observe(document, { childList: true, subtree: true })
    look()
  })

app.on('browser-window-created', (_event, window) => {
  const isShown = new Promise((resolve) => window.once('show', resolve))
  const isThere = new Promise((resolve) =>
    window.webContents.once('dom-ready', () =>
      resolve(window.webContents.executeJavaScript(`(${untilThere})(${JSON.stringify(selector)})`)),
    ),
  )
  void Promise.all([isShown, isThere]).then(() => process.stdout.write('usable\n'))
})
await import(pathToFileURL(main).href)
