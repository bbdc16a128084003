// What a volume is, as a truth table over the folders at its root.
import { describe, expect, test } from 'vitest'
import {
  shapeFolders,
  volumeKind,
  type VolumeKind,
} from '../../../src/main/engine/sources/volume-kind.ts'

/** The shape of a volume with these folders on it. */
const shapeOf = (...folders: string[]): Map<string, string[]> => {
  const shape = new Map<string, string[]>([['', []]])
  for (const folder of folders) {
    const parts = folder.split('/')
    parts.forEach((name, depth) => {
      const above = parts.slice(0, depth).join('/')
      shape.set(above, [...new Set([...(shape.get(above) ?? []), name])])
      if (!shape.has(parts.slice(0, depth + 1).join('/')))
        shape.set(parts.slice(0, depth + 1).join('/'), [])
    })
  }
  // Nobody looks anywhere else.
  return new Map([...shape].filter(([folder]) => shapeFolders.includes(folder)))
}
const stays = { isRemovable: false, isNetwork: false }
const pulled = { isRemovable: true, isNetwork: false }
const card = (cameraFolder: string | null, ...smallCopies: string[]): VolumeKind => ({
  ...{ is: 'card', cameraFolder, smallCopies },
})

describe('a volume', () => {
  test.each<[string, string[], VolumeKind]>([
    ['photos of a Canon', ['DCIM/100CANON'], card('100CANON')],
    ['of which the newest folder counts', ['DCIM/999MSDCF', 'DCIM/101MSDCF'], card('999MSDCF')],
    ['beside what is no numbered folder', ['DCIM/EOSMISC', 'DCIM/100_PANA'], card('100_PANA')],
    ['of folders from 100 on', ['DCIM/099CANON'], { is: 'nothing' }],
    ['with five letters each', ['DCIM/100CAN', 'DCIM/100CANONS'], { is: 'nothing' }],
    ['that are capitals', ['DCIM/100canon'], { is: 'nothing' }],
    ['a phone keeps no numbered folders', ['DCIM/Camera'], { is: 'nothing' }],
    ['an empty DCIM', ['DCIM'], { is: 'nothing' }],
    ['films of AVCHD', ['PRIVATE/AVCHD/BDMV/STREAM'], card(null)],
    ['the same at its root', ['AVCHD/BDMV/STREAM'], card(null)],
    ['AVCHD without a film', ['PRIVATE/AVCHD/BDMV'], { is: 'nothing' }],
    [
      'films of XAVC, with what the camera made small beside them',
      ['PRIVATE/M4ROOT/CLIP', 'PRIVATE/M4ROOT/SUB', 'PRIVATE/M4ROOT/THMBNL'],
      card(null, 'PRIVATE/M4ROOT/SUB', 'PRIVATE/M4ROOT/THMBNL'),
    ],
    ['photos and films', ['DCIM/100MSDCF', 'PRIVATE/M4ROOT/CLIP'], card('100MSDCF')],
    ['films of an older Sony', ['MP_ROOT/100MNV01'], card(null)],
    ['films of XDCAM', ['XDROOT/Clip', 'XDROOT/Sub'], card(null, 'XDROOT/Sub')],
    ['films of P2', ['CONTENTS/VIDEO', 'CONTENTS/PROXY'], card(null, 'CONTENTS/PROXY')],
    ['a folder that is only called so', ['CONTENTS/Chapter 1'], { is: 'nothing' }],
    ['somebody’s folders', ['Pictures/2026', 'Music'], { is: 'nothing' }],
    ['nothing', [], { is: 'nothing' }],
  ])('with %s', (_, folders, kind) => {
    const shape = shapeOf(...folders)
    expect(volumeKind(shape, stays)).toEqual(kind)
    // What can be pulled is at least a drive, and a share is never asked about.
    expect(volumeKind(shape, pulled)).toEqual(kind.is === 'nothing' ? { is: 'drive' } : kind)
    expect(volumeKind(shape, { ...pulled, isNetwork: true })).toEqual({ is: 'nothing' })
  })
})
