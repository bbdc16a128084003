// Cards and drives as the window and the command are told of them. What can be answered is cards.ts.
import * as z from 'zod'
import { cardTellings } from './card-told.ts'
import { cardAnswers, cardKinds } from './cards.ts'

const id = z.string().min(1).max(40)

const nameSchema = z.object({
  kind: z.enum(cardKinds),
  label: z.string(),
  camera: z.string().nullable(),
})

/** A card or drive that is in, about which somebody is asked. */
export const cardQuestionSchema = nameSchema.extend({
  cardId: id,
  /** Photos and videos on it, but for `known`. */
  files: z.number(),
  bytes: z.number(),
  /** Those beside them that were backed up from it before, as far as their names, sizes and times tell. */
  known: z.number(),
  /** All of these still grow. */
  isCounting: z.boolean(),
  /** False: there is at least this much. */
  isWhole: z.boolean(),
  /** What was answered for it before, or for one that looks like it; null: nobody was asked. */
  answered: z.enum(cardAnswers).nullable(),
  /** It only looks like one that is known: formatted anew, perhaps, or another one. */
  looksLike: z.boolean(),
})
/** A card or drive that is in, about which somebody is asked. */
export type CardQuestion = z.infer<typeof cardQuestionSchema>

/** A card or drive that is backed up as a folder: what is on it now, and what is said of it (card-told.ts). */
export const cardRunSchema = nameSchema.extend({
  /** null: nothing, as it is out and done, or nobody wants it. */
  told: z.enum(cardTellings).nullable(),
  /** False: there may be more of it than the figures say. */
  isLookedThrough: z.boolean(),
  files: z.number(),
  done: z.number(),
  waiting: z.number(),
  undecided: z.number(),
  skipped: z.number(),
  failed: z.number(),
})
/** A card or drive that is backed up as a folder. */
export type CardRun = z.infer<typeof cardRunSchema>

/** A card or drive for which somebody has answered. */
export const rememberedCardSchema = nameSchema.extend({
  rememberedId: id,
  answer: z.enum(cardAnswers),
  lastSeenAt: z.number(),
  isIn: z.boolean(),
  /** The folder that it is backed up as; null: none. */
  sourceId: id.nullable(),
})
/** A card or drive for which somebody has answered. */
export type RememberedCard = z.infer<typeof rememberedCardSchema>

const answerSchema = z.enum(cardAnswers)

/** The commands for cards. */
export const cardCommands = {
  /** `always` and `once` back it up from now on, `once` until it is out and nothing of it waits. */
  answerCard: { input: z.object({ cardId: id, answer: answerSchema }), output: z.object({}) },
  /** Everything that was answered, the card that was seen last first. */
  listCards: { input: z.object({}), output: z.object({ cards: z.array(rememberedCardSchema) }) },
  /** Another answer for a card; `never` takes it out of the backup, `once` asks when it is put in. */
  changeCard: { input: z.object({ rememberedId: id, answer: answerSchema }), output: z.object({}) },
}
