// The demo without a user: first run, backup, comparison, one more photo while the app runs, and pictures of it all.
// It judges only what can be seen from outside: the window, the library and the app's own catalogue afterwards.
import { createHash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import { basename, join } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import type { Page } from 'playwright'
import { runCommand } from '../electron/run-command.ts'
import { openAppWindow } from './app-window.ts'
import type { Cleanup } from './cleanup.ts'
import { compare, verdict, type Comparison } from './compare.ts'
import { wrongDays } from './days.ts'
import { openLibrary, type Library } from './library.ts'
import { latePhoto, photoList } from './photo-list.ts'
import { layOutLatePhoto } from './photos.ts'
import type { Stage } from './stage.ts'
import {
  createCamera,
  goThroughFirstRun,
  openBeside,
  openHistory,
  waitForComplete,
  waitForPictures,
  waitForUploading,
} from './walk-through.ts'

/** How the check ended. */
export interface CheckOutcome {
  /** One sentence each; empty when all is well. */
  readonly problems: string[]
  /** The last line to print. */
  readonly verdict: string
}

/** Slow enough that a picture can be taken of photos on their way. */
const visibleBytesPerSecond = 400_000
/** What the user is promised for a photo that is saved while the app runs. */
const lateMs = 15_000

/** Runs the check; pictures go into a folder that is emptied first. */
export async function check(
  stage: Stage,
  cleanup: Cleanup,
  pictures: string,
): Promise<CheckOutcome> {
  const startedAt = performance.now()
  await rm(pictures, { recursive: true, force: true })
  const camera = createCamera(pictures)
  const library = openLibrary(stage.emulator.origin)
  await library.setLineSpeed(visibleBytesPerSecond)

  const window = await openAppWindow(stage.start)
  cleanup.add(window.close)
  const { app, page } = window
  const problems: string[] = []
  watchForErrors(page, problems)
  const picture = (name: string): Promise<void> => camera(page, name)
  const go = async (steps: () => Promise<void>): Promise<boolean> => {
    try {
      await steps()
      return true
    } catch (error) {
      problems.push(`the window does not go on: ${oneLine(error)}`)
      // It helps to see why; that it cannot be taken is not the problem to report.
      await picture('stuck').catch(() => undefined)
      return false
    }
  }
  const isComplete = await go(async () => {
    await goThroughFirstRun({ page, folder: stage.folder, photos: photoList.length, picture })
    await waitForUploading(page)
    await picture('uploading')
    await library.setLineSpeed(null)
    await waitForComplete(page)
    await waitForPictures(page)
    await picture('complete')
  })
  const comparison = await compare(stage.folder, library)
  problems.push(...comparison.problems, ...wrongDays(photoList, await library.items()))
  if (isComplete) {
    describe(comparison)
    problems.push(...(await saveLatePhoto(stage.folder, library)))
    await go(async () => {
      await openHistory(page, basename(latePhoto.path))
      await waitForPictures(page)
      await picture('history')
      const gallery = await openBeside(app, stage.emulator.galleryUrl)
      await waitForPictures(gallery)
      await camera(gallery, 'gallery')
      for (const [search, name] of [
        ['IMG-20190714', 'gallery-whatsapp'],
        ['Bild', 'gallery-1987'],
      ] as const) {
        await gallery.goto(`${stage.emulator.galleryUrl}?search=${search}`)
        await waitForPictures(gallery)
        await camera(gallery, name)
      }
    })
  }
  await window.close()
  if (isComplete) problems.push(...(await verifyCatalogue(stage)))
  console.log(`pictures of every screen: ${pictures}`)
  console.log(`the check took ${seconds(performance.now() - startedAt)}`)
  return { problems, verdict: verdict(comparison) }
}

/** Playwright's errors in one line: what it waited for, without colours. */
const oneLine = (error: unknown): string =>
  stripVTControlCharacters(error instanceof Error ? error.message : String(error))
    .split('\n')
    .map((line) => line.trim())
    .filter((line) => line !== '' && line !== 'Call log:')
    .slice(0, 2)
    .join(' ')

const seconds = (ms: number): string => `${(ms / 1_000).toFixed(1)} s`

function watchForErrors(page: Page, problems: string[]): void {
  page.on('pageerror', (error) => problems.push(`the window failed: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`the window complained: ${message.text()}`)
  })
}

function describe({ reduced, dated, inLibrary, problems }: Comparison): void {
  if (problems.length > 0) return
  console.log(`${inLibrary - reduced - dated} photos of at most 16 MP are there byte for byte`)
  console.log(`${reduced} larger ones are there with 16 MP, upright, with their dates and places`)
  console.log(`${dated} that carried no date got one, and are the same picture to the pixel`)
}

/** Saves one more photo while the app runs, and waits for it without touching the window. */
async function saveLatePhoto(folder: string, library: Library): Promise<string[]> {
  const path = await layOutLatePhoto(folder)
  const savedAt = performance.now()
  const sha256 = createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
  const item = await library.waitFor(sha256, lateMs)
  if (item === null)
    return [`a photo saved while the app ran was not there after ${seconds(lateMs)}`]
  const tookMs = performance.now() - savedAt
  console.log(`a photo saved while the app ran was in the library after ${seconds(tookMs)}`)
  return []
}

/** Lets the command check every invariant of the catalogue that the window left. */
async function verifyCatalogue({ start }: Stage): Promise<string[]> {
  const cli = join(import.meta.dirname, '..', '..', 'out', 'main', 'cli.js')
  const env = { ...process.env, SHOEBOX_DATA_DIR: start.dataFolder }
  const { code, stdout, stderr } = await runCommand(process.execPath, [cli, 'verify'], {
    timeoutMs: 20_000,
    env,
  })
  return code === 0 ? [] : [`the catalogue is not sound: ${(stdout + stderr).trim()}`]
}
