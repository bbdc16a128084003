import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { CardRun } from '../../src/shared/card-schemas.ts'
import type { Condition } from '../../src/shared/status.ts'
import {
  trayStates,
  trayView,
  type TrayEntry,
  type TrayFacts,
} from '../../src/main/shell/tray-view.ts'
import { aRun } from '../renderer/fake-cards.ts'
import { aSource, aStatus } from './a-status.ts'

const now = Date.UTC(2026, 0, 1, 12)
const hourMs = 3_600_000

const view = (facts: Partial<TrayFacts> = {}): ReturnType<typeof trayView> =>
  trayView({
    engine: 'running',
    status: aStatus(),
    recent: [],
    update: null,
    now,
    time: () => '14:05',
    ...facts,
  })

const labels = (entries: readonly TrayEntry[]): string[] =>
  entries.flatMap((entry) =>
    entry.kind === 'line'
      ? []
      : entry.kind === 'submenu'
        ? [entry.label, ...labels(entry.entries)]
        : [entry.label],
  )

describe('the state in the tray', () => {
  it('says how many of how many, and how long it takes', () => {
    const status = aStatus({
      activity: 'uploading',
      progress: {
        filesDone: 214,
        filesTotal: 12_431,
        bytesDone: 25,
        bytesTotal: 100,
        finishAt: now + 3 * hourMs,
      },
    })
    expect(view({ status })).toMatchObject({
      state: 'uploading',
      tooltip: 'Shoebox: Uploading 214 of 12,431, about 3 h',
      progress: 0.25,
    })
  })

  it('hides the time while it is unknown', () => {
    const status = aStatus({
      activity: 'uploading',
      progress: { filesDone: 1, filesTotal: 2, bytesTotal: 0 },
    })
    expect(view({ status })).toMatchObject({
      tooltip: 'Shoebox: Uploading 1 of 2',
      progress: null,
    })
  })

  it('shows uploads as uploads even while one of the folders is missing', () => {
    const status = aStatus({
      activity: 'uploading',
      conditions: [{ kind: 'source-missing', sourceId: '1', name: 'Card', until: null }],
    })
    expect(view({ status }).state).toBe('uploading')
  })

  const rests: [Condition, string, string][] = [
    [{ kind: 'backup-off', until: null }, 'paused', 'Backup is off'],
    [{ kind: 'paused', until: now + hourMs }, 'paused', 'Paused until 14:05'],
    [{ kind: 'paused', until: null }, 'paused', 'Paused'],
    [{ kind: 'offline', until: null }, 'waiting', 'Waiting for connection'],
    [{ kind: 'not-wifi-or-cable', until: null }, 'waiting', 'Waiting for Wi-Fi or cable'],
    [{ kind: 'on-battery', until: null }, 'waiting', 'Waiting to charge'],
    [{ kind: 'in-use', until: null }, 'waiting', 'Waiting until nobody uses this computer'],
    [{ kind: 'google-asked-to-wait', until: now }, 'waiting', 'Waiting until 14:05 (Google asked)'],
    [
      { kind: 'google-unavailable', until: now },
      'waiting',
      'Waiting until 14:05 (trouble at Google)',
    ],
    [{ kind: 'storage-full', until: null }, 'attention', 'Google storage is full'],
    [
      { kind: 'source-missing', sourceId: '1', name: 'Card', until: null },
      'attention',
      'Card is not connected',
    ],
    [{ kind: 'signed-out', reason: 'revoked', until: null }, 'signed-out', 'Signed out'],
  ]
  it.each(rests)('says why uploads rest: %o', (condition, state, line) => {
    expect(
      view({ status: aStatus({ conditions: [condition], activity: 'resting' }) }),
    ).toMatchObject({ state, tooltip: `Shoebox: ${line}` })
  })

  it('is signed out before anything else', () => {
    const status = aStatus({ signIn: { kind: 'signed-out', reason: 'never' } })
    expect(view({ status }).state).toBe('signed-out')
  })

  it('asks for attention while files wait for a decision', () => {
    expect(view({ status: aStatus({ counts: { failed: 2 } }) })).toMatchObject({
      state: 'attention',
      tooltip: 'Shoebox: 2 photos need a look',
    })
    expect(view({ status: aStatus({ skippedUnseen: 1 }) }).tooltip).toBe(
      'Shoebox: 1 photo needs a look',
    )
  })

  it('asks for attention while a place could not be looked into, and counts it', () => {
    const status = aStatus({
      counts: {},
      sources: [aSource({ unreadableFolders: 1 }), aSource({ state: 'unreadable' })],
    })
    expect(view({ status })).toMatchObject({
      state: 'attention',
      tooltip: 'Shoebox: 2 places could not be looked into',
    })
    expect(labels(view({ status }).entries)).toContain('Problems (2)')
    expect(view({ status: { ...status, skippedUnseen: 1 } }).tooltip).toBe(
      'Shoebox: 1 photo needs a look',
    )
  })

  it('takes no notice of a card that is away with everything of it backed up', () => {
    const status = aStatus({
      counts: { done: 5 },
      sources: [
        aSource({ state: 'not-connected', lastScanAt: now, files: 5, done: 5, waiting: 0 }),
      ],
      conditions: [{ kind: 'source-missing', sourceId: '1', name: 'Card', until: null }],
    })
    expect(view({ status })).toMatchObject({
      state: 'complete',
      tooltip: 'Shoebox: Backup complete',
    })
    const waits = status.sources.map((source) => ({ ...source, waiting: 1 }))
    expect(view({ status: { ...status, activity: 'resting', sources: waits } })).toMatchObject({
      state: 'attention',
      tooltip: 'Shoebox: Card is not connected',
    })
  })

  it('says when photos are tried again, and nothing of a time that has passed', () => {
    const status = aStatus({
      activity: 'resting',
      counts: { waiting: 1, found: 2 },
      nextTryAt: now + hourMs,
    })
    expect(view({ status }).tooltip).toBe('Shoebox: 3 photos wait for another try at 14:05')
    expect(view({ status: { ...status, nextTryAt: now } }).tooltip).toBe(
      'Shoebox: 3 photos wait for another try',
    )
  })

  it('tells scanning, waiting for the next try, and complete apart', () => {
    expect(view({ status: aStatus({ activity: 'scanning' }) }).state).toBe('scanning')
    expect(view({ status: aStatus({ activity: 'resting', counts: { waiting: 3 } }) }).state).toBe(
      'waiting',
    )
    expect(view().state).toBe('complete')
  })

  it('says that the engine is down', () => {
    expect(view({ engine: 'failed' })).toMatchObject({ state: 'attention' })
    expect(view({ engine: 'starting', status: null })).toMatchObject({ state: 'waiting' })
  })

  it.each(trayStates)('has a picture of its own for %s', (state) => {
    const pictures = join(import.meta.dirname, '../../build/icons/png/tray')
    for (const form of ['.png', '@2x.png', '@3x.png', 'Template.png', 'Template@2x.png'])
      expect(existsSync(join(pictures, `${state}${form}`))).toBe(true)
  })
})

