// How walk events cross from the walking thread: one joined string and one block of numbers for a whole batch,
// because copying 100,000 small objects between threads costs more than reading the disk. Only this file knows the form.
import type { Entry } from '../ports/files.ts'
import { onlineOnlyFlag, unclearFlags, unusableNameFlag, type FileColumns } from './read-folder.ts'
import type { WalkedEvent } from './strangers.ts'

/** A batch on its way between threads; `numbers` and `flags` are moved, not copied. */
export interface PackedBatch {
  events: PackedEvent[]
  /** All file names of the batch, in order, joined by {@link separator}. */
  names: string
  numbers: Float64Array<ArrayBuffer>
  flags: Uint8Array<ArrayBuffer>
}

type PackedEvent =
  | {
      kind: 'listing'
      folder: string
      files: number
      unnamed: number
      otherFiles: number
      links: number
      subfolders: string[]
      targets: [name: string, target: string][]
      unreadable: { name: string; code: string }[]
    }
  | { kind: 'unreadable'; folder: string; code: string }
  | { kind: 'missing'; folder: string }

// No file system allows NUL in a name.
const separator = '\0'

/** Collects walk events until they are worth sending. */
export interface Packer {
  addListing(
    folder: string,
    reading: {
      files: FileColumns
      unnamed: FileColumns
      otherFiles: number
      links: number
      targets: [name: string, target: string][]
      unreadableFiles: { name: string; code: string }[]
    },
    subfolders: string[],
  ): void
  addEvent(event: Extract<PackedEvent, { kind: 'unreadable' | 'missing' }>): void
  /** Files and events collected so far. */
  size(): number
  /** The batch collected so far; the packer is empty again. */
  takeBatch(): PackedBatch
}

/** Makes an empty packer. */
export function createPacker(): Packer {
  let events: PackedEvent[] = []
  let columns: FileColumns = { names: [], numbers: [], flags: [] }
  return {
    addListing: (folder, reading, subfolders) => {
      const { files, unnamed, otherFiles, links, targets, unreadableFiles } = reading
      events.push({
        ...{ kind: 'listing', folder, otherFiles, links, subfolders, targets },
        unreadable: unreadableFiles,
        ...{ files: files.names.length, unnamed: unnamed.names.length },
      })
      for (const some of [files, unnamed]) {
        for (const name of some.names) columns.names.push(name)
        for (const number of some.numbers) columns.numbers.push(number)
        for (const flag of some.flags) columns.flags.push(flag)
      }
    },
    addEvent: (event) => {
      events.push(event)
    },
    size: () => events.length + columns.names.length,
    takeBatch: () => {
      const batch = {
        events,
        names: columns.names.join(separator),
        numbers: Float64Array.from(columns.numbers),
        flags: Uint8Array.from(columns.flags),
      }
      events = []
      columns = { names: [], numbers: [], flags: [] }
      return batch
    },
  }
}

/** Turns a batch back into what the walk met. */
export function unpack(batch: PackedBatch): WalkedEvent[] {
  const names = batch.names.split(separator)
  let next = 0
  const nextEntry = (targets: ReadonlyMap<string, string>, unclear: Map<string, number>): Entry => {
    const index = next++
    const name = names[index] ?? ''
    const target = targets.get(name)
    const flags = batch.flags[index] ?? 0
    if ((flags & unclearFlags) !== 0) unclear.set(name, flags)
    const numberAt = (place: number): number => batch.numbers[4 * index + place] ?? 0
    return {
      name,
      sizeBytes: numberAt(0),
      mtimeUs: numberAt(1),
      ctimeUs: numberAt(2),
      inode: numberAt(3),
      isOnlineOnly: (flags & onlineOnlyFlag) !== 0,
      isNameUnusable: (flags & unusableNameFlag) !== 0,
      ...(target === undefined ? {} : { target }),
    }
  }
  return batch.events.map((event) => {
    if (event.kind !== 'listing') return event
    const { folder, files, unnamed, otherFiles, links, subfolders, unreadable } = event
    const targets = new Map(event.targets)
    const unclear = new Map<string, number>()
    const nextOne = (): Entry => nextEntry(targets, unclear)
    const entries = Array.from({ length: files }, nextOne)
    const others = Array.from({ length: unnamed }, nextOne)
    return {
      kind: 'listing',
      listing: {
        ...{ folder, entries, unnamed: others },
        ...(unclear.size > 0 ? { unclear } : {}),
        otherFiles,
        subfolders,
        ...(links > 0 ? { links } : {}),
        ...(unreadable.length > 0 ? { unreadable } : {}),
      },
    }
  })
}
