// The words of the machine that a source is: where it stands, what happens to it, and what follows. What follows from
// what is source-machine.ts; source-keeper.ts tells what happened and carries out what follows.
import type { Failure } from '../../../shared/failure.ts'
import type { SourceView } from '../../../shared/status.ts'
import type { StoreTrouble } from '../ports/catalogue-trouble.ts'

/** `watch` runs until stopped, `once` scans each source once, `look` only says what is there. */
export type EngineMode = 'watch' | 'once' | 'look'

/** Delays in milliseconds. */
export interface SourceTiming {
  /** A burst of hints is gathered for this long. */
  debounceMs: number
  /** A file is taken when nothing has changed it for this long. */
  quietMs: number
  /** Time between whole scans, stretched or shortened by up to a quarter (as Syncthing does). */
  rescanMs: number
  /** The same for folders that cannot be watched, or not wholly. */
  unwatchedRescanMs: number
  /** How often a folder that is away is looked for; the longer it is away, the less often. */
  reconnectMs: number
  /** ... but never less often than this. */
  longestReconnectMs: number
}

/** What does not change while a source is kept. */
export interface SourceRules {
  mode: EngineMode
  timing: SourceTiming
  /** Network file systems tell nothing of what other machines change. */
  isNetwork: boolean
  /** Nor is a drive watched that the user may want to take out: a handle on it is in the way (Windows). */
  isRemovable: boolean
  /** Nor does a watch tell of what lies where its links lead. Left out: it follows none. */
  followLinks?: boolean
}

/** Where a source stands. */
export interface SourceState {
  /**
   * `waiting`: thought to be there, and not scanned since the start. `away`: nowhere to be found, or in doubt. `scanning`: a walk runs.
   * `watching`: known, and followed by a watch or a timer.
   */
  phase: 'waiting' | 'away' | 'scanning' | 'watching' | 'ended'
  /** Whether it is being looked for, and whether a scan follows when it is found. */
  look: 'none' | 'asked' | 'to-scan'
  watch: 'off' | 'on' | NonNullable<SourceView['watchProblem']>
  /** Scanned, found away or found unreadable since the start. */
  isKnown: boolean
  /** While it is away: for about how long, as far as its next look. */
  awayForMs: number
  /** While it is away: something else lies at its path. */
  isUnfamiliar: boolean
  /** Its own folder could not be read by the last scan. */
  isUnreadable: boolean
  /** What the next scan looks at: all, or these folders. */
  isWholeWanted: boolean
  dirty: ReadonlySet<string>
  /** Hints are being gathered. */
  isGathering: boolean
  /** What a scan or a look found was not stored: the disk is full, or the catalogue takes nothing. */
  isUnstored: boolean
}

/** What happens to a source. */
export type SourceEvent =
  | { kind: 'begun' }
  /** Its time has come, or somebody wants it: a whole scan. */
  | { kind: 'scan-asked' }
  /** A folder may have changed; null: any may have. */
  | { kind: 'hinted'; folder: string | null }
  | { kind: 'gathered' }
  /** A file that should be there is not: is the source? */
  | { kind: 'doubted' }
  /** The answers of a look. */
  | { kind: 'found'; isElsewhere: boolean }
  | { kind: 'lost'; isUnfamiliar: boolean }
  /** The ends of a walk. */
  | { kind: 'walked'; isWhole: boolean }
  | { kind: 'walk-failed'; failure: Failure['kind'] }
  | { kind: 'walk-broke'; trouble: StoreTrouble | null }
  /** What an effect had to store was not taken. */
  | { kind: 'not-stored'; trouble: StoreTrouble }
  /** It may be taken now. */
  | { kind: 'store-again' }
  | { kind: 'watch-ended'; problem: NonNullable<SourceView['watchProblem']> }
  | { kind: 'ended' }

/** What follows, in order. */
export type SourceEffect =
  /** Find where it is; answered by `found` or `lost`. */
  | { do: 'look' }
  /** It is at the place that the look found, another than before. */
  | { do: 'move' }
  | { do: 'set-connected'; isConnected: boolean }
  /** Answered by one of the ends of a walk. */
  | { do: 'walk'; isWhole: boolean; folders: readonly string[] }
  /** The walk that runs is not wanted any more, and answers nothing. */
  | { do: 'stop-walk' }
  | { do: 'watch' }
  | { do: 'unwatch' }
  /** Answered by `gathered` after the burst. */
  | { do: 'gather' }
  | { do: 'stop-gathering' }
  /** Answered by `scan-asked` after so long, in place of what was planned before; null: never. */
  | { do: 'plan'; afterMs: number | null; isStretched: boolean }
  /** Files may have come, gone or be reachable again. */
  | { do: 'tell-files' }
  | { do: 'tell-store-trouble'; trouble: StoreTrouble }
  | { do: 'tell-change' }
