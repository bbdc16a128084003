// What lies beside a photo and speaks of it: its XMP sidecar, and Picasa's list of its folder. The names in a folder are read
// once and known for a short while, so that a photo with nothing beside it costs no look at the disk. What is in them is
// media/; dates and captions are taken from the same.
import { basename, dirname, join } from 'node:path'
import { isPicasaIni, mostPicasaIniBytes, PicasaCaptions } from '../media/captions/picasa-ini.ts'
import { FolderSidecars, type Sidecar } from '../media/dates/sidecars.ts'
import { mostPacketBytes } from '../media/xmp.ts'
import type { WorkItem, WorkStore } from '../ports/catalogue.ts'
import type { FileReader } from '../ports/files.ts'
import type { Clock } from '../ports/outside.ts'
import { folderPages } from './folder-pages.ts'

/** What looking needs. */
export interface CompanionOptions {
  store: Pick<WorkStore, 'besides'>
  reader: Pick<FileReader, 'readStart' | 'namesIn'>
  clock: Pick<Clock, 'monotonic'>
}

/** A photo beside which is looked. */
type Photo = Pick<WorkItem, 'fileId' | 'path'>

/** A sidecar that may belong to a photo, and what is in it. */
export interface FoundSidecar {
  sidecar: Sidecar
  bytes: Buffer
  modifiedUs: number
}

/** Looks beside photos. */
export interface Companions {
  /** The sidecars that may be a photo's, the likelier first. */
  sidecars(item: Photo, signal: AbortSignal): Promise<FoundSidecar[]>
  /** What Picasa's list of the folder says under a photo; null: nothing. */
  picasa(item: Photo, signal: AbortSignal): Promise<string | null>
}

interface Beside {
  sidecars: FolderSidecars | null
  /** By their names; each is read when it is first asked for. */
  lists: string[]
  read: PicasaCaptions[] | null
}

/** As they end: sidecars, and Picasa's lists by all their names. */
const endings = ['.xmp', 'picasa.ini']
/** Photos of a folder come one after another, those of several by turns; what is put beside them meanwhile comes rarely. */
const keptMs = 30_000
const foldersKept = 16

/** Makes what looks beside photos. */
export function createCompanions({ store, reader, clock }: CompanionOptions): Companions {
  const folders = new Map<string, { readAt: number; beside: Promise<Beside | null> }>()

  /** null: the folder could not be read. */
  const look = async (item: Photo, signal: AbortSignal): Promise<Beside | null> => {
    const names = await reader.namesIn(dirname(item.path), endings, signal)
    if (!names.ok) return null
    const lists = names.value.filter(isPicasaIni)
    const others = names.value.filter((name) => !isPicasaIni(name))
    if (others.length === 0) return { sidecars: null, lists, read: null }
    const media: string[] = []
    for await (const { files } of folderPages(store, item.fileId))
      media.push(...files.map(({ name }) => name))
    return { sidecars: new FolderSidecars(media, others), lists, read: null }
  }

  const besideOf = async (item: Photo, signal: AbortSignal): Promise<Beside | null> => {
    const path = dirname(item.path)
    const known = folders.get(path)
    if (known !== undefined && clock.monotonic() - known.readAt < keptMs) {
      const beside = await known.beside
      // It may have been somebody else's look that was broken off.
      if (beside !== null || signal.aborted) return beside
    }
    folders.delete(path)
    const beside = look(item, signal)
    const entry = { readAt: clock.monotonic(), beside }
    folders.set(path, entry)
    const forget = (): void => {
      if (folders.get(path) === entry) folders.delete(path)
    }
    // What could not be read is looked for again.
    beside.then((found) => {
      if (found === null) forget()
    }, forget)
    for (const first of [...folders.keys()].slice(0, -foldersKept)) folders.delete(first)
    return beside
  }

  return {
    async sidecars(item, signal) {
      const beside = await besideOf(item, signal)
      const found: FoundSidecar[] = []
      for (const sidecar of beside?.sidecars?.of(basename(item.path)) ?? []) {
        const path = join(dirname(item.path), sidecar.name)
        const start = await reader.readStart(path, mostPacketBytes, signal)
        if (!start.ok) continue
        const { bytes, stamp } = start.value
        found.push({ sidecar, bytes, modifiedUs: stamp.mtimeUs })
      }
      return found
    },

    async picasa(item, signal) {
      const beside = await besideOf(item, signal)
      if (beside === null || beside.lists.length === 0) return null
      const { lists } = beside
      if (beside.read === null) {
        const read: PicasaCaptions[] = []
        for (const name of lists) {
          const path = join(dirname(item.path), name)
          const start = await reader.readStart(path, mostPicasaIniBytes, signal)
          if (start.ok) read.push(new PicasaCaptions(start.value.bytes))
        }
        if (signal.aborted) return null
        beside.read = read
      }
      const name = basename(item.path)
      return beside.read.map((captions) => captions.of(name)).find((text) => text !== null) ?? null
    },
  }
}
