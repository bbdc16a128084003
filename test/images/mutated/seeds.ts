// The whole files that are then damaged: one small picture in every container that is decoded, made by tools of others,
// each with all the metadata that it can be told.
import { copyFileSync, readFileSync, writeFileSync } from 'node:fs'
import { heifGrid } from '../../builders/heif-grid.ts'
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

/** As phones write them, which no encoder of Debian does: four pictures of their own, put together. */
async function tiledHeic(folder: string, path: string): Promise<void> {
  const [tileWidth, tileHeight] = [320, 240]
  const tiles: Buffer[] = []
  for (const top of [0, tileHeight])
    for (const left of [0, tileWidth]) {
      const [part, tile] = [`${folder}/part.jpg`, `${folder}/part.heic`]
      const place = [left, top, tileWidth, tileHeight].map(String)
      await vips(['crop', `${folder}/tiles.jpg`, `${part}[Q=98,strip]`, ...place])
      await encodeHeif(part, tile, ['-q', '92'])
      tiles.push(readFileSync(tile))
    }
  writeFileSync(path, heifGrid(tiles, { columns: 2, tileWidth, tileHeight }).bytes)
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
    'tiles.heic': ['boxes', (path) => tiledHeic(folder, path)],
    'tiles.avif': [
      'boxes',
      (path) => encoder('avifenc', ['-s', '9', '--grid', '2x2', `${folder}/tiles.jpg`, path]),
    ],
  }
  await vips(['jpegsave', small, `${folder}/plain.jpg`, '--Q', '98'])
  await vips([
    'thumbnail',
    from,
    `${folder}/tiles.jpg[Q=98]`,
    '640',
    '--height',
    '480',
    '--size',
    'force',
  ])
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
