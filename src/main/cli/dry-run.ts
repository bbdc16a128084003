// `shoebox backup --dry-run`: what a backup of the folders would do, with the same options. Sends and makes nothing, and needs
// neither a sign-in nor a line; where a catalogue is there, what is done already is known from it. How it is worded is
// dry-run-words.ts.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { HistoryPlace, Output } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import { defaultSettings, type Settings } from '../../shared/model.ts'
import { bothOfPairs } from '../../shared/pairs.ts'
import type { RehearsalStage, RehearsedFile } from '../../shared/rehearsal-schemas.ts'
import { isSomethingLeft } from '../../shared/rehearsal-sums.ts'
import { ok, type Result } from '../../shared/result.ts'
import { afterTick } from '../../shared/sub-folders.ts'
import { createChildProcessHost, foreseePrivateFolder } from '../engine/index.ts'
import type { TokenVault } from '../engine/ports/outside.ts'
import type { RehearsedFolder } from '../engine/ports/rehearsal.ts'
import { createPreparer } from '../engine/prepare/index.ts'
import {
  createAlbumPreview,
  knownAlbums,
  type AlbumsOfFolder,
  type KnownAlbums,
} from '../engine/albums/index.ts'
import { knownFiles, rehearseFolders } from '../engine/rehearsing.ts'
import { cloudLook, createFileReader, createWalker, identifyFolder } from '../engine/scan/index.ts'
import { resolveFolder, type PlacedFolder } from '../engine/sources/index.ts'
import { systemClock } from '../engine/system-ports.ts'
import { exitDone, exitSomeLeft, stopSignal } from './backup.ts'
import type { BackupWish } from './begin.ts'
import { albumLines, albumsToJson } from './dry-run-albums.ts'
import { dryRunSummary, fileLine, stageLine } from './dry-run-words.ts'
import { dataFolder } from './headless.ts'
import { readInside } from './inside.ts'
import { say, sayJson, tell } from './output.ts'
import type { Askable } from './running-engine.ts'
import { withEngine } from './show.ts'

/** More often nobody reads. */
const tellEveryMs = 1_000
const rowsAtOnce = 500

/** What is known before anything is looked at. */
interface Before {
  settings: Settings
  usedToday: number
  folders: RehearsedFolder[]
  albums: AlbumsOfFolder[]
}

/** Says what a backup would do; the value is the exit code that `--once` would end with. */
export async function dryRun(wish: BackupWish, isList: boolean): Promise<Result<number, Failure>> {
  const stop = stopSignal()
  const begun = await lookBefore(wish, stop)
  if (!begun.ok) return begun
  const { settings, usedToday, folders, albums } = begun.value
  const folder = dataFolder(process.env)
  const config = { dataFolder: folder, cacheFolder: join(folder, 'cache') }
  const roots = folders.map(({ path }) => path)
  const reader = createFileReader()
  const walker = createWalker({ reader, cloudLook })
  const preparer = createPreparer({
    // Never made: nothing is written here.
    renditionFolder: join(folder, 'renditions'),
    thumbnailFolder: join(config.cacheFolder, 'thumbnails'),
    photoFolders: () => roots,
    workerHost: createChildProcessHost(),
    reader,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
  })
  const preview = createAlbumPreview(albums)
  let seen = 0
  let stage: RehearsalStage = { does: 'looking' }
  let told = ''
  const telling = setInterval(() => {
    const line = stageLine(stage, seen)
    if (line !== told) tell(line)
    told = line
  }, tellEveryMs)
  const listener = {
    file: (file: RehearsedFile) => {
      seen += 1
      preview.file(file)
      if (wish.isJson) sayJson({ event: 'file', ...file })
      else if (isList) say(fileLine(file))
    },
    stage: (next: RehearsalStage) => {
      stage = next
    },
  }
  try {
    const tools = { walker, reader, preparer, clock: systemClock, config }
    const sums = await rehearseFolders({ folders, settings, usedToday }, tools, listener, stop)
    const plan = preview.plan()
    if (wish.isJson) sayJson({ event: 'summary', isDryRun: true, ...sums, ...albumsToJson(plan) })
    else say(...dryRunSummary(sums, settings), ...albumLines(plan))
    for (const { path, code } of sums.unlooked) tell(`${path} cannot be read (${code}).`)
    for (const path of sums.away) tell(`${path} is not there.`)
    if (!sums.isWhole) tell('Stopped before all was looked at.')
    return ok(isSomethingLeft(sums) ? exitSomeLeft : exitDone)
  } finally {
    clearInterval(telling)
    await Promise.all([walker, reader, preparer].map((part) => part.close()))
  }
}

