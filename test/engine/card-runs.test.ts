// How far a card is, from where its source stands and what is remembered of it.
import { describe, expect, it } from 'vitest'
import { cardRun, type CardRunParts } from '../../src/main/engine/card-runs.ts'
import type { RememberedVolume } from '../../src/main/engine/ports/volumes.ts'
import type { SourceView } from '../../src/shared/status.ts'
import { aSource } from '../shell/a-status.ts'

const figures = { files: 412, done: 412, waiting: 0, undecided: 0, skipped: 0, failed: 0 }
const volume: RememberedVolume = {
  ...{ rowId: 1, kind: 'card', volumeId: 'uuid:1', label: 'EOS_DIGITAL', sizeBytes: 64e9 },
  ...{ cameraFolder: '100CANON', answer: 'always', holds: true, sourceId: 2, lastSeenAt: 1_000 },
}

interface Given {
  source?: Partial<SourceView>
  figures?: Partial<typeof figures>
  volumeOf?: 'wanted' | 'rests'
  isSettled?: boolean
  checked?: string
}

function run(given: Given = {}) {
  const parts: CardRunParts = {
    catalog: {
      rememberedVolumes: () => [{ ...volume, rowId: 3, sourceId: null }, volume],
      presentTally: () => ({ ...figures, ...given.figures }),
      volumeOf: () => given.volumeOf ?? 'wanted',
    },
    sources: { isSettled: () => given.isSettled ?? true },
    isLookedAfter: true,
    isChecking: (path) => path === given.checked,
  }
  const path = '/media/EOS_DIGITAL'
  return cardRun(aSource({ sourceId: '2', path, lastScanAt: 2_000, ...given.source }), parts)
}

describe('a card', () => {
  it('is told with its name, what is on it, and how far that is', () => {
    expect(run()).toEqual({
      ...{ kind: 'card', label: 'EOS_DIGITAL', camera: 'EOS', told: 'sent' },
      ...{ isLookedThrough: true, ...figures },
    })
    expect(run({ source: { sourceId: '1' } })).toBeNull()
  })

  const out: Partial<SourceView> = { state: 'not-connected' }
  it.each<[string, Given, string | null]>([
    ['that is looked at is looked through', { isSettled: false }, 'looking'],
    ['of which no scan has come to its end is', { source: { lastScanAt: 999 } }, 'looking'],
    ['of which some waits is on its way', { figures: { waiting: 3 } }, 'going'],
    ['that a check reads stays in', { checked: '/media/EOS_DIGITAL' }, 'checking'],
    ['beside one that a check reads does not', { checked: '/media/OTHER' }, 'sent'],
    [
      'with a folder that is closed is not all known',
      { source: { unreadableFolders: 1 } },
      'unread',
    ],
    ['that cannot be read is not known', { source: { state: 'unreadable' } }, 'unread'],
    ['that nobody wants is not told of', { volumeOf: 'rests' }, null],
    ['out and done is not told of', { source: out }, null],
    ['out with some of it is away', { source: out, figures: { waiting: 3 } }, 'away'],
    // What is on it now nobody has seen: the last scan was of another time.
    [
      'out since before a scan of it ended is away',
      { source: { ...out, lastScanAt: 999 } },
      'away',
    ],
    ['out that was never looked through is away', { source: { ...out, lastScanAt: null } }, 'away'],
    ['with another in its place is out', { source: { state: 'unfamiliar' } }, null],
  ])('%s', (_, given, told) => {
    expect(run(given)?.told).toBe(told)
  })

  it('that is out is not known by what its keeper has still to do', () => {
    const { isLookedThrough } = run({ source: out, isSettled: false }) ?? {}
    expect(isLookedThrough).toBe(true)
  })
})
