// The help pages say what the app says: each status card is in troubleshooting under its own headline, and links lead
// somewhere.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { pageAddress } from '../../src/main/shell/outside-pages.ts'
import { blockedSteps } from '../../src/renderer/state/client-steps.ts'
import { createLanguage } from '../../src/renderer/words.ts'
import { clientSteps } from '../../src/shared/model.ts'
import type { Condition } from '../../src/shared/status.ts'

const docs = join(import.meta.dirname, '..', '..', 'docs')
const read = (name: string): string => readFileSync(join(docs, name), 'utf8')
const { words } = createLanguage('en', 'win32')

type Reason<K extends Condition['kind']> = Extract<Condition, { kind: K; reason: string }>['reason']

const until = null
const signedOut: Record<Reason<'signed-out'>, true> = {
  never: true,
  'not-kept': true,
  revoked: true,
  'missing-scope': true,
  user: true,
  cancelled: true,
  denied: true,
}
const forbidden: Record<Reason<'forbidden'>, true> = {
  'api-disabled': true,
  'photos-disabled': true,
  'insufficient-scopes': true,
  unknown: true,
}
const conditions: Condition[] = [
  { kind: 'backup-off', until },
  { kind: 'paused', until },
  ...Object.keys(signedOut).map(
    (reason) => ({ kind: 'signed-out', until, reason: reason as Reason<'signed-out'> }) as const,
  ),
  { kind: 'account-unconfirmed', email: 'your address', until },
  { kind: 'no-folders', until },
  { kind: 'offline', until },
  { kind: 'not-wifi-or-cable', until },
  { kind: 'metered', until },
  { kind: 'on-battery', until },
  { kind: 'in-use', until },
  { kind: 'outside-hours', until: 0 },
  { kind: 'google-asked-to-wait', until: 0 },
  { kind: 'google-unavailable', until: 0 },
  { kind: 'daily-quota', until: 0 },
  { kind: 'storage-full', until },
  ...Object.keys(forbidden).map(
    (reason) => ({ kind: 'forbidden', until, reason: reason as Reason<'forbidden'> }) as const,
  ),
  { kind: 'source-missing', sourceId: '1', name: '', until },
  { kind: 'source-unfamiliar', sourceId: '1', name: 'your folder', until },
  { kind: 'disk-full', until },
  { kind: 'catalogue-unwritable', until: 0 },
  { kind: 'unexpected', until: 0 },
]

describe('troubleshooting', () => {
  const page = read('troubleshooting.md').replaceAll('’', "'")
  const said = (title: string): string =>
    title
      .replaceAll('’', "'")
      .replace(/until .*/, 'until')
      .replace(/: $/, '')

  it.each(
    conditions.map((condition) => [
      words.status.condition(condition, { now: 0, waiting: 0, end: null, source: null }).title,
    ]),
  )('names the card "%s"', (title) => {
    expect(page).toContain(said(title))
  })

  it('names the cards that are no conditions', () => {
    const { complete, scanning, resting, starting, restarting, engineFailed } = words.status
    const tries = [resting(0, 0), resting(null, 0)]
    for (const title of [complete, scanning, ...tries, starting.title, restarting.title])
      expect(page).toContain(`**${said(title)}**`)
    expect(page).toContain(engineFailed.title)
  })
})

describe('your own Google client', () => {
  const page = read('own-google-client.md')
  const { steps } = words.clientGuide
  const parts = page.split(/^## /m)

  it('has the steps of the guide in the window, in their order and under their names', () => {
    const numbered = parts.flatMap((part) => /^\d\. .*/.exec(part)?.[0] ?? [])
    expect(numbered).toEqual(
      clientSteps.map((step, at) => `${String(at + 1)}. ${steps[step].title}`),
    )
  })

  it('names in each step the addresses that the guide opens there', () => {
    for (const [at, step] of clientSteps.entries()) {
      const part = parts.find((each) => each.startsWith(`${String(at + 1)}. `)) ?? ''
      const named = [...part.matchAll(/<(https:[^>]+)>/g)].map(([, address]) => address)
      expect(named).toEqual(steps[step].pages.map((each) => pageAddress(each.page, null)))
    }
  })

  it('names every error of Google’s pages that the window knows', () => {
    for (const name of Object.keys(blockedSteps)) expect(page).toContain(`\`${name}\``)
  })
})

describe('links', () => {
  const anchorOf = (heading: string): string =>
    heading
      .toLowerCase()
      .replace(/[^\w\s-]/g, '')
      .trim()
      .replaceAll(' ', '-')

  it.each(readdirSync(docs).filter((name) => name.endsWith('.md')))(
    'of %s lead somewhere',
    (name) => {
      for (const [, target = ''] of read(name).matchAll(/\]\((?!https?:)([^)]+)\)/g)) {
        const [file = '', anchor] = target.split('#')
        const path = join(dirname(join(docs, name)), file)
        expect(existsSync(path), target).toBe(true)
        if (anchor === undefined) continue
        const headings = [...readFileSync(path, 'utf8').matchAll(/^#+ (.*)$/gm)].map(
          ([, text = '']) => anchorOf(text),
        )
        expect(headings).toContain(anchor)
      }
    },
  )
})
