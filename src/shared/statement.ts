// The receipt that people see: what is safe at a moment, by folder. In code a statement, because a receipt is Google's answer
// for one photo (ARCHITECTURE.md, glossary).
import * as z from 'zod'

const figures = {
  /** Files that are in Google Photos, and their size here. */
  safe: z.number(),
  safeBytes: z.number(),
  /** Files that could not be backed up. */
  needYou: z.number(),
  /** Files that go up by themselves. */
  waiting: z.number(),
  /** Photos and videos that are left out, by a choice or because Google does not take them. */
  leftOut: z.number(),
  /** Files that are none, or have nothing in them. */
  noPhotos: z.number(),
}
/** What became of a number of files. */
export const statementFiguresSchema = z.object(figures)
/** What became of a number of files. */
export type StatementFigures = z.infer<typeof statementFiguresSchema>

/** A folder in a statement: '' is the whole source; others lie right below it. */
export const statementFolderSchema = z.object({
  sourceId: z.string(),
  source: z.string(),
  folder: z.string(),
  ...figures,
})
/** A folder in a statement. */
export type StatementFolder = z.infer<typeof statementFolderSchema>

/** What is safe at a moment. */
export const statementSchema = z.object({
  statementId: z.string(),
  at: z.number(),
  /** Everything was safe for the first time, a month went by, or somebody asked. */
  why: z.enum(['first', 'monthly', 'asked']),
  /** Whose Google Photos; null: nobody was signed in. */
  account: z.string().nullable(),
  total: statementFiguresSchema,
  /** Folders and files that could not be looked into, and folders that were not there. */
  unread: z.number(),
  away: z.array(z.string()),
  /** Files among the safe ones that may be damaged: they could not be decoded here. */
  doubtful: z.number().optional(),
  folders: z.array(statementFolderSchema),
})
/** What is safe at a moment. */
export type Statement = z.infer<typeof statementSchema>

/** A statement in a list of them. */
export const statementHeadSchema = statementSchema.omit({ folders: true })
/** A statement in a list of them. */
export type StatementHead = z.infer<typeof statementHeadSchema>

/** How a statement is saved: a page to read and print, or a table. */
export const statementFormats = ['html', 'csv'] as const
/** How a statement is saved. */
export type StatementFormat = (typeof statementFormats)[number]
