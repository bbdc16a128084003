// Whether files are safe to erase, in the words of the contract: a verdict for each file, its reason, what all come to, and what
// can be asked. The verdict is made in engine/check; what each reason is called belongs to the command and the window.
import * as z from 'zod'
import { failureSchema } from './failure.ts'
import { skipReasonSchema } from './model.ts'
import { addedDateSchema } from './photo-date-schemas.ts'
import { unsafeKinds } from './unsafe-kinds.ts'

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
  /** Photos and videos that a first look saw, and their bytes; null: it goes on. */
  of: z.number().nullable(),
  ofBytes: z.number().nullable(),
  /** Those that were read, and their bytes. */
  read: z.number(),
  readBytes: z.number(),
  /** Those of which Google has answered. */
  asked: z.number(),
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

const id = z.string().min(1).max(40)
const done = z.object({})

/** The check of a source, under way or with its answer. */
export const sourceCheckSchema = z.object({
  checkId: z.uuid(),
  sourceId: id,
  /** Whose Google Photos are asked: an e-mail address. */
  account: z.string(),
  /** `queued`: others are under way; `stopped`: by a person, and no answer; `failed`: no answer, for `failure`. */
  state: z.enum(['queued', 'running', 'whole', 'stopped', 'failed']),
  failure: failureSchema.nullable(),
  /** ms since 1970. */
  startedAt: z.number(),
  endedAt: z.number().nullable(),
  sums: checkSumsSchema,
  /** Files and folders that are not safe, by their reasons; those that nothing has are left out. */
  reasons: z.partialRecord(z.enum(unsafeKinds), z.number()),
  /** When something of the source changed last, or was backed up, after its check began; null: not that is known. */
  changedAt: z.number().nullable(),
  /** The table of all files can be saved. */
  hasTable: z.boolean(),
})
/** The check of a source, under way or with its answer. */
export type SourceCheck = z.infer<typeof sourceCheckSchema>

/** What a check that ended by itself came to, in short. */
export const checkEndSchema = z.object({
  checkId: z.uuid(),
  sourceId: id,
  state: z.enum(['whole', 'failed']),
  checked: z.number(),
  safe: z.number(),
  /** Everything was looked at, and nothing of it is open to doubt. */
  isAllSafe: z.boolean(),
})
/** What a check that ended by itself came to, in short. */
export type CheckEnd = z.infer<typeof checkEndSchema>

/** A file that is not safe; its path is relative to the source, '' for the source itself. */
const unsafeFileSchema = z.object({
  path: z.string(),
  isFolder: z.boolean(),
  sizeBytes: z.number().nullable(),
  reason: unsafeReasonSchema,
})
/** A file that is not safe. */
export type UnsafeFile = z.infer<typeof unsafeFileSchema>

/** Input and output of the commands for checks. */
export const checkCommands = {
  /**
   * Whether everything in a folder is in Google Photos. Whoever asks gives the check its name: the first question begins it, each
   * later one takes the files from `after` on. One that nobody asks about is given up.
   */
  checkFolder: {
    input: z.object({
      checkId: z.uuid(),
      path: z.string().min(1).max(4096),
      /** Safe files are told, too. */
      isEvery: z.boolean(),
      after: z.number().int().min(0),
    }),
    output: z.object({
      sums: checkSumsSchema,
      rows: z.array(checkedFileSchema),
      next: z.number(),
      isDone: z.boolean(),
    }),
  },
  endCheck: { input: z.object({ checkId: z.uuid() }), output: done },
  /** Begins the check of a source, which goes on by itself and takes the place of its last one; one under way stays. */
  startSourceCheck: { input: z.object({ sourceId: id }), output: done },
  /** Stops it; what was found so far stays. */
  stopSourceCheck: { input: z.object({ sourceId: id }), output: done },
  /** The last check of each source, as long as the engine runs, for the account that is used now. */
  sourceChecks: {
    input: z.object({}),
    output: z.object({ checks: z.array(sourceCheckSchema) }),
  },
  /** Some of the files that are not safe for one reason. Of very many, some are only counted, and in the table. */
  unsafeFiles: {
    input: z.object({
      checkId: z.uuid(),
      reason: z.enum(unsafeKinds),
      from: z.number().int().min(0),
      limit: z.number().int().min(1).max(200),
    }),
    output: z.object({
      rows: z.array(unsafeFileSchema),
      from: z.number(),
      /** How many can be read of it. */
      listed: z.number(),
    }),
  },
  /** Writes the table of all files; `isInside`: not into the folder that is checked, which stays as it is. */
  writeSourceCheck: {
    input: z.object({ checkId: z.uuid(), path: z.string().min(1).max(4096) }),
    output: z.object({ isInside: z.boolean() }),
  },
}
