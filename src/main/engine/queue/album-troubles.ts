// What is done where Google answers, and one album is the trouble: it cannot be made, read or filled. It rests alone, the photos of
// other folders go on, and in the end its own go without it. What is wrong with the line, the account or the day's requests is no
// album's trouble, nor is what several albums meet in a row: that is remedy.ts.
import type { Failure } from '../../../shared/failure.ts'
import type { AlbumPlace } from '../ports/albums.ts'
import type { Clock } from '../ports/outside.ts'
import { remedyFor } from './remedy.ts'

/** What becomes of an album in trouble. */
export type AlbumVerdict =
  /** It and its photos rest for a while. */
  | 'rests'
  /** Its photos go without it, and it is tried again later. */
  | 'without'
  /** It is not the album's: everything rests as the failure asks. */
  | 'line'

/** The troubles of all albums. */
export interface AlbumTroubles {
  met(name: string, failure: Failure): AlbumVerdict
  /** A request for an album went well. */
  worked(name: string): void
  /** How long an album still rests; 0: it does not. */
  restMs(name: string): number
  /** It was tried often enough: nobody waits for it now. */
  isGivenUp(name: string): boolean
  /** Those that are filled with what is in the library already rest, all of them. */
  restAll(): void
  /** Several in a row were in trouble: what is in the library already is put into none for a while. */
  areAllAtRest(): boolean
  /** How long until the first of those that rest is tried again; null: none rests. */
  nextMs(): number | null
  /** Somebody wants all of it now, or it was not the albums: none rests. */
  forget(): void
}

/** An album rests this long after trouble. */
export const albumRestMs = 60_000
/** And this long once it was tried often enough. */
export const givenUpRestMs = 15 * 60_000
/** So often an album is tried before its photos go without it: Google's INTERNAL mostly passes (photos-api.md section 3). */
const mostTries = 3
/** So many different albums in a row, and the next ones are in trouble as well: as many as photos (remedy.ts). */
const several = 4

/** The name of the album of a folder, as one text. */
export const nameOfPlace = ({ sourceId, key }: AlbumPlace): string => `${sourceId}/${key}`

/** Makes the book of troubles. */
export function createAlbumTroubles(clock: Pick<Clock, 'monotonic' | 'now'>): AlbumTroubles {
  const troubled = new Map<string, { tries: number; until: number }>()
  const inARow = new Set<string>()
  let allUntil = -Infinity
  const restMs = (name: string): number =>
    Math.max(0, (troubled.get(name)?.until ?? 0) - clock.monotonic())
  return {
    met(name, failure) {
      const row = { ofItem: 0, ofHold: () => 0, victims: 1, nowMs: clock.now() }
      const { do: does } = remedyFor(failure, row)
      if (does === 'hold-all' || does === 'hold-until' || does === 'ask-sign-in') return 'line'
      inARow.add(name)
      const isOneOfMany = inARow.size >= several
      if (isOneOfMany) allUntil = clock.monotonic() + givenUpRestMs
      const before = troubled.get(name)?.tries ?? 0
      const tries = isOneOfMany ? mostTries : before + 1
      const isLast = tries >= mostTries
      troubled.set(name, {
        tries,
        until: clock.monotonic() + (isLast ? givenUpRestMs : albumRestMs),
      })
      return isLast ? 'without' : 'rests'
    },
    worked(name) {
      inARow.clear()
      allUntil = -Infinity
      troubled.delete(name)
    },
    restMs,
    isGivenUp: (name) => restMs(name) > 0 && (troubled.get(name)?.tries ?? 0) >= mostTries,
    restAll() {
      allUntil = clock.monotonic() + givenUpRestMs
    },
    areAllAtRest: () => clock.monotonic() < allUntil,
    nextMs() {
      const allMs = allUntil - clock.monotonic()
      const rests = [allMs, ...[...troubled.keys()].map(restMs)].filter((ms) => ms > 0)
      return rests.length === 0 ? null : Math.min(...rests)
    },
    forget() {
      troubled.clear()
      inARow.clear()
      allUntil = -Infinity
    },
  }
}