/** What a catalogue knows, if there is one; it is let go of before anything is looked at. */
async function lookBefore(wish: BackupWish, stop: AbortSignal): Promise<Result<Before, Failure>> {
  const folder = dataFolder(process.env)
  // To open one would make one.
  if (!existsSync(join(folder, 'catalogue.sqlite'))) {
    // A backup would end here; and where nothing can be read, a catalogue may be there all the same.
    const foreseen = await foreseePrivateFolder(folder)
    return foreseen.ok ? plan(wish, defaultSettings, null, stop) : foreseen
  }
  return withEngine(
    async (engine) => {
      const status = await engine.call('getStatus', {})
      if (!status.ok) return status
      const settings = await engine.call('getSettings', {})
      if (!settings.ok) return settings
      const listed = await engine.call('listSources', {})
      if (!listed.ok) return listed
      const { usedToday } = status.value.requests
      return plan(wish, settings.value, { engine, usedToday, ...listed.value }, stop)
    },
    { replace: { vault: nobody } },
  )
}

/** Nobody is signed in, so that nothing is asked of Google. */
const nobody: TokenVault = {
  load: async () => null,
  save: async () => undefined,
  clear: async () => undefined,
  loadClient: async () => null,
  saveClient: async () => undefined,
  isLasting: async () => true,
  keepInFile: async () => undefined,
}

type KeptSource = Output<'listSources'>['sources'][number]

async function plan(
  wish: BackupWish,
  kept: Settings,
  catalogue: { engine: Askable; usedToday: number; sources: KeptSource[] } | null,
  stop: AbortSignal,
): Promise<Result<Before, Failure>> {
  const sources = catalogue?.sources ?? []
  const settings = {
    ...kept,
    ...(wish.size === null ? {} : { photoSize: wish.size }),
    ...(wish.limits === null ? {} : { limits: wish.limits }),
    ...(wish.captions === null ? {} : { sendCaptions: wish.captions === 'on' }),
  }
  const leftOutOf = (path: string): readonly string[] =>
    sources.find((source) => source.path === path)?.leftOut ?? []
  const inside = readInside(wish, leftOutOf)
  if (!inside.ok) return inside
  const placed: PlacedFolder[] = await Promise.all(
    sources.map(async ({ sourceId, path }) => ({
      sourceId: Number(sourceId),
      path,
      identity: await identifyFolder(path),
    })),
  )
  const folders: RehearsedFolder[] = []
  const albums: AlbumsOfFolder[] = []
  const met = new Set<number>()
  for (const [at, named] of wish.folders.entries()) {
    const found = await resolveFolder(named, placed, identifyFolder)
    if (!found.ok) return found
    const { path, identity } = found.value
    const sourceId = found.value.sourceId ?? -1 - placed.length
    // Named twice it is one folder, and another that overlaps it is refused, as when they are added.
    if (found.value.sourceId === null) placed.push({ path, identity, sourceId })
    if (met.has(sourceId)) continue
    met.add(sourceId)
    const view = sources.find((source) => source.sourceId === String(sourceId))
    const known = view === undefined ? null : await knownOf(view, catalogue?.engine ?? null, stop)
    const chosen = wish.albums ?? view?.albums ?? 'none'
    const there = await albumsOf(view, catalogue?.engine ?? null)
    albums.push({ path, albums: chosen, ...there })
    const leftOut = inside.value.ticks
      .filter((tick) => tick.at === at)
      .reduce<readonly string[]>(
        (before, { folder, isLeftOut }) => afterTick(before, folder, isLeftOut),
        view?.leftOut ?? [],
      )
    folders.push({
      path,
      known,
      isAway: view?.isConnected === false && !wish.isConfirmed,
      photoSize: view?.photoSize ?? null,
      includeSubfolders: view?.includeSubfolders ?? true,
      followLinks: wish.followLinks ?? view?.followLinks ?? false,
      changedVersions: wish.changedVersions ?? view?.changedVersions ?? 'send',
      undated: wish.undated ?? view?.undated ?? 'leave',
      already: wish.already ?? view?.already ?? 'some',
      pairs: wish.pairs ?? view?.pairs ?? bothOfPairs,
      firstScanAt: view?.firstScanAt ?? null,
      ignorePatterns: view?.ignorePatterns ?? [],
      leftOut: [...leftOut],
    })
  }
  return ok({ settings, usedToday: catalogue?.usedToday ?? 0, folders, albums })
}

async function albumsOf(
  source: KeptSource | undefined,
  engine: Askable | null,
): Promise<KnownAlbums> {
  if (source === undefined || engine === null) return knownAlbums([])
  const listed = await engine.call('listAlbums', { sourceId: source.sourceId })
  return knownAlbums(listed.ok ? listed.value.albums : [])
}

async function knownOf(
  { sourceId }: KeptSource,
  engine: Askable | null,
  stop: AbortSignal,
): Promise<RehearsedFolder['known']> {
  if (engine === null) return null
  return knownFiles(async (after: HistoryPlace | null) => {
    const ask = { filter: { sourceId }, order: 'size', after, limit: rowsAtOnce }
    const page = await engine.call('listHistory', ask)
    return page.ok ? page.value : null
  }, stop)
}
