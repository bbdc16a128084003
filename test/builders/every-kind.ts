// A file for every extension that Google's help lists, and for many that it does not: real bytes where a picture can be
// made here, else the first bytes that tell the type.
import sharp from 'sharp'

const latin1 = (text: string): Buffer => Buffer.from(text, 'latin1')
const head = (start: string | Buffer): Buffer =>
  Buffer.concat([typeof start === 'string' ? latin1(start) : start, Buffer.alloc(4_096)])
const branded = (brand: string): Buffer =>
  head(`\0\0\0\x14ftyp${brand}\0\0\0\0${brand}\0\0\0\x08moov`)
const packets = (first: number, step: number): Buffer => {
  const bytes = Buffer.alloc(step * 24)
  for (let at = first; at < bytes.length; at += step) bytes[at] = 0x47
  return bytes
}
const bitmap = (): Buffer => {
  const bytes = Buffer.alloc(54 + 12)
  bytes.write('BM')
  bytes.writeUInt32LE(bytes.length, 2)
  bytes.writeUInt32LE(54, 10)
  for (const [at, value] of [
    [14, 40],
    [18, 1],
    [22, 3],
  ] as const)
    bytes.writeUInt32LE(value, at)
  bytes.writeUInt16LE(1, 26)
  bytes.writeUInt16LE(24, 28)
  return bytes
}
const icon = (png: Buffer): Buffer => {
  const directory = Buffer.alloc(22)
  directory.writeUInt16LE(1, 2)
  directory.writeUInt16LE(1, 4)
  directory.writeUInt8(64, 6)
  directory.writeUInt8(48, 7)
  directory.writeUInt32LE(png.length, 14)
  directory.writeUInt32LE(22, 18)
  return Buffer.concat([directory, png])
}

/** What Google's help and the guide of its interface name, each with a file of its kind. */
export async function listedKinds(): Promise<Map<string, Buffer>> {
  const picture = () =>
    sharp({ create: { width: 320, height: 240, channels: 3, background: '#864' } })
  const [jpeg, png, gif, webp, tiff, avif] = await Promise.all([
    picture().jpeg().toBuffer(),
    picture().png().toBuffer(),
    picture().gif().toBuffer(),
    picture().webp().toBuffer(),
    picture().tiff().toBuffer(),
    picture().avif({ effort: 0 }).toBuffer(),
  ])
  const windowsMedia = head('0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel')
  const programStream = head('\0\0\x01\xba\x44\0\x04\0\x04\x01')
  const interleaved = head('RIFF\0\x10\0\0AVI LIST')
  return new Map([
    ...([
      ['jpg', jpeg],
      ['jpeg', jpeg],
      ['png', png],
      ['gif', gif],
      ['webp', webp],
      ['tif', tiff],
      ['tiff', tiff],
      ['avif', avif],
      ['heic', branded('heic')],
      ['heif', branded('mif1')],
      ['bmp', bitmap()],
      ['ico', icon(png)],
      ['dng', tiff],
      ['cr2', head('II*\0\x10\0\0\0CR\x02\0')],
      ['cr3', branded('crx ')],
      ['crw', head('II\x1a\0\0\0HEAPCCDR')],
      ['nef', tiff],
      ['nrw', tiff],
      ['arw', tiff],
      ['sr2', tiff],
      ['srf', tiff],
      ['raf', head('FUJIFILMCCD-RAW 0201')],
      ['rw2', head('IIU\0\x18\0\0\0')],
      ['raw', head('IIU\0\x18\0\0\0')],
      ['orf', head('IIRO\x08\0\0\0')],
      ['3gp', branded('3gp5')],
      ['3g2', branded('3g2a')],
      ['mp4', branded('isom')],
      ['m4v', branded('M4V ')],
      ['mov', branded('qt  ')],
      ['mmv', branded('mp42')],
      ['asf', windowsMedia],
      ['wmv', windowsMedia],
      ['avi', interleaved],
      ['divx', interleaved],
      ['mkv', head('\x1aE\xdf\xa3\x93B\x82\x88matroska')],
      ['mpg', programStream],
      ['mpeg', programStream],
      ['mod', programStream],
      ['tod', packets(0, 188)],
      ['m2t', packets(0, 188)],
      ['mts', packets(4, 192)],
      ['m2ts', packets(4, 192)],
    ] as const),
  ])
}

/** What becomes of a file that nobody lists. */
export type Outcome = 'other' | 'sent' | 'not-a-photo' | 'empty'

/** What neither names, and what becomes of each: most are no photos, and some are all the same. */
export async function unlistedKinds(): Promise<Map<string, { bytes: Buffer; outcome: Outcome }>> {
  const text = latin1('Neither a photo nor a video, whatever it is called.\n')
  const jpeg = await sharp({ create: { width: 300, height: 300, channels: 3, background: '#468' } })
    .jpeg()
    .toBuffer()
  const others = {
    ...{ txt: text, csv: text, html: text, json: text, xmp: text, ini: text, srt: text, log: text },
    ...{ pdf: latin1('%PDF-1.7\n'), docx: latin1('PK\x03\x04'), zip: latin1('PK\x03\x04') },
    ...{ rar: latin1('Rar!\x1a\x07'), exe: latin1('MZ\x90\0'), mp3: latin1('ID3\x04') },
    ...{
      wav: latin1('RIFF\0\0\0\0WAVEfmt '),
      svg: latin1('<svg/>'),
      db: latin1('SQLite format 3'),
    },
    // Pictures and films that Google does not take.
    ...{ psd: head('8BPS\0\x01'), xcf: head('gimp xcf v011'), flv: head('FLV\x01\x05') },
    ...{ ogv: head('OggS\0\x02'), jp2: head('\0\0\0\x0cjP  \r\n\x87\n'), exr: head('v/1\x01') },
    ...{ swf: head('CWS\x0a'), unknown: head('what nobody knows'), bin: head('\0\x01\x02\x03') },
  }
  const kinds = new Map<string, { bytes: Buffer; outcome: Outcome }>()
  for (const [extension, bytes] of Object.entries(others))
    kinds.set(extension, { bytes, outcome: 'other' })
  // A photo is one under any name, and of some types a first one is tried.
  for (const [extension, bytes] of Object.entries({
    ...{ dat: jpeg, jpg_original: jpeg, mpo: jpeg, hif: branded('heic') },
    ...{
      webm: head('\x1aE\xdf\xa3\x9fB\x82\x84webm'),
      x3f: head('FOVb\x03\0'),
      mrw: head('\0MRM'),
    },
  }))
    kinds.set(extension, { bytes, outcome: 'sent' })
  kinds.set('pef', { bytes: text, outcome: 'not-a-photo' })
  kinds.set('insv', { bytes: Buffer.alloc(0), outcome: 'empty' })
  return kinds
}
