// Albums as the window and the command are told of them. Which folder one is of is albums.ts.
import * as z from 'zod'
import { parseAlbumChoice } from './albums.ts'

const id = z.string().min(1).max(40)

/** Which albums the photos of a folder go into, as it is kept: `none`, `source`, `folders`, or `folders:2` with a depth. */
export const albumChoiceSchema = z
  .string()
  .max(20)
  .refine((text) => parseAlbumChoice(text) !== null)

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
})
