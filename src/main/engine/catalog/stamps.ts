// What a file system says of a file, as the catalogue can keep it. There are disks whose times no calendar has, and a
// number that fits into no column must not fail the scan of everything around it. Pure.
import type { FileStamp } from '../ports/files.ts'

/** The furthest times that a Date knows, in microseconds; SQLite's integers reach a little further. */
const furthestUs = 8.64e18

/** A time in whole microseconds, at most as far away as a calendar reaches. */
export function storableUs(us: number): number {
  return Number.isNaN(us) ? 0 : Math.trunc(Math.max(-furthestUs, Math.min(furthestUs, us)))
}

/** A time in whole milliseconds, at most as far away as a calendar reaches. */
export function storableMs(ms: number): number {
  return Number.isNaN(ms)
    ? 0
    : Math.round(Math.max(-furthestUs / 1000, Math.min(furthestUs / 1000, ms)))
}

/** A stamp in numbers that fit into their columns; the same stamp always gives the same. */
export function storable({ sizeBytes, mtimeUs, ctimeUs, inode }: FileStamp): FileStamp {
  const size = Number.isNaN(sizeBytes) ? 0 : Math.trunc(sizeBytes)
  return {
    sizeBytes: Math.max(0, Math.min(Number.MAX_SAFE_INTEGER, size)),
    mtimeUs: storableUs(mtimeUs),
    ctimeUs: storableUs(ctimeUs),
    inode: Number.isFinite(inode) ? inode : 0,
  }
}
