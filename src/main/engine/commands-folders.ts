// The commands of the folders that are backed up: which there are, and what is chosen for each. What a choice does to the rows is
// the catalogue's, what to the scans sources/.
import { isTooLate } from '../../shared/already.ts'
import type { EngineHandlers } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { Settings } from '../../shared/model.ts'
import { fail, ok } from '../../shared/result.ts'
import { afterTick, takeOf } from '../../shared/sub-folders.ts'
import { startOf, withUndated } from './commands-already.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { FolderIdentity } from './ports/files.ts'
import type { PhotoPreparer } from './prepare/index.ts'
import { addSource, type Sources } from './sources/index.ts'

const done = ok({})
const notFound = fail<Failure>({ kind: 'not-found' })

/** Makes the handlers; `inSlices` follows work on very many rows. */
export function folderCommands(
  world: {
    catalog: Catalog
    sources: Sources
    preparer: Pick<PhotoPreparer, 'forgetThumbnails'>
    settings(): Settings
    planAnew(sourceId: number): Promise<void>
    now(): number
    identifyFolder(path: string): Promise<FolderIdentity>
    rowsChanged(): void
  },
  inSlices: <T>(work: Promise<T>) => Promise<T>,
): Pick<
  EngineHandlers,
  | 'addSource'
  | 'listSources'
  | 'removeSource'
  | 'changeSource'
  | 'confirmSource'
  | 'listFolders'
  | 'leaveOut'
  | 'pairFigures'
> {
  const { catalog, sources } = world
  const sourceExists = (sourceId: string): boolean =>
    catalog.sources().some((source) => String(source.sourceId) === sourceId)
  return {
    addSource: async ({ path, already }) => {
      const added = await addSource(path, world, () => startOf(already, world.settings()))
      if (added.ok) await sources.reload()
      return added
    },
    listSources: async () =>
      ok({
        sources: catalog
          .sources()
          .map((source) => ({ ...source, sourceId: String(source.sourceId) })),
      }),
    removeSource: async ({ sourceId }) => {
      if (!sourceExists(sourceId)) return notFound
      // Put in again, its card is asked about again.
      catalog.forgetVolumeOf(Number(sourceId))
      await Promise.all([inSlices(catalog.removeSource(Number(sourceId))), sources.reload()])
      await world.preparer.forgetThumbnails()
      world.rowsChanged()
      return done
    },
    changeSource: async ({ sourceId, redecide, albums, pairs, ...wish }) => {
      const source = catalog.sources().find((one) => String(one.sourceId) === sourceId)
      if (source === undefined) return notFound
      if (wish.already !== undefined && isTooLate(wish.already, world.now()))
        return fail({ kind: 'bad-request', problem: `${wish.already} is still to come` })
      const change = withUndated(source, wish)
      const { already = source.already } = change
      const isOther = already !== source.already
      if (!isOther) catalog.updateSource(source.sourceId, change)
      // What is prepared and not sent has the date that was chosen before, or none.
      const isDecidedAnew = redecide === true || change.undated !== undefined
      const hasOtherAlbums = albums !== undefined && albums !== source.albums
      const hasOtherPairs = pairs !== undefined && pairs !== source.pairs
      await Promise.all([
        hasOtherPairs && inSlices(catalog.changePairs(source.sourceId, pairs)),
        hasOtherAlbums && inSlices(catalog.changeAlbums(source.sourceId, albums)),
        isOther && inSlices(catalog.changeAlready(source.sourceId, { ...change, already })),
        isDecidedAnew && world.planAnew(source.sourceId),
      ])
      if (wish.changedVersions === 'send')
        await inSlices(catalog.retryReason('changed-version', Number(sourceId)))
      await sources.reload()
      world.rowsChanged()
      return done
    },
    confirmSource: async ({ sourceId }) => {
      if (!sourceExists(sourceId)) return notFound
      await sources.confirm(Number(sourceId))
      return done
    },
    listFolders: ({ sourceId, folder }) => sources.listFolders(Number(sourceId), folder),
    pairFigures: async ({ sourceId }) => ok(catalog.pairFigures(Number(sourceId))),
    leaveOut: async ({ sourceId, folder, isLeftOut }) => {
      const source = catalog.sources().find((one) => String(one.sourceId) === sourceId)
      if (source === undefined || takeOf(folder, source.leftOut) === 'with-its-folder')
        return notFound
      const leftOut = [...afterTick(source.leftOut, folder, isLeftOut)]
      // Before anything was sent, what is ticked again was there from the start as well.
      const { firstRunStep, isBackupOn } = world.settings()
      const isChoosing = firstRunStep !== 'done' && !isBackupOn
      const firstScanAt = isChoosing ? null : source.firstScanAt
      catalog.updateSource(source.sourceId, { leftOut, firstScanAt })
      await sources.reload()
      world.rowsChanged()
      return done
    },
  }
}
