// Chooses the changes that a run tries: by chance, the same for the same seed and sources, at most one at each place,
// and only such as compile.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { seededRandom } from '../faults/harness/seeded-random.ts'
import { mutationPoints, type MutationKind, type MutationPoint } from './points.ts'
import { filesOfRoom, type Room } from './rooms.ts'
import type { TypeCheck } from './type-check.ts'

/** One change to one file of a room. */
export interface Mutant {
  readonly room: Room
  readonly file: string
  readonly line: number
  readonly kind: MutationKind
  /** The whole text of the file, without the change and with it. */
  readonly original: string
  readonly text: string
  /** What stood there, and what stands there now. */
  readonly before: string
  readonly after: string
  /** The line as it was and as it is. */
  readonly lineBefore: string
  readonly lineAfter: string
}

/** A place that could be changed. */
export interface Place {
  readonly room: Room
  readonly file: string
  readonly text: string
  readonly point: MutationPoint
}

/** All places of these rooms, or of the one file of them that is named. */
export async function findPlaces(
  project: string,
  rooms: readonly Room[],
  only: readonly string[] = [],
): Promise<Place[]> {
  const places: Place[] = []
  for (const room of rooms) {
    const { sources } = await filesOfRoom(project, room)
    for (const file of sources) {
      if (only.length > 0 && !only.includes(file)) continue
      const text = await readFile(join(project, file), 'utf8')
      for (const point of mutationPoints(file, text)) places.push({ room, file, text, point })
    }
  }
  return places
}

/** As many changes as are asked for, or as there are. */
export function chooseMutants(
  places: readonly Place[],
  count: number,
  seed: number,
  compiles: TypeCheck,
): Mutant[] {
  const random = seededRandom(seed)
  const shuffled = <T>(list: readonly T[]): T[] => {
    const rest = [...list]
    return list.map(() => rest.splice(Math.floor(random() * rest.length), 1)).flat()
  }
  const chosen: Mutant[] = []
  for (const place of shuffled(places)) {
    if (chosen.length >= count) break
    const mutant = shuffled(place.point.replacements)
      .map((replacement) => mutantAt(place, replacement))
      .find(({ file, text }) => compiles(file, text))
    if (mutant !== undefined) chosen.push(mutant)
  }
  return chosen
}

/** The change of one place to one replacement. */
export function mutantAt({ room, file, text, point }: Place, replacement: string): Mutant {
  const { kind, start, end } = point
  const changed = text.slice(0, start) + replacement + text.slice(end)
  const lineStart = text.lastIndexOf('\n', start - 1) + 1
  const lineEnd = (of: string, from: number): number => {
    const found = of.indexOf('\n', from)
    return found === -1 ? of.length : found
  }
  return {
    room,
    file,
    line: text.slice(0, start).split('\n').length,
    kind,
    original: text,
    text: changed,
    before: text.slice(start, end),
    after: replacement,
    lineBefore: text.slice(lineStart, lineEnd(text, end)),
    lineAfter: changed.slice(lineStart, lineEnd(changed, start + replacement.length)),
  }
}
