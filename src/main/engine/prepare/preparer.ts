// Looks at one file and decides what is sent of it: skips, limits, original or reduced copy. Joins the
// header readers, the image worker and the private folders, which know nothing of each other.
import { rm } from 'node:fs/promises'
import type { Failure } from '../../../shared/failure.ts'
import { renditionOf } from '../../../shared/copy-plan.ts'
import type { SendPlan } from '../../../shared/model.ts'
import type { UnwrittenReason } from '../../../shared/photo-dates.ts'
import type { MediaType } from '../../../shared/media-types.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { FileOpener } from '../ports/files.ts'
import type { Checkpoint } from '../ports/outside.ts'
import type { Decision, Preparer } from '../ports/prepare.ts'
import { beginSourceFile } from '../media/byte-source.ts'
import { readWords } from './captions.ts'
import { copyFacts, type CopyFacts } from './copy-plan.ts'
import { dateStep, planDated, type DateStep } from './dated.ts'
import { pixelsOf } from './decide.ts'
import type { ReduceJob } from '../images/image-jobs.ts'
import type { ImageWorker } from '../images/image-worker-pool.ts'
import { carriedBy, judge, whyLeft, type Kept, type KnownFile } from './judge.ts'
import { overLimit, withWhy } from './limits.ts'
import { withPhotoFile, type PhotoFile } from './photo-file.ts'
import type { RenditionStore } from './rendition-store.ts'
import { sentName } from './sent-name.ts'
import { afterProblem } from './worker-problem.ts'
import type { Sides } from '../images/target-size.ts'

/** What is asked of {@link Preparer.prepare}. */
export type PrepareRequest = Parameters<Preparer['prepare']>[0]

/** What preparing needs. */
export interface PrepareParts {
  renditions: RenditionStore
  worker: ImageWorker
  reader: FileOpener
  checkpoint: Checkpoint
  maxPixels: number
  /** A picture whose decoder must hold more than this at once is not tried. */
  mostDecodeBytes: number
  /** Whether a type that Google is not known to take is sent, by its usual extension. */
  tryType: Catalog['tryType']
}

/** Decides what is sent of one file; a reduced copy is on disk when it answers. */
export async function prepare(
  parts: PrepareParts,
  request: PrepareRequest,
  signal: AbortSignal,
): Promise<Result<Decision, Failure>> {
  const decideOn = async (file: PhotoFile): Promise<Result<Decision, Failure>> => {
    const judged = judge(file, request, parts.maxPixels)
    if (!judged.ok) return judged
    if (judged.value.step === 'skip') {
      const { reason, facts } = judged.value
      return ok({ kind: 'skip', reason, facts })
    }
    const { file: known, facts, limits, next } = judged.value
    const { type, head } = known
    const dating = await datingOf(request, known)
    if (!dating.ok) return dating
    if (dating.value.step === 'later') return fail({ kind: 'undated' })
    const outcome: Result<SendPlan | Kept, Failure> =
      next.step === 'send'
        ? ok({ reason: next.keptOriginal })
        : await reduceOrKeep(parts, request, known, next, dating.value, signal)
    if (!outcome.ok) return outcome
    // Whether the file holds still until it is sent is watched there; a copy is made from hashed bytes only.
    const planned: Result<SendPlan, Failure> =
      'reason' in outcome.value
        ? await whole(parts, request, type, outcome.value, dating.value, signal)
        : ok(outcome.value)
    if (!planned.ok) return planned
    const plan = planned.value
    const pixels = plan.kind === 'reduced' ? plan.width * plan.height : pixelsOf(head)
    const { mediaKind } = type
    const reason = overLimit({ mediaKind, sizeBytes: plan.sizeBytes, pixels }, limits)
    if (reason !== null) {
      const rendition = renditionOf(plan)
      if (rendition !== null) await parts.renditions.discard(rendition)
      const kept = plan.kind === 'reduced' ? null : plan.keptOriginal
      return ok({ kind: 'skip', reason: withWhy(reason, kept), facts })
    }
    const [extension = ''] = type.extensions
    const trial = type.google === 'takes' ? 'send' : parts.tryType(extension, request.sha256)
    if (trial === 'wait') return fail({ kind: 'type-on-trial' })
    if (trial === 'send') {
      // Last, so that an odd header spends on words only what is left of its reads.
      const words = await readWords({ ...file, format: type.format }, request.name, request.beside)
      return words.ok ? ok({ kind: 'send', plan, facts, words: words.value }) : words
    }
    return ok({ kind: 'skip', reason: { kind: 'not-taken', extension }, facts })
  }
  const opening = beginSourceFile(parts.reader, request.path, signal)
  return withPhotoFile(opening, request.name, decideOn)
}

