// What the header of a photo or video tells without decoding it: the words that the readers of all
// containers share. Pure.

/** A stretch of the file. */
export interface Span {
  offset: number
  length: number
}

/** The facts of one header. */
export interface PictureHead {
  /** Upright, as people see it; null: the header does not say. */
  width: number | null
  height: number | null
  /** EXIF's, 1 to 8; the sides above are already turned by it. */
  orientation: number
  takenAt: number | null
  isAnimated: boolean
  /** True for a picture of several pages or several pictures of equal rank. */
  isMultiPicture: boolean
  /** A camera's RAW in a TIFF. */
  isRaw: boolean
  hasGainMap: boolean
  /** Colours beyond sRGB without a profile that a copy could carry: HDR, wide gamut by number only. */
  hasForeignColours: boolean
  /** The keyword of words in it that a copy could not carry, such as a title in a PNG. */
  looseText: string | null
  hasMotion: boolean
  /** Offset of the TIFF header inside EXIF, or of the TIFF itself. */
  exifAt: number | null
  /** The XMP packet, read only where it matters. */
  xmp: Span | null
  /** The colour profile of a WebP or HEIF; the others are read where they matter. */
  icc: Span | null
  /** The multi-picture index of a JPEG (CIPA DC-007). */
  multiPictureIndex: Span | null
  /** What a decoder must hold at once, beyond a few rows, in bytes. */
  decodeBytes: number
}

/** A header that tells nothing. */
export const unknownHead: PictureHead = {
  width: null,
  height: null,
  orientation: 1,
  takenAt: null,
  isAnimated: false,
  isMultiPicture: false,
  isRaw: false,
  hasGainMap: false,
  hasForeignColours: false,
  looseText: null,
  hasMotion: false,
  exifAt: null,
  xmp: null,
  icc: null,
  multiPictureIndex: null,
  decodeBytes: 0,
}

/** Width and height as seen: orientations 5 to 8 lie on their side. */
export function upright(
  sides: { width: number; height: number },
  orientation: number,
): { width: number | null; height: number | null } {
  const { width, height } = sides
  if (width <= 0 || height <= 0) return { width: null, height: null }
  return orientation >= 5 ? { width: height, height: width } : { width, height }
}
