// Draws scenes in the project's Electron and examines each: policy, width and axe. Which ones is asked.ts.
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type * as Axe from 'axe-core'
import { _electron, type Page } from 'playwright'
import { electronCommand } from '../../../build/electron/index.ts'
import { setAt } from '../fake-data.ts'
import type { Asked, Look } from './asked.ts'
import { opened } from './opened.ts'
import { buildHarness, serveHarness } from './serve.ts'

const shots = join(import.meta.dirname, '../../../out/screens')
const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
const findings: string[] = []

/** Everything wrong with a page: policy, width, axe. */
async function examine(page: Page): Promise<string[]> {
  const found = await page.evaluate(() => window.violations)
  const isTooWide = await page.evaluate(() =>
    // Whatever else scrolls sideways is a picture of a week, which needs its width.
    [...document.querySelectorAll('html, .content, .first-run-main, .modal, .sidebar')].some(
      (part) => part.scrollWidth > part.clientWidth + 1,
    ),
  )
  const covered = await page.evaluate(() => {
    const controls = [...document.querySelectorAll('button, a, input, [role="row"]')]
    return [...document.querySelectorAll('.notice')].flatMap((notice) => {
      const box = notice.getBoundingClientRect()
      return controls
        .filter((control) => !notice.contains(control) && control.checkVisibility())
        .filter((control) => {
          const { left, right, top, bottom } = control.getBoundingClientRect()
          const x = (Math.max(left, box.left) + Math.min(right, box.right)) / 2
          const y = (Math.max(top, box.top) + Math.min(bottom, box.bottom)) / 2
          const isOver =
            left < box.right && right > box.left && top < box.bottom && bottom > box.top
          // What has scrolled out of sight is cut off, not covered.
          return isOver && document.elementsFromPoint(x, y).includes(control)
        })
        .map((control) => `a message covers ${control.outerHTML.slice(0, 120)}`)
    })
  })
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
  return [...found, ...(isTooWide ? ['wider than its window'] : []), ...covered, ...broken]
}

/** Waits until answers and pictures are there; a picture that cannot be shown is seen in the screenshot. */
async function settle(page: Page): Promise<void> {
  // Nothing is pointed at, wherever the system's own pointer or the last click was.
  await page.mouse.move(0, 0)
  await page.evaluate(async () => {
    // The fake answers within a turn; what follows from an answer is drawn in the frame after it.
    for (let frame = 0; frame < 3; frame += 1)
      await new Promise((resolve) => requestAnimationFrame(resolve))
    const inSight = [...document.images].filter((image) => {
      const { top, bottom } = image.getBoundingClientRect()
      return bottom > 0 && top < window.innerHeight
    })
    await Promise.allSettled(inSight.map((image) => image.decode()))
  })
}

/** Where a screen goes on below the window's edge, one more picture with all of it. */
async function shootBelow(page: Page, look: Look, name: string): Promise<void> {
  const below = await page.evaluate(() => {
    const scroller = document.querySelector('.content, .first-run-main')
    return scroller === null ? 0 : scroller.scrollHeight - scroller.clientHeight
  })
  if (below <= 1 || name in opened) return
  await page.setViewportSize({ width: look.width, height: look.height + below })
  await settle(page)
  await page.screenshot({ path: join(shots, `${name}.${look.name}.whole.png`) })
  await page.setViewportSize({ width: look.width, height: look.height })
}

async function shoot(
  page: Page,
  address: string,
  look: Look,
  names: readonly string[],
): Promise<void> {
  await page.setViewportSize({ width: look.width, height: look.height })
  await page.emulateMedia({
    colorScheme: look.colours,
    forcedColors: look.forced ? 'active' : 'none',
    reducedMotion: 'reduce',
  })
  for (const name of names) {
    const step = opened[name]
    await page.clock.setFixedTime(setAt)
    await page.goto(`${address}/?scene=${step?.scene ?? name}&locale=${look.locale}`)
    await page.waitForSelector('h1')
    await settle(page)
    await step?.open(page)
    await settle(page)
    await page.screenshot({ path: join(shots, `${name}.${look.name}.png`) })
    await shootBelow(page, look, name)
    for (const finding of await examine(page)) findings.push(`${look.name} ${name}: ${finding}`)
  }
}

/** Draws what is asked for; answers everything wrong with it. */
export async function draw(asked: Asked & { does: 'draw' }): Promise<string[]> {
  await mkdir(shots, { recursive: true })
  await buildHarness()
  const { server, address } = await serveHarness()
  const electron = await electronCommand({ unattended: true })
  const userData = await mkdtemp(join(tmpdir(), 'shoebox-screens-'))
  const app = await _electron.launch({
    executablePath: electron.command,
    args: [
      ...electron.args,
      join(import.meta.dirname, 'window'),
      `--user-data-dir=${userData}`,
      '--lang=en-GB',
    ],
    // The warning is about the empty page before the first scene.
    env: { ...electron.env, TZ: 'UTC', ELECTRON_DISABLE_SECURITY_WARNINGS: '1' },
  })
  try {
    const page = await app.firstWindow()
    let at = ''
    page.on('pageerror', (error) => findings.push(`${at}: ${error.message}`))
    page.on('console', (message) => {
      if (message.type() === 'error' || message.type() === 'warning')
        findings.push(`${at}: ${message.text()}`)
    })
    for (const look of asked.looks) {
      at = look.name
      await shoot(page, address, look, asked.names)
    }
  } finally {
    await app.close()
    await electron.stop()
    server.close()
    await rm(userData, { recursive: true, force: true })
  }
  return findings
}