/** Whether the file carries a date is looked for only where that matters. */
async function datingOf(
  { undated }: PrepareRequest,
  file: KnownFile,
): Promise<Result<DateStep, Failure>> {
  if (undated === 'leave') return ok({ step: 'none' })
  const carried = await carriedBy(file)
  if (!carried.ok) return carried
  return ok(dateStep(undated, carried.value, file.type))
}

/** The plan of the whole file, with the date that it lacks where that is wanted. */
async function whole(
  parts: PrepareParts,
  request: PrepareRequest,
  type: MediaType,
  { reason: keptOriginal, lost }: Kept,
  dating: DateStep,
  signal: AbortSignal,
): Promise<Result<SendPlan, Failure>> {
  const { name, sizeBytes, path, sha256 } = request
  const { mimeType, mediaKind } = type
  const original = (undated: UnwrittenReason | null): SendPlan => ({
    kind: 'original',
    mimeType,
    fileName: sentName(name, type.extensions),
    sizeBytes,
    keptOriginal,
    ...(lost === undefined ? {} : { lost }),
    ...(undated === null ? {} : { undated }),
  })
  if (dating.step !== 'write') return ok(original(dating.step === 'cannot' ? dating.reason : null))
  const { date } = dating
  const planned = await planDated(
    parts.worker,
    { path, sizeBytes, sha256, mediaKind, date },
    signal,
  )
  if (!planned.ok) return planned
  if ('reason' in planned.value) return ok(original(planned.value.reason))
  const fileName = sentName(name, type.extensions)
  return ok({ kind: 'dated', ...planned.value, fileName, keptOriginal, date: date.added })
}

/** The plan of a reduced copy, or the reason why the original is the better thing to send. */
async function reduceOrKeep(
  parts: PrepareParts,
  request: PrepareRequest,
  file: KnownFile,
  sides: Sides,
  dating: DateStep,
  signal: AbortSignal,
): Promise<Result<SendPlan | Kept, Failure>> {
  const left = await whyLeft(file, parts.mostDecodeBytes)
  if (!left.ok) return left
  if (left.value !== null) return ok(left.value)
  const copy = await reducedCopy(parts, request, file, sides, signal)
  if (!copy.ok) return copy
  if ('reason' in copy.value) return ok(copy.value)
  const plan = { kind: 'reduced', ...copy.value } as const
  if (dating.step === 'cannot') return ok({ ...plan, undated: dating.reason })
  if (dating.step !== 'write') return ok(plan)
  const { date } = dating
  const path = parts.renditions.pathOf(plan.rendition)
  const from = { ...plan, path, mediaKind: 'photo', date } as const
  const dated = await planDated(parts.worker, from, signal)
  if (!dated.ok) return dated
  if (!('reason' in dated.value)) return ok({ ...plan, ...dated.value, date: date.added })
  const { reason } = dated.value
  return ok(reason === null ? plan : { ...plan, undated: reason })
}

/** The reduced copy itself, which is on disk then. */
async function reducedCopy(
  { renditions, worker, checkpoint, maxPixels }: PrepareParts,
  { path, sha256, name }: PrepareRequest,
  file: KnownFile,
  sides: Sides,
  signal: AbortSignal,
): Promise<Result<CopyFacts | Kept, Failure>> {
  const rendition = renditions.nameOf(sha256)
  // Made before a crash, or planned for another account: the same bytes serve again.
  const existing = await copyFacts(renditions, rendition, name)
  if (existing !== null) return ok(existing)
  if (!renditions.hasRoom()) return ok({ reason: 'no-room' })
  const output = await renditions.temporaryPath()
  const { format } = file.type
  const job: ReduceJob = { do: 'reduce', path, format, sha256, sides, maxPixels, output }
  const clearUp = (): Promise<void> => rm(output, { force: true })
  const result = await worker.run(job, { signal, onLate: () => void clearUp() })
  if (!result.ok) {
    await clearUp()
    return afterProblem(result.problem, { reason: 'worker-failed' })
  }
  const { answer } = result
  if (answer.outcome === 'kept') return ok(answer)
  if (answer.outcome === 'failed') return fail(answer.failure)
  if (answer.outcome !== 'made')
    throw new Error('A copy was asked for, and something else was made.')
  await renditions.keep(output, rendition, answer.sizeBytes)
  checkpoint('rendition-written')
  const copy = await copyFacts(renditions, rendition, name)
  if (copy === null) throw new Error('A copy vanished as soon as it was made.')
  return ok(copy)
}
