import { describe, expect, it } from 'vitest'
import { defaultSettings } from '../../src/shared/model.ts'
import { dueNotices, type NoticeFacts } from '../../src/main/shell/notices.ts'
import { aStatus } from './a-status.ts'

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
    ...facts,
  }).map(({ cause }) => cause)

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
      dueNotices({ engine: 'running', status, settings, told: {}, now, time: String, ...facts })
    expect(due({})).toMatchObject([
      { cause: 'receipt', body: '1,204 photos safe, 3 need you.', to: 'receipts' },
    ])
    expect(due({ told: { receipt: now - 5 } })).toEqual([])
    expect(due({ told: { receipt: now - 30 * dayMs } })).toHaveLength(1)
    expect(due({ settings: { ...settings, notifyFirstBackup: false } })).toEqual([])
    // Of the first one the notice of the first backup tells already.
    expect(due({ status: { ...status, statement: { ...statement, why: 'first' } } })).toEqual([])
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
})
