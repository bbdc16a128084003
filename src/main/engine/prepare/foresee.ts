// Tells what would be sent of a file, by the same rules as preparing, and makes nothing: neither a copy nor a row. What only a
// made copy would show (that it is no smaller, that it loses something) is not known here.
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import { beginSourceFile } from '../media/byte-source.ts'
import type { FileOpener } from '../ports/files.ts'
import type { Foreseer, Foresight, ForesightRequest } from '../ports/foresight.ts'
import type { ImageWorker } from '../images/image-worker-pool.ts'
import { readWords } from './captions.ts'
import { captureDate, unwritten } from './dated.ts'
import { pixelsOf } from './decide.ts'
import { carriedBy, judge, whyLeft } from './judge.ts'
import { overLimit, withWhy } from './limits.ts'
import { withPhotoFile, type PhotoFile } from './photo-file.ts'
import { afterProblem } from './worker-problem.ts'

/** What it takes. */
export interface ForeseeParts {
  reader: FileOpener
  worker: ImageWorker
  maxPixels: number
  mostDecodeBytes: number
}

/** Makes what foresees. */
export function createForeseer(parts: ForeseeParts): Foreseer {
  return {
    foresee: (request, signal) =>
      withPhotoFile(beginSourceFile(parts.reader, request.path, signal), request.name, (file) =>
        foreseen(parts, request, file),
      ),

    async dated({ path, sizeBytes, mediaKind, date }, signal) {
      const result = await parts.worker.run(
        {
          do: 'date',
          path,
          sizeBytes,
          sha256: null,
          date: captureDate(date, mediaKind),
          isEstimate: true,
        },
        { signal },
      )
      if (!result.ok) return afterProblem(result.problem, { reason: 'not-proved' as const })
      const { answer } = result
      if (answer.outcome === 'datable') return ok({ sizeBytes: answer.sizeBytes })
      if (answer.outcome === 'undatable') return ok({ reason: unwritten(answer.reason) })
      if (answer.outcome === 'failed') return fail(answer.failure)
      throw new Error('It was asked how large a copy is, and something else was answered.')
    },
  }
}

async function foreseen(
  { maxPixels, mostDecodeBytes }: ForeseeParts,
  request: ForesightRequest,
  opened: PhotoFile,
): Promise<Result<Foresight, Failure>> {
  const judged = judge(opened, request, maxPixels)
  if (!judged.ok) return judged
  if (judged.value.step === 'skip') {
    const { reason, facts } = judged.value
    return ok({ kind: 'skip', reason, facts })
  }
  const { file, facts, limits, next } = judged.value
  const left = next.step === 'reduce' ? await whyLeft(file, mostDecodeBytes) : ok(null)
  if (!left.ok) return left
  const isReduced = next.step === 'reduce' && left.value === null
  const keptOriginal = next.step === 'send' ? next.keptOriginal : (left.value?.reason ?? null)
  if (!isReduced) {
    const whole = { mediaKind: facts.mediaKind, sizeBytes: request.sizeBytes }
    const over = overLimit({ ...whole, pixels: pixelsOf(file.head) }, limits)
    if (over !== null) return ok({ kind: 'skip', reason: withWhy(over, keptOriginal), facts })
  }
  const carried = await carriedBy(file)
  if (!carried.ok) return carried
  const { source, head, type } = file
  const words = await readWords({ source, head, format: type.format }, request.name, request.beside)
  if (!words.ok) return words
  return ok({
    kind: 'send',
    facts,
    isReduced,
    keptOriginal,
    carried: carried.value,
    isDateWritable: type.isDateWritable,
    caption: words.value.captions[0]?.text ?? null,
  })
}
