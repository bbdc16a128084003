// The written form of names: one for each name that a disk can hold, and back to the very bytes.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { diskPath, writtenBytes, writtenPath } from '../../../src/main/engine/ports/disk-names.ts'

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
/** Names of few letters, so that what looks like a written form turns up by chance. */
const nameBytes = fc
  .array(fc.constantFrom(...latin1('\\x5cfeé\xff'), 0xc3, 0xa9, 0xe2, 0x82, 0xac), {
    maxLength: 12,
  })
  .map((bytes) => Buffer.from(bytes))

describe('the written form of a name', () => {
  it('is the name itself wherever it is UTF-8 and looks like none', () => {
    for (const name of [
      'a.jpg',
      'é.jpg',
      'a\nb.jpg',
      '📷.jpg',
      '\uFFFD.jpg',
      'a\\b.jpg',
      '\\x',
      '\\xFF',
    ])
      expect(writtenBytes(Buffer.from(name), false)).toEqual({ name, isUtf8: true })
  })

  it('shows each byte that is not UTF-8, between what is', () => {
    const bytes = Buffer.concat([Buffer.from('é'), latin1('\xff\xfe.jpg')])
    expect(writtenBytes(bytes, false)).toEqual({ name: 'é\\xff\\xfe.jpg', isUtf8: false })
    expect(writtenBytes(Buffer.from([0xe2, 0x82]), false).name).toBe('\\xe2\\x82')
    expect(writtenBytes(latin1('Sch\xf6ne Gr\xfc\xdfe'), false).name).toBe(
      'Sch\\xf6ne Gr\\xfc\\xdfe',
    )
  })

  it('of a name that looks like one is another', () => {
    expect(writtenPath('a\\xff.jpg', false)).toBe('a\\x5cxff.jpg')
    expect(writtenBytes(Buffer.from('a\\xff.jpg'), false)).toEqual({
      name: 'a\\x5cxff.jpg',
      isUtf8: true,
    })
    const both = Buffer.concat([Buffer.from('\\xff'), latin1('\xff')])
    expect(writtenBytes(both, false).name).toBe('\\x5cxff\\xff')
  })

  it('leads back to the bytes, whatever they are', () => {
    fc.assert(
      fc.property(nameBytes, (bytes) => {
        const back = diskPath(writtenBytes(bytes, false).name, false)
        expect(Buffer.from(back)).toEqual(bytes)
      }),
      { numRuns: 2_000 },
    )
  })

  it('of a path is that of its parts', () => {
    fc.assert(
      fc.property(nameBytes, nameBytes, (one, other) => {
        const whole = Buffer.concat([one, Buffer.from('/'), other])
        const parts = [one, other].map((bytes) => writtenBytes(bytes, false).name)
        expect(writtenBytes(whole, false).name).toBe(parts.join('/'))
      }),
      { numRuns: 1_000 },
    )
  })

  it('opens as text where that is possible', () => {
    expect(diskPath('/photos/a.jpg', false)).toBe('/photos/a.jpg')
    expect(diskPath('/photos/a\\x5cxff.jpg', false)).toBe('/photos/a\\xff.jpg')
    expect(diskPath('/photos/\\xff', false)).toEqual(latin1('/photos/\xff'))
  })

  it('changes nothing under Windows, where a backslash parts folders', () => {
    expect(writtenPath('C:\\xab\\xff.jpg', true)).toBe('C:\\xab\\xff.jpg')
    expect(diskPath('C:\\xab\\xff.jpg', true)).toBe('C:\\xab\\xff.jpg')
    expect(writtenBytes(Buffer.from('\\xff.jpg'), true).name).toBe('\\xff.jpg')
    expect(writtenBytes(latin1('\\xff\xff'), true)).toEqual({ name: '\\xff\\xff', isUtf8: false })
  })
})
