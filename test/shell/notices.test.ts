import { describe, expect, it } from 'vitest'
import type { CardQuestion } from '../../src/shared/card-schemas.ts'
import type { CheckEnd } from '../../src/shared/check-schemas.ts'
import { defaultSettings } from '../../src/shared/model.ts'
import { dueNotices, overNotices, type NoticeFacts } from '../../src/main/shell/notices.ts'
import type { Condition, SourceView } from '../../src/shared/status.ts'
import { aRun } from '../renderer/fake-cards.ts'
import { aSource, aStatus } from './a-status.ts'

const now = 1_000_000_000_000
const dayMs = 24 * 3_600_000
const settings = { ...defaultSettings, firstRunStep: 'done' as const }
const causes = (facts: Partial<NoticeFacts>): string[] =>
  dueNotices({
    engine: 'running',
    status: aStatus(),
    settings,
    told: {},
    now,
    time: String,
    size: String,
    ...facts,
  }).map(({ cause }) => cause)

const bodies = (facts: Partial<NoticeFacts>): string[] =>
  dueNotices({
    engine: 'running',
    status: aStatus(),
    settings,
    told: {},
    now,
    time: () => '14:05',
    size: () => '3.1 GB',
    ...facts,
  }).map(({ body }) => body)

const complete = aStatus({ counts: { done: 5 } })
const full = aStatus({ conditions: [{ kind: 'storage-full', until: null }], activity: 'resting' })
const revoked = aStatus({
  signIn: { kind: 'signed-out', reason: 'revoked' },
  conditions: [{ kind: 'signed-out', reason: 'revoked', until: null }],
  activity: 'resting',
})

