// The one table of media types: what each is called, how its files begin, whether Google takes it, and what this program
// can do with it. The walk, the preparing, the window and the emulator read it; none has a list of its own. How a file is
// told by its bytes is engine/media/media-types.ts. No zod: the thread that walks loads this.

/** The containers that are told apart; how each is read and treated hangs on this. */
export const formats = [
  'jpeg',
  'png',
  'gif',
  'webp',
  'tiff',
  'bmp',
  'ico',
  'heic',
  'avif',
  'raw',
  'iso-video',
  'video',
] as const
/** One of {@link formats}. */
export type Format = (typeof formats)[number]

/** Texts, a byte a character, that stand at these places of a file. */
export type Beginning = readonly (readonly [at: number, text: string])[]

/** One type of photo or video. */
export interface MediaType {
  readonly mediaKind: 'photo' | 'video'
  readonly format: Format
  readonly mimeType: string
  /** The extensions under which Google knows the type, the usual one first. */
  readonly extensions: readonly string[]
  /** What cameras and programs call it besides; Google is told the usual extension. */
  readonly otherExtensions: readonly string[]
  /** How its files begin, one of these; none: the brand, a measure of several places or the name tells. */
  readonly begins: readonly Beginning[]
  /** Brands of an ISO file; one that ends with * stands for all that begin so. */
  readonly brands: readonly string[]
  /** `untried`: neither the API nor Google's help names it, so one file is tried before the others. */
  readonly google: 'takes' | 'untried'
  /** The date of taking can be read. */
  readonly isDated: boolean
  /** High quality reduces it. */
  readonly isReducible: boolean
  /** A date can be written into a copy without loss. */
  readonly isDateWritable: boolean
  /** sharp or libheif decode it; anything else gets a symbol in the window. */
  readonly isDrawable: boolean
}

type Skills = Pick<MediaType, 'isDated' | 'isReducible' | 'isDateWritable' | 'isDrawable'>

const none: Skills = {
  isDated: false,
  isReducible: false,
  isDateWritable: false,
  isDrawable: false,
}
const seen: Skills = { ...none, isDrawable: true }
const datedPicture: Skills = { ...seen, isDated: true, isReducible: true }
const wholePicture: Skills = { ...datedPicture, isDateWritable: true }
const film: Skills = { ...none, isDated: true, isDateWritable: true }

const words = (text: string): string[] => text.split(' ').filter((word) => word !== '')
const starts = (...texts: string[]): Beginning[] => texts.map((text) => [[0, text]])
const riff = (form: string): Beginning[] => [
  [
    [0, 'RIFF'],
    [8, form],
  ],
]

function type(
  mediaKind: MediaType['mediaKind'],
  format: Format,
  mimeType: string,
  extensions: string,
  skills: Skills,
  more: Partial<Omit<MediaType, 'otherExtensions'> & { otherExtensions: string }> = {},
): MediaType {
  return {
    ...{ mediaKind, format, mimeType, extensions: words(extensions), ...skills },
    ...{ begins: [], brands: [], google: 'takes', ...more },
    otherExtensions: words(more.otherExtensions ?? ''),
  }
}

// One family: cameras and phones mix its names and brands freely, and every player copes.
const isoExtensions = words('mp4 m4v mov 3gp 3g2 mmv')
const isoVideo = (
  mimeType: string,
  extension: string,
  brands: string,
  otherExtensions = '',
): MediaType =>
  type('video', 'iso-video', mimeType, extension, film, {
    extensions: [extension, ...isoExtensions.filter((other) => other !== extension)],
    brands: brands.match(/.{4}|.+/g) ?? [],
    otherExtensions,
  })

const tiffs = ['II*\0', 'MM\0*']
const raw = (
  extensions: string,
  mimeType = 'application/octet-stream',
  more: Partial<Pick<MediaType, 'begins' | 'brands' | 'google' | 'isDated'>> = {},
): MediaType[] =>
  words(extensions).map((extension) =>
    type('photo', 'raw', mimeType, extension, { ...none, isDated: true }, more),
  )
