// A window that was closed: a while later its page and the processes of that are gone, and the app goes on without them. It
// comes back, where the user was, by whatever asks for it. The minute is two seconds here.
import { spawn } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import type { ElectronApplication, Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { openBackedUp, type LaunchedApp } from './app.ts'
import { ask } from './ask.ts'
import { shelfBeside } from './shelf.ts'
import {
  chooseInTray,
  clickNotification,
  closeWindow,
  isWindowVisible,
  trayOf,
  watchShell,
} from './shell-watch.ts'

const photos = 60
const lingerMs = 2_000

let launched: LaunchedApp

beforeAll(async () => {
  launched = await openBackedUp({
    photos,
    env: { SHOEBOX_LINGER_MS: String(lingerMs) },
    prepare: ({ photoFolder }) => shelfBeside(photoFolder).putPhotos(100, 110),
  })
  await watchShell(launched.app)
})
afterAll(() => launched.close())

const windowCount = (): Promise<number> =>
  launched.app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length)

/** The processes of pages below the app, as the system lists them (Linux). */
function pageProcesses(app: ElectronApplication): string[] {
  if (process.platform !== 'linux') return []
  return readdirSync('/proc').filter((name) => {
    try {
      const isPage = readFileSync(`/proc/${name}/cmdline`, 'utf8').includes('--type=renderer')
      return isPage && isBelow(Number(name), app.process().pid ?? 0)
    } catch {
      return false
    }
  })
}

function isBelow(pid: number, ancestor: number): boolean {
  if (pid === ancestor || pid <= 1) return pid === ancestor
  const parent = /\) \S (\d+)/.exec(readFileSync(`/proc/${pid}/stat`, 'utf8'))?.[1]
  return isBelow(Number(parent), ancestor)
}

/** Closes the window and waits until nothing of it is left. */
async function closeForGood(): Promise<void> {
  await closeWindow(launched.app)
  await expect.poll(windowCount, { timeout: 30_000 }).toBe(0)
  await expect.poll(() => pageProcesses(launched.app), { timeout: 30_000 }).toEqual([])
}

/** The page of the window that something asks for. */
async function pageAfter(asking: () => Promise<unknown>): Promise<Page> {
  const coming = launched.app.waitForEvent('window', { timeout: 30_000 })
  await asking()
  const page = await coming
  await page.locator('h1').waitFor()
  await expect.poll(() => isWindowVisible(launched.app)).toBe(true)
  return page
}

const currentPage = (): Page => launched.app.windows().at(-1) ?? launched.page
const startAgain = (): Promise<number | null> =>
  new Promise((resolve) => {
    const { path, args, env } = launched.command
    spawn(path, args, { env, stdio: 'ignore' }).once('exit', resolve)
  })

