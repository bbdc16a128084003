// A computer without a keyring: what a restart forgets is said, and after the user's yes the sign-in and the client are kept
// in a file that only they can read.
import { stat, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Locator } from 'playwright'
import { expect, it } from 'vitest'
import { launchApp, type LaunchedApp } from './app.ts'
import { agree, dropOn } from './outside-page.ts'

const button = ({ page }: LaunchedApp, name: string): Locator =>
  page.getByRole('button', { name, exact: true })

/** Gives the emulator's client to the guide, whichever step it is at. */
async function giveClient(launched: LaunchedApp): Promise<void> {
  const { page, emulator, desktop } = launched
  const file = join(desktop.home, 'client_secret_1.json')
  await writeFile(file, JSON.stringify(emulator.clientJson))
  const haveFile = button(launched, 'I have the file already')
  if ((await haveFile.count()) > 0) await haveFile.click()
  await page.getByText('Step 6 of 6').waitFor()
  await dropOn(page, page.getByRole('region', { name: 'Make your own client' }), [file])
  await button(launched, 'Sign in with Google').waitFor()
}

it.runIf(process.platform === 'linux')(
  'forgets sign-in and client with a restart and says so, until it may keep them in a file',
  async () => {
    const launched = await launchApp({ hasClient: false, photos: 1 })
    const { page } = launched
    await agree(launched.app)
    await page.getByText('Step 1 of 6').waitFor()
    await giveClient(launched)
    await page.getByText('Keep the file: this computer has no keyring').waitFor()
    await button(launched, 'Sign in with Google').click()
    await page.getByText('Signed in as First Tester').waitFor()
    await button(launched, 'Continue').click()
    await page.getByRole('heading', { name: 'Choose folders' }).waitFor()

    await launched.restart()
    const second = launched.page
    await second.getByRole('heading', { name: 'Choose folders' }).waitFor()
    await button(launched, 'Back').click()
    await second.getByText('This computer has no keyring, so Shoebox has forgotten').waitFor()
    await agree(launched.app)
    await giveClient(launched)
    const kept = join(launched.dataFolder, 'sign-in.json')
    await expect(stat(kept)).rejects.toThrow('ENOENT')
    await button(launched, 'Keep it in a file that only you can read').click()
    await second.getByText('You may delete the downloaded file').waitFor()
    expect((await stat(kept)).mode & 0o777).toBe(0o600)
    await button(launched, 'Sign in with Google').click()
    await second.getByText('Signed in as First Tester').waitFor()

    await launched.restart()
    await launched.page.getByText('Signed in as First Tester').waitFor()
    await launched.page.getByText('You may delete the downloaded file').waitFor()
    expect(await launched.page.getByText('keeps it in memory only').count()).toBe(0)
  },
)
