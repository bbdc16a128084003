// The first run with the keyboard alone, from launch to a backup that is complete: no click, no focus set from outside.
// After every key the focus is somewhere, and whoever looks can see where.
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Page } from 'playwright'
import { expect, it } from 'vitest'
import { waitForComplete } from '../../build/demo/walk-through.ts'
import { launchApp } from './app.ts'
import { agree } from './outside-page.ts'

/** What has the focus, as it is called and as it looks. */
interface Focus {
  name: string
  isSeen: boolean
}

/** More controls than any screen of the first run has. */
const mostTabs = 40

const focusOf = (page: Page): Promise<Focus | null> =>
  page.evaluate(() => {
    const focused = document.activeElement
    if (focused === null || focused === document.body) return null
    const labels = focused.getAttribute('aria-labelledby')?.split(' ')
    const named = labels?.map((id) => document.getElementById(id)?.textContent).join(' ')
    const name = named ?? focused.getAttribute('aria-label') ?? focused.textContent
    // The mark of a hidden input is on the label around it.
    const marked = [focused.closest('[data-focus-visible]'), focused].find((part) => {
      if (part === null) return false
      const { outlineStyle, outlineWidth } = getComputedStyle(part)
      return outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2
    })
    if (marked === null || marked === undefined) return { name: name.trim(), isSeen: false }
    // Neither outside the window nor below something that covers it.
    const { top, bottom, left, right } = marked.getBoundingClientRect()
    const above = document.elementFromPoint((left + right) / 2, (top + bottom) / 2)
    return { name: name.trim(), isSeen: above !== null && marked.contains(above) }
  })

/** Waits until the focus is on what has this name, without help, and sees it. */
const arriveAt = (page: Page, name: string): Promise<void> =>
  expect.poll(() => focusOf(page)).toEqual({ name, isSeen: true })

/** Presses Tab until the focus is on what has this name; every stop on the way is seen. */
async function tabTo(page: Page, name: string): Promise<void> {
  const passed: string[] = []
  while (passed.length < mostTabs) {
    await page.keyboard.press('Tab')
    // What is replaced under a key has its place taken within a frame.
    await expect
      .poll(() => focusOf(page), { message: `after ${passed.join(', ')}` })
      .toMatchObject({ isSeen: true })
    const focus = await focusOf(page)
    if (focus?.name === name) return
    passed.push(focus?.name ?? '')
  }
  throw new Error(`Tab does not come to “${name}”, only to: ${passed.join(', ')}`)
}

it('leads from launch to a complete backup with the keyboard alone', async () => {
  const { page, desktop, emulator } = await launchApp({ followsSignIn: false })
  const press = (key: string): Promise<void> => page.keyboard.press(key)
  const go = async (name: string): Promise<void> => {
    await tabTo(page, name)
    await press('Enter')
  }

  await page.getByRole('heading', { name: 'Back up your photos to Google Photos' }).waitFor()
  await go('Sign in with Google')
  await page.getByText('Go on in your browser').waitFor()
  await arriveAt(page, 'Google account')
  await go('Cancel')
  await page.getByText('The sign-in was cancelled. Nothing was changed.').waitFor()
  await arriveAt(page, 'Google account')
  await go('Sign in with Google')
  await expect.poll(() => desktop.signIns()).toHaveLength(2)
  await fetch((await desktop.signIns()).at(-1) ?? '')
  await page.getByText('Signed in as First Tester').waitFor()
  await arriveAt(page, 'Google account')
  await go('Continue')

  await arriveAt(page, 'Choose folders')
  await page.getByText(/^3 photos, /).waitFor()
  await tabTo(page, 'My photos')
  await press('Space')
  await page.getByText('Choose at least one folder to go on.').waitFor({ state: 'hidden' })
  await arriveAt(page, 'My photos')
  await go('Continue')

  await arriveAt(page, 'Choose the photo size')
  await tabTo(page, 'High quality')
  await press('ArrowDown')
  await arriveAt(page, 'Original')
  await go('Back')
  await arriveAt(page, 'Choose folders')
  await go('Continue')
  await arriveAt(page, 'Choose the photo size')
  await go('Continue')

  await arriveAt(page, 'Ready to start')
  await page.getByText('Original', { exact: true }).waitFor()
  // The photos are on their way until they are let go, however long the keys take.
  const held = await emulator.control.addFault({
    on: 'upload',
    times: 'always',
    action: { kind: 'stall' },
  })
  await go('Start backup')
  await arriveAt(page, 'Home')
  await page.getByRole('heading', { name: /^Backing up photos: \d+ left/ }).waitFor()
  await go('Pause')
  await arriveAt(page, 'For 1 hour')
  await press('Enter')
  // The button that had the focus is gone; the card keeps it.
  await arriveAt(page, 'Backup is paused')
  await emulator.control.removeFaults(held)
  await go('Resume')
  await waitForComplete(page)
  await expect.poll(() => focusOf(page)).toMatchObject({ isSeen: true })
  expect(await emulator.control.library()).toHaveLength(3)
  await go('Open Google Photos')
  await expect.poll(async () => (await desktop.opened()).at(-1)).toBe(`${emulator.origin}/`)
})

it('leads through the guide to a client of one’s own, and from trouble with it to its step', async () => {
  const { app, page, desktop, emulator } = await launchApp({
    hasClient: false,
    hasKeyring: true,
    photos: 1,
    emulator: { settings: { consentTesting: true } },
  })
  await agree(app)
  const press = (key: string): Promise<void> => page.keyboard.press(key)
  const go = async (name: string): Promise<void> => {
    await tabTo(page, name)
    await press('Enter')
  }
  await page.getByText('Step 1 of 6').waitFor()
  await go('Open “New project” at Google')
  await expect.poll(() => desktop.opened()).toHaveLength(1)
  for (const title of [
    'Turn on the Photos Library API',
    'Say whose app it is',
    'Publish it',
    'Create the client',
  ]) {
    await go('Next step')
    await arriveAt(page, title)
  }
  await go('Look in my downloads')
  await arriveAt(page, 'Your downloads')
  const downloads = await app.evaluate(({ app: own }) => own.getPath('downloads'))
  await mkdir(downloads, { recursive: true })
  await writeFile(join(downloads, 'client_secret_1.json'), JSON.stringify(emulator.clientJson))
  await page.getByText('Found client_secret_1.json. Use it?').waitFor()
  await go('Use it')
  await arriveAt(page, 'Sign in with Google')
  await press('Enter')
  await page.getByText('Signed in as First Tester').waitFor()
  await arriveAt(page, 'Google account')
  await page.getByText('so Google signs you out after 7 days').waitFor()
  for (const name of ['Check the client', 'Sign in again', 'Show the step: Publish it']) {
    await press('Shift+Tab')
    await arriveAt(page, name)
  }
  await press('Enter')
  await arriveAt(page, 'Publish it')
  await press('Shift+Tab')
  await arriveAt(page, 'Leave it as it is')
  await press('Enter')
  await arriveAt(page, 'Your own Google client')
  await go('Continue')
  await arriveAt(page, 'Choose folders')
})
