// Looks at the page with axe in light, in dark and in forced colours. The page's policy keeps scripts out; what the
// driver evaluates is not held by it, so axe is brought in that way.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type * as Axe from 'axe-core'
import type { Page } from 'playwright'

const source = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

/** Everything up to WCAG 2.2 AA. */
const rules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa']

const looks = {
  light: { colorScheme: 'light', forcedColors: 'none' },
  dark: { colorScheme: 'dark', forcedColors: 'none' },
  forced: { colorScheme: 'dark', forcedColors: 'active' },
} as const

/** What axe finds on the page as it is, one line for each place, in each of the three looks. */
export async function violationsOf(page: Page): Promise<string[]> {
  const found: string[] = []
  // What React Aria says aloud of a button that is at work stays for seconds, also when the button itself is gone by then.
  await page.waitForFunction(
    () => document.querySelector('[data-live-announcer] [aria-labelledby]') === null,
  )
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(source)
  for (const [look, media] of Object.entries(looks)) {
    // Colours that are still on their way from one look to the other would be judged as they are.
    await page.emulateMedia({ ...media, reducedMotion: 'reduce' })
    const lines = await page.evaluate(async (tags) => {
      const { axe } = window as unknown as { axe: typeof Axe }
      const { violations } = await axe.run(document, { runOnly: tags })
      return violations.flatMap(({ id, nodes }) =>
        nodes.map(({ target, html }) => `${id} ${target.join(' ')} ${html.slice(0, 160)}`),
      )
    }, rules)
    found.push(...lines.map((line) => `${look}: ${line}`))
  }
  return found
}
