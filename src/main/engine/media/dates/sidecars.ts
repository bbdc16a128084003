// XMP sidecars: which one in a folder belongs to a photo, and the date in it. Chooses by names alone, from a listing; whoever
// asks reads the file. Edits that darktable keeps beside a photo (IMG_1_01.jpg.xmp) belong to no photo of the folder.
import { extensionOf, rawTypeOf, videoExtensions } from '../../../../shared/media-types.ts'
import type { WallReading } from '../wall-time.ts'
import { readXmp, type XmpProperties } from '../xmp.ts'
import { xmpDate } from './xmp-date.ts'

/**
 * Why a sidecar may be a photo's: it bears its whole name, it bears its stem and no other photo does, or it bears its stem
 * and has to say itself whose it is.
 */
export type SidecarClaim = 'whole-name' | 'only-one' | 'if-it-says-so'

/** A sidecar that may belong to a photo. */
export interface Sidecar {
  name: string
  claim: SidecarClaim
}

const sidecarExtension = 'xmp'

/** The sidecars of one folder, by all names in it: photos, videos and others. */
export class FolderSidecars {
  /** The spellings of each name; systems that fold cases have one of each. */
  readonly #sidecars = new Map<string, string[]>()
  /** How many photos, and how many videos, bear each stem; a RAW and its JPEG are one photo. */
  readonly #stems = new Map<string, { raws: number; photos: number; videos: number }>()

  /** `media`: the names of photos and videos; `others`: all other names. */
  constructor(media: Iterable<string>, others: Iterable<string>) {
    for (const name of others) {
      if (extensionOf(name) !== sidecarExtension) continue
      const key = name.toLowerCase()
      this.#sidecars.set(key, [...(this.#sidecars.get(key) ?? []), name])
    }
    if (this.#sidecars.size === 0) return
    for (const name of media) {
      const stem = stemOf(name).toLowerCase()
      const count = this.#stems.get(stem) ?? { raws: 0, photos: 0, videos: 0 }
      count[kindOf(name)] += 1
      this.#stems.set(stem, count)
    }
  }

  /** The sidecars that may be a file's, the likelier first: digiKam's and darktable's form, then that of Adobe and others. */
  of(name: string): Sidecar[] {
    const stem = stemOf(name)
    const exact = this.#spelled(`${name}.${sidecarExtension}`)
    const shared = this.#spelled(`${stem}.${sidecarExtension}`)
    const found: Sidecar[] = exact === null ? [] : [{ name: exact, claim: 'whole-name' }]
    if (shared !== null && shared !== exact) {
      found.push({ name: shared, claim: this.#isAlone(name, stem) ? 'only-one' : 'if-it-says-so' })
    }
    return found
  }

  #spelled(name: string): string | null {
    const spellings = this.#sidecars.get(name.toLowerCase()) ?? []
    return spellings.find((spelling) => stemOf(spelling) === stemOf(name)) ?? spellings[0] ?? null
  }

  #isAlone(name: string, stem: string): boolean {
    const count = this.#stems.get(stem.toLowerCase())
    if (count === undefined) return true
    const { raws, photos, videos } = count
    // The film of a live photo has a date of its own; the sidecar speaks of the photo.
    if (kindOf(name) === 'videos') return raws + photos === 0 && videos === 1
    return raws <= 1 && photos <= 1
  }
}

const stemOf = (name: string): string => name.replace(/\.[^.]*$/, '')

function kindOf(name: string): 'raws' | 'photos' | 'videos' {
  const extension = extensionOf(name)
  if (rawTypeOf(extension) !== null) return 'raws'
  return videoExtensions.has(extension) ? 'videos' : 'photos'
}

/**
 * What a sidecar says of a photo; null where it belongs to another one: `photoshop:SidecarForExtension` names the extension of
 * its owner (osxphotos issues 210 and 291). Its first `mostPacketBytes` (xmp.ts) are enough.
 */
export function sidecarProperties(
  bytes: Buffer,
  { claim }: Sidecar,
  photoName: string,
): XmpProperties | null {
  const properties = readXmp(bytes)
  const [owner] = properties.get('photoshop:SidecarForExtension') ?? []
  const isOwners = owner?.text.toLowerCase() === extensionOf(photoName)
  return claim === 'if-it-says-so' && !isOwners ? null : properties
}

/** The date in a sidecar for a photo; null where it tells none, or belongs to another one. */
export function sidecarDate(
  bytes: Buffer,
  sidecar: Sidecar,
  photoName: string,
): WallReading | null {
  const properties = sidecarProperties(bytes, sidecar, photoName)
  return properties === null ? null : xmpDate(properties)
}
