// The schemas of a rehearsal, for messages: what would become of each file, and what all of it comes to. The words themselves
// are rehearsal.ts, the sums rehearsal-sums.ts.
import * as z from 'zod'
import { failureSchema } from './failure.ts'
import { keptOriginalReasons, skipReasonSchema } from './model.ts'
import { carriedSources, foundSources, undatedReasons, unwrittenReasons } from './photo-dates.ts'
import { outcomes } from './rehearsal.ts'

/** What would become of one file. */
export const rehearsedFileSchema = z.object({
  outcome: z.enum(outcomes),
  /** The folder that is backed up, as it was named. */
  root: z.string(),
  /** The file in it, with '/' between the parts. */
  path: z.string(),
  sizeBytes: z.number(),
  /** What would be sent of it; null: nothing, or it is known only once its smaller copy is made. */
  sentBytes: z.number().nullable(),
  /** A smaller copy would be made of it. */
  isReduced: z.boolean(),
  /** In High quality: why it would go as it is. */
  keptOriginal: z.enum(keptOriginalReasons).nullable(),
  /** The day under which Google would show it: its own, or the one that would be added. */
  date: z
    .object({
      /** Wall time as milliseconds since 1970. */
      at: z.number(),
      offsetMinutes: z.number().nullable(),
      source: z.enum([...carriedSources, ...foundSources]),
      isAdded: z.boolean(),
    })
    .nullable(),
  /** Why it would lie on the day of its upload. */
  undated: z.enum([...undatedReasons, ...unwrittenReasons]).nullable(),
  caption: z.string().nullable(),
  skip: skipReasonSchema.nullable(),
  failure: failureSchema.nullable(),
})
/** What would become of one file. */
export type RehearsedFile = z.infer<typeof rehearsedFileSchema>

const tallySchema = z.object({ files: z.number(), bytes: z.number() })

/** A folder or file that could not be looked into. */
export const unlookedSchema = z.object({ path: z.string(), code: z.string() })
/** A folder or file that could not be looked into. */
export type Unlooked = z.infer<typeof unlookedSchema>

/** What all of it comes to. */
export const rehearsalSchema = z.object({
  /** Photos and videos: the sum of the outcomes. */
  found: z.number(),
  outcomes: z.object({
    goes: tallySchema,
    copy: tallySchema,
    done: tallySchema,
    skipped: tallySchema,
    failed: tallySchema,
  }),
  /** Of what is skipped or failed: how many for each reason. */
  reasons: z.record(z.string(), z.number()),
  /** Of what goes: whose dates are added, and what would lie on the day of its upload. */
  datesAdded: z.number(),
  undated: z.number(),
  captions: z.number(),
  /** Of what goes: of how many a smaller copy is made, and their bytes as they are. */
  reduced: tallySchema,
  /** What would be sent: exactly, but for the smaller copies. */
  bytes: z.number(),
  /** Half the width of the interval that holds the true figure with 95 % confidence; 0: it is exact. */
  spreadBytes: z.number(),
  /** Requests that the bytes take, and those that make the photos, 50 at a time. */
  uploads: z.number(),
  creates: z.number(),
  /** Days that so many requests take, with what is left of today. */
  days: z.number(),
  /** Folders and files that could not be looked into; the first hundred of them are named. */
  unreadable: z.number(),
  unreadableFolders: z.number(),
  unlooked: z.array(unlookedSchema),
  otherFiles: z.number(),
  links: z.number(),
  /** Folders that are not there. */
  away: z.array(z.string()),
  /** Whether all of it was looked at. */
  isWhole: z.boolean(),
})
/** What all of it comes to. */
export type Rehearsal = z.infer<typeof rehearsalSchema>

/** The albums that would be made, or get more. */
export const rehearsedAlbumsSchema = z.object({
  /** The first of them. */
  albums: z.array(
    z.object({
      title: z.string(),
      files: z.number(),
      /** It is there already. */
      isMade: z.boolean(),
      /** It says where it lies, as another folder has the same name. */
      isTold: z.boolean(),
    }),
  ),
  /** So many more that are not listed. */
  more: z.number(),
  new: z.number(),
  there: z.number(),
  /** Requests that make them, and into how many batches of 50 their photos fall. */
  creates: z.number(),
  batches: z.number(),
})
/** The albums that would be made, or get more. */
export type RehearsedAlbums = z.infer<typeof rehearsedAlbumsSchema>

/** How far it is. */
export const rehearsalStageSchema = z.union([
  z.object({ does: z.literal('looking') }),
  z.object({ does: z.literal('measuring'), measured: z.number(), of: z.number() }),
])
/** How far it is. */
export type RehearsalStage = z.infer<typeof rehearsalStageSchema>
