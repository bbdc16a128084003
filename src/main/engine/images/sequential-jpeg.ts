// JPEGs of some phones whose scans say nothing of how they are coded, or the wrong thing ("Invalid SOS parameters"). A
// sequential JPEG can be coded in one way only, so decoders pass over it with a warning, and so do we; a warning of any other
// kind still means damage. Knows bytes only; who decodes them is picture.ts's.
import { openSourceFile, orWhenUnreadable, type ByteSource } from '../media/byte-source.ts'
import { jpegSegments } from '../media/jpeg-head.ts'

/** Frames whose scans hold whole coefficients (ITU-T T.81, B.2.2: SOF0 and SOF1). */
const sequentialFrames = [0xc0, 0xc1]
/** What such a scan has to say: coefficients 0 to 63, all of their bits (ITU-T T.81, table B.3). */
const usual = Buffer.from([0, 63, 0])
const startOfScan = Buffer.from([0xff, 0xda])
const mostComponents = 4

/** Whether the first scan of a file is a sequential one that does not say so. */
export async function hasOddScans(path: string): Promise<boolean> {
  const opened = await openSourceFile(path)
  if (!opened.ok) return false
  try {
    return await orWhenUnreadable(isOdd(opened.value), false)
  } finally {
    await opened.value.close()
  }
}

async function isOdd(source: ByteSource): Promise<boolean> {
  let isSequential = false
  for await (const { marker, body } of jpegSegments(source)) {
    if (sequentialFrames.includes(marker)) isSequential = true
    if (marker !== 0xda) continue
    const end = body.offset + body.length
    const tail = await source.read(end - usual.length, usual.length)
    return isSequential && !tail.equals(usual)
  }
  return false
}

/** The same JPEG with every scan saying what it is, so that a decoder warns of damage alone. Changes the bytes given. */
export function withUsualScans(jpeg: Buffer): Buffer {
  for (let at = jpeg.indexOf(startOfScan); at >= 0; at = jpeg.indexOf(startOfScan, at + 2)) {
    // Inside a scan 0xff is never followed by this; inside other segments it may be, so the lengths must agree as well.
    const [length = 0, components = 0] = [jpeg[at + 3], jpeg[at + 4]]
    const isScan =
      jpeg[at + 2] === 0 && components <= mostComponents && length === 6 + 2 * components
    if (isScan && at + 2 + length <= jpeg.length) usual.copy(jpeg, at + 2 + length - usual.length)
  }
  return jpeg
}
