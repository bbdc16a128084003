// Clicks through the first run as a user would, by the words on the screen, and takes a picture of every screen.
// Waits are for words, each bounded in time; whether the backup was right is compare.ts.
import { mkdir } from 'node:fs/promises'
import { basename, join } from 'node:path'
import type { ElectronApplication, Page } from 'playwright'

/** What is clicked and where pictures go. */
export interface WalkThrough {
  readonly page: Page
  /** The offered folder. */
  readonly folder: string
  /** How many photos the window must find in it. */
  readonly photos: number
  /** Takes a picture of the window as it is. */
  picture(name: string): Promise<void>
}

// Generous: a slow machine that is busy with other things should not fail.
const stepMs = 20_000
const backupMs = 90_000

/** Takes numbered pictures of a page into a folder. */
export function createCamera(folder: string): (page: Page, name: string) => Promise<void> {
  let taken = 0
  return async (page, name) => {
    taken += 1
    await mkdir(folder, { recursive: true })
    const number = String(taken).padStart(2, '0')
    // The pointer rests on what was clicked last, which would look different from its neighbours.
    await page.mouse.move(0, 0)
    // Animations are brought to their end, so that a picture never shows half of one.
    await page.screenshot({ path: join(folder, `${number}-${name}.png`), animations: 'disabled' })
  }
}

/** From the first screen to the end of the review; the backup runs when it returns. */
export async function goThroughFirstRun(walk: WalkThrough): Promise<void> {
  const { page, picture } = walk
  page.setDefaultTimeout(stepMs)
  await page.getByRole('heading', { name: 'Back up your photos to Google Photos' }).waitFor()
  await page.getByRole('button', { name: 'Sign in with Google' }).waitFor()
  await picture('sign-in')
  await page.getByRole('button', { name: 'Sign in with Google' }).click()
  await page.getByText('Signed in as').waitFor()
  await picture('signed-in')
  await page.getByRole('button', { name: 'Continue' }).click()

  const name = basename(walk.folder)
  const offer = page.getByRole('listitem').filter({ hasText: walk.folder })
  await offer.getByText(new RegExp(`^${walk.photos} photos?,`)).waitFor()
  await offer.getByText(name, { exact: true }).click()
  await page.getByText('Choose at least one folder to go on.').waitFor({ state: 'hidden' })
  await picture('folders')
  await page.getByRole('button', { name: 'Continue' }).click()

  await page.getByRole('heading', { name: 'Choose the photo size' }).waitFor()
  await page.getByText('High quality', { exact: true }).click()
  await page
    .getByText(/^(About )?[\d.,]+ (bytes|kB|MB|GB)$/)
    .first()
    .waitFor()
  await picture('size')
  await page.getByRole('button', { name: 'Continue' }).click()

  await page.getByRole('heading', { name: 'Ready to start' }).waitFor()
  await picture('review')
  await page.getByRole('button', { name: 'Start backup' }).click()
}

/** Waits until the window shows photos on their way, and a first speed. */
export async function waitForUploading(page: Page): Promise<void> {
  await page.getByRole('heading', { name: /^Backing up photos: \d+ left/ }).waitFor()
  await page.getByText(/^at most /).waitFor()
  await page
    .getByText(/^Uploading · /)
    .first()
    .waitFor()
}

/** Waits until the window says that all is done. */
export async function waitForComplete(page: Page): Promise<void> {
  await page.getByRole('heading', { name: 'Backup complete' }).waitFor({ timeout: backupMs })
}

/** Opens the history and waits for a photo in it. */
export async function openHistory(page: Page, fileName: string): Promise<void> {
  await page.getByRole('button', { name: 'History', exact: true }).click()
  await page.getByText(fileName).first().waitFor()
}

/** Waits until every picture in sight is there; one that cannot be shown fails. */
export async function waitForPictures(page: Page): Promise<void> {
  await page.evaluate(async (timeoutMs) => {
    const inSight = [...document.images].filter((image) => {
      const { top, bottom } = image.getBoundingClientRect()
      return bottom > 0 && top < window.innerHeight
    })
    const late = new Promise((_resolve, reject) => {
      setTimeout(() => reject(new Error('a picture does not load')), timeoutMs)
    })
    await Promise.race([Promise.all(inSight.map((image) => image.decode())), late])
  }, stepMs)
}

/** Opens another page beside the app, in the same Electron; it closes with the app. */
export async function openBeside(app: ElectronApplication, url: string): Promise<Page> {
  const opened = app.waitForEvent('window', { timeout: stepMs })
  await app.evaluate(async ({ BrowserWindow, session }, address) => {
    // The app's Chromium finds no host, not even this computer; Node asks in its place.
    session.fromPartition('gallery').protocol.handle('http', async ({ url: asked }) => {
      const answer = await globalThis.fetch(asked)
      return new Response(await answer.arrayBuffer(), answer)
    })
    const options = { width: 1180, height: 860, webPreferences: { partition: 'gallery' } }
    await new BrowserWindow(options).loadURL(address)
  }, url)
  const page = await opened
  await page.waitForLoadState('networkidle')
  return page
}
