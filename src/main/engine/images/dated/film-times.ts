// The times in the boxes of a film that have any: the movie's, each track's and its media's header (ISO/IEC 14496-12, 8.2.2,
// 8.3.2, 8.4.2). Reads where they stand and what they say.
import { UnreadableHeadError, type ByteSource } from '../../media/byte-source.ts'
import { isDate } from './capture-date.ts'
import { bytesOf, type Part } from './parts.ts'

/** One time: where it stands, in how many bytes, and the seconds since 1904. */
export interface FilmTime {
  at: number
  width: 4 | 8
  seconds: number
}

/** The two times of a header. */
export interface FilmTimes {
  created: FilmTime
  changed: FilmTime
}

const timed: ReadonlySet<string> = new Set(['moov/mvhd', 'moov/trak/tkhd', 'moov/trak/mdia/mdhd'])

/** Whether a part is a header with times. */
export const isTimed = (name: string): boolean => timed.has(name)

/** The version and the flags before the times. */
const flagsBytes = 4
/** A header of any kind is longer than both of its times. */
const leastBytes = { 4: 20, 8: 32 } as const

/** Reads the times of a header. */
export async function filmTimes(source: ByteSource, part: Part): Promise<FilmTimes> {
  const { offset, length } = part.body
  const start = await source.read(offset, Math.min(length, flagsBytes + 16))
  const version = start.readUInt8(0)
  if (version > 1) throw new UnreadableHeadError('a header of a film that is not known')
  const width = version === 1 ? 8 : 4
  if (length < leastBytes[width]) throw new UnreadableHeadError('a header of a film without times')
  const time = (index: number): FilmTime => {
    const from = flagsBytes + index * width
    const seconds = width === 8 ? Number(start.readBigUInt64BE(from)) : start.readUInt32BE(from)
    return { at: offset + from, width, seconds }
  }
  return { created: time(0), changed: time(1) }
}

const epoch1904Ms = Date.UTC(1904, 0, 1)

/** Whether a time of a film is none: that of a clock that was never set, nought too. Some count from 1970 (video-head.ts). */
export function isNoTime(seconds: number): boolean {
  const ms = epoch1904Ms + seconds * 1000
  return !isDate(ms < 0 ? seconds * 1000 : ms)
}

/** Whether a header of a copy is that of its source but for times that were none and are these seconds now. */
export async function isSameHeader(
  [source, before]: readonly [ByteSource, Part],
  [copy, after]: readonly [ByteSource, Part],
  seconds: number,
): Promise<boolean> {
  const [then, now] = [await filmTimes(source, before), await filmTimes(copy, after)]
  const isKept = (one: FilmTime, other: FilmTime, isNone: boolean): boolean =>
    one.width === other.width && other.seconds === (isNone ? seconds : one.seconds)
  const { created, changed } = then
  if (!isKept(created, now.created, isNoTime(created.seconds))) return false
  if (!isKept(changed, now.changed, changed.seconds === 0)) return false
  const without = async (from: ByteSource, part: Part, at: number): Promise<Buffer> => {
    const times = at - part.at
    return Buffer.from(await bytesOf(from, part)).fill(0, times, times + 2 * created.width)
  }
  const others = await without(copy, after, now.created.at)
  return (await without(source, before, created.at)).equals(others)
}
