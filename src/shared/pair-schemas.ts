// The schemas of pairs, for messages and stored rows: what a folder leaves out of them and what that saves, and which files are one
// picture together.
import * as z from 'zod'
import { fileStates } from './model.ts'
import { parsePairs, secondRoles } from './pairs.ts'

/** What is left out of files that are one picture together, as people write it and as it is kept. */
export const pairChoiceSchema = z.string().refine((text) => parsePairs(text) !== null)

/** Another file that is one picture with one of the history, and what became of it. */
export const partnerSchema = z.object({
  fileId: z.string(),
  name: z.string(),
  /** What it is of the two. */
  is: z.enum(['still', ...secondRoles]),
  state: z.enum(fileStates),
  /** The kind of its skip reason or failure. */
  reason: z.string().nullable(),
})
/** Another file that is one picture with one of the history, and what became of it. */
export type Partner = z.output<typeof partnerSchema>

const figureSchema = z.object({ files: z.number(), bytes: z.number() })

/** What could be left out of a folder, or is: of what is not in the library, by what it is. */
export const pairFiguresSchema = z.record(z.enum(secondRoles), figureSchema)
/** What could be left out of a folder, or is: of what is not in the library, by what it is. */
export type PairFigures = z.output<typeof pairFiguresSchema>
