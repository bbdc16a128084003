// The schemas of pairs, for messages and stored rows: what a folder leaves out of them, and what that saves.
import * as z from 'zod'
import { parsePairs, secondRoles } from './pairs.ts'

/** What is left out of files that are one picture together, as people write it and as it is kept. */
export const pairChoiceSchema = z.string().refine((text) => parsePairs(text) !== null)

const figureSchema = z.object({ files: z.number(), bytes: z.number() })

/** What could be left out of a folder, or is: of what is not in the library, by what it is. */
export const pairFiguresSchema = z.record(z.enum(secondRoles), figureSchema)
/** What could be left out of a folder, or is: of what is not in the library, by what it is. */
export type PairFigures = z.output<typeof pairFiguresSchema>
