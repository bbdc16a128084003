// Files whose names claim nothing, such as IMG_0001 or scan.0001: their first bytes tell whether they are photos. Each is
// read once, in the threads that read files, where one that hangs holds up only itself; what it was is remembered by the
// catalogue. Decides nothing but that.
import { setImmediate } from 'node:timers/promises'
import { sniffStranger } from '../media/media-types.ts'
import type { Entry, FileReader, Listing, WalkEvent, WalkRequest } from '../ports/files.ts'
import { toFilePath, toFolderPath } from './system-path.ts'

/** A folder as it was walked: what its unnamed files are is not known yet. */
export interface WalkedListing extends Omit<Listing, 'others'> {
  /** Files whose names claim nothing. */
  unnamed: Entry[]
  /** Files whose names say that they are no photos. */
  otherFiles: number
  /** By name, those of which only Windows' attributes tell whether a cloud alone has them, with their flags. */
  unclear?: ReadonlyMap<string, number>
}

/** What a walk met, as it comes from the walking thread. */
export type WalkedEvent =
  Exclude<WalkEvent, { kind: 'listing' }> | { kind: 'listing'; listing: WalkedListing }

/** The signature that lies deepest is the 16th packet of a transport stream. */
const startBytes = 4096
/** Enough to keep every reading thread busy. */
const atOnce = 16
/** Asking the catalogue takes microseconds. */
const askedAtOnce = 256

/** What a file is answered with that hangs. */
const noAnswer = 'ETIMEDOUT'

/** `code`: it cannot be read, so that nobody knows what it is. */
type Told = 'photo' | 'video' | 'known' | 'stranger' | 'other' | { code: string }

/** Tells the unnamed files of one walk. Without a reader none of them is opened, and all count as others. */
export function createSettling({
  request: { root, recall, signal },
  reader,
}: {
  request: Pick<WalkRequest, 'root' | 'recall' | 'signal'>
  reader: Pick<FileReader, 'readStart'> | undefined
}): (events: readonly WalkedEvent[]) => Promise<WalkEvent[]> {
  let asked = 0
  // A share that went away would let every file of it wait as long as the first.
  let isStuck = false

  const tell = async (folder: string, entry: Entry): Promise<Told> => {
    if ((asked += 1) % askedAtOnce === 0) await setImmediate()
    const known = recall?.(folder, entry) ?? null
    if (known?.isSame === true) return known.isMedia ? 'known' : 'stranger'
    const orKnown = (is: Told): Told => (known?.isMedia === true ? 'known' : is)
    const isReadable = !entry.isOnlineOnly && !entry.isNameUnusable && entry.sizeBytes > 0
    if (!isReadable || reader === undefined) return orKnown('other')
    if (isStuck) return orKnown({ code: noAnswer })
    const path = entry.target ?? toFilePath(toFolderPath(root, folder), entry.name)
    const start = await reader.readStart(path, startBytes, signal)
    if (start.ok) {
      const { bytes, stamp } = start.value
      return sniffStranger(bytes, stamp.sizeBytes)?.mediaKind ?? 'stranger'
    }
    // Not remembered, so the next scan tries again; one that was a photo is told of by the queue.
    if (start.failure.kind !== 'file-unreadable') return orKnown('other')
    const { code } = start.failure
    isStuck ||= code === noAnswer
    return orKnown({ code })
  }

  const settle = async (walked: WalkedListing): Promise<Listing> => {
    const { folder, subfolders, links, unnamed } = walked
    const told = await inTurns(unnamed, (entry) => tell(folder, entry))
    const entries = [...walked.entries]
    const unreadable = [...(walked.unreadable ?? [])]
    const strangers: Entry[] = []
    let files = walked.otherFiles
    unnamed.forEach((entry, index) => {
      const is = told[index] ?? 'other'
      if (typeof is === 'object') unreadable.push({ name: entry.name, code: is.code })
      else if (is === 'known') entries.push(entry)
      else if (is === 'photo' || is === 'video') entries.push({ ...entry, mediaKind: is })
      else files += 1
      if (is === 'stranger') strangers.push(entry)
    })
    return {
      ...{ folder, entries, subfolders },
      ...(links === undefined ? {} : { links }),
      ...(unreadable.length > 0 ? { unreadable } : {}),
      ...(files > 0 ? { others: { files, strangers } } : {}),
    }
  }

  return async (events) => {
    const settled: WalkEvent[] = []
    for (const event of events)
      settled.push(
        event.kind === 'listing'
          ? { kind: 'listing', listing: await settle(event.listing) }
          : event,
      )
    return settled
  }
}

async function inTurns<T, R>(items: readonly T[], work: (item: T) => Promise<R>): Promise<R[]> {
  const results: R[] = []
  let next = 0
  const runners = Array.from({ length: Math.min(atOnce, items.length) }, async () => {
    for (let at = next++; at < items.length; at = next++) {
      const item = items[at]
      if (item !== undefined) results[at] = await work(item)
    }
  })
  await Promise.all(runners)
  return results
}
