// Plans a copy of a photo or film that says when it was taken, in the image worker: its bytes with the date and nothing else
// changed, proved, or no copy. It is written nowhere: whoever sends it puts it together. What date that is, is decided elsewhere.
import { createHash } from 'node:crypto'
import {
  headerOf,
  openSourceFile,
  UnreadableHeadError,
  type ByteSource,
  type SourceFile,
} from '../../media/byte-source.ts'
import { readCarriedDate } from '../../media/dates/carried.ts'
import { sniff } from '../../media/media-types.ts'
import { readHead } from '../../media/read-head.ts'
import type { DateAnswer, DateJob } from '../image-jobs.ts'
import { UndatableError, type UndatableReason } from './capture-date.ts'
import { datableFormats, partsOf } from './parts.ts'
import { planners } from './plans.ts'
import { flawOfDated } from './proof.ts'
import { hasRawProfileDate } from './raw-profile.ts'
import { isSigned } from './signed.ts'
import {
  growthOf,
  narrowed,
  ShortenedError,
  spliced,
  splicedSource,
  stored,
  type Splice,
} from './splice.ts'

/** Plans the dated copy and answers with what came of it. */
export async function planDatedCopy(job: DateJob): Promise<DateAnswer> {
  const opened = await openSourceFile(job.path, 'whole')
  if (!opened.ok) return { outcome: 'failed', failure: opened.failure }
  const source = opened.value
  try {
    return await planOpen(job, source)
  } catch (error) {
    if (error instanceof ShortenedError || (await source.hasChanged())) return changed
    if (error instanceof UndatableError) return undatable(error.reason, error.message)
    // Every read outside of a buffer is answered so.
    if (error instanceof UnreadableHeadError || error instanceof RangeError)
      return undatable('unreadable', error.message)
    throw error
  } finally {
    await source.close()
  }
}

async function planOpen(job: DateJob, source: SourceFile): Promise<DateAnswer> {
  const { date } = job
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
  const splices = await narrowed(source, await planners[format](source, parts, date))
  const sizeBytes = source.sizeBytes + growthOf(splices)
  if (job.isEstimate) return { outcome: 'datable', sizeBytes }
  const { before, after } = await hashesOf(source, splices)
  if (job.sha256 !== null && before !== job.sha256) return changed
  const copy = splicedSource(source, splices)
  const flaw = await flawOfDated({ type, format, source, copy, header: headerOf(copy), date })
  // Bytes that are known by their hash need no other witness.
  const isSure = flaw === null && job.sha256 !== null
  if (!isSure && (await source.hasChanged())) return changed
  if (flaw !== null) return undatable('unproved', flaw)
  const { mimeType } = type
  return { outcome: 'dated', sizeBytes, sha256: after, mimeType, splices: stored(splices) }
}

/** Reads the source once, to its end: the hashes of it and of the copy. */
async function hashesOf(
  source: ByteSource,
  splices: readonly Splice[],
): Promise<{ before: string; after: string }> {
  const [before, after] = [createHash('sha256'), createHash('sha256')]
  for await (const piece of spliced(source, splices, (seen) => before.update(seen)))
    after.update(piece)
  return { before: before.digest('hex'), after: after.digest('hex') }
}

const changed: DateAnswer = { outcome: 'failed', failure: { kind: 'file-changed' } }
const undatable = (reason: UndatableReason, detail: string): DateAnswer => {
  return { outcome: 'undatable', reason, detail }
}
