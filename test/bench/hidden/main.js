// Becomes the app whose main script HIDDEN_MAIN names, takes its window off the screen, and says whose process the page is
// and whether the page knows that nobody sees it. With HIDDEN_FOLDER it lets Shoebox back that folder up first, through the
// page's own bridge, as a user would. Playwright is not used, because a page that it drives always believes that it is seen.
// JavaScript, because Electron's own Node runs it as it is.
import { setTimeout as delay } from 'node:timers/promises'
import { pathToFileURL } from 'node:url'
import { app, dialog } from 'electron'

const { HIDDEN_MAIN: main = '', HIDDEN_FOLDER: folder = '', HIDDEN_SETTLE_MS: settle } = process.env
const lookEveryMs = 100
const patienceMs = 120_000

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
    const givenUpAt = performance.now() + patienceMs
    for (;;) {
      const status = await call('getStatus', {})
      if (isWanted(status)) return status
      if (performance.now() > givenUpAt) throw new Error(`Not there: ${JSON.stringify(status)}`)
      await delay(lookEveryMs)
    }
  }
  const backUp = async () => {
    await call('signIn', {})
    const { signIn } = await untilStatus((status) => status.signIn.kind === 'signed-in')
    await call('confirmAccount', { email: signIn.email })
    await call('changeSettings', { change: { isBackupOn: true, firstRunStep: 'done' } })
    await call('chooseFolder', {})
    await untilStatus(({ activity, counts }) => activity === 'complete' && counts.done.files > 0)
    // The window reads its settings when it is loaded; this is how it leaves the first run.
    const isLoaded = new Promise((resolve) => page.once('dom-ready', resolve))
    page.reload()
    await isLoaded
  }
  const hide = async () => {
    if (folder !== '') await backUp()
    await delay(Number(settle))
    window.hide()
    // What was on its way when the window went, and Chromium's own tidying up after it.
    await delay(Number(settle))
    const isHidden = await page.executeJavaScript('document.hidden')
    process.stdout.write(`${JSON.stringify({ pid: page.getOSProcessId(), isHidden })}\n`)
  }
  page.once('dom-ready', () => {
    hide().catch((error) => {
      process.stderr.write(`${error.stack}\n`)
      app.exit(1)
    })
  })
})
await import(pathToFileURL(main).href)
