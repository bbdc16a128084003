// What the page "Photos without a date" is told and what can be decided there. The dates themselves are photo-date-schemas.ts.
import * as z from 'zod'
import { dateCertainties, foundSources, laterChoice } from './photo-dates.ts'
import { dateProposalSchema, undatedChoiceSchema } from './photo-date-schemas.ts'

const id = z.string().min(1).max(40)

/** What is decided for the photos of a group; `later`: they wait until somebody decides. */
export const dateChoiceSchema = z.union([undatedChoiceSchema, z.literal(laterChoice)])

/** Photos without a date of one folder that have not gone, or what was decided for those to come. */
export const undatedGroupSchema = z.object({
  folderId: id,
  sourceId: id,
  /** Relative to the source, '' for the source itself. */
  folder: z.string(),
  /** null: nothing was decided. */
  choice: dateChoiceSchema.nullable(),
  /** What the source says, where nothing is decided. */
  otherwise: undatedChoiceSchema,
  files: z.number(),
  /** Those of them that are prepared and go next. */
  planned: z.number(),
  /** Those of them that are of a type which takes no date. */
  unwritable: z.number(),
  /** How many have gone since it was decided. */
  went: z.number(),
  /** The first of them, for small pictures. */
  examples: z.array(id),
})
/** Photos without a date of one folder. */
export type UndatedGroup = z.infer<typeof undatedGroupSchema>

/** What would become of a photo of a group: its date and whence it comes; `unwritable`: its type takes none. */
export const undatedPhotoSchema = z.object({
  fileId: id,
  name: z.string(),
  /** Prepared: it goes next. */
  isPlanned: z.boolean(),
  proposal: z.union([dateProposalSchema, z.object({ kind: z.literal('unwritable') })]),
})
/** What would become of a photo of a group. */
export type UndatedPhoto = z.infer<typeof undatedPhotoSchema>

/** What would become of all of them. */
export const undatedSummarySchema = z.object({
  /** How many were looked at. */
  looked: z.number(),
  /** False: the next ask knows more. */
  isWhole: z.boolean(),
  dated: z.number(),
  /** Nothing tells a date. */
  unknown: z.number(),
  unwritable: z.number(),
  /** The earliest and the latest date, as wall times; null: there is none. */
  from: z.number().nullable(),
  to: z.number().nullable(),
  /** Whence the dates come, the most first. */
  sources: z.array(
    z.object({
      source: z.enum(foundSources),
      certainty: z.enum(dateCertainties),
      files: z.number(),
    }),
  ),
})
/** What would become of all of them. */
export type UndatedSummary = z.infer<typeof undatedSummarySchema>

/** The commands of the page; `as`: the choice that is looked at. */
export const undatedCommands = {
  /** Groups behind a folder, as many as a moment allows. */
  undatedGroups: {
    input: z.object({ after: id.nullable() }),
    output: z.object({ groups: z.array(undatedGroupSchema), next: id.nullable() }),
  },
  undatedPhotos: {
    input: z.object({
      folderId: id,
      as: undatedChoiceSchema,
      /** The name of the last one of the page before. */
      after: z.string().max(1024).nullable(),
      limit: z.number().int().min(1).max(100),
    }),
    output: z.object({ photos: z.array(undatedPhotoSchema), next: z.string().nullable() }),
  },
  undatedSummary: {
    input: z.object({ folderId: id, as: undatedChoiceSchema }),
    output: undatedSummarySchema,
  },
  /** null: nothing is decided any more, so that the source's own rule holds. */
  decideDates: {
    input: z.object({ folderId: id, choice: dateChoiceSchema.nullable() }),
    output: z.object({ group: undatedGroupSchema.nullable() }),
  },
  /** The last decision is taken back, as far as photos have not gone. */
  undoDates: {
    input: z.object({ folderId: id }),
    output: z.object({ group: undatedGroupSchema.nullable() }),
  },
}
