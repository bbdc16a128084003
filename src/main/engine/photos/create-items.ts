// Makes photos in the library out of sent bytes: one batchCreate (photos-api.md, section 3) and what became of each.
// One call at a time, batches of at most 50 and repeats are the queue's.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { CreateItem, CreateOutcome } from '../ports/photos.ts'
import { albumFailureOf } from './albums.ts'
import { failureOf, isStorageFull } from './answers.ts'
import { ask, jsonBody, type AskTools } from './ask.ts'

/** The longest name that batchCreate takes, photos-api.md section 3. */
const maxNameLength = 255

const resultSchema = z.object({
  uploadToken: z.string(),
  status: z
    .object({ code: z.number().int().catch(0), message: z.string().catch('') })
    .catch({ code: 0, message: '' }),
  mediaItem: z
    .object({ id: z.string().min(1), productUrl: z.string().nullable().catch(null) })
    .nullable()
    .catch(null),
})
type ItemResult = z.infer<typeof resultSchema>

const answerSchema = z.object({
  newMediaItemResults: z.array(resultSchema.nullable().catch(null)).catch([]),
})

/** Creates up to 50 photos; outcomes are in the order of the items. */
export async function createItems(
  tools: AskTools,
  items: readonly CreateItem[],
  signal: AbortSignal,
  albumId?: string,
): Promise<Result<CreateOutcome[], Failure>> {
  const body = jsonBody({
    ...(albumId === undefined ? {} : { albumId }),
    newMediaItems: items.map(({ token, fileName, description }) => ({
      ...(description === undefined ? {} : { description }),
      simpleMediaItem: { uploadToken: token, fileName: shortName(fileName) },
    })),
  })
  const path = '/v1/mediaItems:batchCreate'
  const answer = await ask(
    tools,
    { operation: 'create', method: 'POST', path, ...body, signal },
    (told) => answerSchema.safeParse(told).data?.newMediaItemResults ?? null,
    albumId === undefined ? failureOf : albumFailureOf,
  )
  if (!answer.ok) return fail(withoutCaptions(answer.failure, items))
  const results = answer.value.filter((result) => result !== null)
  return ok(
    items.map((item) => {
      const outcome = outcomeOf(takeResult(results, item.token))
      return outcome.ok ? outcome : fail(withoutCaptions(outcome.failure, items))
    }),
  )
}

/** As much of a caption as tells it. */
const tellingLength = 12

/** Google may repeat what it refuses, and what it says is logged: nobody is to read a caption there. */
function withoutCaptions(failure: Failure, items: readonly CreateItem[]): Failure {
  if (failure.kind !== 'rejected') return failure
  const { message } = failure
  const repeats = items.some(
    ({ description = '' }) =>
      description !== '' && message.includes(description.slice(0, tellingLength)),
  )
  return repeats ? { ...failure, message: '' } : failure
}

/** Removes and returns the result of a token, so that a token named twice gets one result each. */
function takeResult(results: ItemResult[], token: string): ItemResult | null {
  const index = results.findIndex((result) => result.uploadToken === token)
  return index === -1 ? null : (results.splice(index, 1)[0] ?? null)
}

/** By code alone: the message of a success is `Success` or `OK`, that of a failure always the same. */
function outcomeOf(result: ItemResult | null): CreateOutcome {
  if (result === null) return fail({ kind: 'missing-result' })
  const { code, message } = result.status
  if (code === 0) {
    if (result.mediaItem === null) return fail({ kind: 'missing-result' })
    return ok({ mediaItemId: result.mediaItem.id, productUrl: result.mediaItem.productUrl })
  }
  if (isStorageFull(message)) return fail({ kind: 'storage-full' })
  // google.rpc.Code: 3 INVALID_ARGUMENT, 6 ALREADY_EXISTS; the rest may pass.
  if (code === 3) return fail({ kind: 'rejected', code, message: message.slice(0, 500) })
  if (code === 6) return fail({ kind: 'duplicate-in-batch' })
  return fail({ kind: 'item-error', code })
}

/** Shortens a name to what the library takes and keeps its extension, by which the library shows the kind. */
export function shortName(fileName: string): string {
  if (fileName.length <= maxNameLength) return fileName
  const dot = fileName.lastIndexOf('.')
  // Without a dot, all of the long name counts as if it followed one.
  const extension = fileName.length - dot <= 20 ? fileName.slice(dot) : ''
  const stem = fileName.slice(0, maxNameLength - extension.length)
  // Half of a surrogate pair at the cut would not survive as UTF-8.
  return stem.replace(/[\ud800-\udbff]$/, '') + extension
}
