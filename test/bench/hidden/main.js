// Becomes the app whose main script HIDDEN_MAIN names, lets it back up the folder HIDDEN_FOLDER, takes the window off the
// screen, and says whose process the page is and whether the page knows that nobody sees it. It does what a user would do
// through the page's own bridge. Playwright is not used, because a page that it drives always believes that it is seen.
// JavaScript, because Electron's own Node runs it as it is.
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { app, dialog } from 'electron'

const { HIDDEN_MAIN: main = '', HIDDEN_FOLDER: folder = '', HIDDEN_SETTLE_MS: settle } = process.env
const lookEveryMs = 100

dialog.showOpenDialog = () => Promise.resolve({ canceled: false, filePaths: [folder] })

app.once('browser-window-created', (_event, window) => {
  const page = window.webContents
  const call = async (name, input) => {
    const asked = `window.shoebox.call(${JSON.stringify(name)}, ${JSON.stringify(input)})`
    const result = await page.executeJavaScript(asked)
    if (!result.ok) throw new Error(`${name}: ${JSON.stringify(result.failure)}`)
    return result.value
  }
  const untilStatus = async (isWanted) => {
    while (!isWanted(await call('getStatus', {}))) await delay(lookEveryMs)
  }
  const backUpAndHide = async () => {
    await call('signIn', {})
    await untilStatus(({ signIn }) => signIn.kind === 'signed-in')
    await call('changeSettings', { change: { isBackupOn: true, firstRunStep: 'done' } })
    await call('chooseFolder', {})
    await untilStatus(({ activity, counts }) => activity === 'complete' && counts.done.files > 0)
    // The window reads its settings when it is loaded; this is how it leaves the first run.
    const isLoaded = new Promise((resolve) => page.once('dom-ready', resolve))
    page.reload()
    await isLoaded
    await delay(Number(settle))
    window.hide()
    // What was on its way when the window went: pictures that fade, rows that arrive.
    await delay(Number(settle))
    const isHidden = await page.executeJavaScript('document.hidden')
    process.stdout.write(`${JSON.stringify({ pid: page.getOSProcessId(), isHidden })}\n`)
  }
  page.once('dom-ready', () => {
    backUpAndHide().catch((error) => {
      process.stderr.write(`${error.stack}\n`)
      app.exit(1)
    })
  })
})
await import(pathToFileURL(main).href)
