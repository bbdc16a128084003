// The schemas of photos' dates, for messages and stored rows: what a folder wants for photos without one, and the date that
// was found for a photo. The words themselves are photo-dates.ts.
import * as z from 'zod'
import {
  dateCertainties,
  datePrecisions,
  fileTimeDoubts,
  foundSources,
  parseUndatedPolicy,
  undatedReasons,
} from './photo-dates.ts'

/** What a folder wants for photos without one, as people write it and as it is kept: `leave`, `name`, `file`, or a date. */
export const undatedChoiceSchema = z.string().refine((text) => parseUndatedPolicy(text) !== null)

/** A date that was found for a photo that carries none. */
export const foundDateSchema = z.object({
  /** Its time on a wall clock, as the milliseconds since 1970 that the same time would be in UTC. */
  wallMs: z.number(),
  /** Minutes that this clock was ahead of UTC, where that is known. */
  offsetMinutes: z.number().nullable(),
  /** The moment itself, as well as it can be told. */
  utcMs: z.number(),
  precision: z.enum(datePrecisions),
  source: z.enum(foundSources),
  certainty: z.enum(dateCertainties),
})
/** A date that was found for a photo that carries none. */
export type FoundDate = z.infer<typeof foundDateSchema>

/** What becomes of the date of one photo. */
export const dateProposalSchema = z.discriminatedUnion('kind', [
  /** It carries one: it goes byte for byte. */
  z.object({ kind: z.literal('carried') }),
  z.object({ kind: z.literal('found'), date: foundDateSchema }),
  z.object({
    kind: z.literal('none'),
    why: z.enum(undatedReasons),
    /** Where the time of the file would have been asked: why it is not believed. */
    doubt: z.enum(fileTimeDoubts).nullable(),
  }),
])
/** What becomes of the date of one photo. */
export type DateProposal = z.infer<typeof dateProposalSchema>

/** A date that is written into the copy of a photo which carries none. */
export const addedDateSchema = z.object({
  /** Wall time as milliseconds since 1970, as Google will show it. */
  at: z.number().int(),
  /** Minutes east of UTC; null: not known. */
  offsetMinutes: z.number().int().nullable(),
  source: z.enum(foundSources),
})
/** A date that is written into the copy of a photo which carries none. */
export type AddedDate = z.infer<typeof addedDateSchema>
