// How a Lifecycle lies in the columns of `file` and `upload`, and back. Pure; which lifecycle is stored
// when is decided in record.ts and states.ts.
import * as z from 'zod'
import { failureSchema, type Failure } from '../../../shared/failure.ts'
import { copyPlan } from '../../../shared/copy-plan.ts'
import {
  lifecycleSchema,
  sendPlanSchema,
  skipReasonSchema,
  type FileState,
  type Lifecycle,
  type ResumableState,
  type SkipReason,
} from '../../../shared/model.ts'

/** The columns that `file` mirrors from `upload`, and that place either in the queues. */
export interface Place {
  state: FileState
  turn: ResumableState | null
  dueAt: number
  reason: string | null
}

/** What an upload's row says of its lifecycle. */
export interface UploadRow extends Place {
  id: number
  accountId: number
  contentId: number
  plan: string | null
  token: string | null
  tokenAt: number | null
  mediaItemId: string | null
  productUrl: string | null
  skip: string | null
  failure: string | null
  attempts: number
  changedAt: number
  /** The file that brought the bytes and has other ones now. */
  broughtBy: number | null
  historySeq: number
}

/** The columns of `upload` as {@link UploadRow} names them. */
export const uploadColumns = `upload.id AS id, account_id AS accountId, upload.content_id AS contentId,
  upload.state AS state, upload.turn AS turn, upload.due_at AS dueAt, upload.reason AS reason, plan, token,
  token_at AS tokenAt, media_item_id AS mediaItemId, product_url AS productUrl, skip, failure, attempts,
  upload.changed_at AS changedAt, brought_by AS broughtBy, upload.history_seq AS historySeq`

/** Where a lifecycle puts its item. `dueAt` is for the states that do not carry a time themselves. */
export function placeOf(lifecycle: Lifecycle, dueAt: number): Place {
  switch (lifecycle.state) {
    case 'found':
    case 'fingerprinted':
    case 'ready':
    case 'sent':
      return { state: lifecycle.state, turn: lifecycle.state, dueAt, reason: null }
    case 'waiting':
      return {
        state: 'waiting',
        turn: lifecycle.resumesAs,
        dueAt: Math.round(lifecycle.until),
        reason: lifecycle.failure.kind,
      }
    case 'skipped':
      return { state: 'skipped', turn: null, dueAt, reason: lifecycle.reason.kind }
    case 'failed':
      return { state: 'failed', turn: null, dueAt, reason: lifecycle.failure.kind }
    case 'creating':
    case 'done':
    case 'gone':
      return { state: lifecycle.state, turn: null, dueAt, reason: null }
  }
}

/** What the history notes beside the state: the skip reason or failure, as JSON. */
export function historyDetail(lifecycle: Lifecycle): string | null {
  if (lifecycle.state === 'skipped') return JSON.stringify(lifecycle.reason)
  if (lifecycle.state === 'failed' || lifecycle.state === 'waiting') {
    return JSON.stringify(lifecycle.failure)
  }
  return null
}

/** The parts of an upload's row that its lifecycle decides, beside its {@link Place}. */
export function uploadCells(lifecycle: Lifecycle): {
  plan: string | null
  sentSizeBytes: number | null
  /** 1: a copy is sent, reduced or with a date. */
  isReduced: number
  keptOriginal: string | null
  token: string | null
  tokenAt: number | null
  mediaItemId: string | null
  productUrl: string | null
  skip: string | null
  failure: string | null
  attempts: number
} {
  const plan = 'plan' in lifecycle ? lifecycle.plan : null
  const token = 'token' in lifecycle ? lifecycle.token : null
  const tokenAt = 'tokenAt' in lifecycle ? lifecycle.tokenAt : null
  const hasFailed = lifecycle.state === 'waiting' || lifecycle.state === 'failed'
  return {
    plan: plan === null ? null : JSON.stringify(plan),
    sentSizeBytes: plan?.sizeBytes ?? null,
    isReduced: copyPlan(plan) === null ? 0 : 1,
    keptOriginal: plan !== null && 'keptOriginal' in plan ? plan.keptOriginal : null,
    token,
    tokenAt: token === null || tokenAt === null ? null : Math.round(tokenAt),
    mediaItemId: lifecycle.state === 'done' ? lifecycle.mediaItemId : null,
    productUrl: lifecycle.state === 'done' ? lifecycle.productUrl : null,
    skip: lifecycle.state === 'skipped' ? JSON.stringify(lifecycle.reason) : null,
    failure: hasFailed ? JSON.stringify(lifecycle.failure) : null,
    attempts: ('attempts' in lifecycle ? lifecycle.attempts : undefined) ?? 0,
  }
}

function parsed<T extends z.ZodType>(schema: T, json: string | null): z.output<T> | null {
  return json === null ? null : schema.parse(JSON.parse(json))
}

/** The lifecycle that an upload's row holds. */
export function uploadLifecycle(row: UploadRow): Lifecycle {
  return lifecycleSchema.parse({
    state: row.state,
    plan: parsed(sendPlanSchema, row.plan),
    token: row.token,
    tokenAt: row.tokenAt,
    mediaItemId: row.mediaItemId,
    productUrl: row.productUrl,
    reason: parsed(skipReasonSchema, row.skip),
    failure: parsed(failureSchema, row.failure),
    // Put off without a try of its own is waiting with none; elsewhere none is nothing to carry.
    ...(row.attempts === 0 && row.state !== 'waiting' ? {} : { attempts: row.attempts }),
    until: row.dueAt,
    resumesAs: row.turn,
  })
}

/** The lifecycle that a file's own row holds, before its content is known. */
export function fileLifecycle(row: { state: FileState; detail: string | null }): Lifecycle {
  if (row.state === 'found' || row.state === 'gone') return { state: row.state }
  return lifecycleSchema.parse(JSON.parse(row.detail ?? 'null'))
}

/** The skip reason and failure that a file shows, its own or its upload's. */
export function causeOf(row: {
  detail: string | null
  skip: string | null
  failure: string | null
}): { skip: SkipReason | null; failure: Failure | null } {
  const own = parsed(lifecycleSchema, row.detail)
  return {
    skip: own?.state === 'skipped' ? own.reason : parsed(skipReasonSchema, row.skip),
    failure:
      own?.state === 'failed' || own?.state === 'waiting'
        ? own.failure
        : parsed(failureSchema, row.failure),
  }
}

/** A file's own lifecycle as its `detail` column keeps it. */
export function fileDetail(lifecycle: Lifecycle): string | null {
  return lifecycle.state === 'found' || lifecycle.state === 'gone'
    ? null
    : JSON.stringify(lifecycle)
}

/** True for what the user said is never to be sent: it outlasts vanishing and coming back. */
export function isIgnored(json: string | null): boolean {
  if (json === null) return false
  const value: unknown = JSON.parse(json)
  const ignored = z.object({ kind: z.literal('ignored-by-user') })
  return (
    ignored.safeParse(value).success ||
    z.object({ state: z.literal('skipped'), reason: ignored }).safeParse(value).success
  )
}
