// The photos of the demo as data: which sample each is made from, how, and what its camera would have written into it.
// Made by photos.ts. A change here needs a new number in photosVersion, because made photos are kept.

/** Names the set of made photos in the cache. */
export const photosVersion = 2

/** The sample photos, by the end of their package's name. */
export type Sample =
  | 'acanthus-mollis'
  | 'airplane-from-above'
  | 'allium-oreophilum'
  | 'dust-bowl-home'
  | 'french-alpine-landscape'
  | 'locomotion-house-cat'
  | 'nagasaki-boats'

/** What a camera writes into a photo. */
export interface CameraFacts {
  readonly model: string
  /** Local time, as EXIF writes it: `2019:08:14 09:31:07`. */
  readonly takenAt: string
  /** From UTC, such as `+02:00`. */
  readonly zone: string
  /** The EXIF orientation, 1 to 8: how the stored picture is to be turned to stand upright. */
  readonly orientation: number
  readonly place: Place | null
}

/** Where a photo was taken: degrees, south and west negative, and metres above the sea. */
export interface Place {
  readonly latitude: number
  readonly longitude: number
  readonly altitudeM: number
}

/** How one photo of the demo is made. */
export interface PhotoRecipe {
  /** Inside the demo's folder, with '/' between parts. */
  readonly path: string
  readonly sample: Sample
  /** Width and height of the upright picture; null: the sample's own. */
  readonly sides: readonly [width: number, height: number] | null
  /** Which part is kept when the sides need a crop. */
  readonly keep: 'centre' | 'left' | 'right' | 'top' | 'bottom'
  readonly tone: 'as-is' | 'warm' | 'cool' | 'faded' | 'grey'
  /** null: no camera's EXIF, as scans and much-copied files have none. */
  readonly camera: CameraFacts | null
  /** What somebody wrote about a photo that no camera took; it stands in EXIF without a date. */
  readonly caption: string | null
  /** When the file was last written, as ISO 8601. */
  readonly modifiedAt: string
}

const alps: Place = { latitude: 45.9237, longitude: 6.8694, altitudeM: 1035 }
const nagasaki: Place = { latitude: 32.7448, longitude: 129.8737, altitudeM: 4 }
const auckland: Place = { latitude: -36.8485, longitude: 174.7633, altitudeM: 2400 }
const oklahoma: Place = { latitude: 36.7267, longitude: -102.5132, altitudeM: 1267 }

const photo = (
  path: string,
  sample: Sample,
  rest: Partial<PhotoRecipe> & Pick<PhotoRecipe, 'modifiedAt'>,
): PhotoRecipe => ({
  path,
  sample,
  sides: null,
  keep: 'centre',
  tone: 'as-is',
  camera: null,
  caption: null,
  ...rest,
})

const taken = (
  model: string,
  takenAt: string,
  zone: string,
  orientation: number,
  place: Place | null = null,
): CameraFacts => ({ model, takenAt, zone, orientation, place })

// 24 megapixels each, so that High quality has something to reduce, in every one of the eight orientations.
const fromCamera: readonly PhotoRecipe[] = [
  photo('Camera/100_0519/DSC_0412.JPG', 'french-alpine-landscape', {
    sides: [6016, 4016],
    camera: taken('D24', '2019:08:14 09:31:07', '+02:00', 1, alps),
    modifiedAt: '2019-08-14T07:31:08Z',
  }),
  photo('Camera/100_0519/DSC_0413.JPG', 'french-alpine-landscape', {
    sides: [4016, 6016],
    keep: 'left',
    camera: taken('D24', '2019:08:14 09:32:40', '+02:00', 6, alps),
    modifiedAt: '2019-08-14T07:32:40Z',
  }),
  photo('Camera/100_0519/DSC_0414.JPG', 'french-alpine-landscape', {
    sides: [6016, 4016],
    keep: 'right',
    tone: 'warm',
    camera: taken('D24', '2019:08:14 19:58:02', '+02:00', 3, alps),
    modifiedAt: '2019-08-14T17:58:03Z',
  }),
  photo('Camera/100_0519/DSC_0415.JPG', 'french-alpine-landscape', {
    tone: 'cool',
    camera: taken('D24', '2019:08:15 06:12:30', '+02:00', 1, alps),
    modifiedAt: '2019-08-15T04:12:31Z',
  }),
]

const fromPhone: readonly PhotoRecipe[] = [
  photo('Phone/2023/IMG_20230507_101533.jpg', 'nagasaki-boats', {
    sides: [4284, 5712],
    keep: 'left',
    camera: taken('P50', '2023:05:07 10:15:33', '+09:00', 8, nagasaki),
    modifiedAt: '2023-05-07T01:15:35Z',
  }),
  photo('Phone/2023/IMG_20230507_101702.jpg', 'nagasaki-boats', {
    sides: [5712, 4284],
    keep: 'bottom',
    tone: 'warm',
    camera: taken('P50', '2023:05:07 10:17:02', '+09:00', 2, nagasaki),
    modifiedAt: '2023-05-07T01:17:04Z',
  }),
  // Of 12.5 megapixels: High quality leaves it as it is.
  photo('Phone/2023/IMG_20230901_170412.jpg', 'airplane-from-above', {
    sides: [4080, 3072],
    camera: taken('P12', '2023:09:01 17:04:12', '+12:00', 6, auckland),
    modifiedAt: '2023-09-01T05:04:13Z',
  }),
  photo('Phone/2024/20240402_183000.jpg', 'allium-oreophilum', {
    sides: [4284, 5712],
    camera: taken('P50', '2024:04:02 18:30:00', '+00:00', 5, auckland),
    modifiedAt: '2024-04-02T18:30:01Z',
  }),
  photo('Phone/2024/20240402_183144.jpg', 'allium-oreophilum', {
    sides: [4284, 5712],
    keep: 'top',
    tone: 'cool',
    camera: taken('P50', '2024:04:02 18:31:44', '+00:00', 7),
    modifiedAt: '2024-04-02T18:31:45Z',
  }),
  photo('Phone/2024/20240716_120509.jpg', 'acanthus-mollis', {
    sides: [5712, 4284],
    keep: 'top',
    camera: taken('P50', '2024:07:16 12:05:09', '-05:00', 4, oklahoma),
    modifiedAt: '2024-07-16T17:05:10Z',
  }),
  photo('Phone/2024/20240716_120631.jpg', 'acanthus-mollis', {
    sides: [3000, 4000],
    camera: taken('P12', '2024:07:16 12:06:31', '-05:00', 1, oklahoma),
    modifiedAt: '2024-07-16T17:06:32Z',
  }),
]

