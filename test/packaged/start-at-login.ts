// Starting with the computer, as the review of the first run offers it to an installed app, ticked: once the backup starts
// the desktop finds a file that starts this very program without a window; turned off, it is gone. Only Linux has a file.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { openAppWindow, type AppStart } from '../../build/demo/app-window.ts'
import type { Cleanup } from '../../build/demo/cleanup.ts'
import { until } from './as-shipped.ts'

const stepMs = 20_000

/** Goes through the first run up to the review; one sentence for each thing that is not as it should be. */
export async function startAtLogin(
  start: AppStart & { readonly executable: string },
  configFolder: string,
  cleanup: Cleanup,
): Promise<string[]> {
  if (process.platform !== 'linux') return []
  const window = await openAppWindow({
    ...start,
    env: { ...start.env, XDG_CONFIG_HOME: configFolder },
  })
  cleanup.add(window.close)
  const { page } = window
  page.setDefaultTimeout(stepMs)
  await page.getByRole('button', { name: 'Sign in with Google' }).click()
  await page.getByText('Signed in as').waitFor()
  await page.getByRole('button', { name: 'Continue' }).click()
  await page.getByRole('checkbox').first().press('Space')
  for (const title of ['Choose the photo size', 'Ready to start']) {
    await page.getByRole('button', { name: 'Continue' }).click()
    await page.getByRole('heading', { name: title }).waitFor()
  }

  const file = join(configFolder, 'autostart', 'shoebox.desktop')
  const problems: string[] = []
  const tick = page.getByRole('checkbox', { name: 'Start Shoebox with the computer' })
  if (!(await tick.isChecked())) problems.push('the start with the computer is not offered ticked')
  if (textOf(file) !== null)
    problems.push('the computer is told to start the app before anybody agreed')
  await page.getByRole('button', { name: 'Start backup' }).click()
  const exec = `Exec="${start.executable}" --hidden`
  if (!(await until(() => textOf(file)?.includes(exec) === true, stepMs)))
    problems.push('the computer is not told to start the app, though the review was ticked')
  await page.getByRole('button', { name: 'Settings' }).click()
  await page.getByText('Start with the computer').click()
  if (!(await until(() => textOf(file) === null, stepMs)))
    problems.push('the computer still starts the app after it was turned off in Settings')
  await window.close()
  return problems
}

function textOf(file: string): string | null {
  try {
    return readFileSync(file, 'utf8')
  } catch {
    // Not there, or gone between two looks.
    return null
  }
}
