// Tells what stands in the place of a caption and was written by no person: a camera's or a program's own words, names of
// files, paths. Pure. What one camera says again and again is repeated.ts's.
import { extensionOf, mediaExtensions } from '../../../../shared/media-types.ts'
import { tidyCaption } from './cut.ts'

/** What cameras and programs write, in small letters (PhotoPrism's list of what to drop, and the makers' own words). */
const ownWords: ReadonlySet<string> = new Set([
  ...['olympus digital camera', 'minolta digital camera', 'konica minolta digital camera'],
  ...['kodak digital still camera', 'digital camera', 'samsung', 'sony dsc', 'applemark'],
  ...['exif_jpeg_picture', 'exif jpeg', 'untitled', 'default', 'x-default', 'binary comment'],
  // The modes of Huawei's cameras.
  ...[
    'rhdr',
    'hdrpl',
    'oznorwo',
    'frontbhdp',
    'fbt',
    'mon',
    'nor',
    'dav',
    'mde',
    'mde_soft',
    'edf',
  ],
  ...['btfmdn', 'btf', 'btfhdr', 'frem', 'oznor', 'rpt', 'burst', 'sdr_hdrb', 'cof', 'qrf'],
])

/** How words of cameras and programs begin; a person may begin with the same letters, not with the whole. */
const ownBeginnings =
  /^(?:dcim[\\/]|<kenox s|cof_|lead technologies|created with gimp|creator: gd-jpeg)/

/** A path: from a drive, a share, a root, a home, or as an address. */
const rooted = /^(?:[a-z]:[\\/]|\\\\[^\\\s]+\\|\/[^/\s][^/]*\/|~\/|file:)/

/** Whether words are nobody's caption for a file of this name. */
export function isJunk(text: string, fileName: string): boolean {
  const words = captionKey(text)
  if (!/[\p{L}\p{N}\p{S}]/u.test(words)) return true
  if (ownWords.has(words) || ownBeginnings.test(words)) return true
  const own = [fileName, stemOf(fileName)].map((name) => captionKey(tidyCaption(name)))
  if (own.includes(words)) return true
  if (text.includes('\n')) return false
  const isOfFile = mediaExtensions.has(extensionOf(words)) && /^\S+$|[\\/]/.test(words)
  return isOfFile || rooted.test(words)
}

/** Words without what makes equal ones differ: cases, composed letters, runs of blanks. */
export function captionKey(text: string): string {
  return text
    .normalize('NFC')
    .replace(/[\s\0]+/g, ' ')
    .trim()
    .toLowerCase()
}

const stemOf = (name: string): string => name.replace(/\.[^.]*$/, '')
