// Makes a folder of 200 mixed photos and videos such as people have: large and small, all formats, all
// orientations, with full metadata, and some that must be left alone. Also used with the emulator's library.
import { copyFileSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Sharp } from 'sharp'
import { encodeHeif, exiftool, ffmpeg } from './tools.ts'
import { photo } from './workshop.ts'

/** Fills a folder with 200 files and answers with their paths. */
export async function makeMixedFolder(folder: string): Promise<string[]> {
  mkdirSync(folder, { recursive: true })
  const paths: string[] = []
  const base = async (name: string, picture: Sharp): Promise<string> => {
    const path = join(folder, `base-${name}`)
    await picture.toFile(path)
    return path
  }
  const copies = (from: string, count: number, name: string, extension: string): void => {
    for (let index = 0; index < count; index += 1) {
      const path = join(folder, `${name}-${String(index).padStart(3, '0')}.${extension}`)
      copyFileSync(from, path)
      paths.push(path)
    }
  }
  copies(await base('24.jpg', photo(6000, 4000).jpeg({ quality: 92 })), 40, 'camera', 'jpg')
  copies(await base('48.jpg', photo(8000, 6000).jpeg({ quality: 92 })), 6, 'phone', 'jpg')
  copies(await base('12.jpg', photo(4000, 3000).jpeg({ quality: 90 })), 60, 'older', 'JPG')
  copies(await base('2.jpg', photo(1600, 1200).jpeg()), 30, 'web', 'jpeg')
  copies(await base('18.png', photo(5200, 3500).png({ compressionLevel: 1 })), 4, 'screen', 'png')
  const clear = photo(4600, 3600).ensureAlpha(0.5)
  copies(await base('clear.png', clear.png({ compressionLevel: 1 })), 3, 'clear', 'png')
  copies(await base('1.png', photo(1200, 900).png()), 10, 'small', 'png')
  copies(
    await base('18.webp', photo(5200, 3500).webp({ quality: 97, effort: 0 })),
    4,
    'large',
    'webp',
  )
  copies(await base('1.webp', photo(1200, 900).webp()), 8, 'small', 'webp')
  copies(await base('18.tif', photo(5200, 3500).tiff({ compression: 'lzw' })), 4, 'scan', 'tif')
  copies(
    await base('18.avif', photo(5200, 3500).avif({ quality: 92, effort: 0 })),
    2,
    'new',
    'avif',
  )
  const heic = join(folder, 'base-18.heic')
  await encodeHeif(join(folder, 'base-24.jpg'), heic, ['-q', '92', '-p', 'preset=ultrafast'])
  copies(heic, 2, 'apple', 'heic')
  copies(await base('1.gif', photo(400, 300).gif()), 5, 'funny', 'gif')
  copies(join(folder, 'base-18.tif'), 4, 'negative', 'nef')
  const film = join(folder, 'base-film.mp4')
  await ffmpeg([
    '-f',
    'lavfi',
    '-i',
    'testsrc=size=320x240:rate=25:duration=1',
    '-c:v',
    'mpeg4',
    film,
  ])
  copies(film, 6, 'film', 'mp4')
  copies(join(folder, 'base-24.jpg'), 6, 'sphere', 'jpg')
  copies(join(folder, 'base-24.jpg'), 6, 'motion', 'jpg')
  await tagAll(folder, paths)
  for (const path of paths.filter((each) => each.includes('motion-'))) {
    writeFileSync(path, Buffer.concat([readFileSync(path), readFileSync(film)]))
  }
  return paths
}

/** Gives every file tags of its own, in one run of exiftool. */
async function tagAll(folder: string, paths: readonly string[]): Promise<void> {
  const lines: string[] = []
  for (const [index, path] of paths.entries()) {
    if (path.endsWith('.gif')) lines.push(`-Comment=file ${index}`)
    else if (path.endsWith('.mp4')) lines.push(`-XMP-dc:Description=film ${index}`)
    else lines.push(...tagsFor(index, path))
    lines.push('-q', '-q', '-m', '-n', '-overwrite_original', path, '-execute')
  }
  const file = join(folder, 'base.args')
  writeFileSync(file, lines.join('\n'))
  await exiftool(['-@', file])
}

function tagsFor(index: number, path: string): string[] {
  const day = String(1 + (index % 28)).padStart(2, '0')
  const tags = [
    `-ExifIFD:DateTimeOriginal=2024:05:${day} 10:11:12`,
    `-ExifIFD:SubSecTimeOriginal=${100 + index}`,
    '-ExifIFD:OffsetTimeOriginal=+09:00',
    `-GPS:GPSLatitude=${32 + index / 100}`,
    '-GPS:GPSLatitudeRef=N',
    '-GPS:GPSLongitude=129.8777',
    '-GPS:GPSLongitudeRef=E',
    `-GPS:GPSAltitude=${index / 2}`,
    '-GPS:GPSAltitudeRef=0',
    '-IFD0:Make=Nikon Corporation',
    `-IFD0:Model=NIKON Z ${index}`,
    '-ExifIFD:LensModel=NIKKOR Z 24-70mm f/4 S',
    '-ExifIFD:ExposureTime=0.004',
    '-IFD0:Copyright=(c) 2024 someone',
    `-XMP-xmp:Rating=${index % 6}`,
    `-XMP-dc:Description=Picture ${index} — 港`,
  ]
  // The turn of a HEIC is not EXIF's to tell.
  if (!/\.(heic|avif)$/.test(path)) tags.push(`-IFD0:Orientation=${1 + (index % 8)}`)
  if (/\.jpe?g$/i.test(path))
    tags.push(`-IPTC:Keywords=number ${index}`, '-IPTC:Caption-Abstract=boats')
  if (path.includes('sphere-')) tags.push('-XMP-GPano:ProjectionType=equirectangular')
  return tags
}
