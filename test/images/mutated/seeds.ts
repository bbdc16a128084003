// The whole files that are then damaged: one small picture in every container that is decoded, made by tools of others,
// each with all the metadata that it can be told.
import { copyFileSync, readFileSync } from 'node:fs'
import { encodeHeif, encoder, vips, writeTags } from '../tools.ts'
import type { Framing } from './mutations.ts'

/** One of them. */
export interface Seed {
  kind: string
  framing: Framing
  bytes: Buffer
}

const tags = [
  '-ExifIFD:DateTimeOriginal=2024:05:01 10:11:12',
  '-IFD0:Make=Maker',
  '-GPS:GPSLatitude=32.75',
  '-GPS:GPSLatitudeRef=N',
  '-XMP-dc:Description=Boats in the harbour',
  '-XMP-xmp:Rating=4',
]
/** ImageMagick, one of the judges, knows the turn of these two alone. */
const turn = '-IFD0:Orientation=6'
const photoTags = [
  ...tags,
  turn,
  '-IPTC:Keywords=boats',
  '-Photoshop:CopyrightFlag=1',
  '-Comment=boats',
]

function toldOf(kind: string): string[] {
  if (kind === 'gif') return tags.filter((tag) => tag.startsWith('-XMP'))
  if (kind === 'tif') return [...tags, turn]
  return kind.endsWith('jpg') ? photoTags : tags
}

/** Makes them in this folder, from a picture that carries a profile. */
export async function makeSeeds(folder: string, from: string): Promise<Seed[]> {
  const small = `${folder}/seed.v`
  await vips(['thumbnail', from, small, '640'])
  const make: Record<string, [framing: Framing, write: (path: string) => Promise<unknown>]> = {
    jpg: ['jpeg', (path) => vips(['jpegsave', small, path, '--Q', '92'])],
    'progressive.jpg': [
      'jpeg',
      (path) => vips(['jpegsave', small, path, '--Q', '92', '--interlace']),
    ],
    png: ['png', (path) => vips(['pngsave', small, path])],
    webp: ['riff', (path) => vips(['webpsave', small, path, '--Q', '92'])],
    tif: ['tiff', (path) => vips(['tiffsave', small, path, '--compression', 'lzw'])],
    gif: ['none', (path) => vips(['gifsave', small, path])],
    heic: ['boxes', (path) => encodeHeif(`${folder}/plain.jpg`, path, ['-q', '92'])],
    avif: ['boxes', (path) => encoder('avifenc', ['-s', '9', `${folder}/plain.jpg`, path])],
  }
  await vips(['jpegsave', small, `${folder}/plain.jpg`, '--Q', '98'])
  const seeds: Seed[] = []
  for (const [kind, [framing, write]] of Object.entries(make)) {
    const [plain, path] = [`${folder}/plain.${kind}`, `${folder}/seed.${kind}`]
    if (kind !== 'jpg') await write(plain)
    const told = toldOf(kind)
    copyFileSync(plain, path)
    await writeTags(path, ['-m', ...told])
    seeds.push({ kind, framing, bytes: readFileSync(path) })
  }
  return seeds
}
