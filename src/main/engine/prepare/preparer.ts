// Looks at one file and decides what is sent of it: skips, limits, original or reduced copy. Joins the
// header readers, the image worker and the private folders, which know nothing of each other.
import { hash } from 'node:crypto'
import { readFile, rm } from 'node:fs/promises'
import type { Failure } from '../../../shared/failure.ts'
import type { ContentFacts, KeptOriginalReason, SendPlan } from '../../../shared/model.ts'
import type { MediaType } from '../../../shared/media-types.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type { Catalog } from '../ports/catalogue.ts'
import type { FileOpener } from '../ports/files.ts'
import type { Checkpoint } from '../ports/outside.ts'
import type { Decision, Preparer } from '../ports/prepare.ts'
import { beginSourceFile, openSourceFile } from '../media/byte-source.ts'
import { decide, pixelsOf } from './decide.ts'
import type { ReduceJob } from '../images/image-jobs.ts'
import type { ImageWorker, WorkerProblem } from '../images/image-worker-pool.ts'
import { limitsOf, overLimit, withWhy } from './limits.ts'
import { reading, withPhotoFile, type PhotoFile } from './photo-file.ts'
import type { RenditionStore } from './rendition-store.ts'
import { sentName } from './sent-name.ts'
import { findSpecial, lostFor } from '../media/special-pictures.ts'
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

/** Why the original goes, if for a reason, and for which tags. */
interface Kept {
  reason: KeptOriginalReason | null
  lost?: string
}

/** Decides what is sent of one file; a reduced copy is on disk when it answers. */
export async function prepare(
  parts: PrepareParts,
  request: PrepareRequest,
  signal: AbortSignal,
): Promise<Result<Decision, Failure>> {
  const decideOn = async (file: PhotoFile): Promise<Result<Decision, Failure>> => {
    const { source, type, head } = file
    if (source.sizeBytes !== request.sizeBytes) return fail({ kind: 'file-changed' })
    if (source.sizeBytes === 0) return ok({ kind: 'skip', reason: { kind: 'empty' }, facts: null })
    if (type === null) {
      const reason = { kind: 'not-a-photo', detected: file.detected } as const
      return ok({ kind: 'skip', reason, facts: null })
    }
    const limits = limitsOf[request.settings.limits]
    const { leaveOutSmallPictures } = request.settings
    const { sizeBytes, photoSize } = request
    const { maxPixels } = parts
    const facts = factsOf(file, type)
    const next = decide({
      type,
      head,
      sizeBytes,
      photoSize,
      limits,
      maxPixels,
      leaveOutSmallPictures,
    })
    if (next.step === 'skip') return ok({ kind: 'skip', reason: next.reason, facts })
    const outcome: Result<SendPlan | Kept, Failure> =
      next.step === 'send'
        ? ok({ reason: next.keptOriginal })
        : await reduceOrKeep(parts, request, { ...file, type }, next, signal)
    if (!outcome.ok) return outcome
    // Whether the file holds still until it is sent is watched there; a copy is made from hashed bytes only.
    const plan =
      'reason' in outcome.value ? originalPlan(request, type, outcome.value) : outcome.value
    const pixels = plan.kind === 'reduced' ? plan.width * plan.height : pixelsOf(head)
    const { mediaKind } = type
    const reason = overLimit({ mediaKind, sizeBytes: plan.sizeBytes, pixels }, limits)
    if (reason !== null) {
      if (plan.kind === 'reduced') await parts.renditions.discard(plan.rendition)
      const kept = plan.kind === 'original' ? plan.keptOriginal : null
      return ok({ kind: 'skip', reason: withWhy(reason, kept), facts })
    }
    const [extension = ''] = type.extensions
    const trial = type.google === 'takes' ? 'send' : parts.tryType(extension, request.sha256)
    if (trial === 'wait') return fail({ kind: 'type-on-trial' })
    if (trial === 'send') return ok({ kind: 'send', plan, facts })
    return ok({ kind: 'skip', reason: { kind: 'not-taken', extension }, facts })
  }
  const opening = beginSourceFile(parts.reader, request.path, signal)
  return withPhotoFile(opening, request.name, decideOn)
}

