// What the name of a file claims: a photo or video, nothing, or something that cannot hold a picture. The walk and the
// watcher both ask here. A file of a name that claims nothing is told by its first bytes; the others are never opened.
import { isLeftOutFile } from './left-out.ts'
import { extensionOf, mediaExtensions } from './media-types.ts'

/** `hidden`: the system's or a program's own, which nobody counts among their files. */
export type Claim = 'media' | 'nothing' | 'other' | 'hidden'

const others: readonly (readonly [why: string, extensions: string])[] = [
  ['texts and tables', 'txt md rtf doc docx odt pages pdf epub mobi tex log csv tsv xls xlsx ods'],
  ['presentations and mail', 'ppt pptx odp key numbers eml msg mbox pst ost vcf ics'],
  ['pages and data', 'htm html xhtml mht css js mjs json jsonl xml yaml yml toml ini cfg conf'],
  ['sound', 'mp3 m4a m4b aac ogg oga opus flac wav aif aiff wma mid midi amr ac3 cue m3u m3u8 pls'],
  ['archives and disks', 'zip zipx 7z rar tar gz tgz bz2 xz zst lz4 cab iso dmg img vhd vmdk vdi'],
  ['programs', 'exe msi dll sys so dylib app apk ipa deb rpm appimage bat cmd ps1 sh jar class'],
  ['source texts', 'c h cc cpp hpp cs java kt py pyc rb go rs php pl sql jsx tsx vue swift o a'],
  ['fonts, links and subtitles', 'ttf otf woff woff2 lnk url webloc desktop torrent srt sub idx'],
  ['databases and keys', 'db sqlite sqlite3 mdb accdb dbf lrcat lrprev bdb pem crt cer gpg asc'],
  ['drawings and documents of programs', 'svg svgz eps ai indd cdr dwg dxf blend sketch fig'],
  ['notes that belong to a photo', 'xmp aae pp3 dop on1 cos cop arp nks nksc'],
  // Cameras keep a small picture and a small copy beside each film; the film itself is backed up.
  ['what a camera keeps beside a film', 'thm lrv lrf ctg moi cpi bdm mpl idm ppn bnp gis'],
  ['pictures that a device or program made small for itself', 'ithmb ivr pek ipmeta'],
  ['half of a file that is still being made', 'tmp temp part partial crdownload download swp lock'],
]
const otherExtensions: ReadonlySet<string> = new Set(
  others.flatMap(([, extensions]) => extensions.split(' ')),
)

const ownNames: ReadonlySet<string> = new Set([
  'thumbs.db',
  'ehthumbs.db',
  'desktop.ini',
  'picasa.ini',
  'icon\r',
])

/** What the name of a file claims. */
export function claimOf(name: string): Claim {
  if (isLeftOutFile(name)) return 'hidden'
  const extension = extensionOf(name)
  if (name.lastIndexOf('.') > 0 && mediaExtensions.has(extension)) return 'media'
  if (name.startsWith('.') || ownNames.has(name.toLowerCase())) return 'hidden'
  return otherExtensions.has(extension) ? 'other' : 'nothing'
}
