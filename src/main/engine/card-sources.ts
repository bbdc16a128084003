// The source that a card is backed up as: its own from before, that of a card which it replaces, or a new one. Which card it is
// and whether it is wanted is cards.ts.
import type { Failure } from '../../shared/failure.ts'
import { ok, type Result } from '../../shared/result.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { FolderIdentity } from './ports/files.ts'
import type { Clock } from './ports/outside.ts'
import type { SourceStart, StoredSource } from './ports/stored-source.ts'
import type { RememberedVolume } from './ports/volumes.ts'
import { addSource, compare, isAt, resolveFolder, touches, type Sources } from './sources/index.ts'

/** What the sources of cards need. */
export interface CardSourcesOptions {
  catalog: Catalog
  sources: Sources
  identifyFolder(path: string): Promise<FolderIdentity>
  clock: Clock
  /** What a new source begins with. */
  startOf(): SourceStart
}

/** A card that is in, as far as its source depends on it. */
interface CardIn {
  readonly path: string
  smallCopies: readonly string[]
  known: { volume: RememberedVolume; likeness: 'same' | 'alike' } | null
}

/** The sources of cards. */
export interface CardSources {
  /** Has the card backed up; `remember` stores which source it is, before anything of it is looked at. */
  settle(card: CardIn, remember: (sourceId: number) => void): Promise<Result<null, Failure>>
  /** Whether it is the card that its source waits for, by the files on it, where nothing else tells. */
  isBack(card: CardIn): Promise<boolean>
  /** Whether it is backed up already, as a folder that somebody added, or as a part of one. */
  isCovered(path: string): Promise<boolean>
  /** The same by its path alone. */
  hasSourceAt(path: string): boolean
  /** Whether something of the source is still to be backed up, as far as it is known. */
  isWaiting(sourceId: number): boolean
  /** Something was put in or taken out here: sources that are there, or may be now, are looked for at once. */
  lookAgainAt(path: string, volumeId: string | null): void
}

/** Makes them. */
export function createCardSources(options: CardSourcesOptions): CardSources {
  const { catalog, sources, identifyFolder, clock } = options
  const stored = (sourceId: number | null): StoredSource | undefined =>
    catalog.sources().find((source) => source.sourceId === sourceId)
  /** Folders that somebody added; what cards are backed up as is found by the card. */
  const added = (): StoredSource[] =>
    catalog.sources().filter(({ sourceId }) => catalog.volumeOf(sourceId) === null)
  const isWaiting = (sourceId: number): boolean => {
    const isScanning = sources
      .views()
      .some((view) => view.sourceId === String(sourceId) && view.state === 'scanning')
    return isScanning || (catalog.sourceTallies().get(sourceId)?.waiting ?? 0) > 0
  }

  const isBack: CardSources['isBack'] = async ({ path, known }) => {
    const sourceId = known?.volume.sourceId ?? null
    if (sourceId === null || catalog.volumeOf(sourceId) !== 'wanted') return false
    return (await sources.isThere(sourceId)) && stored(sourceId)?.path === path
  }

  return {
    isBack,
    isWaiting,
    async settle(card, remember) {
      const { path, known } = card
      const identity = await identifyFolder(path)
      const before = stored(known?.volume.sourceId ?? null)
      if (before !== undefined) {
        const { sourceId } = before
        if (compare(before.identity, identity) === 'same' || (await isBack(card))) {
          remember(sourceId)
          await sources.isThere(sourceId)
          return ok(null)
        }
        // As a rule it was formatted. Where photos of the other card still wait for it, it gets a source of its own.
        if (!isWaiting(sourceId) || (await sources.looksLike(sourceId, path))) {
          remember(sourceId)
          await sources.takeOver(sourceId, { path, identity })
          return ok(null)
        }
      }
      const world = {
        identifyFolder,
        now: () => clock.now(),
        catalog: { sources: added, addSource: catalog.addSource },
      }
      const made = await addSource(path, world, options.startOf)
      if (!made.ok) return made
      const sourceId = Number(made.value.sourceId)
      // A scan takes what is chosen with it from its first moment.
      catalog.updateSource(sourceId, { leftOut: [...card.smallCopies] })
      remember(sourceId)
      await sources.reload()
      return ok(null)
    },
    async isCovered(path) {
      const found = await resolveFolder(path, added(), identifyFolder)
      return !found.ok || found.value.sourceId !== null
    },
    hasSourceAt: (path) => added().some((source) => touches(path, source.path)),
    lookAgainAt(path, volumeId) {
      for (const { sourceId, path: at, identity } of catalog.sources()) {
        const isIts = volumeId !== null && identity.volumeId === volumeId
        if (isIts || isAt(path, at)) void sources.isThere(sourceId)
      }
    },
  }
}
