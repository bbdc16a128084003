// The watched folders as stored, and which of them take part in this run. What becomes of the rows of one that the user
// takes out is leave.ts.
import * as z from 'zod'
import type { Database } from 'better-sqlite3'
import { parseAlbumChoice, type AlbumChoice } from '../../../shared/albums.ts'
import { parseAlready, sinceOf } from '../../../shared/already.ts'
import { bothOfPairs, parsePairs, type PairPolicy } from '../../../shared/pairs.ts'
import type { PhotoSize } from '../../../shared/model.ts'
import type { Catalog, StoredSource } from '../ports/catalogue.ts'
import type { SourceStart } from '../ports/stored-source.ts'
import type { Accounts } from './accounts.ts'
import type { Room } from './database.ts'
import { valueOf } from './kept.ts'

/** The sources of one catalogue. */
export interface Sources extends Pick<
  Catalog,
  'sources' | 'addSource' | 'updateSource' | 'restrictTo'
> {
  /** True when this source takes part in the run. */
  takes(sourceId: number): boolean
  /** Sources that take part and are connected, by id. */
  working(): readonly number[]
  /** True for the one whose files go before those of all others. */
  goesFirst(sourceId: number): boolean
  /** Whether the source lies on a share, where another machine's clock dates the files. */
  isOnNetwork(sourceId: number): boolean
  /** The day since which a source wants what is new, and when it was looked through first; null: it wants everything. */
  startOf(sourceId: number): { since: number; firstScanAt: number | null } | null
  /** Which albums the photos of a source go into. */
  albumsOf(sourceId: number): AlbumChoice
  /** What a source leaves out of files that are one picture together. */
  pairsOf(sourceId: number): PairPolicy
  /** Sources that take part, by id. */
  taking(): readonly number[]
  /** Sources that want what is new since a day, whosever library that was said of, by id. */
  begunAtDays(): readonly number[]
  /** A whole scan of it ended. */
  noteScan(sourceId: number, at: number): void
  /** From now on it takes part in nothing, in this run and all later ones. */
  markLeaving(sourceId: number): void
  /** Sources that were taken out and of which something is left, by id. */
  leaving(): readonly number[]
}

interface SourceRow {
  id: number
  path: string
  volumeId: string | null
  pathInVolume: string | null
  isNetwork: number
  folderId: string | null
  photoSize: PhotoSize | null
  includesSubfolders: number
  followsLinks: number
  sendsVersions: number
  undated: string
  isUndatedChosen: number
  already: string
  alreadyFor: number | null
  albums: string
  pairs: string
  ignorePatterns: string
  leftOut: string
  goesFirst: number
  addedAt: number
  lastScanAt: number | null
  firstScanAt: number | null
  isConnected: number
}

const noAlbums: AlbumChoice = { for: 'none' }
const noPairs: PairPolicy = { raw: false, film: false }

/** Nothing that may be in Google Photos already is sent as other bytes. */
const usualStart: SourceStart = { already: 'some', undated: 'leave', isUndatedChosen: true }

const namesSchema = z.array(z.string())
const isNames = (json: string): boolean => namesSchema.safeParse(valueOf(json)).success

/**
 * Whether it can be read what each source leaves out. Where not, nothing may be sent: the list is as good as damaged, and
 * SQLite does not notice a bit that fell over in a text.
 */
export function hasReadableRules(db: Database): boolean {
  const rules = db
    .prepare<[], [string, string]>(
      'SELECT ignore_patterns, left_out FROM source WHERE is_leaving = 0',
    )
    .raw()
    .all()
  return rules.flat().every(isNames)
}

/** As it is kept: what is in Google Photos already was said of the library of one account. */
type KeptSource = StoredSource & Pick<SourceRow, 'alreadyFor'>