describe('a window closed to the tray', () => {
  it('is ended with its page, and comes back by a second start where the user was', async () => {
    const page = currentPage()
    await page.getByRole('button', { name: 'History', exact: true }).click()
    await page.locator('.cell-title').first().waitFor()
    await page.getByRole('searchbox').fill('-5')
    const list = page.locator('.history-scroll')
    await page.getByRole('status').filter({ hasText: '11 files' }).waitFor()
    await list.evaluate((element) => element.scrollTo(0, 100))
    await closeForGood()

    const back = await pageAfter(async () => expect(await startAgain()).toBe(0))
    await back.getByRole('heading', { name: 'History', level: 1 }).waitFor()
    expect(await back.getByRole('searchbox').inputValue()).toBe('-5')
    await expect
      .poll(() => back.locator('.history-scroll').evaluate((element) => element.scrollTop))
      .toBe(100)
  })

  it('leaves the tray and the backup as they are, and comes back from the tray', async () => {
    await closeForGood()
    const shelf = shelfBeside(launched.photoFolder)
    for (let number = 100; number < 105; number += 1) await shelf.moveIn(`photo-${number}.jpg`)
    const all = async (): Promise<number> => (await launched.emulator.control.library()).length
    await expect.poll(all, { timeout: 60_000 }).toBe(photos + 5)
    const tooltip = async (): Promise<string> => (await trayOf(launched.app)).tooltip
    await expect.poll(tooltip, { timeout: 30_000 }).toBe('Shoebox: Backup complete')
    const back = await pageAfter(() => chooseInTray(launched.app, 'Open Shoebox'))
    const { counts } = await ask(back, 'getStatus', {})
    expect(counts.done.files).toBe(photos + 5)
  })

  it('goes on with a backup that runs when it is closed', async () => {
    const held = await launched.emulator.control.addFault({
      on: 'upload',
      times: 'always',
      action: { kind: 'stall' },
    })
    await shelfBeside(launched.photoFolder).moveIn('photo-105.jpg')
    await currentPage().getByRole('button', { name: 'Home', exact: true }).click()
    await currentPage()
      .getByRole('heading', { name: /^Backing up photos/ })
      .waitFor()
    await closeForGood()
    await launched.emulator.control.removeFaults(held)
    const sizes = async (): Promise<number> =>
      (await launched.emulator.control.library()).filter(
        ({ filename }) => filename === 'photo-105.jpg',
      ).length
    await expect.poll(sizes, { timeout: 60_000 }).toBe(1)
  })

  it('is opened by a click on a notification, at what it tells of', async () => {
    await launched.emulator.control.addFault({
      on: 'upload',
      times: 'always',
      action: { kind: 'status', status: 400, body: 'The photo is damaged.' },
    })
    await shelfBeside(launched.photoFolder).moveIn('photo-106.jpg')
    const back = await pageAfter(async () =>
      expect
        .poll(() => clickNotification(launched.app, 'could not be backed up'), { timeout: 60_000 })
        .toBe(true),
    )
    await back.getByRole('heading', { name: 'Problems', level: 1 }).waitFor()
  })

  it('stays while something on its page is unfinished', async () => {
    const page = currentPage()
    await page.getByRole('button', { name: 'Folders', exact: true }).click()
    await page
      .getByRole('button', { name: /^Options/ })
      .first()
      .click()
    await page.getByRole('button', { name: 'Remove from backup' }).click()
    await page.getByRole('alertdialog').waitFor()
    await closeWindow(launched.app)
    // The page is asked, says so, and is left alone: the question after that says the same.
    await launched.app.evaluate(
      (_electron, ms) => new Promise((done) => setTimeout(done, ms)),
      2.5 * lingerMs,
    )
    expect(await windowCount()).toBe(1)
    await chooseInTray(launched.app, 'Open Shoebox')
    await page.getByRole('alertdialog').getByRole('button', { name: 'Cancel' }).click()
    await closeForGood()
  })

  it('appears where it is asked for while it is being ended', async () => {
    let page = await pageAfter(() => chooseInTray(launched.app, 'Open Shoebox'))
    await expect(
      page
        .getByRole('button', { name: /^Options/ })
        .first()
        .getAttribute('aria-expanded'),
    ).resolves.toBe('true')
    // As the page is asked, and again as it has just ended.
    for (const at of ['asked', 'ended'] as const) {
      const coming = at === 'ended' ? launched.app.waitForEvent('window') : null
      await launched.app.evaluate(
        ({ app, BrowserWindow }, moment) =>
          new Promise<void>((done) => {
            const [window] = BrowserWindow.getAllWindows()
            const wanted = (): void => {
              app.emit('second-instance', {}, [], '')
              done()
            }
            if (moment === 'ended') window?.once('closed', wanted)
            else {
              const send = window?.webContents.send
              if (window)
                window.webContents.send = (channel, ...rest: unknown[]) => {
                  send?.call(window.webContents, channel, ...rest)
                  if (rest[0] === 'leaveAsked') {
                    Reflect.deleteProperty(window.webContents, 'send')
                    wanted()
                  }
                }
            }
            window?.close()
          }),
        at,
      )
      if (coming !== null) page = await coming
      await expect.poll(() => isWindowVisible(launched.app)).toBe(true)
      await page.locator('h1').waitFor()
      expect(await windowCount()).toBe(1)
    }
  })
})