const fromOldDisk: readonly PhotoRecipe[] = [
  photo('Old disk/Bilder/Blüten im Frühling.jpg', 'allium-oreophilum', {
    tone: 'warm',
    camera: taken('C3', '2004:05:16 11:20:00', '+02:00', 1),
    modifiedAt: '2004-05-16T09:20:00Z',
  }),
  photo('Old disk/Bilder/Alpen – über dem Tal.jpg', 'french-alpine-landscape', {
    sides: [700, 480],
    keep: 'right',
    modifiedAt: '2005-07-30T10:00:00Z',
  }),
  photo('Old disk/写真/長崎の港.jpg', 'nagasaki-boats', {
    camera: taken('C3', '2006:10:09 08:41:15', '+09:00', 1, nagasaki),
    modifiedAt: '2006-10-08T23:41:15Z',
  }),
  photo('Old disk/写真/長崎の港 (2).jpg', 'nagasaki-boats', {
    tone: 'faded',
    sides: [800, 800],
    modifiedAt: '2006-10-08T23:44:00Z',
  }),
  photo('Old disk/Fotos del jardín/acanto nº 3.jpeg', 'acanthus-mollis', {
    tone: 'warm',
    modifiedAt: '2008-06-21T15:30:00Z',
  }),
  photo('Old disk/Копия/самолёт.JPG', 'airplane-from-above', {
    tone: 'faded',
    modifiedAt: '2009-02-03T12:00:00Z',
  }),
  photo('Old disk/backup (1)/P1010023.JPG', 'locomotion-house-cat', {
    sides: [640, 480],
    keep: 'left',
    modifiedAt: '2003-01-01T00:00:23Z',
  }),
  photo('Old disk/backup (1)/P1010024.JPG', 'airplane-from-above', {
    sides: [640, 480],
    camera: taken('C3', '2003:01:01 00:00:24', '+00:00', 1),
    modifiedAt: '2003-01-01T00:00:24Z',
  }),
]

const fromScanner: readonly PhotoRecipe[] = [
  photo('Scans/1936/scan0001.jpg', 'dust-bowl-home', {
    tone: 'grey',
    sides: [3200, 2460],
    modifiedAt: '2015-11-28T14:02:00Z',
  }),
  photo('Scans/1936/scan0002.jpg', 'dust-bowl-home', {
    tone: 'faded',
    keep: 'left',
    sides: [1200, 1600],
    modifiedAt: '2015-11-28T14:04:00Z',
  }),
  photo('Scans/Album 2/cat, plate 1.jpg', 'locomotion-house-cat', {
    modifiedAt: '2015-11-28T15:10:00Z',
  }),
  photo('Scans/Album 2/cat, plate 2.jpg', 'locomotion-house-cat', {
    tone: 'grey',
    keep: 'right',
    sides: [1800, 1200],
    modifiedAt: '2015-11-28T15:12:00Z',
  }),
  photo('Scans/Album 2/farm.jpg', 'dust-bowl-home', {
    tone: 'warm',
    keep: 'right',
    sides: [900, 900],
    modifiedAt: '2015-11-28T15:20:00Z',
  }),
]

// They carry no date, but their folder, their names or those of their neighbours tell one.
const undated: readonly PhotoRecipe[] = [
  photo('Scans/1987/Bild 1.jpg', 'nagasaki-boats', {
    tone: 'faded',
    sides: [1600, 1100],
    caption: 'The harbour, seen from the ferry',
    modifiedAt: '2015-11-29T10:02:00Z',
  }),
  photo('Scans/1987/Bild 2.jpg', 'french-alpine-landscape', {
    tone: 'faded',
    sides: [1100, 1600],
    modifiedAt: '2015-11-29T10:03:00Z',
  }),
  photo('Scans/1987/Bild 3.jpg', 'acanthus-mollis', {
    tone: 'grey',
    sides: [1600, 1100],
    modifiedAt: '2015-11-29T10:05:00Z',
  }),
  photo('Phone/WhatsApp Images/IMG-20190714-WA0003.jpg', 'locomotion-house-cat', {
    tone: 'warm',
    sides: [1200, 1600],
    modifiedAt: '2021-03-02T08:15:00Z',
  }),
]

/** The folder of the demo. */
export const photoList: readonly PhotoRecipe[] = [
  ...fromCamera,
  ...fromPhone,
  ...fromOldDisk,
  ...fromScanner,
  ...undated,
]

/** The photo that is saved into the folder while the app runs. */
export const latePhoto: PhotoRecipe = photo('Phone/2024/20240803_094500.jpg', 'nagasaki-boats', {
  tone: 'cool',
  camera: taken('P12', '2024:08:03 09:45:00', '+09:00', 1, nagasaki),
  modifiedAt: '2024-08-03T00:45:01Z',
})
