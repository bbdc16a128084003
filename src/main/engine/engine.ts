// What a running engine is and how it is asked to run: the words of its door. How it is put together is index.ts.
import type { Output, Payload } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { EngineCommandName, EventName } from '../../shared/names.ts'
import type { Result } from '../../shared/result.ts'
import type { UploadSizes } from './photos/index.ts'
import type { Watcher } from './ports/files.ts'
import type { OAuthClient } from './ports/outside.ts'
import type { ImageWorkerHost } from './ports/prepare.ts'
import type { VolumeLooks } from './ports/volumes.ts'
import type { EngineMode, SourceTiming } from './sources/index.ts'

/** Where the engine keeps its things and how it runs. */
export interface EngineConfig {
  /** Holds the catalogue, its backups and the reduced copies that wait for their upload. */
  dataFolder: string
  /** Holds thumbnails; may be emptied at any time. */
  cacheFolder: string
  /** A loopback origin that stands in for Google, or null for Google itself. */
  googleOrigin: string | null
  builtInClient: OAuthClient | null
  /** The app's version, where it is known: after an update, what met a bug is tried again. */
  appVersion?: string
  imageWorkerHost: ImageWorkerHost
  mode: EngineMode
  /** What is asked is only shown, once: the catalogue is opened without a look at all its pages. */
  isGlance?: boolean
  /** `none`: no source takes part until restrictTo says which. */
  startsWith: 'all' | 'none'
  timing?: Partial<SourceTiming>
  /** When a file goes up in a session, in what chunks, and when a silent line is given up; left out: as photos has it. */
  upload?: UploadSizes
  /** How many photos an album gets before the next part; left out: as albums has it. */
  albumHolds?: number
  /** The catalogue turned out to be damaged: nothing more is sent, and only a new start mends it. */
  onDamaged?: () => void
  /** How cards and drives that are put in are seen; left out: as the system tells. */
  volumes?: VolumeLooks
  /** Where Linux mounts what is put in; left out: in its usual places. */
  mountsFolder?: string
  /** What hints at changes in the sources; left out: the system's own watcher. */
  watcher?: Watcher
}

/** A running engine. */
export interface Engine {
  /** Answers a command of the contract; input of a strange shape is a `bad-request`. */
  call<K extends EngineCommandName>(name: K, input: unknown): Promise<Result<Output<K>, Failure>>
  /** Snapshots and hints, at most four a second each. Returns what ends the subscription. */
  subscribe(listener: EngineListener): () => void
  /** Restricts scanning and uploading to these sources for this run; null: all. */
  restrictTo(sourceIds: readonly string[] | null): Promise<void>
  /** Every source in the catalogue, whether it takes part in this run or not. */
  sourceIds(): string[]
  /** Nothing runs, and nothing is due before the status' `nextTryAt`. */
  isIdle(): boolean
  /** What this run has sent so far. */
  totals(): { bytesSent: number; requests: number }
  /** Resolves with the account once the browser has been through the sign-in, or with what went wrong. */
  signInFinished(): Promise<Result<{ email: string }, Failure>>
  /** Ends cleanly: after it resolves nothing is written to the network or the catalogue. */
  stop(): Promise<void>
}

/** Receives the engine's events. */
export type EngineListener = <K extends EventName>(name: K, payload: Payload<K>) => void