function toSource(row: SourceRow): KeptSource {
  return {
    sourceId: row.id,
    path: row.path,
    identity: {
      volumeId: row.volumeId,
      pathInVolume: row.pathInVolume,
      isNetwork: row.isNetwork === 1,
      ...(row.folderId === null ? {} : { folderId: row.folderId }),
    },
    photoSize: row.photoSize,
    includeSubfolders: row.includesSubfolders === 1,
    followLinks: row.followsLinks === 1,
    changedVersions: row.sendsVersions === 1 ? 'send' : 'keep',
    undated: row.undated,
    isUndatedChosen: row.isUndatedChosen === 1,
    // One that can no longer be read leaves nothing out.
    already: parseAlready(row.already) ?? usualStart.already,
    alreadyFor: row.alreadyFor,
    // A choice that can no longer be read makes none.
    albums: parseAlbumChoice(row.albums) === null ? noAlbums.for : row.albums,
    pairs: parsePairs(row.pairs) === null ? bothOfPairs : row.pairs,
    ignorePatterns: namesSchema.parse(JSON.parse(row.ignorePatterns)),
    leftOut: namesSchema.parse(JSON.parse(row.leftOut)),
    goesFirst: row.goesFirst === 1,
    addedAt: row.addedAt,
    lastScanAt: row.lastScanAt,
    firstScanAt: row.firstScanAt,
    isConnected: row.isConnected === 1,
  }
}

function toRow(source: KeptSource): SourceRow {
  return {
    id: source.sourceId,
    path: source.path,
    volumeId: source.identity.volumeId,
    pathInVolume: source.identity.pathInVolume,
    folderId: source.identity.folderId ?? null,
    isNetwork: source.identity.isNetwork ? 1 : 0,
    photoSize: source.photoSize,
    includesSubfolders: source.includeSubfolders ? 1 : 0,
    followsLinks: source.followLinks ? 1 : 0,
    sendsVersions: source.changedVersions === 'send' ? 1 : 0,
    undated: source.undated,
    isUndatedChosen: source.isUndatedChosen ? 1 : 0,
    already: source.already,
    alreadyFor: source.alreadyFor,
    albums: source.albums,
    pairs: source.pairs,
    ignorePatterns: JSON.stringify(source.ignorePatterns),
    leftOut: JSON.stringify(source.leftOut),
    goesFirst: source.goesFirst ? 1 : 0,
    addedAt: Math.round(source.addedAt),
    lastScanAt: source.lastScanAt === null ? null : Math.round(source.lastScanAt),
    firstScanAt: source.firstScanAt === null ? null : Math.round(source.firstScanAt),
    isConnected: source.isConnected ? 1 : 0,
  }
}

