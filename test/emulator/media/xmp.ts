/**
 * Reads from an XMP packet the few facts that the library shows: dates, a caption, whether a film lies behind the photo.
 * Properties are found by their usual prefixes, as attributes or elements. Which date counts is left to dates.ts.
 */
import type { StatedDate } from '../core/model.ts'

/** What a packet says. */
export type XmpFacts = {
  readonly dates: readonly StatedDate[]
  readonly caption?: string
  readonly hasMotion?: true
}

const dateNames = ['exif:DateTimeOriginal', 'photoshop:DateCreated', 'xmp:CreateDate']
const motionNames = ['GCamera:MotionPhoto', 'Camera:MotionPhoto', 'GCamera:MicroVideo']

/** Reads a packet. */
export function readXmp(packet: string): XmpFacts {
  const stated = dateNames
    .map((name) => toDate(property(packet, name)))
    .find((date) => date !== null)
  const caption = property(packet, 'dc:description')
  const hasMotion = motionNames.some((name) => property(packet, name) === '1')
  return {
    dates: stated === undefined ? [] : [stated],
    ...(caption === '' ? {} : { caption }),
    ...(hasMotion ? { hasMotion } : {}),
  }
}

/** A date in ISO form; one without a time is the beginning of its day. */
function toDate(text: string): StatedDate | null {
  const parts = /^(\d{4}-\d\d-\d\d)(?:T(\d\d:\d\d)(:\d\d)?(?:\.\d+)?(Z|[+-]\d\d:\d\d)?)?$/.exec(
    text,
  )
  if (parts === null) return null
  const [, day = '', time = '00:00', seconds = ':00', zone] = parts
  return { from: 'XMP', wall: `${day}T${time}${seconds}`, zoneMinutes: toZone(zone) }
}

/** Minutes from UTC of `+02:00` or `Z`; null for anything else. */
export function toZone(zone: string | undefined): number | null {
  if (zone === 'Z') return 0
  const parts = /^([+-])(\d\d):(\d\d)$/.exec(zone ?? '')
  if (parts === null) return null
  const minutes = Number(parts[2]) * 60 + Number(parts[3])
  return parts[1] === '-' ? 0 - minutes : minutes
}

function property(packet: string, name: string): string {
  const attribute = new RegExp(`\\s${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)')`).exec(packet)
  const element = new RegExp(`<${name}(?:\\s[^>]*)?>([\\s\\S]*?)</${name}>`).exec(packet)
  const text = attribute?.[1] ?? attribute?.[2] ?? defaultOf(element?.[1] ?? '')
  return unescaped(text).trim()
}

/** Of several languages the one for everybody, else the first. */
function defaultOf(inner: string): string {
  const items = [...inner.matchAll(/<rdf:li([^>]*)>([\s\S]*?)<\/rdf:li>/g)]
  if (items.length === 0) return inner
  const item = items.find(([, attributes = '']) => attributes.includes('x-default')) ?? items[0]
  return item?.[2] ?? ''
}

const entities: Readonly<Record<string, string>> = {
  lt: '<',
  gt: '>',
  quot: '"',
  apos: "'",
  amp: '&',
}

function unescaped(text: string): string {
  return text.replaceAll(/&(#x[\da-f]+|#\d+|\w+);/gi, (whole, name: string) => {
    if (!name.startsWith('#')) return entities[name] ?? whole
    const code =
      name[1]?.toLowerCase() === 'x' ? Number.parseInt(name.slice(2), 16) : Number(name.slice(1))
    return code <= 0x10ffff ? String.fromCodePoint(code) : whole
  })
}