const untried = { google: 'untried' } as const
/** No TIFF, so its date is not read. */
const undated = (...begins: Beginning[]) => ({ begins, isDated: false })

/** RAW photos of all makers; those of one maker that differ in the name alone share a line. What Google's help names is `takes`. */
const rawTypes: readonly MediaType[] = [
  ...raw('dng', 'image/x-adobe-dng'),
  ...raw('cr2', 'image/x-canon-cr2', {
    begins: tiffs.map((start) => [
      [0, start],
      [8, 'CR'],
    ]),
  }),
  ...raw('cr3', 'image/x-canon-cr3', { brands: ['crx '], isDated: false }),
  ...raw('crw', 'image/x-canon-crw', undated(...starts('II\x1a\0\0\0HEAPCCDR'))),
  ...raw('nef', 'image/x-nikon-nef'),
  ...raw('nrw', 'image/x-nikon-nrw'),
  ...raw('arw', 'image/x-sony-arw'),
  ...raw('sr2', 'image/x-sony-sr2'),
  ...raw('srf', 'image/x-sony-srf'),
  ...raw('raf', 'image/x-fuji-raf', undated(...starts('FUJIFILMCCD-RAW'))),
  ...raw('rw2', 'image/x-panasonic-rw2', undated(...starts('IIU\0'))),
  ...raw('raw', 'image/x-panasonic-rw2', { isDated: false }),
  ...raw('orf', 'image/x-olympus-orf', undated(...starts('IIRO', 'IIRS', 'MMOR'))),
  ...raw('ori', 'image/x-olympus-orf', { ...untried, isDated: false }),
  ...raw('rwl', 'image/x-panasonic-rw2', { ...untried, isDated: false }),
  ...raw('mrw', 'image/x-minolta-mrw', { ...untried, ...undated(...starts('\0MRM')) }),
  ...raw('x3f', 'image/x-sigma-x3f', { ...untried, ...undated(...starts('FOVb')) }),
  ...raw('pef', 'image/x-pentax-pef', untried),
  ...raw('srw', 'image/x-samsung-srw', untried),
  ...raw('dcr', 'image/x-kodak-dcr', untried),
  ...raw('k25', 'image/x-kodak-k25', untried),
  ...raw('kdc', 'image/x-kodak-kdc', untried),
  ...raw('erf', 'image/x-epson-erf', untried),
  ...raw('ari', undefined, { ...untried, ...undated(...starts('ARRI')) }),
  // Hasselblad, Phase One and Leaf, GoPro, Mamiya, Pentax and Kodak's older cameras: all of them TIFFs.
  ...raw('3fr fff iiq cap mos gpr mef ptx dcs drf kc2', undefined, untried),
]

