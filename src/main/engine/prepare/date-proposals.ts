// What would become of photos without a date under a choice that nobody has made yet: told by the same code that dates them
// when they are prepared (dating.ts), only that nothing is written.
import { ok } from '../../../shared/result.ts'
import type { UndatedPhoto, UndatedSummary } from '../../../shared/undated-schemas.ts'
import { beginSourceFile } from '../media/byte-source.ts'
import { readCarriedDate } from '../media/dates/carried.ts'
import type { WorkItem } from '../ports/catalogue.ts'
import type { DateStore } from '../ports/dates.ts'
import type { FileOpener } from '../ports/files.ts'
import { createProposing, type DatingOptions } from './dating.ts'
import { dateStep } from './dated.ts'
import { reading, withPhotoFile } from './photo-file.ts'

/** What it needs. */
export interface DateProposalOptions extends DatingOptions {
  store: DatingOptions['store'] &
    Pick<DateStore, 'undatedFiles'> & { fileById(fileId: number): WorkItem | null }
  reader: DatingOptions['reader'] & FileOpener
}

/** Proposals for the photos of a folder, by what is chosen for it. */
export interface DateProposals {
  /** A page of them, in the order of names; `next`: the name it goes on after. */
  photos(
    folderId: number,
    as: string,
    after: string,
    limit: number,
  ): Promise<{ photos: UndatedPhoto[]; next: string | null }>
  /** All of them summed up, a part at each ask. */
  summary(folderId: number, as: string): Promise<UndatedSummary>
}

type Proposal = UndatedPhoto['proposal']

interface Sum {
  begunAt: number
  /** null: all were looked at. */
  after: string | null
  counts: Omit<UndatedSummary, 'sources' | 'isWhole'>
  bySource: Map<string, UndatedSummary['sources'][number]>
}

/** Each needs some reads of a disk, which has other things to do. */
const atOnce = 4
const pageRows = 40
/** An ask is answered after this time with what is known by then. */
const patienceMs = 250
/** What tells a date may change with every scan. */
const keptMs = 60_000
const mostSums = 100

/** Makes them. */
export function createDateProposals(options: DateProposalOptions): DateProposals {
  const { store, reader, clock } = options
  const proposing = createProposing(options)
  const { signal } = new AbortController()
  const sums = new Map<string, Sum>()
  const looking = new Map<string, Promise<void>>()

  const proposalOf = async (fileId: number, as: string): Promise<Proposal> => {
    const nothing = { kind: 'none', why: 'unknown', doubt: null } as const
    const item = store.fileById(fileId)
    if (item === null) return nothing
    const propose = await proposing({ ...item, undated: as }, signal)
    if (propose === null) return { ...nothing, why: as === 'leave' ? 'left' : 'unknown' }
    const opening = beginSourceFile(reader, item.path, signal)
    const told = await withPhotoFile<Proposal>(
      opening,
      item.name,
      async ({ source, head, type }) => {
        if (type === null) return ok<Proposal>(nothing)
        const carried = await reading(readCarriedDate({ source, head, format: type.format }))
        if (!carried.ok) return carried
        const { step } = dateStep('later', carried.value, type)
        if (step === 'cannot') return ok<Proposal>({ kind: 'unwritable' })
        return ok<Proposal>(step === 'none' ? { kind: 'carried' } : propose(carried.value.inside))
      },
    )
    // What it says itself is not to be had; all else still is.
    return told.ok ? told.value : propose(null)
  }

  const photos: DateProposals['photos'] = async (folderId, as, after, limit) => {
    const files = store.undatedFiles(folderId, after, limit)
    const found: UndatedPhoto[] = []
    for (let at = 0; at < files.length; at += atOnce)
      found.push(
        ...(await Promise.all(
          files.slice(at, at + atOnce).map(async ({ fileId, name, isPlanned, isWritable }) => ({
            ...{ fileId: String(fileId), name, isPlanned },
            proposal: isWritable ? await proposalOf(fileId, as) : ({ kind: 'unwritable' } as const),
          })),
        )),
      )
    const last = files.at(-1)
    return { photos: found, next: last === undefined || files.length < limit ? null : last.name }
  }

  const lookOn = async (sum: Sum, folderId: number, as: string): Promise<void> => {
    const endsAt = clock.monotonic() + patienceMs
    while (sum.after !== null && clock.monotonic() < endsAt) {
      const page = await photos(folderId, as, sum.after, pageRows)
      for (const { proposal } of page.photos) addTo(sum, proposal)
      sum.after = page.next
    }
  }

  return {
    photos,
    summary: async (folderId, as) => {
      const key = `${folderId} ${as}`
      let sum = sums.get(key)
      if (sum === undefined || (sum.after === null && clock.monotonic() - sum.begunAt > keptMs)) {
        sums.delete(key)
        sums.set(key, (sum = emptySum(clock.monotonic())))
        for (const first of [...sums.keys()].slice(0, -mostSums)) sums.delete(first)
      }
      const begun = looking.get(key) ?? lookOn(sum, folderId, as).finally(() => looking.delete(key))
      looking.set(key, begun)
      await begun
      const sources = [...sum.bySource.values()].toSorted((a, b) => b.files - a.files)
      return { ...sum.counts, isWhole: sum.after === null, sources }
    },
  }
}

const emptySum = (begunAt: number): Sum => ({
  begunAt,
  after: '',
  counts: { looked: 0, dated: 0, unknown: 0, unwritable: 0, from: null, to: null },
  bySource: new Map(),
})

function addTo({ counts, bySource }: Sum, proposal: Proposal): void {
  counts.looked += 1
  if (proposal.kind === 'unwritable') counts.unwritable += 1
  else if (proposal.kind === 'none') counts.unknown += 1
  if (proposal.kind !== 'found') return
  const { source, certainty, wallMs } = proposal.date
  counts.dated += 1
  counts.from = Math.min(wallMs, counts.from ?? wallMs)
  counts.to = Math.max(wallMs, counts.to ?? wallMs)
  const key = `${source} ${certainty}`
  const known = bySource.get(key) ?? { source, certainty, files: 0 }
  bySource.set(key, { ...known, files: known.files + 1 })
}
