// The names under which photos are sent.
import { describe, expect, test } from 'vitest'
import { sentName } from '../../../src/main/engine/prepare/sent-name.ts'
import { extensionOf } from '../../../src/shared/media-types.ts'
import { posixIt } from '../../builders/posix.ts'

describe('the name that is sent', () => {
  test.each([
    ['a.jpg', ['jpg', 'jpeg'], 'a.jpg'],
    ['A.JPEG', ['jpg', 'jpeg'], 'A.JPEG'],
    ['a.jpg', ['png'], 'a.png'],
    ['summer.2019', ['jpg'], 'summer.2019.jpg'],
    ['no extension', ['jpg'], 'no extension.jpg'],
    ['P1000001.MPO', ['jpg', 'jpeg'], 'P1000001.jpg'],
    ['clip.MP', ['mp4', 'mov'], 'clip.mp4'],
    ['a.jpg.', ['jpg'], 'a.jpg'],
    ['A.JPG . ', ['jpg'], 'A.JPG'],
    ['a.jpg (1)', ['jpg'], 'a.jpg (1).jpg'],
    ['. .', ['jpg'], '. ..jpg'],
    ['é — 港.heic', ['heic', 'heif'], 'é — 港.heic'],
  ])('of %s as %j is %s', (name, extensions, sent) => {
    expect(sentName(name, extensions)).toBe(sent)
  })

  // Windows has no such names, and their written form is no other there.
  posixIt('is what the person reads, where the disk has no UTF-8', () => {
    expect(sentName('No\\xebl \\x96 \\xe9t\\xe9.jpg', ['jpg'])).toBe('Noël – été.jpg')
    // A name that only looks like that of such a disk is sent as it is.
    expect(sentName('a\\x5cxe9.jpg', ['jpg'])).toBe('a\\xe9.jpg')
  })

  test('is at most 255 characters, ends with its extension and splits no character', () => {
    const name = sentName(`${'🦊'.repeat(200)}.jpg`, ['png'])
    expect(name.length).toBeLessThanOrEqual(255)
    expect(name.endsWith('🦊.png')).toBe(true)
  })

  test('is as long as it may be, with the extension it came with or the right one', () => {
    const stem = (length: number): string => 'a'.repeat(length)
    expect(sentName(`${stem(251)}.jpg`, ['jpg'])).toBe(`${stem(251)}.jpg`)
    expect(sentName(`${stem(252)}.jpg`, ['jpg'])).toBe(`${stem(251)}.jpg`)
    expect(sentName(`${stem(300)}.JPEG`, ['jpg', 'jpeg'])).toBe(`${stem(250)}.JPEG`)
    expect(sentName(stem(300), ['jpg'])).toBe(`${stem(251)}.jpg`)
    expect(sentName('no type', [])).toBe('no type.bin')
  })

  test.each([
    ['a.JPG', 'jpg'],
    ['a.b.png', 'png'],
    ['.jpg', 'jpg'],
    ['jpg', ''],
    ['a.', ''],
    ['a.JPG.', 'jpg'],
    ['a.jpg \u00a0.', 'jpg'],
  ])('%s has the extension %j', (name, extension) => {
    expect(extensionOf(name)).toBe(extension)
  })
})
