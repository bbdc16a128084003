// The Caption-Abstract of IPTC in the character set that its envelope names.
import { imageResources, iptcDataSets, iptcResource } from '../iptc.ts'
import { decodeText } from './text-bytes.ts'

/** What 1:90 may say (IPTC IIM 4.2, 1:90, by ISO 2022): Latin-1 and its sisters; UTF-8 is tried before each. */
const charsets: readonly (readonly [escape: RegExp, encoding: string])[] = [
  [/\x1b[-.]B/, 'iso-8859-2'],
  [/\x1b[-.]C/, 'iso-8859-3'],
  [/\x1b[-.]D/, 'iso-8859-4'],
  [/\x1b[-.]L/, 'iso-8859-5'],
  [/\x1b[-.]G/, 'iso-8859-6'],
  [/\x1b[-.]F/, 'iso-8859-7'],
  [/\x1b[-.]H/, 'iso-8859-8'],
  [/\x1b[-.]M/, 'windows-1254'],
  [/\x1b[-.]b/, 'iso-8859-15'],
]

/** The caption among image resources; null where there is none. */
export function captionInResources(resources: Buffer): string | null {
  for (const { id, bytes } of imageResources(resources)) {
    const caption = id === iptcResource ? captionInIptc(bytes) : null
    if (caption !== null) return caption
  }
  return null
}

/** The caption among data sets; null where there is none. */
export function captionInIptc(block: Buffer): string | null {
  let charset = ''
  for (const { record, set, bytes } of iptcDataSets(block)) {
    if (record === 1 && set === 90) charset = bytes.toString('latin1')
    if (record !== 2 || set !== 120) continue
    return decodeText(bytes, charsets.find(([escape]) => escape.test(charset))?.[1])
  }
  return null
}
