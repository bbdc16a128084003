import { describe, expect, test } from 'vitest'
import { cameraOf, cardName } from '../../src/shared/cards.ts'

describe('the camera of a card', () => {
  test.each([
    ['EOS_DIGITAL', '100CANON', 'EOS'],
    ['eos_digital', null, 'EOS'],
    ['CARD', '100CANON', 'Canon'],
    ['CARD', '101EOS5D', 'EOS'],
    ['CARD', '100MSDCF', 'Sony'],
    ['CARD', '100ND850', 'Nikon'],
    ['CARD', '100NCD90', 'Nikon'],
    ['CARD', '100_FUJI', 'Fujifilm'],
    ['CARD', '100_PANA', 'Panasonic'],
    ['CARD', '100GOPRO', 'GoPro'],
    ['CARD', '100APPLE', 'Apple'],
    // Several makers use it.
    ['CARD', '100MEDIA', null],
    ['CARD', null, null],
    ['', '', null],
  ])('%j with %j is %j', (label, folder, camera) => {
    expect(cameraOf(label, folder)).toBe(camera)
  })
})

describe('the name of a card', () => {
  test.each([
    ['card', 'EOS_DIGITAL', 'EOS', 'EOS card'],
    ['card', 'TRIP', null, 'Card “TRIP”'],
    ['card', '', null, 'Camera card'],
    ['drive', 'STICK', null, 'Drive “STICK”'],
    ['drive', '', null, 'Drive'],
  ] as const)('a %s %j of %j is %j', (kind, label, camera, name) => {
    expect(cardName({ kind, label, camera })).toBe(name)
  })
})
