// How large an album gets, which part of it the next photos go into, and in which order they lie there. Pure.
import type { InAlbum } from '../ports/albums.ts'

/** Google takes 20,000 (photos-api.md 4); the rest is for what people put in by hand. */
export const fullAt = 19_500

/** One part of an album, and how many photos are known to be in it. */
export interface AlbumPart {
  part: number
  count: number
}

/** The part that so many more go into: the last one while it has room for them all, else a new one. */
export function partFor(parts: readonly AlbumPart[], more: number, holds = fullAt): number {
  const last = parts.reduce<AlbumPart | null>(
    (before, one) => (before === null || one.part > before.part ? one : before),
    null,
  )
  if (last === null) return 1
  return last.count + more <= holds ? last.part : last.part + 1
}

const byName = new Intl.Collator('en', { numeric: true })

/**
 * Which of two photos comes first: by the date taken, then by name as people count. Google keeps the order in which they are
 * asked for. Without a date they come last, where one more is out of nobody's order.
 */
export function inAlbumOrder(one: InAlbum, other: InAlbum): number {
  const [at, otherAt] = [one.takenAt ?? Infinity, other.takenAt ?? Infinity]
  if (at !== otherAt) return at - otherAt
  return byName.compare(one.name, other.name) || one.id - other.id
}
