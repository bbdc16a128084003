// Whether files are safe to erase, in the words of the contract: a verdict for each file, its reason, and what all come to.
// The verdict is made in engine/check; what each reason is called belongs to the command and the window.
import * as z from 'zod'
import { failureSchema } from './failure.ts'
import { skipReasonSchema } from './model.ts'
import { addedDateSchema } from './photo-date-schemas.ts'

const sidesSchema = z.object({ width: z.number(), height: z.number() })

/** Why a file is not surely in Google Photos as it is here. */
export const unsafeReasonSchema = z.discriminatedUnion('kind', [
  /** Something else of this name went: the file was changed since, or is another photo. */
  z.object({ kind: z.literal('changed') }),
  z.object({ kind: z.literal('never-sent') }),
  z.object({ kind: z.literal('skipped'), skip: skipReasonSchema }),
  /** null: for nothing but its turn. */
  z.object({ kind: z.literal('waiting'), failure: failureSchema.nullable() }),
  z.object({ kind: z.literal('refused'), failure: failureSchema }),
  /** It went, and Google does not find it any more. */
  z.object({ kind: z.literal('not-found') }),
  /** It went through another Google client, and this one is not told of it. */
  z.object({ kind: z.literal('other-client') }),
  /** `found` is null where Google tells no size. */
  z.object({ kind: z.literal('other-size'), sent: sidesSchema, found: sidesSchema.nullable() }),
  z.object({
    kind: z.literal('video-not-ready'),
    status: z.enum(['processing', 'failed', 'unknown']),
  }),
  /** It went, and Google could not be asked whether it is still there. */
  z.object({ kind: z.literal('not-asked'), failure: failureSchema }),
  /** A smaller copy went, so that the original is only here. */
  z.object({ kind: z.literal('reduced') }),
  z.object({ kind: z.literal('unreadable'), code: z.string() }),
  /** Of a folder: it is a library of another app, which is not looked into. */
  z.object({ kind: z.literal('library') }),
  /** It changed, or went away, while it was looked at. */
  z.object({ kind: z.literal('changing') }),
])
/** Why a file is not surely in Google Photos as it is here. */
export type UnsafeReason = z.infer<typeof unsafeReasonSchema>
/** The name of such a reason. */
export type UnsafeKind = UnsafeReason['kind']

/** What was found out about one file. */
export const verdictSchema = z.discriminatedUnion('is', [
  /** Google has it as it is here; `dateAdded`: but for a date that it lacks here. */
  z.object({ is: z.literal('safe'), dateAdded: addedDateSchema.nullable() }),
  z.object({ is: z.literal('not-safe'), reason: unsafeReasonSchema }),
])
/** What was found out about one file. */
export type Verdict = z.infer<typeof verdictSchema>

/** One file of a check, or a folder of it that was not looked into. */
export const checkedFileSchema = z.object({
  /** Its whole path, as the history writes names that are not UTF-8. */
  path: z.string(),
  isFolder: z.boolean(),
  /** null: not known. */
  sizeBytes: z.number().nullable(),
  verdict: verdictSchema,
})
/** One file of a check, or a folder of it that was not looked into. */
export type CheckedFile = z.infer<typeof checkedFileSchema>

/** What all files come to. */
export const checkSumsSchema = z.object({
  /** Photos and videos that a first look saw; null: it goes on. */
  of: z.number().nullable(),
  checked: z.number(),
  safe: z.number(),
  /** Among `safe`: those to which a date was added. */
  datesAdded: z.number(),
  /** Folders that could not be looked into, and libraries of other apps. */
  unlookedFolders: z.number(),
  /** Files that are neither photos nor videos, links, and the system's and programs' own files: none of them was looked at. */
  otherFiles: z.number(),
  links: z.number(),
  ownFiles: z.number(),
  /** Folders of the system, of programs and hidden ones, which were not looked into: the first few, and how many more. */
  passedBy: z.array(z.string()),
  morePassedBy: z.number(),
  /** Everything was looked at. */
  isWhole: z.boolean(),
})
/** What all files come to. */
export type CheckSums = z.infer<typeof checkSumsSchema>

/** Before anything was looked at. */
export const noCheck = (): CheckSums => ({
  of: null,
  ...{ checked: 0, safe: 0, datesAdded: 0, unlookedFolders: 0 },
  ...{ otherFiles: 0, links: 0, ownFiles: 0, passedBy: [], morePassedBy: 0 },
  isWhole: false,
})

/** Whether all that was looked for is safe: nothing of the folder is open to doubt. */
export const isAllSafe = ({ checked, safe, unlookedFolders, isWhole }: CheckSums): boolean =>
  isWhole && checked === safe && unlookedFolders === 0
