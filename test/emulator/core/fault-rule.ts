/**
 * The language of fault rules: which requests, how often, and what goes wrong.
 * Choosing the rule for a request is left to faults.ts, doing it to exchange.ts and batch-create.ts.
 */
import { z } from 'zod'
import { googleErrorNames } from './google-errors.ts'

const count = z.number().int().nonnegative()
/** A number of bytes; a fraction between 0 and 1; or a word for a place in the body. */
const bytePoint = z.union([z.number().nonnegative(), z.enum(['half', 'last', 'all'])])

/** What goes wrong. */
export const faultActionSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('status'),
    status: z.number().int().min(200).max(599),
    body: z.string().optional(),
    headers: z.record(z.string(), z.string()).optional(),
    doWork: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('error'),
    name: z.enum(googleErrorNames),
    retryAfterSeconds: count.optional(),
    doWork: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('cut'),
    afterRequestBytes: bytePoint.optional(),
    afterResponseBytes: bytePoint.optional(),
    reset: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('stall'),
    afterRequestBytes: bytePoint.optional(),
    forMs: z.number().nonnegative().optional(),
  }),
  z.strictObject({ kind: z.literal('halfOpen'), afterRequestBytes: bytePoint.optional() }),
  z.strictObject({ kind: z.literal('slow'), bytesPerSecond: z.number().positive() }),
  z.strictObject({
    kind: z.literal('garbage'),
    body: z.string().optional(),
    contentType: z.string().optional(),
    doWork: z.boolean().optional(),
  }),
  z.strictObject({
    kind: z.literal('wrongContentLength'),
    extraBytes: z.number().int().optional(),
  }),
  z.strictObject({ kind: z.literal('loseAnswer'), reset: z.boolean().optional() }),
  z.strictObject({
    kind: z.literal('itemCode'),
    code: z.number().int().positive(),
    message: z.string().optional(),
  }),
  z.strictObject({ kind: z.literal('dropResult') }),
  z.strictObject({
    kind: z.literal('expireToken'),
    thisRequest: z.enum(['refuse', 'finish']).optional(),
  }),
  z.strictObject({ kind: z.literal('status207') }),
])

/** A fault rule as a test writes it. */
export const faultRuleSchema = z.strictObject({
  on: z.union([z.string(), z.array(z.string()).min(1)]),
  times: z.union([z.number().int().positive(), z.literal('always')]).optional(),
  skip: count.optional(),
  probability: z.number().min(0).max(1).optional(),
  seed: z.number().int().optional(),
  match: z
    .strictObject({
      fileName: z.string().optional(),
      contentSha256: z.string().optional(),
      itemIndex: count.optional(),
      /** Requests that announce at least so many bytes, as a proxy with a limit tells them apart. */
      minBytes: count.optional(),
    })
    .optional(),
  action: faultActionSchema,
})

/** A fault rule as a test writes it. */
export type FaultRule = z.infer<typeof faultRuleSchema>

/** What a fault does. */
export type FaultAction = z.infer<typeof faultActionSchema>

/** A place in a body. */
export type BytePoint = z.infer<typeof bytePoint>

/** A rule that is set, and how often it has fired. */
export type ActiveFault = FaultRule & {
  readonly id: string
  readonly seen: number
  readonly fired: number
}

/** The byte a point means in a body of a known length; whole numbers are bytes, others a share. */
export function byteAt(point: BytePoint, lengthBytes: number): number {
  if (point === 'half') return Math.floor(lengthBytes / 2)
  if (point === 'last') return Math.max(0, lengthBytes - 1)
  if (point === 'all') return lengthBytes
  if (point > 0 && point < 1) return Math.floor(point * lengthBytes)
  return Math.floor(point)
}