/** Reads the sources and prepares the statements. */
export function createSources({ db, write }: Room, accounts: Pick<Accounts, 'currentId'>): Sources {
  const readAll = db.prepare<[], SourceRow>(
    `SELECT id, path, volume_id AS volumeId, path_in_volume AS pathInVolume, is_network AS isNetwork,
       root_id AS folderId, photo_size AS photoSize, includes_subfolders AS includesSubfolders,
       follows_links AS followsLinks, sends_versions AS sendsVersions, undated, undated_is_chosen AS isUndatedChosen, already,
       already_for AS alreadyFor, albums, pairs, ignore_patterns AS ignorePatterns,
       left_out AS leftOut, goes_first AS goesFirst, added_at AS addedAt, last_scan_at AS lastScanAt,
       first_scan_at AS firstScanAt, is_connected AS isConnected
     FROM source WHERE is_leaving = 0 ORDER BY id`,
  )
  const add = db.prepare(
    `INSERT INTO source (path, volume_id, path_in_volume, is_network, root_id, added_at, already, already_for, undated,
       undated_is_chosen)
     VALUES (@path, @volumeId, @pathInVolume, @isNetwork, @folderId, @now, @already, @alreadyFor, @undated, @isUndatedChosen)`,
  )
  const update = db.prepare(
    `UPDATE source SET path = @path, volume_id = @volumeId, path_in_volume = @pathInVolume, is_network = @isNetwork,
       root_id = @folderId, photo_size = @photoSize, includes_subfolders = @includesSubfolders,
       follows_links = @followsLinks, sends_versions = @sendsVersions, undated = @undated,
       undated_is_chosen = @isUndatedChosen, already = @already, already_for = @alreadyFor, albums = @albums, pairs = @pairs,
       ignore_patterns = @ignorePatterns, left_out = @leftOut, goes_first = @goesFirst, last_scan_at = @lastScanAt, first_scan_at = @firstScanAt, is_connected = @isConnected
     WHERE id = @id`,
  )
  const onlyFirst = db.prepare<[number]>('UPDATE source SET goes_first = 0 WHERE id <> ?')
  const leave = db.prepare<[number]>('UPDATE source SET is_leaving = 1 WHERE id = ?')
  const leavingIds = db.prepare<[], number>('SELECT id FROM source WHERE is_leaving = 1').pluck()

  const read = (): KeptSource[] => readAll.all().map(toSource)
  let stored = read()
  let restriction: ReadonlySet<number> | null = null
  const leaving = new Set(leavingIds.all())
  const takes = (sourceId: number): boolean =>
    (restriction?.has(sourceId) ?? true) && !leaving.has(sourceId)

  /** What is in the library of one account is not in that of another. */
  const isOfAnother = (accountId: number | null): boolean =>
    accountId !== null && accountId !== accounts.currentId()

  const updateSource: Sources['updateSource'] = (sourceId, change) => {
    const source = stored.find((one) => one.sourceId === sourceId)
    if (source === undefined) return
    write(() => {
      const alreadyFor = change.already === undefined ? source.alreadyFor : accounts.currentId()
      update.run(toRow({ ...source, ...change, alreadyFor }))
      if (change.goesFirst === true) onlyFirst.run(sourceId)
    })
    stored = read()
  }

  return {
    sources: () =>
      stored.map(({ alreadyFor, ...source }) => ({
        ...source,
        already: isOfAnother(alreadyFor) ? usualStart.already : source.already,
      })),
    begunAtDays: () =>
      stored.filter(({ already }) => sinceOf(already) !== null).map(({ sourceId }) => sourceId),
    takes,
    goesFirst: (sourceId) =>
      stored.some((source) => source.sourceId === sourceId && source.goesFirst),
    isOnNetwork: (sourceId) =>
      stored.some((source) => source.sourceId === sourceId && source.identity.isNetwork),
    startOf: (sourceId) => {
      const source = stored.find((one) => one.sourceId === sourceId)
      if (source === undefined || isOfAnother(source.alreadyFor)) return null
      const since = sinceOf(source.already)
      return since === null ? null : { since, firstScanAt: source.firstScanAt }
    },
    albumsOf: (sourceId) =>
      parseAlbumChoice(stored.find((one) => one.sourceId === sourceId)?.albums ?? '') ?? noAlbums,
    pairsOf: (sourceId) =>
      parsePairs(stored.find((one) => one.sourceId === sourceId)?.pairs ?? '') ?? noPairs,
    taking: () => stored.map((source) => source.sourceId).filter(takes),
    working: () =>
      stored
        .filter((source) => source.isConnected && takes(source.sourceId))
        .map((source) => source.sourceId),
    restrictTo: (sourceIds) => {
      restriction = sourceIds === null ? null : new Set(sourceIds)
    },

    addSource: (source) => {
      const { volumeId, pathInVolume, isNetwork, folderId = null } = source.identity
      const identity = { volumeId, pathInVolume, isNetwork: isNetwork ? 1 : 0, folderId }
      const { already, undated, isUndatedChosen } = source.start ?? usualStart
      const alreadyFor = accounts.currentId()
      const start = { already, alreadyFor, undated, isUndatedChosen: isUndatedChosen ? 1 : 0 }
      const { path, now } = source
      const sourceId = write(() =>
        Number(add.run({ path, ...identity, ...start, now: Math.round(now) }).lastInsertRowid),
      )
      stored = read()
      return sourceId
    },

    updateSource,
    noteScan: (sourceId, at) => {
      const source = stored.find((one) => one.sourceId === sourceId)
      updateSource(sourceId, { lastScanAt: at, firstScanAt: source?.firstScanAt ?? at })
    },

    markLeaving: (sourceId) => {
      write(() => leave.run(sourceId))
      leaving.add(sourceId)
      stored = read()
    },
    leaving: () => leavingIds.all(),
  }
}
