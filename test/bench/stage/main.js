// Becomes the app whose main script STAGE_MAIN names, and does what a user would do to its window: a line `close` on its input
// closes it, `open` starts the app once more. Says `drawn` on its output each time that a window is on the screen and what
// STAGE_READY selects is in it and painted. JavaScript, because Electron's own Node runs it as it is.
import { createInterface } from 'node:readline'
import { pathToFileURL } from 'node:url'
import { app, BrowserWindow } from 'electron'

const { STAGE_MAIN: main = '', STAGE_READY: selector = '' } = process.env

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
  void Promise.all([isShown, isThere]).then(() => process.stdout.write('drawn\n'))
})
createInterface({ input: process.stdin }).on('line', (line) => {
  if (line === 'close') BrowserWindow.getAllWindows()[0]?.close()
  if (line === 'open') app.emit('second-instance', {}, [], '')
})
await import(pathToFileURL(main).href)
