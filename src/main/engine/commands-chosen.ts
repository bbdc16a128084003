// The commands for several files of the history at once. What each does to a file is the catalogue's.
import type { EngineHandlers } from '../../shared/contract.ts'
import { ok } from '../../shared/result.ts'
import type { Catalog } from './ports/catalogue.ts'
import { shownPath } from './shown-path.ts'

/** More than these nobody pastes anywhere; a table is saved instead. */
const mostPaths = 10_000
/** So many are looked up between two turns of everything else. */
const pathsAtOnce = 200

/** Makes the handlers; `inSlices` lets what the first slices bring be taken up while the others go on. */
export function chosenCommands(
  world: {
    catalog: Pick<Catalog, 'retryChosen' | 'ignoreChosen' | 'rowsChosen' | 'fileById'>
    rowsChanged(): void
  },
  inSlices: <T>(work: Promise<T>) => Promise<T>,
): Pick<EngineHandlers, 'retryChosen' | 'ignoreChosen' | 'pathsChosen'> {
  const { catalog } = world
  const carriedOut = async (work: Promise<number>) => {
    const files = await inSlices(work)
    world.rowsChanged()
    return ok({ files })
  }
  return {
    retryChosen: ({ of }) => carriedOut(catalog.retryChosen(of)),
    ignoreChosen: ({ of }) => carriedOut(catalog.ignoreChosen(of)),
    pathsChosen: async ({ of }) => {
      const paths: string[] = []
      for (const { fileId } of catalog.rowsChosen(of)) {
        const file = catalog.fileById(Number(fileId))
        if (file === null) continue
        if (paths.length === mostPaths) return ok({ paths, isWhole: false })
        paths.push(shownPath(file.path))
        if (paths.length % pathsAtOnce === 0)
          await new Promise<void>((resolve) => setImmediate(resolve))
      }
      return ok({ paths, isWhole: true })
    },
  }
}
