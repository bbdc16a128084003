/**
 * The moment under which the library keeps an item, from the dates that its bytes state (next to photos-api.md 5: capture
 * time, else upload time; the time of the file is never known to the API). Pure. What is not proven of Google is a setting.
 */
import type { MediaFacts, StatedDate } from '../core/model.ts'
import type { Settings } from '../core/settings.ts'

/** When an item was taken, and why that is believed. */
export type ItemDate = {
  readonly atMs: number
  /** From UTC at the place where it was taken, as far as that is known. */
  readonly zoneMinutes: number
  /** null is the time of upload. */
  readonly datedBy: StatedDate['from'] | null
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** The tags in Google's order: the first that holds a date counts. */
const exifOrder = ['DateTimeOriginal', 'DateTimeDigitized', 'DateTime'] as const

/** The date of an item whose bytes were uploaded at a moment. */
export function itemDate(media: MediaFacts, settings: Settings, uploadedAtMs: number): ItemDate {
  const upload: ItemDate = {
    atMs: uploadedAtMs,
    zoneMinutes: zoneHere(uploadedAtMs),
    datedBy: null,
  }
  const stated = statedDate(media, settings)
  if (stated === null) return upload
  const zoneMinutes = settings.offsetsMove
    ? (stated.zoneMinutes ?? gpsZone(media, settings, stated))
    : 0
  const atMs = Date.parse(`${stated.wall}Z`) - zoneMinutes * minuteMs
  const dated: ItemDate = { atMs, zoneMinutes, datedBy: stated.from }
  if (atMs > uploadedAtMs + dayMs && settings.futureDates === 'upload-time') return upload
  if (atMs >= 0 || settings.oldDates === 'kept') return dated
  return settings.oldDates === 'upload-time' ? upload : { ...dated, atMs: atMs - dayMs }
}

/** The date that counts, as it is stated. */
function statedDate(media: MediaFacts, settings: Settings): StatedDate | null {
  const counts = new Set(settings.datedBy)
  const find = (from: StatedDate['from']): StatedDate | undefined =>
    media.dates.find((date) => date.from === from && isDate(date.wall))
  if (media.kind === 'video') {
    const apple = counts.has('apple-date') ? find('Apple creationdate') : undefined
    const header = counts.has('mvhd') ? find('mvhd') : undefined
    const isNever = header?.wall === movieZero && !counts.has('mvhd-zero')
    const own = isNever ? undefined : header
    return (settings.appleDateFirst ? (apple ?? own) : (own ?? apple)) ?? null
  }
  const readsExif =
    media.mimeType === 'image/png'
      ? counts.has('png-exif')
      : media.mimeType !== 'image/webp' || counts.has('webp-exif')
  const readsXmp = counts.has(media.mimeType === 'image/gif' ? 'gif-xmp' : 'xmp')
  const exif = readsExif ? exifOrder.map(find).find((date) => date !== undefined) : undefined
  return exif ?? (readsXmp ? find('XMP') : undefined) ?? null
}

/** A movie header that holds nothing, read as a date. */
export const movieZero = '1904-01-01T00:00:00'

/** Zeros and blanks, which cameras write when nobody set their clock, are none. */
const isDate = (wall: string): boolean =>
  !wall.startsWith('0000') && !Number.isNaN(Date.parse(`${wall}Z`))

/** A satellite's time is UTC, so the wall time tells the zone; zones lie on quarters of an hour. */
function gpsZone(media: MediaFacts, settings: Settings, stated: StatedDate): number {
  const gps = media.dates.find((date) => date.from === 'GPS' && isDate(date.wall))
  if (gps === undefined || stated.from === 'XMP' || !settings.datedBy.includes('gps-time')) return 0
  const apartMinutes = (Date.parse(`${stated.wall}Z`) - Date.parse(`${gps.wall}Z`)) / minuteMs
  const zoneMinutes = Math.round(apartMinutes / 15) * 15
  // A receiver without sight of the sky keeps an old time.
  return Math.abs(zoneMinutes) <= 14 * 60 ? zoneMinutes : 0
}

/** People look at an undated photo where they are. */
const zoneHere = (atMs: number): number => 0 - new Date(atMs).getTimezoneOffset()
