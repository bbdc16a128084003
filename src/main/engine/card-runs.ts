// How far each card is that is backed up as a source: what is on it now, and what is said of it. What is said is decided by
// shared/card-told.ts; that it came or went is cards.ts.
import type { CardRun } from '../../shared/card-schemas.ts'
import { tellingOfRun } from '../../shared/card-told.ts'
import { cameraOf } from '../../shared/cards.ts'
import { isOut } from '../../shared/standing.ts'
import type { SourceView } from '../../shared/status.ts'
import { unreadableIn } from '../../shared/unreadable.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { Sources } from './sources/index.ts'

/** What tells how far a card is. */
export interface CardRunParts {
  catalog: Pick<Catalog, 'presentTally' | 'rememberedVolumes' | 'volumeOf'>
  sources: Pick<Sources, 'isSettled'>
  /** False: what the last run left is all that is known. */
  isLookedAfter: boolean
  /** Whether a check reads what lies at this path. */
  isChecking(path: string): boolean
}

/** How far the card is that a source is; null: the source is no card. */
export function cardRun(view: SourceView, parts: CardRunParts): CardRun | null {
  const { catalog, sources, isLookedAfter } = parts
  const sourceId = Number(view.sourceId)
  const volume = catalog.rememberedVolumes().find((one) => one.sourceId === sourceId)
  if (volume === undefined) return null
  const { kind, label, cameraFolder, lastSeenAt } = volume
  const figures = catalog.presentTally(sourceId)
  const isIn = !isOut(view)
  // A scan of another time knows nothing of what is on it now; one that broke off in the middle ends nothing.
  const isScanned = view.lastScanAt !== null && view.lastScanAt >= lastSeenAt
  const isLookedThrough = isScanned && (!isIn || sources.isSettled(sourceId))
  const told = tellingOfRun({
    ...{ isIn, isLookedAfter, isLookedThrough },
    isWanted: catalog.volumeOf(sourceId) === 'wanted',
    isBeingChecked: parts.isChecking(view.path),
    waiting: figures.waiting,
    unreadable: unreadableIn(view),
  })
  const camera = cameraOf(label, cameraFolder)
  return { ...{ kind, label, camera }, ...figures, told, isLookedThrough }
}
