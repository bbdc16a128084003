import { describe, expect, it } from 'vitest'
import { outcomeStates } from '../../../src/renderer/screens/history/outcomes.ts'
import {
  heroFor,
  otherConditions,
  shapeOf,
  shareDone,
  sumOf,
} from '../../../src/renderer/state/hero.ts'
import type { Status } from '../../../src/shared/status.ts'
import { completeStatus, uploadingStatus } from '../fake-data.ts'

const running = { state: 'running', failure: null } as const
const hero = (status: Status | null) => heroFor({ status, engine: running })

describe('the status card', () => {
  it('is one moment before the first snapshot', () => {
    expect(hero(null).kind).toBe('starting')
  })

  it('tells of a dead engine before anything else', () => {
    const status = uploadingStatus()
    expect(heroFor({ status, engine: { state: 'failed', failure: null } }).kind).toBe(
      'engine-failed',
    )
    expect(heroFor({ status, engine: { state: 'restarting', failure: null } }).kind).toBe(
      'restarting',
    )
  })

  it('shows uploading even while a folder is missing, and names the folder below', () => {
    const status: Status = {
      ...uploadingStatus(),
      conditions: [{ kind: 'source-missing', sourceId: '2', name: 'EOS card', until: null }],
    }
    expect(hero(status).kind).toBe('uploading')
    expect(otherConditions(hero(status), status)).toHaveLength(1)
  })

  it('shows the first condition when nothing uploads, and the others below', () => {
    const status: Status = {
      ...uploadingStatus(),
      activity: 'resting',
      conditions: [
        { kind: 'offline', until: null },
        { kind: 'on-battery', until: null },
      ],
    }
    expect(hero(status)).toEqual({ kind: 'condition', condition: { kind: 'offline', until: null } })
    expect(otherConditions(hero(status), status).map(({ kind }) => kind)).toEqual(['on-battery'])
  })

  it('names failures before skips, and skips only until they were looked at', () => {
    const status = completeStatus()
    const failed: Status = {
      ...status,
      skippedUnseen: 3,
      counts: { ...status.counts, failed: { files: 2, bytes: 1 } },
    }
    expect(hero(failed)).toEqual({ kind: 'failed', files: 2 })
    const [first, ...others] = status.sources
    if (first === undefined) throw new Error('no source')
    const closed: Status = {
      ...status,
      skippedUnseen: 3,
      sources: [
        { ...first, unreadableFolders: 2, unreadableFiles: 3 },
        ...others.map((source) => ({ ...source, state: 'unreadable' as const })),
      ],
    }
    expect(hero(closed)).toEqual({ kind: 'unreadable', places: 5 + others.length })
    expect(shapeOf(hero(closed))).toBe('attention')
    expect(hero({ ...status, skippedUnseen: 3 })).toEqual({ kind: 'skipped', files: 3 })
    expect(hero(status)).toEqual({ kind: 'complete' })
  })

  it('tells each group of states apart by shape', () => {
    const shapes = (['uploading', 'scanning', 'skipped', 'complete'] as const).map((kind) =>
      shapeOf(kind === 'skipped' ? { kind, files: 1 } : { kind }),
    )
    const condition = (kind: 'paused' | 'backup-off' | 'offline' | 'storage-full') =>
      shapeOf({ kind: 'condition', condition: { kind, until: null } })
    const all = [
      ...shapes,
      condition('paused'),
      condition('backup-off'),
      condition('offline'),
      condition('storage-full'),
      shapeOf({
        kind: 'condition',
        condition: { kind: 'signed-out', reason: 'never', until: null },
      }),
    ]
    expect(new Set(all).size).toBe(all.length)
  })
})

describe('progress', () => {
  it('goes by bytes, and by files where there are no bytes', () => {
    const { progress } = uploadingStatus()
    expect(shareDone({ ...progress, bytesDone: 1, bytesTotal: 4 })).toBe(0.25)
    expect(shareDone({ ...progress, bytesTotal: 0, filesDone: 1, filesTotal: 2 })).toBe(0.5)
    expect(shareDone({ ...progress, bytesTotal: 0, filesTotal: 0 })).toBe(0)
  })

  it('never shows more than the whole', () => {
    const { progress } = uploadingStatus()
    expect(shareDone({ ...progress, bytesDone: 9, bytesTotal: 4 })).toBe(1)
  })

  it('counts as in line what is neither done nor set aside', () => {
    const { counts } = uploadingStatus()
    expect(sumOf(counts, outcomeStates.inLine).files).toBe(6_000 + 2_200 + 2_950 + 34 + 16 + 3)
  })
})
