/**
 * What only Google can settle, as settings: each default is the likelier answer, each other value plays another one.
 * docs/makers/ask-google.md lists the questions, how to ask them with a real account, and what would change. What the answers do
 * is left to the handlers and to media/dates.ts.
 */
import { z } from 'zod'

/** Dates in the bytes of which nobody has told whether Google reads them. */
export const unprovenDates = [
  'png-exif',
  'webp-exif',
  'xmp',
  'gif-xmp',
  'mvhd',
  'mvhd-zero',
  'apple-date',
  'gps-time',
] as const

/** The questions and what each answer means. */
export const openQuestions = {
  /** Which unproven dates count: EXIF in a PNG or a WebP, XMP alone, a movie's own header, even when it says zero, Apple's
   * key with its zone, and a GPS time, from which the zone of the wall time follows. */
  datedBy: z.array(z.enum(unprovenDates)),
  /** The OffsetTime tags move an item; otherwise its wall time is taken for UTC. */
  offsetsMove: z.boolean(),
  /** Where a movie has both, Apple's key beats the movie's header. */
  appleDateFirst: z.boolean(),
  /** A date before 1970 is kept, is shown a day early, or gives way to the time of upload. */
  oldDates: z.enum(['kept', 'day-early', 'upload-time']),
  /** A date after tomorrow is kept or gives way to the time of upload. */
  futureDates: z.enum(['kept', 'upload-time']),
  /** How long a description may be, and what is counted. */
  maxDescription: z.number().int().positive(),
  descriptionUnit: z.enum(['code-points', 'utf-16', 'bytes']),
  /** A caption inside the bytes stands aside under "Other", fills an empty description, or wins over it. */
  embeddedCaptions: z.enum(['aside', 'fills', 'wins']),
  /** People see a description that came through the API. */
  descriptionsShow: z.boolean(),
  /** The website's search finds descriptions. */
  searchFindsDescriptions: z.boolean(),
  /** A later patch changes what people see; otherwise it is answered well and changes nothing. */
  patchesShow: z.boolean(),
  /** Bytes that the website took before in original quality, or in storage saver. */
  sameAsWebsite: z.enum(['same-item', 'second-item']),
  sameAsSaver: z.enum(['same-item', 'second-item']),
  /** Bytes whose item lies in the trash: it comes back, stays there while the answer is well, or there is a second one. */
  sameAsTrashed: z.enum(['restored', 'stays-trashed', 'second-item']),
  /** An item that was there keeps its first file name. */
  duplicatesKeepName: z.boolean(),
  /** batchAddMediaItems takes an item that the website brought and the app sent once more. */
  websiteItemsJoinAlbums: z.boolean(),
  /** What batchCreate says of an album that was deleted on the website. */
  deletedAlbums: z.enum(['not-found', 'no-permission']),
  /** The API shows the title that a person gave on the website. */
  websiteTitlesShow: z.boolean(),
  /** A photo taken out of an album on the website joins it again when it is sent again. */
  removedItemsRejoin: z.boolean(),
  /** A still and a film of one name and moment are shown as one. */
  pairsAreOne: z.boolean(),
  /** Which photos with a film behind them are shown as moving. */
  showsMotionOf: z.array(z.enum(['jpeg', 'heic'])),
  /** batchGet and get find an item that lies in the trash. */
  trashedAreFound: z.boolean(),
  /** The API shows the sides that a person gave a photo on the website. */
  editsShow: z.boolean(),
}

/** The likelier answers. */
export const likelyAnswers: z.infer<z.ZodObject<typeof openQuestions>> = {
  datedBy: ['png-exif', 'webp-exif', 'xmp', 'mvhd', 'apple-date', 'gps-time'],
  offsetsMove: true,
  appleDateFirst: true,
  oldDates: 'kept',
  futureDates: 'kept',
  maxDescription: 1000,
  descriptionUnit: 'code-points',
  embeddedCaptions: 'aside',
  descriptionsShow: true,
  searchFindsDescriptions: true,
  patchesShow: true,
  sameAsWebsite: 'same-item',
  sameAsSaver: 'second-item',
  sameAsTrashed: 'restored',
  duplicatesKeepName: true,
  websiteItemsJoinAlbums: false,
  deletedAlbums: 'not-found',
  websiteTitlesShow: true,
  removedItemsRejoin: true,
  pairsAreOne: false,
  showsMotionOf: ['jpeg', 'heic'],
  trashedAreFound: false,
  editsShow: true,
}
