// Gathers what tells the date of a photo that carries none: its name, its folders, its sidecar, its neighbours, its file's own
// times. Which of them is believed is media/dates; this file only asks the catalogue and the disk (companions.ts).
import { basename, dirname } from 'node:path'
import type { DateProposal } from '../../../shared/photo-date-schemas.ts'
import { parseUndatedPolicy } from '../../../shared/photo-dates.ts'
import type { CarriedDate } from '../media/dates/carried.ts'
import { isClockReset } from '../media/dates/clock-resets.ts'
import { folderClues, type FolderClues, type ListedFile } from '../media/dates/folder-clues.ts'
import { proposeDate, type DateClues } from '../media/dates/propose.ts'
import { sidecarDate } from '../media/dates/sidecars.ts'
import { localZone } from '../media/dates/time-zone.ts'
import type { WallReading } from '../media/wall-time.ts'
import type { WorkItem, WorkStore } from '../ports/catalogue.ts'
import type { FolderPage } from '../ports/dates.ts'
import type { FileReader } from '../ports/files.ts'
import type { Clock } from '../ports/outside.ts'
import type { DateOf, WantedDate } from '../ports/prepare.ts'
import type { Companions } from './companions.ts'
import { folderPages } from './folder-pages.ts'

/** What gathering needs. */
export interface DatingOptions {
  store: Pick<WorkStore, 'besides'>
  reader: Pick<FileReader, 'readStart'>
  companions: Pick<Companions, 'sidecars'>
  clock: Clock
}

/** What is known of the folder of a photo. */
interface Folder {
  /** Names from the source to the folder itself. */
  names: readonly string[]
  clues: FolderClues
}

/** What it takes to know of a file. */
export type DatedItem = Pick<WorkItem, 'fileId' | 'path' | 'name' | 'undated'>

/** Photos of a folder come one after another; what is known of it grows only with a scan. */
const keptMs = 30_000
const foldersKept = 4

/** Proposes the date of a photo from all around it, and from what it says itself where Google does not look. */
export type Propose = (inside: Parameters<DateOf>[0]) => DateProposal

/** Makes what tells dates, in the form in which they are written; null: nothing may tell one. */
export function createDating(
  options: DatingOptions,
): (item: DatedItem, signal: AbortSignal) => Promise<DateOf | null> {
  const proposing = createProposing(options)
  return async (item, signal) => {
    const propose = await proposing(item, signal)
    return propose === null ? null : (inside) => wantedDate(propose(inside))
  }
}

function wantedDate(proposal: DateProposal): WantedDate | null {
  if (proposal.kind !== 'found') return null
  const { wallMs, offsetMinutes, utcMs, source } = proposal.date
  return {
    added: { at: wallMs, offsetMinutes, source },
    filmOffsetMinutes: Math.round((wallMs - utcMs) / 60_000),
  }
}

/** Makes what proposes them, by what the item's folder wants; null: nothing may tell one. */
export function createProposing(
  options: DatingOptions,
): (item: DatedItem, signal: AbortSignal) => Promise<Propose | null> {
  const { store, reader, clock } = options
  const folders = new Map<string, { readAt: number; folder: Promise<Folder | null> }>()

  const folderOf = (item: DatedItem): Promise<Folder | null> => {
    const path = dirname(item.path)
    const known = folders.get(path)
    if (known !== undefined && clock.monotonic() - known.readAt < keptMs) return known.folder
    folders.delete(path)
    const folder = readFolder(store, item.fileId, clock.now())
    folders.set(path, { readAt: clock.monotonic(), folder })
    // A catalogue in trouble is asked again.
    folder.catch(() => folders.delete(path))
    for (const first of [...folders.keys()].slice(0, -foldersKept)) folders.delete(first)
    return folder
  }

  /** What the sidecar of a photo says; the likelier of two first. */
  const sidecarOf = async (item: DatedItem, signal: AbortSignal): Promise<WallReading | null> => {
    for (const { sidecar, bytes } of await options.companions.sidecars(item, signal)) {
      const date = sidecarDate(bytes, sidecar, item.name)
      if (date !== null) return date
    }
    return null
  }

  return async (item, signal) => {
    const policy = parseUndatedPolicy(item.undated)
    const folder = policy === null || policy.kind === 'leave' ? null : await folderOf(item)
    if (policy === null || folder === null) return null
    const { names } = folder
    const { neighbours, times, placeOf } = folder.clues
    const start = policy.kind === 'file' ? await reader.readStart(item.path, 1, signal) : null
    const clues: Omit<DateClues, 'carried'> = {
      name: item.name,
      folders: names,
      sidecar: await sidecarOf(item, signal),
      takeoutMs: null,
      neighbours,
      times: start?.ok
        ? {
            file: {
              mtimeMs: start.value.stamp.mtimeUs / 1000,
              birthtimeMs: start.value.birthtimeMs ?? null,
            },
            folder: times,
          }
        : null,
      place: policy.kind === 'date' ? placeOf(item.name) : 0,
    }
    return (inside) => {
      const carried = { date: null, inside, hasClockReset: false }
      return proposeDate({ ...clues, carried }, policy, { nowMs: clock.now(), zone: localZone })
    }
  }
}

/** Sums a folder up, some rows at a time; null: the file is in the catalogue no more. */
async function readFolder(
  store: Pick<WorkStore, 'besides'>,
  fileId: number,
  nowMs: number,
): Promise<Folder | null> {
  const files: ListedFile[] = []
  let place: Pick<FolderPage, 'root' | 'folder'> | null = null
  for await (const page of folderPages(store, fileId)) {
    place = page
    for (const { name, mtimeUs, mediaKind, takenAt } of page.files) {
      const source = mediaKind === 'video' ? 'movie-header' : 'exif-original'
      const carried: CarriedDate | null =
        takenAt === null || isClockReset(takenAt)
          ? null
          : { source, wallMs: takenAt, offsetMinutes: null, precision: 'second' }
      files.push({ name, mtimeMs: mtimeUs / 1000, birthtimeMs: null, carried })
    }
  }
  if (place === null) return null
  const { root, folder } = place
  return {
    names: [basename(root), ...(folder === '' ? [] : folder.split('/'))],
    clues: folderClues(files, nowMs),
  }
}
