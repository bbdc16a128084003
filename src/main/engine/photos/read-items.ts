// Asks for photos by their ids (photos-api.md, section 5, batchGet): which of them are there, and how large Google has them.
// What follows from the answers is the check's.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { isFromSomeoneElse } from '../line-failure.ts'
import type { Clock } from '../ports/outside.ts'
import type { ItemAnswer } from '../ports/photos.ts'
import { failureOf, isSuccess, jsonOf } from './answers.ts'
import type { Line } from './authorised-line.ts'
import { pixels } from './list-items.ts'

const videoStates: Readonly<Record<string, 'processing' | 'ready' | 'failed'>> = {
  PROCESSING: 'processing',
  READY: 'ready',
  FAILED: 'failed',
}

const itemSchema = z.object({
  id: z.string().min(1),
  mimeType: z.string().catch(''),
  mediaMetadata: z
    .object({
      width: pixels,
      height: pixels,
      video: z
        .object({ status: z.string().catch('') })
        .nullable()
        .catch(null),
    })
    .catch({ width: null, height: null, video: null }),
})
const resultSchema = z.union([
  z.object({ mediaItem: itemSchema }),
  z.object({ status: z.object({ code: z.number().int().positive() }) }),
])
const answerSchema = z.object({ mediaItemResults: z.array(resultSchema.nullable().catch(null)) })

/** What the library says of at most 50 items, each named once, in their order. */
export async function readItems(
  { line, clock }: { line: Line; clock: Clock },
  mediaItemIds: readonly string[],
  signal: AbortSignal,
): Promise<Result<ItemAnswer[], Failure>> {
  const query = new URLSearchParams()
  for (const id of mediaItemIds) query.append('mediaItemIds', id)
  const answer = await line.send({
    operation: 'items-read',
    method: 'GET',
    path: `/v1/mediaItems:batchGet?${query.toString()}`,
    headers: {},
    body: null,
    signal,
  })
  if (!answer.ok) return answer
  if (!isSuccess(answer.value)) return fail(failureOf(answer.value, clock.now()))
  if (isFromSomeoneElse(answer.value)) return fail({ kind: 'offline' })
  const results = answerSchema.safeParse(jsonOf(answer.value)).data?.mediaItemResults
  if (results?.length !== mediaItemIds.length) return fail({ kind: 'unexpected-answer' })
  const answers: ItemAnswer[] = []
  for (const [at, result] of results.entries()) {
    // An answer about another photo than the one asked for says nothing of it.
    const told = result === null ? null : toAnswer(result, mediaItemIds[at])
    if (told === null) return fail({ kind: 'unexpected-answer' })
    answers.push(told)
  }
  return ok(answers)
}

function toAnswer(
  result: z.infer<typeof resultSchema>,
  mediaItemId: string | undefined,
): ItemAnswer | null {
  if ('status' in result) return { is: 'refused', code: result.status.code }
  const { id, mimeType, mediaMetadata } = result.mediaItem
  if (id !== mediaItemId) return null
  const { width, height, video } = mediaMetadata
  const state = video === null ? null : (videoStates[video.status] ?? 'unknown')
  return { is: 'there', mimeType, width, height, video: state }
}
