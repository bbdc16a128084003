// Makes a copy of a photo or film that says when it was taken, in the image worker: its bytes with the date and nothing
// else changed, proved, or no copy. The same date gives the same bytes at every try. What date that is, is decided elsewhere.
import { createHash } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { rm } from 'node:fs/promises'
import {
  headerOf,
  memorySource,
  openSourceFile,
  toFileFailure,
  UnreadableHeadError,
  wholeBytes,
  type ByteSource,
  type SourceFile,
} from '../../media/byte-source.ts'
import { readCarriedDate } from '../../media/dates/carried.ts'
import { sniff } from '../../media/media-types.ts'
import { readHead } from '../../media/read-head.ts'
import type { DateAnswer, DateJob } from '../image-jobs.ts'
import { DiskFullError, OutputError, writePieces } from '../output-file.ts'
import { UndatableError, type UndatableReason } from './capture-date.ts'
import { datableFormats, partsOf } from './parts.ts'
import { planners } from './plans.ts'
import { flawOfDated } from './proof.ts'
import { hasRawProfileDate } from './raw-profile.ts'
import { isSigned } from './signed.ts'
import { growthOf, ShortenedError, spliced } from './splice.ts'

/**
 * Raised whenever the same photo and date could come out with other bytes. A copy that waits for its upload keeps the bytes
 * that it was planned with.
 */
export const dateVersion = 1

/** Makes the dated copy and answers with what came of it. Whatever it answers but `dated`, nothing is left at the output. */
export async function makeDatedCopy(job: DateJob): Promise<DateAnswer> {
  const opened = await openSourceFile(job.path, 'whole')
  if (!opened.ok) return { outcome: 'failed', failure: opened.failure }
  const source = opened.value
  let answer: DateAnswer | null = null
  try {
    answer = await copyOpen(job, source)
    return answer
  } catch (error) {
    if (error instanceof ShortenedError || (await source.hasChanged())) return changed
    if (error instanceof UndatableError) return undatable(error.reason, error.message)
    // Every read outside of a buffer is answered so.
    if (error instanceof UnreadableHeadError || error instanceof RangeError)
      return undatable('unreadable', error.message)
    if (error instanceof DiskFullError) return undatable('no-room', error.message)
    throw error
  } finally {
    if (answer?.outcome !== 'dated' && job.output !== null) await rm(job.output, { force: true })
    await source.close()
  }
}

async function copyOpen(job: DateJob, source: SourceFile): Promise<DateAnswer> {
  const { date, output } = job
  if (source.sizeBytes !== job.sizeBytes) return changed
  const type = sniff(await source.read(0, 4096), '')
  const format = datableFormats.find((one) => one === type?.format)
  if (type === null || format === undefined || !type.isDateWritable)
    return undatable('format', type?.mimeType ?? 'unknown')
  const parts = await partsOf(format, source)
  const head = await readHead(source, type)
  const isDated =
    (await readCarriedDate({ source, head, format })).date !== null ||
    (format === 'png' && (await hasRawProfileDate(source, parts)))
  if (isDated) return undatable('dated', 'header')
  if (await isSigned(format, source, parts)) return undatable('signed', 'content credentials')
  const splices = await planners[format](source, parts, date)
  const sizeBytes = source.sizeBytes + growthOf(splices)
  if (output === null) return { outcome: 'datable', sizeBytes }
  const [before, after] = [createHash('sha256'), createHash('sha256')]
  const written = async function* (): AsyncGenerator<Buffer> {
    for await (const piece of spliced(source, splices, (seen) => before.update(seen))) {
      after.update(piece)
      yield piece
    }
  }
  await writePieces(output, written())
  if (job.sha256 !== null && before.digest('hex') !== job.sha256) return changed
  const flaw = await withOutput({ output, sizeBytes }, (copy) =>
    flawOfDated({ type, format, source, copy, header: headerOf(copy), date }),
  )
  if (await source.hasChanged()) return changed
  if (flaw !== null) return undatable('unproved', flaw)
  return {
    outcome: 'dated',
    sizeBytes,
    sha256: after.digest('hex'),
    mimeType: type.mimeType,
  }
}

/** Gives what was written to whoever reads it back: all of a photo at once, a film as it is asked for. */
async function withOutput<T>(
  { output, sizeBytes }: { output: string; sizeBytes: number },
  read: (copy: ByteSource) => Promise<T>,
): Promise<T> {
  if (sizeBytes <= wholeBytes) return read(memorySource(readBack(output)))
  const opened = await openSourceFile(output, 'whole')
  if (!opened.ok) throw new OutputError(`cannot read back: ${opened.failure.kind}`)
  const copy = opened.value
  try {
    return await read(copy)
  } finally {
    await copy.close()
  }
}

function readBack(output: string): Buffer {
  try {
    return readFileSync(output)
  } catch (error) {
    throw new OutputError(`cannot read back: ${toFileFailure(error).kind}`, { cause: error })
  }
}

const changed: DateAnswer = { outcome: 'failed', failure: { kind: 'file-changed' } }
const undatable = (reason: UndatableReason, detail: string): DateAnswer => {
  return { outcome: 'undatable', reason, detail }
}
