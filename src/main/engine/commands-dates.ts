// The commands of the page of photos without a date. What a decision does is dates.ts, what is kept of it the catalogue's.
import type { EngineHandlers } from '../../shared/contract.ts'
import { fail, ok } from '../../shared/result.ts'
import type { UndatedGroup as ShownGroup } from '../../shared/undated-schemas.ts'
import type { Dates } from './dates.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { UndatedGroup } from './ports/dates.ts'

/** Folders are named by numbers inside, and by texts outside. */
const shown = (group: UndatedGroup): ShownGroup => ({
  ...group,
  folderId: String(group.folderId),
  sourceId: String(group.sourceId),
  examples: group.examples.map(String),
})

const answer = (group: UndatedGroup | null) => ok({ group: group === null ? null : shown(group) })

/** Makes the handlers. */
export function dateCommands(world: {
  catalog: Pick<Catalog, 'undatedGroups'>
  dates: Dates
  rowsChanged(): void
}): Pick<
  EngineHandlers,
  'undatedGroups' | 'undatedPhotos' | 'undatedSummary' | 'decideDates' | 'undoDates'
> {
  const { catalog, dates } = world
  return {
    undatedGroups: async ({ after }) => {
      const { groups, next } = catalog.undatedGroups(Number(after ?? 0))
      return ok({ groups: groups.map(shown), next: next === null ? null : String(next) })
    },
    undatedPhotos: async ({ folderId, as, after, limit }) =>
      ok(await dates.photos(Number(folderId), as, after ?? '', limit)),
    undatedSummary: async ({ folderId, as }) => ok(await dates.summary(Number(folderId), as)),
    decideDates: async ({ folderId, choice }) => {
      if (choice !== null && !dates.isPossible(choice))
        return fail({ kind: 'bad-request', problem: 'decideDates: the date is still to come' })
      const group = await dates.decide(Number(folderId), choice)
      world.rowsChanged()
      return answer(group)
    },
    undoDates: async ({ folderId }) => {
      const group = await dates.undo(Number(folderId))
      world.rowsChanged()
      return answer(group)
    },
  }
}
