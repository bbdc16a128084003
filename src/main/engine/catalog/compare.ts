// What a listing and a row say of one file, side by side: which belong together, whether it is as it was, and whether it has
// been quiet. Pure; what follows from it is scan.ts.
import type { Entry } from '../ports/files.ts'
import { storable } from './stamps.ts'

/** Only what the comparison needs, as an array: a rescan reads every row of the source this way. */
export type Known = [
  name: string,
  id: number,
  sizeBytes: number,
  mtimeUs: number,
  ctimeUs: number,
  inode: number,
  isPresent: number,
  isOnlineOnly: number,
  target: string | null,
]

/**
 * Whether nothing has changed the file for a while: by its own times, and by when its size was first seen where those say
 * nothing, as on FAT under Windows (no change time), or behind our own clock, as on a share.
 */
export function isQuiet(
  entry: Entry,
  sinceUs: number,
  known: Known | undefined,
  isNetwork: boolean,
): boolean {
  // A size that is another than a moment ago is seen for the first time now, whatever the times say.
  const isBeforeNow =
    known === undefined ? entry.ctimeUs > 0 && !isNetwork : known[2] === entry.sizeBytes
  const isOld = (timeUs: number): boolean => timeUs <= sinceUs
  return isBeforeNow && isOld(entry.ctimeUs) && isOld(entry.mtimeUs)
}

/** Whether a row says what a listing says. */
export function isUnchanged(row: Known, entry: Entry): boolean {
  const stamp = storable(entry)
  return (
    row[2] === stamp.sizeBytes &&
    row[3] === stamp.mtimeUs &&
    row[4] === stamp.ctimeUs &&
    row[5] === stamp.inode &&
    row[6] === 1 &&
    row[7] === (entry.isOnlineOnly ? 1 : 0) &&
    row[8] === (entry.target ?? null)
  )
}

/** So many are a millisecond or less: steps that take microseconds are taken together. */
export const lookedAtOnce = 256

/** What a listing has, by the names that rows have; of two that are one there, the first. May pause at each step. */
export function* byName(entries: readonly Entry[]): Generator<undefined, Map<string, Entry>> {
  const named = new Map<string, Entry>()
  let looked = 0
  for (const entry of entries) {
    const name = entry.name.toWellFormed()
    if (!named.has(name)) named.set(name, entry)
    if ((looked += 1) % lookedAtOnce === 0) yield
  }
  return named
}
