// What a folder is given with what is said to be in Google Photos already of it: when it is added, when that is changed, and
// when the question of the first run is answered. What is left out for it is decided in the queue.
import { alreadyOfNew, undatedWhere } from '../../shared/already.ts'
import type { Settings } from '../../shared/model.ts'
import type { Catalog, StoredSource } from './ports/catalogue.ts'
import type { SourceStart } from './ports/stored-source.ts'
import type { Sources } from './sources/index.ts'

/** What the answer works on. */
export interface AlreadyWorld {
  catalog: Pick<Catalog, 'sources' | 'changeAlready'>
  sources: Pick<Sources, 'reload'>
  planAnew(sourceId: number): Promise<void>
}

const isChoosing = ({ firstRunStep }: Settings): boolean => firstRunStep !== 'done'

/** What a new folder begins with: in the window by the answer of the first run, by the command with no date added. */
export function startOf(already: string | undefined, settings: Settings): SourceStart {
  if (already !== 'as-answered')
    return { already: already ?? 'some', undated: 'leave', isUndatedChosen: true }
  const own = alreadyOfNew(settings.already, isChoosing(settings))
  return { already: own, undated: undatedWhere(own), isUndatedChosen: false }
}

/** A change with what it means for photos without a date; what somebody chose for these stays. */
export function withUndated<T extends Partial<Pick<StoredSource, 'already' | 'undated'>>>(
  source: Pick<StoredSource, 'isUndatedChosen'>,
  wish: T,
): T & Partial<SourceStart> {
  if (wish.undated !== undefined) return { ...wish, isUndatedChosen: true }
  if (wish.already === undefined || source.isUndatedChosen) return wish
  return { ...wish, undated: undatedWhere(wish.already) }
}

/** Makes what the answer of the first run brings about: it is that of all folders that are chosen there. */
export function createAnswered(
  { catalog, sources, planAnew }: AlreadyWorld,
  inSlices: (work: Promise<void>) => Promise<void>,
): (settings: Settings) => Promise<void> {
  return async (settings) => {
    if (!isChoosing(settings)) return
    const { already } = settings
    for (const source of catalog.sources()) {
      if (source.already === already) continue
      const change = withUndated(source, { already })
      await Promise.all([
        inSlices(catalog.changeAlready(source.sourceId, change)),
        change.undated !== undefined && planAnew(source.sourceId),
      ])
    }
    await sources.reload()
  }
}