/** Every type, the commonest first. */
export const mediaTypes: readonly MediaType[] = [
  type('photo', 'jpeg', 'image/jpeg', 'jpg jpeg jpe jfif', wholePicture, {
    begins: starts('\xff\xd8\xff'),
    // Stereo and 360 degree cameras write JPEGs under names of their own.
    otherExtensions: 'mpo insp jps jif jfi',
  }),
  type('photo', 'png', 'image/png', 'png', wholePicture, {
    begins: starts('\x89PNG\r\n\x1a\n'),
    otherExtensions: 'apng',
  }),
  type('photo', 'heic', 'image/heic', 'heic heif', datedPicture, {
    // mif1 and msf1 only say "HEIF"; the compatible brands say how the picture is coded.
    brands: words('heic heix heim heis hevc hevx hevm hevs mif1 msf1'),
    // Canon, Sony and Fuji write .hif, Apple's bursts are .heics.
    otherExtensions: 'hif heics heifs',
  }),
  type('photo', 'avif', 'image/avif', 'avif', datedPicture, {
    brands: words('avif avis'),
    otherExtensions: 'avifs',
  }),
  type('photo', 'gif', 'image/gif', 'gif', seen, { begins: starts('GIF87a', 'GIF89a') }),
  type('photo', 'webp', 'image/webp', 'webp', wholePicture, { begins: riff('WEBP') }),
  ...rawTypes,
  type('photo', 'tiff', 'image/tiff', 'tif tiff', datedPicture, {
    begins: starts(...tiffs, 'II+\0', 'MM\0+'),
  }),
  type('photo', 'bmp', 'image/bmp', 'bmp', none, { otherExtensions: 'dib' }),
  type('photo', 'ico', 'image/x-icon', 'ico', none),
  isoVideo('video/quicktime', 'mov', 'qt  ', 'qt'),
  isoVideo('video/3gpp2', '3g2', '3g2*', '3gp2'),
  isoVideo('video/3gpp', '3gp', '3g*', '3gpp'),
  isoVideo('video/x-m4v', 'm4v', 'M4V*'),
  // Insta360, GoPro's 360 degrees, and the film of a Pixel's motion photo.
  isoVideo('video/mp4', 'mp4', '*', 'insv 360 mp mp4v f4v'),
  type('video', 'video', 'video/x-msvideo', 'avi divx mmv', none, { begins: riff('AVI ') }),
  type('video', 'video', 'video/x-ms-wmv', 'wmv asf mmv', none, {
    begins: starts('0&\xb2u\x8ef\xcf\x11\xa6\xd9\0\xaa\0b\xcel'),
    otherExtensions: 'wm',
  }),
  type('video', 'video', 'video/x-matroska', 'mkv', none, { begins: starts('\x1aE\xdf\xa3') }),
  type('video', 'video', 'video/webm', 'webm mkv', none, untried),
  // Camcorders write program streams as .mod and transport streams as .tod.
  type('video', 'video', 'video/mpeg', 'mpg mpeg mod tod mmv m2t', none, {
    begins: starts('\0\0\x01\xba', '\0\0\x01\xb3'),
    otherExtensions: 'mpe mpv m1v m2v vob',
  }),
  type('video', 'video', 'video/mp2t', 'mts m2ts m2t tod mod', none),
]

/** The type with this MIME type; of RAW photos the first. */
export function mediaType(mimeType: string): MediaType {
  const found = mediaTypes.find((one) => one.mimeType === mimeType)
  if (found === undefined) throw new Error(`No media type is called ${mimeType}.`)
  return found
}

const rawByExtension: ReadonlyMap<string, MediaType> = new Map(
  rawTypes.map((one) => [one.extensions[0] ?? '', one]),
)

/** The RAW photo of this extension, lower case; null where it is none. */
export const rawTypeOf = (extension: string): MediaType | null =>
  rawByExtension.get(extension) ?? null

const namesOf = (kind: MediaType['mediaKind']): Set<string> =>
  new Set(
    mediaTypes
      .filter(({ mediaKind }) => mediaKind === kind)
      .flatMap(({ extensions, otherExtensions }) => [...extensions, ...otherExtensions]),
  )

/** The extensions of videos, lower case. */
export const videoExtensions: ReadonlySet<string> = namesOf('video')

/** The extensions of photos and videos, lower case; what the bytes really are is decided later. */
export const mediaExtensions: ReadonlySet<string> = new Set([
  ...namesOf('photo'),
  ...videoExtensions,
])

/** A name without the dots and blanks at its end, which say nothing and which Windows cannot even keep. */
export function withoutTrail(name: string): string {
  const last = name.charCodeAt(name.length - 1)
  // Every name of a folder comes by here: a letter or digit at the end answers at once.
  if (last > 0x2e && last < 0x80) return name
  return name.replace(/[.\s]+$/u, '')
}

/** The extension of a name, lower case and without the dot; '' when there is none. */
export function extensionOf(name: string): string {
  const bare = withoutTrail(name)
  const dot = bare.lastIndexOf('.')
  return dot < 0 ? '' : bare.slice(dot + 1).toLowerCase()
}
