// Asks for photos by their ids (photos-api.md, section 5, batchGet): which of them are there, and how large Google has them.
// What follows from the answers is the check's.
import * as z from 'zod'
import type { Failure } from '../../../shared/failure.ts'
import type { Result } from '../../../shared/result.ts'
import type { ItemAnswer } from '../ports/photos.ts'
import { ask, noBody, type AskTools } from './ask.ts'
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
export function readItems(
  tools: AskTools,
  mediaItemIds: readonly string[],
  signal: AbortSignal,
): Promise<Result<ItemAnswer[], Failure>> {
  const query = new URLSearchParams()
  for (const id of mediaItemIds) query.append('mediaItemIds', id)
  const path = `/v1/mediaItems:batchGet?${query.toString()}`
  const asked = { operation: 'items-read', method: 'GET', path, ...noBody, signal } as const
  return ask(tools, asked, (answer) => {
    const results = answerSchema.safeParse(answer).data?.mediaItemResults
    if (results?.length !== mediaItemIds.length) return null
    // An answer about another photo than the one asked for says nothing of it.
    const told = results.map((result, at) =>
      result === null ? null : toAnswer(result, mediaItemIds[at]),
    )
    return told.every((item) => item !== null) ? told : null
  })
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
