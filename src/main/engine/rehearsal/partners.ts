// Which files of a folder would be left out for their partner: looked at behind the others, since that one must go.
import { join } from 'node:path'
import type { Outcome } from '../../../shared/rehearsal.ts'
import {
  pairRoleOf,
  pairStem,
  parsePairs,
  stemsBeside,
  type SecondRole,
} from '../../../shared/pairs.ts'
import { writtenPath } from '../ports/disk-names.ts'
import type { Entry, Listing } from '../ports/files.ts'
import type { RehearsedFolder } from '../ports/rehearsal.ts'

/** A file by its path and its name. */
export interface NamedPath {
  path: string
  name: string
}

/** What two files are to each other; null: they are not one picture, or cannot be read. */
export type JudgePair = (
  still: NamedPath,
  second: NamedPath,
  signal: AbortSignal,
) => Promise<SecondRole | null>

/** The partners of one folder. */
export interface Partners {
  /** The entries, by themselves those that may be left out for one of the others. */
  groups: readonly Entry[][]
  /** What would become of a file is known. */
  note(name: string, outcome: Outcome): void
  /** What a file is to the one for which it would be left out; null: it goes. */
  leftTo(entry: Entry, signal: AbortSignal): Promise<SecondRole | null>
}

/** Where it is written, whether or not it is a link. */
export const pathOf = (root: string, folder: string, { name, target }: Entry): string =>
  target ?? join(writtenPath(root), folder, name)

/** Makes them. */
export function createPartners(
  { path: root, pairs }: Pick<RehearsedFolder, 'path' | 'pairs'>,
  { folder, entries }: Pick<Listing, 'folder' | 'entries'>,
  judge: JudgePair,
): Partners {
  const policy = parsePairs(pairs) ?? { raw: false, film: false }
  const mayBeLeft = ({ name }: Entry): boolean => {
    const role = pairRoleOf(name)
    return role !== null && role !== 'still' && policy[role]
  }
  const outcomes = new Map<string, Outcome>()
  const stills = new Map<string, Entry[]>()
  const isWanted = policy.raw || policy.film
  if (isWanted)
    for (const entry of entries)
      if (pairRoleOf(entry.name) === 'still')
        stills.set(pairStem(entry.name), [...(stills.get(pairStem(entry.name)) ?? []), entry])
  const goes = ({ name }: Entry): boolean =>
    ['goes', 'copy', 'done'].includes(outcomes.get(name) ?? '')
  const named = (entry: Entry): NamedPath => ({
    path: pathOf(root, folder, entry),
    name: entry.name,
  })

  return {
    groups: isWanted
      ? [entries.filter((entry) => !mayBeLeft(entry)), entries.filter(mayBeLeft)]
      : [entries],
    note: (name, outcome) => void (isWanted && outcomes.set(name, outcome)),
    async leftTo(entry, signal) {
      if (!mayBeLeft(entry)) return null
      const alike = stemsBeside(entry.name).flatMap((stem) => stills.get(stem.toLowerCase()) ?? [])
      for (const still of alike) {
        if (!goes(still)) continue
        const role = await judge(named(still), named(entry), signal)
        if (role !== null && policy[role]) return role
      }
      return null
    },
  }
}
