// Looks at one file and decides what is sent of it: skips, limits, original or reduced copy. Joins the
// header readers, the image worker and the private folders, which know nothing of each other.
import { rm } from 'node:fs/promises'
import type { Failure } from '../../../shared/failure.ts'
import { copyPlan, type SendPlan } from '../../../shared/model.ts'
import type { UnwrittenReason } from '../../../shared/photo-dates.ts'
import type { MediaType } from '../../../shared/media-types.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { FileOpener } from '../ports/files.ts'
import type { Checkpoint } from '../ports/outside.ts'
import type { Decision, Preparer, WantedDate } from '../ports/prepare.ts'
import { beginSourceFile } from '../media/byte-source.ts'
import { readWords } from './captions.ts'
import { copyFacts, type CopyFacts } from './copy-plan.ts'
import { dateStep, makeDated, type DateStep, type MadeDated } from './dated.ts'
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
      const copy = copyPlan(plan)
      if (copy !== null) await parts.renditions.discard(copy.rendition)
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
  const { added } = dating.date
  const rendition = parts.renditions.nameOf({ sha256, isReduced: false, date: added })
  const existing = await copyFacts(parts.renditions, rendition, name)
  if (existing !== null) return ok({ kind: 'dated', ...existing.copy, keptOriginal, date: added })
  const from = { path, sizeBytes, sha256, mediaKind, date: dating.date }
  const made = await makeDated(parts, from, signal)
  if (!made.ok) return made
  if ('reason' in made.value) return ok(original(made.value.reason))
  // What the proof has read is not read again.
  const { output, ...told } = made.value
  await parts.renditions.keep(output, rendition, told.sizeBytes)
  parts.checkpoint('rendition-written')
  const fileName = sentName(name, type.extensions)
  return ok({ kind: 'dated', ...told, fileName, rendition, keptOriginal, date: added })
}

/** A copy that was just made gets its name. */
async function keepCopy(
  { renditions, checkpoint }: PrepareParts,
  { output, sizeBytes }: Pick<MadeDated, 'output' | 'sizeBytes'>,
  rendition: string,
  name: string,
): Promise<CopyFacts> {
  await renditions.keep(output, rendition, sizeBytes)
  checkpoint('rendition-written')
  const copy = await copyFacts(renditions, rendition, name)
  if (copy === null) throw new Error('A copy vanished as soon as it was made.')
  return copy
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
  const { renditions, worker, maxPixels } = parts
  const left = await whyLeft(file, parts.mostDecodeBytes)
  if (!left.ok) return left
  if (left.value !== null) return ok(left.value)
  const date = dating.step === 'write' ? dating.date : null
  const rendition = renditions.nameOf({
    sha256: request.sha256,
    isReduced: true,
    date: date?.added ?? null,
  })
  // Made before a crash, or planned for another account: the same bytes serve again.
  const existing = await copyFacts(renditions, rendition, request.name)
  if (existing !== null && existing.width !== null && existing.height !== null)
    return ok(reducedPlan(existing, date, null))
  if (!renditions.hasRoom()) return ok({ reason: 'no-room' })
  const output = await renditions.temporaryPath()
  const { path, sha256 } = request
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
  const { sizeBytes } = answer
  if (date === null) {
    const undated = dating.step === 'cannot' ? dating.reason : null
    const copy = await keepCopy(parts, { output, sizeBytes }, rendition, request.name)
    return ok(reducedPlan(copy, null, undated))
  }
  const from = { path: output, sizeBytes, sha256: null, mediaKind: 'photo', date } as const
  const dated = await makeDated(parts, from, signal)
  if (!dated.ok) {
    await clearUp()
    return dated
  }
  if ('reason' in dated.value) {
    const plain = renditions.nameOf({ sha256, isReduced: true, date: null })
    const copy = await keepCopy(parts, { output, sizeBytes }, plain, request.name)
    return ok(reducedPlan(copy, null, dated.value.reason))
  }
  await clearUp()
  const copy = await keepCopy(parts, dated.value, rendition, request.name)
  return ok(reducedPlan(copy, date, null))
}

function reducedPlan(
  { copy, width, height }: CopyFacts,
  date: WantedDate | null,
  undated: UnwrittenReason | null,
): SendPlan {
  if (width === null || height === null) throw new Error('A reduced copy has no sides.')
  const plan = { kind: 'reduced', ...copy, width, height } as const
  if (undated !== null) return { ...plan, undated }
  return date === null ? plan : { ...plan, date: date.added }
}
