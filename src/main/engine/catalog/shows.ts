// What a file shows, and what becomes of its upload, from three facts: whether the file is at its path, where the
// upload stands, and which files stand behind it. Pure, and the only place that decides it: states.ts stores it, and
// verify.ts asks the rows with the SQL that is made of it here.
import {
  fileStates,
  resumableStates,
  type FileState,
  type Lifecycle,
  type ResumableState,
} from '../../../shared/model.ts'

/** Where an upload stands. */
export interface Standing {
  state: FileState
  turn: ResumableState | null
}

/**
 * Which files stand behind an upload: one at its path; files that are no longer there; none, but one brought the bytes
 * and has other bytes now; none at all, as when their folder was taken out.
 */
export type Link = 'present' | 'absent' | 'overwritten' | 'none'

/** A file that shows one of these does not go, as things are. */
export const atRest = ['skipped', 'failed', 'gone'] as const satisfies readonly FileState[]

/** Whether a file that shows this does not go, as things are. */
export const isAtRest = (state: FileState): boolean => atRest.some((one) => one === state)

/** What becomes of an upload as files come and go. */
export type Fate = 'stays' | 'gone' | 'revived'

/** Google has the bytes or may have them, so that the file itself is no longer needed. */
export function isHeld({ state, turn }: Standing): boolean {
  return state === 'creating' || state === 'done' || turn === 'sent'
}

/** What becomes of an upload that stands so, with these files behind it. */
export function fateOf(upload: Standing, link: Link): Fate {
  if (link === 'present') return upload.state === 'gone' ? 'revived' : 'stays'
  if (upload.state === 'gone') return 'stays'
  // Who takes a folder out does not want what is not in the library yet.
  return isHeld(upload) && !(link === 'none' && upload.turn === 'sent') ? 'stays' : 'gone'
}

/** What an upload is again once a file with its bytes is there: what the user ignored stays ignored. */
export function revivedAs(isIgnored: boolean): Lifecycle {
  return isIgnored
    ? { state: 'skipped', reason: { kind: 'ignored-by-user' } }
    : { state: 'fingerprinted' }
}

/** What a linked file shows: the state of its upload, or 'gone'. */
export function shownState(isPresent: boolean, upload: Standing): FileState {
  return isPresent || isHeld(upload) ? upload.state : 'gone'
}

/** {@link isHeld} over the columns of a row of `table`, spelt out from the function itself. */
export function heldSql(table: string): string {
  const held = fileStates.flatMap((state) => {
    // Held without a turn is held whatever the turn is.
    if (isHeld({ state, turn: null })) return [`${table}.state = '${state}'`]
    return resumableStates
      .filter((turn) => isHeld({ state, turn }))
      .map((turn) => `(${table}.state = '${state}' AND ${table}.turn IS '${turn}')`)
  })
  return `(${held.join(' OR ')})`
}
