// Albums as the window and the command are told of them. Which folder one is of is albums.ts.
import * as z from 'zod'
import { albumQuestions, parseAlbumChoice } from './albums.ts'

const id = z.string().min(1).max(40)

/** Which albums the photos of a folder go into, as it is kept: `none`, `source`, `folders`, or `folders:2` with a depth. */
export const albumChoiceSchema = z
  .string()
  .max(20)
  .refine((text) => parseAlbumChoice(text) !== null)

/** An album that has the photo of a file, as a row of the history names it. */
export const rowAlbumSchema = z.object({
  albumId: id,
  sourceId: id,
  title: z.string(),
  canOpen: z.boolean(),
})

/** How many albums there are of the folders of a run, and what is in them. */
export const albumFiguresSchema = z.object({
  created: z.number(),
  items: z.number(),
  /** Photos in the library that Google does not take into their album, as those that another app brought first. */
  refused: z.number(),
  /** Photos in the library that are still to be put into one. */
  waiting: z.number(),
})

/** An album of a folder, or what became of it. */
export const albumViewSchema = z.object({
  albumId: id,
  sourceId: id,
  /** Relative to the source, '' for the source itself. */
  folder: z.string(),
  /** From 1: one is too small for very many photos. */
  part: z.number().int(),
  title: z.string(),
  state: z.enum(['intended', 'made', 'full', 'deleted', 'refused']),
  /** Where it is at Google; null: nowhere. */
  productUrl: z.string().nullable(),
  items: z.number(),
  refused: z.number(),
  /** A person gave it another title at Google, which stays. */
  isRenamed: z.boolean(),
  /** What somebody is to say of it; null: nothing, or it was said. */
  asks: z.enum(albumQuestions).nullable(),
})

/** Albums of a folder: all, or the first, those before the others of which somebody is to say something. */
export const albumListSchema = z.object({
  albums: z.array(albumViewSchema),
  /** How many more there are. */
  more: z.number(),
  /** How many of all are there at Google, and how many photos are in them. */
  made: z.number(),
  items: z.number(),
})

/** What a choice would make, told before it is made. */
export const albumPreviewSchema = z.object({
  /** Of which choice it is. */
  choice: albumChoiceSchema,
  /** The first of them, in the order of their folders. */
  albums: z.array(
    z.object({
      folder: z.string(),
      title: z.string(),
      /** How many would go into it. */
      photos: z.number(),
      isMade: z.boolean(),
      /** Another would be called the same, so that its title says where its folder lies. */
      isTold: z.boolean(),
    }),
  ),
  more: z.number(),
  totals: z.object({
    new: z.number(),
    /** That are there, and would get more. */
    there: z.number(),
    /** That were deleted or never made: their photos go without one. */
    closed: z.number(),
    told: z.number(),
    photos: z.number(),
    /** Requests that make them, and at least how many fill them. */
    creates: z.number(),
    batches: z.number(),
  }),
  /** Whether all of the folder was looked through once. */
  isScanned: z.boolean(),
})
