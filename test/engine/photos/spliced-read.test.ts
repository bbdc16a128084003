// What is sent of a file with other bytes in some places: all of it at once, and every part of it, whatever its ends fall on.
import { describe, expect, it } from 'vitest'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok } from '../../../src/shared/result.ts'
import {
  fileBytes,
  spareBytes,
  spliceBytes,
  splicedRead,
  type ReadPart,
} from '../../../src/main/engine/photos/spliced-read.ts'

const splice = (at: number, removes: number, text: string) => {
  return { at, removes, bytes: Buffer.from(text).toString('base64') }
}
const file = Buffer.from('0123456789')

const cases = [
  ['nothing', [], '0123456789'],
  ['bytes between two', [splice(2, 0, 'abc')], '01abc23456789'],
  ['bytes in place of as many', [splice(4, 2, 'ab')], '0123ab6789'],
  ['bytes in place of more', [splice(4, 3, 'a')], '0123a789'],
  ['bytes left out', [splice(0, 3, '')], '3456789'],
  ['the beginning and the end', [splice(0, 1, 'ab'), splice(10, 0, 'yz')], 'ab123456789yz'],
  ['neighbours', [splice(3, 1, 'a'), splice(4, 1, 'b'), splice(8, 2, 'c')], '012ab567c'],
] as const

/** The file's bytes, not at the beginning of their buffer. */
function withRoom(spare: number): Buffer {
  const bytes = Buffer.from(new ArrayBuffer(3 + file.length + spare), 3, file.length)
  file.copy(bytes)
  return bytes
}

function reading(failure: Failure | null = null) {
  const asked: [number, number, ArrayBuffer | undefined][] = []
  const read: ReadPart = async (position, length, into) => {
    asked.push([position, length, into])
    if (failure !== null) return fail(failure)
    const part = Buffer.from(into ?? new ArrayBuffer(length), 0, length)
    file.copy(part, 0, position, position + length)
    return ok(part)
  }
  return { asked, read }
}

describe('a file that is sent with', () => {
  it.each(cases)('%s', async (_, splices, text) => {
    expect(spliceBytes(withRoom(spareBytes(splices)), splices).toString()).toBe(text)
    expect(fileBytes(text.length, splices)).toBe(file.length)
    const { asked, read: readFile } = reading()
    const read = splicedRead(readFile, splices)
    for (let from = 0; from < text.length; from += 1)
      for (let to = from + 1; to <= text.length; to += 1) {
        const part = await read(from, to - from)
        const wanted = text.slice(from, to)
        expect(part.ok && part.value.toString()).toBe(wanted)
        // Of the file no more is read than is sent of it: its bytes are the digits.
        const readBytes = asked.splice(0).reduce((sum, [, length]) => sum + length, 0)
        expect(readBytes).toBe(wanted.replace(/\D/g, '').length)
      }
  })
})

it('is the file itself where nothing is sent otherwise', () => {
  const whole = withRoom(0)
  expect(spliceBytes(whole, [])).toEqual(whole)
  expect(spliceBytes(whole, []).buffer).toBe(whole.buffer)
})

it('is made where it lies, and nowhere else', () => {
  const splices = [splice(2, 0, 'abc'), splice(5, 4, 'd')]
  const whole = withRoom(4)
  expect(spliceBytes(whole, splices).buffer).toBe(whole.buffer)
  expect(() => spliceBytes(withRoom(3), splices)).toThrow(RangeError)
})

it('reads what is whole in the file straight into the buffer that came along', async () => {
  const { asked, read } = reading()
  const buffer = new ArrayBuffer(8)
  const spliced = splicedRead(read, [splice(2, 1, 'abcd')])
  const part = await spliced(7, 4, buffer)
  expect(asked).toEqual([[4, 4, buffer]])
  expect(part.ok && part.value.buffer).toBe(buffer)
  // And into it, too, what is put together.
  const other = await spliced(1, 7, buffer)
  expect(other.ok && other.value.buffer).toBe(buffer)
  expect(other.ok && other.value.toString()).toBe('1abcd34')
  expect(splicedRead(read, [])).toBe(read)
})

it('fails with the file', async () => {
  const gone: Failure = { kind: 'file-gone' }
  const { read } = reading(gone)
  expect(await splicedRead(read, [splice(2, 0, 'abc')])(0, 13)).toEqual(fail(gone))
})