function factsOf({ head }: PhotoFile, { mediaKind, mimeType }: MediaType): ContentFacts {
  const { width, height, takenAt } = head
  return { mediaKind, mimeType, width, height, takenAt }
}

function originalPlan(
  request: PrepareRequest,
  type: MediaType,
  { reason: keptOriginal, lost }: Kept,
): SendPlan {
  const { name, sizeBytes } = request
  const fileName = sentName(name, type.extensions)
  const { mimeType } = type
  const plan = { kind: 'original', mimeType, fileName, sizeBytes, keptOriginal } as const
  return lost === undefined ? plan : { ...plan, lost }
}

/** The plan of a reduced copy, or the reason why the original is the better thing to send. */
async function reduceOrKeep(
  parts: PrepareParts,
  request: PrepareRequest,
  file: PhotoFile & { type: MediaType },
  sides: Sides,
  signal: AbortSignal,
): Promise<Result<SendPlan | Kept, Failure>> {
  const { renditions, worker, checkpoint, maxPixels } = parts
  const special = await reading(findSpecial(file.source, file.head))
  if (!special.ok) return special
  if (special.value !== null)
    return ok({ reason: special.value, ...lostFor(special.value, file.head) })
  if (file.head.decodeBytes > parts.mostDecodeBytes) return ok({ reason: 'worker-failed' })
  const rendition = renditions.nameOf(request.sha256)
  // Made before a crash, or planned for another account: the same bytes serve again.
  const existing = await planFor(renditions, rendition, request.name)
  if (existing !== null) return ok(existing)
  if (!renditions.hasRoom()) return ok({ reason: 'no-room' })
  const output = await renditions.temporaryPath()
  const { path, sha256 } = request
  const { format } = file.type
  const job: ReduceJob = { do: 'reduce', path, format, sha256, sides, maxPixels, output }
  const clearUp = (): Promise<void> => rm(output, { force: true })
  const result = await worker.run(job, { signal, onLate: () => void clearUp() })
  if (!result.ok) {
    await clearUp()
    return afterProblem(result.problem)
  }
  const { answer } = result
  if (answer.outcome === 'kept') return ok(answer)
  if (answer.outcome === 'failed') return fail(answer.failure)
  await renditions.keep(output, rendition)
  checkpoint('rendition-written')
  const plan = await planFor(renditions, rendition, request.name)
  if (plan === null) throw new Error('A reduced copy vanished as soon as it was made.')
  return ok(plan)
}

function afterProblem(problem: WorkerProblem): Result<Kept, Failure> {
  switch (problem) {
    case 'aborted':
      return fail({ kind: 'aborted' })
    case 'not-started':
      // No picture's fault: sending every original would not be what the user chose.
      return fail({ kind: 'image-worker', problem: 'crashed' })
    case 'crashed':
    case 'timeout':
    case 'memory':
      return ok({ reason: 'worker-failed' })
  }
}

/** The plan to send a copy that is on disk; null when there is none. */
async function planFor(
  renditions: RenditionStore,
  rendition: string,
  name: string,
): Promise<Extract<SendPlan, { kind: 'reduced' }> | null> {
  const path = renditions.pathOf(rendition)
  const read = await withPhotoFile(openSourceFile(path), '', async ({ source, type, head }) => {
    const { width, height } = head
    if (type === null || width === null || height === null) return fail({ kind: 'file-gone' })
    const { mimeType, extensions } = type
    const fileName = sentName(name, extensions)
    const { sizeBytes } = source
    const sha256 = hash('sha256', await readFile(path), 'hex')
    return ok({
      kind: 'reduced' as const,
      mimeType,
      fileName,
      sizeBytes,
      rendition,
      sha256,
      width,
      height,
    })
  })
  return read.ok ? read.value : null
}