describe('notices', () => {
  it('tell of the first complete backup once and never again', () => {
    expect(causes({ status: complete })).toEqual(['first-backup'])
    expect(causes({ status: complete, told: { 'first-backup': now - 400 * dayMs } })).toEqual([])
  })

  it('do not call an empty library a complete backup', () => {
    expect(causes({ status: aStatus() })).toEqual([])
  })

  it('tell of each monthly receipt once, in words that are true of it', () => {
    const total = { safe: 1_204, safeBytes: 9, needYou: 3, waiting: 0, leftOut: 0, noPhotos: 0 }
    const statement = {
      ...{ statementId: '2', at: now - 5, why: 'monthly' as const, account: null },
      ...{ total, unread: 0, away: [] },
    }
    const status = { ...aStatus(), statement }
    const due = (facts: Partial<NoticeFacts>) =>
      dueNotices({
        engine: 'running',
        status,
        settings,
        told: {},
        now,
        time: String,
        size: String,
        ...facts,
      })
    expect(due({})).toMatchObject([
      { cause: 'receipt', body: '1,204 photos safe, 3 need you.', to: 'receipts' },
    ])
    expect(due({ told: { receipt: now - 5 } })).toEqual([])
    expect(due({ told: { receipt: now - 30 * dayMs } })).toHaveLength(1)
    expect(due({ settings: { ...settings, notifyFirstBackup: false } })).toEqual([])
    // Of the first one the notice of the first backup tells already.
    expect(due({ status: { ...status, statement: { ...statement, why: 'first' } } })).toEqual([])
  })

  describe('of photos without a date', () => {
    const undated = (files: number, change: Parameters<typeof aStatus>[0] = {}) => ({
      ...aStatus({ activity: 'uploading', ...change }),
      undated: { files, undecided: 0 },
    })
    const scanning = { sources: [aSource({ state: 'scanning' })] }

    it('lead to their page, and say how many there are', () => {
      const facts = {
        settings,
        told: {},
        now,
        time: String,
        size: String,
        engine: 'running',
      } as const
      expect(dueNotices({ ...facts, status: undated(12) })).toMatchObject([
        { cause: 'undated', title: 'Photos without a date', to: 'undated' },
      ])
      expect(bodies({ status: undated(12) })[0]).toMatch(/^12 photos carry no date\. /)
      expect(bodies({ status: undated(1) })[0]).toMatch(/^1 photo carries no date\. .* it goes, /)
    })

    it('come once a wave, however many scans find more', () => {
      const told = { undated: now - 40 * dayMs }
      expect(causes({ status: undated(12), told })).toEqual([])
      expect(overNotices({ status: undated(12), told, now })).toEqual([])
      expect(overNotices({ status: undated(0), told, now })).toEqual(['undated'])
      // One after the other, as from a messenger, is one wave.
      expect(overNotices({ status: undated(0), told: { undated: now - dayMs + 1 }, now })).toEqual(
        [],
      )
      expect(overNotices({ status: undated(0), told: {}, now })).toEqual([])
    })

    it('wait until the folders are looked through', () => {
      expect(causes({ status: undated(12, scanning) })).toEqual([])
      expect(causes({ status: undated(12, { activity: 'scanning' }) })).toEqual([])
      const told = { undated: now - 2 * dayMs }
      expect(overNotices({ status: undated(0, scanning), told, now })).toEqual([])
    })

    it('are not wanted where nothing that needs attention is', () => {
      const quiet = { ...settings, notifyAttention: false }
      expect(causes({ status: undated(12), settings: quiet })).toEqual([])
      expect(causes({ status: undated(0) })).toEqual([])
    })
  })

  it('tell of one cause once a day', () => {
    expect(causes({ status: full })).toEqual(['storage-full'])
    expect(causes({ status: full, told: { 'storage-full': now - dayMs + 1 } })).toEqual([])
    expect(causes({ status: full, told: { 'storage-full': now - dayMs } })).toEqual([
      'storage-full',
    ])
  })

  it('tell of a sign-in that Google ended, not of one that the user ended', () => {
    expect(causes({ status: revoked })).toEqual(['signed-out'])
    const left = aStatus({ signIn: { kind: 'signed-out', reason: 'user' } })
    expect(causes({ status: left })).toEqual([])
  })

  it('say nothing of what ends by itself', () => {
    const offline = aStatus({
      conditions: [{ kind: 'offline', until: null }],
      activity: 'resting',
      counts: { done: 3, waiting: 2 },
    })
    expect(causes({ status: offline })).toEqual([])
  })

  it('say nothing before the first run is over', () => {
    expect(causes({ status: full, settings: defaultSettings })).toEqual([])
  })

  it('can be turned off one by one', () => {
    expect(
      causes({ status: complete, settings: { ...settings, notifyFirstBackup: false } }),
    ).toEqual([])
    expect(causes({ status: full, settings: { ...settings, notifyAttention: false } })).toEqual([])
    expect(causes({ status: revoked, settings: { ...settings, notifySignedOut: false } })).toEqual(
      [],
    )
  })

  it('tell of an engine that gave up', () => {
    expect(causes({ engine: 'failed', status: null })).toEqual(['engine'])
  })

  it('tell of a card that is away only while photos on it wait, and of no uploads that rest', () => {
    const condition: Condition = {
      kind: 'source-missing',
      sourceId: '1',
      name: 'Camera',
      until: null,
    }
    const away = (given: Partial<SourceView>) =>
      aStatus({
        counts: { done: 5 },
        conditions: [condition],
        sources: [aSource({ name: 'Camera', state: 'not-connected', lastScanAt: now, ...given })],
      })
    const settledNow = { ...settings, notifyFirstBackup: false }
    const told = (given: Partial<SourceView>) =>
      bodies({ status: away(given), settings: settledNow })
    expect(told({ files: 5, done: 5, waiting: 0 })).toEqual([])
    expect(told({ files: 14, done: 5, waiting: 9 })).toEqual([
      'Camera is not connected. 9 photos in it wait.',
    ])
    expect(told({ lastScanAt: null })).toEqual([
      'Camera is not connected. Whether photos wait in it is not known.',
    ])
  })

  it('tell of a card in a drawer after thirty days, and then once in thirty days', () => {
    const condition: Condition = {
      kind: 'source-missing',
      sourceId: '1',
      name: 'Camera',
      until: null,
    }
    const seenAt = now - 31 * dayMs
    const status = aStatus({
      counts: { done: 5 },
      conditions: [condition],
      sources: [aSource({ state: 'not-connected', lastScanAt: seenAt, waiting: 0 })],
    })
    const facts = { status, settings: { ...settings, notifyFirstBackup: false } }
    expect(bodies(facts)).toEqual([
      'For 31 days now. Nothing known of it waits; new photos on it are not backed up.',
    ])
    const told = { 'long-away 1': now - 29 * dayMs }
    expect(bodies({ ...facts, told })).toEqual([])
    expect(bodies({ ...facts, told: { 'long-away 1': now - 30 * dayMs } })).toHaveLength(1)
  })

  it('end a question as one, and say when what passes is tried again', () => {
    const resting = (condition: Condition) =>
      bodies({ status: aStatus({ conditions: [condition], activity: 'resting' }) })
    const email = 'first@example.test'
    expect(resting({ kind: 'account-unconfirmed', email, until: null })).toEqual([
      `Signed in as ${email}: is this you? Uploads rest until this is fixed.`,
    ])
    expect(resting({ kind: 'unexpected', until: now })[0]).toMatch(/It is tried again at 14:05\.$/)
  })

  it('call nothing complete while photos failed or could not be looked for', () => {
    const failed = aStatus({ counts: { done: 5, failed: 1 } })
    expect(causes({ status: failed })).toEqual(['failed'])
    const closed = aStatus({ counts: { done: 5 }, sources: [aSource({ unreadableFolders: 1 })] })
    expect(causes({ status: closed })).toEqual([])
    const leftOut = aStatus({ counts: { done: 5, skipped: 2 } })
    expect(bodies({ status: leftOut })).toEqual([
      '5 photos and videos are in Google Photos. 2 files were left out.',
    ])
  })
})