describe('the menu', () => {
  it('offers everything in one place', () => {
    const { entries } = view({ recent: [{ fileId: '1', name: 'a.jpg' }] })
    expect(labels(entries)).toEqual([
      'Backup complete',
      'Open Shoebox',
      'Pause',
      'For 1 hour',
      'Until tomorrow',
      'Until I resume',
      'Check for new photos',
      'a.jpg',
      'Problems',
      'Open Google Photos',
      'Settings',
      'Quit',
    ])
  })

  it('offers to resume what is paused and to turn on what is off', () => {
    expect(labels(view({ status: aStatus({ pausedUntil: 'resumed' }) }).entries)).toContain(
      'Resume',
    )
    const off = labels(view({ status: aStatus({ isBackupOn: false }) }).entries)
    expect(off).toContain('Turn backup on')
    expect(off).not.toContain('Pause')
  })

  it('offers no uploads to someone who is signed out', () => {
    const status = aStatus({ signIn: { kind: 'signed-out', reason: 'never' } })
    const shown = labels(view({ status }).entries)
    expect(shown).not.toContain('Check for new photos')
    expect(shown).not.toContain('Pause')
    expect(shown).toContain('Quit')
  })

  it('counts problems', () => {
    const status = aStatus({ counts: { failed: 1_200 }, skippedUnseen: 34 })
    expect(labels(view({ status }).entries)).toContain('Problems (1,234)')
  })

  it('offers an update only while nothing uploads', () => {
    expect(labels(view({ update: '1.2.0' }).entries)).toContain('Restart to update to 1.2.0')
    const status = aStatus({ activity: 'uploading' })
    expect(labels(view({ update: '1.2.0', status }).entries)).not.toContain(
      'Restart to update to 1.2.0',
    )
  })

  it('shortens long names and keeps control characters out', () => {
    const name = `a\nb${'x'.repeat(60)}.jpg`
    const shown = labels(view({ recent: [{ fileId: '1', name }] }).entries).find((label) =>
      label.startsWith('a b'),
    )
    expect(shown).toHaveLength(40)
    expect(shown?.endsWith('.jpg')).toBe(true)
  })
})

describe('a card that is backed up', () => {
  const source = (run: Partial<CardRun>) => aSource({ name: 'EOS card', card: aRun(run) })
  it('is told of as far as it is, and leads to Home', () => {
    const sources = [source({ told: 'going', done: 112, waiting: 300 }), source({ told: null })]
    const { entries } = view({ status: aStatus({ sources }) })
    const said = entries.filter((entry) => entry.kind === 'action' && entry.action.kind === 'card')
    expect(said).toEqual([
      {
        ...{ kind: 'action', label: 'EOS card: 112 of 412 in Google Photos' },
        action: { kind: 'card' },
      },
    ])
  })

  it('and is out with the rest is waited for, without alarm', () => {
    const card = { ...source({ told: 'away', waiting: 300 }), state: 'not-connected' as const }
    const status = aStatus({ counts: { waiting: 300 }, activity: 'resting', sources: [card] })
    const { state, entries } = view({ status })
    expect(state).toBe('waiting')
    expect(entries[0]).toEqual({
      ...{ kind: 'text', label: '300 photos go on when EOS card is back' },
    })
  })
})

describe('a card that is in', () => {
  const cards = [
    {
      ...{ cardId: '1', kind: 'card' as const, label: 'EOS_DIGITAL', camera: 'EOS', files: 412 },
      ...{
        bytes: 3.1e9,
        known: 0,
        isCounting: true,
        isWhole: false,
        answered: null,
        looksLike: false,
      },
    },
  ]

  it('is asked about above everything else that can be done', () => {
    const { entries } = view({ status: aStatus({ cards }) })
    expect(entries[2]).toEqual({
      ...{ kind: 'action', label: 'EOS card: back up?', action: { kind: 'card' } },
    })
  })

  it('is not asked about while nobody is signed in, or nothing answers', () => {
    const signedOut = aStatus({ cards, signIn: { kind: 'signed-out', reason: 'user' } })
    expect(labels(view({ status: signedOut }).entries)).not.toContain('EOS card: back up?')
    const restarting = view({ engine: 'restarting', status: aStatus({ cards }) })
    expect(labels(restarting.entries)).not.toContain('EOS card: back up?')
  })
})
