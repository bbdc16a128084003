// Which albums a backup would make, told before anything is made: their titles, how many photos each gets, which of them are
// called after more than their folder, and what that costs of a day's requests. Pure.
import type { AlbumFolder } from '../ports/albums.ts'
import { fullAt } from './parts.ts'
import { partTitle, titleOf, titlesOf } from './titles.ts'

/** A folder whose photos go into an album, and how many would go up and into it. */
export interface PlannedFolder extends AlbumFolder {
  files: number
}

/** An album that would be made, or that is there already. */
export interface PlannedAlbum extends PlannedFolder {
  title: string
  /** Another folder has the same name, so that the title says where this one lies. */
  isTold: boolean
  isMade: boolean
}

/** What all of them come to. */
export interface AlbumPlan {
  albums: PlannedAlbum[]
  /** Requests that make albums; filling them takes none of its own while a batch of one album is full. */
  creates: number
  /** How many batches of 50 the photos of each album make, all added up. */
  batches: number
}

/** So many photos go into one request (photos-api.md 3). */
const batchSize = 50

/** What is there beside the folders of a plan: others that have albums or want some, and titles that albums have. */
export interface BesidePlan {
  others: readonly AlbumFolder[]
  taken: ReadonlySet<string>
}

/** Plans them; `made` are the titles of albums that are there, by folder. */
export function planAlbums(
  folders: readonly PlannedFolder[],
  made: (folder: AlbumFolder) => string | null = () => null,
  beside: BesidePlan = { others: [], taken: new Set() },
): AlbumPlan {
  const wanted = folders.filter(({ files }) => files > 0)
  const titles = new Map(wanted.map((folder) => [folder, made(folder)]))
  const taken = new Set([...titles.values()].filter((title) => title !== null))
  const fresh = titlesOf([...wanted, ...beside.others], new Set([...taken, ...beside.taken]))
  const albums = wanted.map((folder): PlannedAlbum => {
    const known = titles.get(folder) ?? null
    const title = known ?? fresh.get(folder) ?? ''
    const isTold = known === null && title !== titleOf(folder, [], new Set())
    return { ...folder, title: partTitle(title, 1), isTold, isMade: known !== null }
  })
  return {
    albums,
    creates: albums.reduce(
      (sum, { files, isMade }) => sum + Math.ceil(files / fullAt) - (isMade ? 1 : 0),
      0,
    ),
    batches: albums.reduce((sum, { files }) => sum + Math.ceil(files / batchSize), 0),
  }
}
