// Behaviour of the look at JPEGs whose scans say the wrong thing: known by their first scan, put right in every one.
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { hasOddScans, withUsualScans } from '../../../src/main/engine/images/sequential-jpeg.ts'
import { heldOpen } from '../../builders/held-open.ts'
import { withOddScans } from '../../builders/jpegs.ts'
import { linuxIt } from '../../builders/posix.ts'

let folder = ''
let whole: Buffer = Buffer.alloc(0)
let odd: Buffer = Buffer.alloc(0)
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-images-'))
  whole = await sharp({ create: { width: 90, height: 60, channels: 3, background: '#369' } })
    .jpeg()
    .toBuffer()
  odd = withOddScans(whole)
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const isOdd = async (bytes: Buffer): Promise<boolean> => {
  await writeFile(join(folder, 'photo.jpg'), bytes)
  return hasOddScans(join(folder, 'photo.jpg'))
}

describe('a sequential JPEG', () => {
  it('is odd where its scan does not say what it must be', async () => {
    expect(await isOdd(whole)).toBe(false)
    expect(await isOdd(odd)).toBe(true)
    for (const at of [0, 1, 2]) {
      const scan = whole.indexOf(Buffer.from([0xff, 0xda]))
      const bytes = Buffer.from(whole)
      bytes[scan + 2 + bytes.readUInt16BE(scan + 2) - 3 + at] = 1
      expect(await isOdd(bytes), `byte ${at}`).toBe(true)
    }
  })

  it('of eight or twelve bits is one, a progressive one is not', async () => {
    const frame = odd.indexOf(Buffer.from([0xff, 0xc0]))
    const as = (marker: number): Buffer => {
      const bytes = Buffer.from(odd)
      bytes[frame + 1] = marker
      return bytes
    }
    expect(await isOdd(as(0xc1))).toBe(true)
    expect(await isOdd(as(0xc2))).toBe(false)
    const progressive = sharp(whole).jpeg({ progressive: true })
    expect(await isOdd(await progressive.toBuffer())).toBe(false)
  })

  it('is not odd where there is none, or nothing to read', async () => {
    expect(await isOdd(Buffer.from('no JPEG'))).toBe(false)
    expect(await isOdd(odd.subarray(0, 40))).toBe(false)
    expect(await hasOddScans(join(folder, 'gone.jpg'))).toBe(false)
    const scan = odd.indexOf(Buffer.from([0xff, 0xda]))
    const ended = Buffer.concat([odd.subarray(0, scan), Buffer.from([0xff, 0xd9, 0, 0])])
    expect(await isOdd(ended)).toBe(false)
  })

  linuxIt('is not held open once it was looked at', async () => {
    await isOdd(odd)
    expect(heldOpen(folder)).toEqual([])
  })

  it('is put right, and is as it was everywhere else', () => {
    expect(withUsualScans(Buffer.from(odd))).toEqual(whole)
    expect(withUsualScans(Buffer.from(whole))).toEqual(whole)
  })

  it('is put right in every scan, and where one only seems to be nothing changes', () => {
    const scan = (last: string): Buffer => Buffer.from(`\xff\xda\0\x08\x01\x01\0${last}`, 'latin1')
    const two = Buffer.concat([scan('\x01\x02\x03'), Buffer.from('data'), scan('\0\0\0')])
    const usual = Buffer.concat([scan('\0\x3f\0'), Buffer.from('data'), scan('\0\x3f\0')])
    expect(withUsualScans(Buffer.from(two))).toEqual(usual)
    // Four inks; and one right behind what only began like a scan.
    const inks = (last: string): Buffer =>
      Buffer.from(`\xff\xda\0\x0e\x04\x01\0\x02\x11\x03\x11\x04\0${last}`, 'latin1')
    expect(withUsualScans(inks('\x01\x02\x03'))).toEqual(inks('\0\x3f\0'))
    const begun = Buffer.from([0xff, 0xda])
    expect(withUsualScans(Buffer.concat([begun, scan('\x01\x02\x03')]))).toEqual(
      Buffer.concat([begun, scan('\0\x3f\0')]),
    )
    for (const other of [
      '\xff\xda\x01\x08\x01\x01\0\x01\x02\x03',
      '\xff\xda\0\x09\x01\x01\0\x01\x02\x03',
      '\xff\xda\0\x10\x05\x01\0\x01\0\x01\0\x01\0\x01\0\x01\x02\x03',
      '\xff\xda\0\x08\x01\x01\0\x01\x02',
      '\xff\xda',
    ]) {
      const bytes = Buffer.from(other, 'latin1')
      expect(withUsualScans(Buffer.from(bytes))).toEqual(bytes)
    }
  })
})
