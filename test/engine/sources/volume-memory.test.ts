// Whether a volume is a known one and what follows, as truth tables.
import { describe, expect, it, test } from 'vitest'
import type { RememberedVolume, VolumeMarks } from '../../../src/main/engine/ports/volumes.ts'
import {
  likeness,
  onArrival,
  recognise,
  type Likeness,
} from '../../../src/main/engine/sources/volume-memory.ts'

const eos: VolumeMarks = {
  ...{ volumeId: 'uuid:4A21-0FF3', label: 'EOS_DIGITAL', sizeBytes: 64e9 },
  cameraFolder: '104CANON',
}
const remembered = (change: Partial<RememberedVolume> = {}): RememberedVolume => ({
  ...{ rowId: 1, kind: 'card', ...eos, answer: 'always', holds: true, sourceId: 1, lastSeenAt: 1 },
  ...change,
})

describe('a card', () => {
  test.each<[string, Partial<VolumeMarks>, Likeness]>([
    ['that is as it was', {}, 'same'],
    ['that went to another camera', { cameraFolder: '100MSDCF' }, 'same'],
    ['that got another name', { label: 'MINE' }, 'same'],
    ['that was formatted by its camera', { volumeId: 'uuid:77B0-1D02' }, 'alike'],
    [
      'whose folders begin anew with that',
      { volumeId: 'uuid:7', cameraFolder: '100CANON' },
      'alike',
    ],
    ['that nothing names', { volumeId: null }, 'alike'],
    ['of another size', { volumeId: 'uuid:7', sizeBytes: 32e9 }, 'other'],
    ['with another label', { volumeId: 'uuid:7', label: 'OTHER' }, 'other'],
    ['of another camera', { volumeId: 'uuid:7', cameraFolder: '104MSDCF' }, 'other'],
    ['with the number of a larger one', { sizeBytes: 128e9 }, 'other'],
  ])('%s', (_, change, answer) => {
    expect(likeness(eos, { ...eos, ...change })).toBe(answer)
  })

  it('with neither label nor folder looks like none, and without a number is none', () => {
    const bare = { volumeId: null, label: '', sizeBytes: 64e9, cameraFolder: null }
    expect(likeness(bare, bare)).toBe('other')
    expect(likeness({ ...bare, label: 'A' }, { ...bare, label: 'A' })).toBe('alike')
  })

  it('is the one that it is before one that it looks like, and of these the one seen last', () => {
    const older = remembered({ rowId: 1, volumeId: 'uuid:1', lastSeenAt: 1 })
    const newer = remembered({ rowId: 2, volumeId: 'uuid:2', lastSeenAt: 2 })
    const known = [newer, older]
    expect(recognise({ ...eos, volumeId: 'uuid:1' }, known)).toEqual({
      ...{ volume: older, likeness: 'same' },
    })
    expect(recognise({ ...eos, volumeId: 'uuid:3' }, known)).toEqual({
      ...{ volume: newer, likeness: 'alike' },
    })
    expect(recognise({ ...eos, volumeId: 'uuid:3', label: 'B' }, known)).toBeNull()
  })
})

describe('what is put in', () => {
  test.each<[Partial<RememberedVolume>, ReturnType<typeof onArrival>]>([
    [{ answer: 'always' }, 'start'],
    // It was pulled in the middle: what was answered goes on.
    [{ answer: 'once', holds: true }, 'start'],
    [{ answer: 'once', holds: false }, 'ask'],
    [{ answer: 'never' }, 'pass'],
  ])(
    'is a card of which is known %j: %s; what only looks like it is asked about',
    (volume, does) => {
      const known = remembered(volume)
      expect(onArrival({ volume: known, likeness: 'same' })).toBe(does)
      expect(onArrival({ volume: known, likeness: 'alike' })).toBe('ask')
    },
  )

  it('is asked about where it is not known', () => {
    expect(onArrival(null)).toBe('ask')
  })
})
