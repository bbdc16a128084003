// The date of taking in the properties of XMP, from inside a photo or from a sidecar. How a packet is read is xmp.ts's.
import { parseIsoDate, parseOffset, type WallReading } from '../wall-time.ts'
import type { XmpProperties } from '../xmp.ts'
import { isClockReset } from './clock-resets.ts'

/**
 * The best first: when the shot was taken, when the picture was made, when it was scanned (MWG guidelines 2.0, 5.4). When it
 * was last changed is no date of taking.
 */
const dateProperties = [
  'exif:DateTimeOriginal',
  'photoshop:DateCreated',
  'exif:DateTimeDigitized',
  'xmp:CreateDate',
]

/** The date of taking; null where none is told that makes sense. */
export function xmpDate(properties: XmpProperties): WallReading | null {
  for (const name of dateProperties) {
    const [value] = properties.get(name) ?? []
    const reading = value === undefined ? null : parseIsoDate(value.text)
    if (reading === null || isClockReset(reading.wallMs)) continue
    const [offset] = properties.get('exifEX:OffsetTimeOriginal') ?? []
    const offsetMinutes = reading.offsetMinutes ?? parseOffset(offset?.text ?? null)
    return { ...reading, offsetMinutes }
  }
  return null
}