describe('a card that is in', () => {
  const card: CardQuestion = {
    ...{ cardId: '5-1', kind: 'card', label: 'EOS_DIGITAL', camera: 'EOS', files: 412 },
    ...{
      bytes: 3.1e9,
      known: 0,
      isCounting: false,
      isWhole: true,
      answered: null,
      looksLike: false,
    },
  }
  const due = (change: Partial<CardQuestion>, told: Record<string, number> = {}) =>
    dueNotices({
      ...{
        engine: 'running',
        status: aStatus({ cards: [{ ...card, ...change }] }),
        settings,
        told,
      },
      ...{ now, time: String, size: () => '3.1 GB' },
    }).map(({ title, body, to }) => [title, body, to])

  it('is told of once what is on it is known, in one sentence that asks', () => {
    const body = '412 photos and videos, 3.1 GB. Back up?'
    expect(due({})).toEqual([['EOS card', body, 'home']])
    expect(due({ isCounting: true })).toEqual([])
    expect(due({ isWhole: false })).toEqual([['EOS card', `At least ${body}`, 'home']])
    expect(due({ known: 300 })).toEqual([
      ['EOS card', '412 new photos and videos, 3.1 GB. Back up?', 'home'],
    ])
    expect(due({ looksLike: true })).toEqual([
      ['EOS card', '412 photos and videos, 3.1 GB. It looks like your EOS card. Back up?', 'home'],
    ])
    expect(due({ camera: null, files: 1 })).toEqual([
      ['Card “EOS_DIGITAL”', '1 photo or video, 3.1 GB. Back up?', 'home'],
    ])
  })

  it('is told of once, however long it is in, and nothing is kept of it when it is out', () => {
    const told = { 'card 5-1': now - 400 * dayMs, 'first-backup': now }
    expect(due({}, told)).toEqual([])
    expect(overNotices({ status: aStatus({ cards: [card] }), told, now })).toEqual([])
    expect(overNotices({ status: aStatus(), told, now })).toEqual(['card 5-1'])
    expect(overNotices({ status: null, told, now })).toEqual([])
  })

  it('two are told of each, and none where such notices are not wanted', () => {
    const status = aStatus({ cards: [card, { ...card, cardId: '5-2', camera: 'Sony' }] })
    expect(causes({ status })).toEqual(['card 5-1', 'card 5-2'])
    expect(causes({ status, settings: { ...settings, notifyAttention: false } })).toEqual([])
  })

  it('and is pulled before all of it is backed up is no alarm', () => {
    const card = aRun({ told: 'away', waiting: 3 })
    const source = aSource({ sourceId: '2', state: 'not-connected', waiting: 3, card })
    const status = aStatus({ sources: [source], counts: { waiting: 3 }, activity: 'resting' })
    expect(causes({ status })).toEqual([])
  })
})

describe('a check that ended', () => {
  const check: CheckEnd = {
    ...{ checkId: 'b1', sourceId: '2', state: 'whole', checked: 412, safe: 412, isAllSafe: true },
  }
  const status = aStatus({
    sources: [aSource({ sourceId: '2', name: 'EOS card' })],
    checks: [check],
  })

  it('is told of once, and leads to its page', () => {
    const facts = { engine: 'running', status, settings, told: {}, now } as const
    const [notice] = dueNotices({ ...facts, time: String, size: String })
    expect(notice).toMatchObject({
      ...{ title: '“EOS card” was checked', to: { to: 'check', sourceId: '2' } },
    })
    expect(causes({ status, told: { 'check b1': now - 400 * dayMs } })).toEqual([])
    const none = { ...settings, notifyAttention: false }
    expect(causes({ status, settings: none })).toEqual([])
  })

  it('is kept as told as long as it stands, and another one is told of anew', () => {
    const told = { 'check b1': now }
    expect(overNotices({ status, told, now })).toEqual([])
    expect(overNotices({ status: aStatus(), told, now })).toEqual(['check b1'])
    const next = { ...status, checks: [{ ...check, checkId: 'b2' }] }
    expect(causes({ status: next, told })).toEqual(['check b2'])
  })
})
