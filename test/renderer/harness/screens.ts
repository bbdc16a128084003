// Saves every scene in light, dark, right to left, with longer words and at 320 pixels under out/screens/,
// and fails when the content policy was broken, axe finds something or a page is wider than its window.
// Usage: node test/renderer/harness/screens.ts [part of a scene's name ...] [--looks=light,dark]
import { mkdir, readFile } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import type * as Axe from 'axe-core'
import { chromium, type Browser, type Page } from 'playwright'
import { setAt } from '../fake-data.ts'
import { scenes } from './scenes.ts'
import { buildHarness, serveHarness } from './serve.ts'

type Look = {
  name: string
  width: number
  height: number
  locale: string
  colours: 'light' | 'dark'
  forced?: boolean
}
const looks: Look[] = [
  { name: 'light', width: 1120, height: 780, locale: 'en-GB', colours: 'light' },
  { name: 'dark', width: 1120, height: 780, locale: 'en-GB', colours: 'dark' },
  { name: 'rtl', width: 1120, height: 780, locale: 'ar-XB', colours: 'light' },
  { name: 'long', width: 1120, height: 780, locale: 'en-XA', colours: 'light' },
  { name: '320', width: 320, height: 640, locale: 'en-GB', colours: 'light' },
  // What is left of a window of 1120 pixels at 200 %.
  { name: 'zoom', width: 560, height: 390, locale: 'en-GB', colours: 'light' },
  { name: 'forced', width: 1120, height: 780, locale: 'en-GB', colours: 'dark', forced: true },
]

/** Scenes in which something is opened first. */
const opened: Record<string, { scene: string; open(page: Page): Promise<void> }> = {
  'open-pause-menu': {
    scene: 'home',
    open: (page) => page.locator('.hero button').click(),
  },
  'open-details': {
    scene: 'history',
    open: (page) => page.locator('[aria-rowindex="2"]').dblclick(),
  },
  'open-row-menu': {
    scene: 'history',
    open: (page) => page.locator('[aria-rowindex="9"] button').click(),
  },
  'open-filters': {
    scene: 'history',
    open: async (page) => {
      await page.locator('.filter-row > button').click()
      await page.locator('.filter-row .select-button').nth(1).click()
    },
  },
  'open-folder-options': {
    scene: 'folders',
    open: (page) => page.locator('.disclosure-button').first().click(),
  },
  'open-compare': {
    scene: 'first-run-3-size',
    open: async (page) => {
      await page.locator('.first-run-main .button').first().click()
      await page.locator('.compare').waitFor()
    },
  },
  'open-size-question': {
    scene: 'settings',
    open: async (page) => {
      await page.locator('#settings-photos .choices-cards .choice').nth(1).click()
      await page.getByRole('alertdialog').waitFor()
    },
  },
  'open-question': {
    scene: 'problems',
    open: (page) => page.locator('.problem-actions').nth(2).locator('button').first().click(),
  },
  'open-safety-tree': {
    scene: 'safety',
    open: (page) => page.locator('.coverage button').first().click(),
  },
  'open-notice': {
    scene: 'home-complete',
    open: (page) => page.locator('.hero button').nth(1).click(),
  },
}

const shots = join(import.meta.dirname, '../../../out/screens')
const wanted = process.argv.slice(2).filter((text) => !text.startsWith('--'))
const wantedLooks = process.argv
  .find((text) => text.startsWith('--looks='))
  ?.slice(8)
  .split(',')
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const findings: string[] = []

/** Everything wrong with a page: policy, width, axe. */
async function examine(page: Page): Promise<string[]> {
  const found = await page.evaluate(() => window.violations)
  const isTooWide = await page.evaluate(
    () => document.documentElement.scrollWidth > window.innerWidth + 1,
  )
  // The debugger's own evaluation is not held by the page's policy, so axe can be brought in from outside.
  await page.evaluate(axe)
  const broken = await page.evaluate(async () => {
    const { axe } = window as unknown as { axe: typeof Axe }
    const { violations } = await axe.run(document, {
      runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'],
    })
    return violations.flatMap((violation) =>
      violation.nodes.map(
        (node) => `${violation.id} ${node.target.join(' ')} ${node.html.slice(0, 160)}`,
      ),
    )
  })
  return [...found, ...(isTooWide ? ['wider than its window'] : []), ...broken]
}

async function shoot(browser: Browser, address: string, look: Look): Promise<void> {
  const context = await browser.newContext({
    viewport: { width: look.width, height: look.height },
    colorScheme: look.colours,
    forcedColors: look.forced ? 'active' : 'none',
    reducedMotion: 'reduce',
    timezoneId: 'UTC',
  })
  const page = await context.newPage()
  page.on('pageerror', (error) => findings.push(`${look.name}: ${error.message}`))
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning')
      findings.push(`${look.name}: ${message.text()}`)
  })
  for (const name of [...Object.keys(scenes), ...Object.keys(opened)]) {
    if (wanted.length > 0 && !wanted.some((part) => name.includes(part))) continue
    const step = opened[name]
    await page.clock.setFixedTime(setAt)
    await page.goto(`${address}/?scene=${step?.scene ?? name}&locale=${look.locale}`)
    await page.waitForSelector('h1')
    await page.waitForLoadState('networkidle')
    await step?.open(page)
    await page.screenshot({ path: join(shots, `${name}.${look.name}.png`) })
    for (const finding of await examine(page)) findings.push(`${look.name} ${name}: ${finding}`)
  }
  await context.close()
}

await mkdir(shots, { recursive: true })
await buildHarness()
const { server, address } = await serveHarness()
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
})
try {
  for (const look of looks)
    if (wantedLooks === undefined || wantedLooks.includes(look.name))
      await shoot(browser, address, look)
} finally {
  await browser.close()
  server.close()
}
for (const finding of findings) console.log(finding)
process.exitCode = findings.length > 0 ? 1 : 0
