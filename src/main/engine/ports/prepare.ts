// What is decided of a photo and made for its upload, and the process that makes it. Implemented by prepare/ and images/.
import type { Failure } from '../../../shared/failure.ts'
import type {
  ContentFacts,
  PhotoSize,
  SendPlan,
  Settings,
  SkipReason,
} from '../../../shared/model.ts'
import type { AddedDate } from '../../../shared/photo-date-schemas.ts'
import type { DatePrecision } from '../../../shared/photo-dates.ts'
import type { Result } from '../../../shared/result.ts'
import type { PhotoWords, WordsBeside } from './captions.ts'

/** The most that is sent of one photo or video. */
export interface Limits {
  photoBytes: number
  photoPixels: number
  videoBytes: number
}

/** What was decided for one content: send it so, or leave it out. */
export type Decision =
  | { kind: 'send'; plan: SendPlan; facts: ContentFacts; words?: PhotoWords }
  | { kind: 'skip'; reason: SkipReason; facts: ContentFacts | null }

/** A date to write. A film's times are of UTC: its zone is told as well as it can be. */
export interface WantedDate {
  added: AddedDate
  filmOffsetMinutes: number
}

/** Tells the date of a photo from all around it, and from what it says itself where Google does not look; null: nothing tells. */
export type DateOf = (
  inside: { wallMs: number; offsetMinutes: number | null; precision: DatePrecision } | null,
) => WantedDate | null

/**
 * What becomes of a photo or video that carries no date: it is sent as it is, put behind those that do (the failure
 * `undated`), or this date is written into a copy of it. `left`: it is known to carry none, and is sent as it is.
 */
export type Undated = 'leave' | 'left' | 'later' | DateOf

/** Looks at the bytes and decides what is sent; the reduced copy is on disk when it answers. */
export interface Preparer {
  prepare(
    request: {
      path: string
      name: string
      sizeBytes: number
      sha256: string
      photoSize: PhotoSize
      undated: Undated
      /** Left out: nothing lies beside it that speaks of it. */
      beside?: WordsBeside
      settings: Pick<Settings, 'limits' | 'leaveOutSmallPictures'>
    },
    signal: AbortSignal,
  ): Promise<Result<Decision, Failure>>
  /** Full path of a rendition by its name. */
  renditionPath(name: string): string
  /** Removes a rendition whose upload is done or given up. */
  discard(name: string): Promise<void>
  /** Removes every rendition not named; at start. */
  keepOnly(names: ReadonlySet<string>): Promise<void>
  /** A small upright JPEG of the file in the thumbnail cache, or null where none can be made; without a path one that is kept. */
  thumbnail(
    request: { path: string | null; key: string; side: number },
    signal: AbortSignal,
  ): Promise<string | null>
  close(): Promise<void>
}

/** A running image worker, as the engine holds it. The words on the line are prepare's own (image-jobs.ts). */
export interface WorkerLink {
  post(message: unknown): void
  onMessage(listener: (message: unknown) => void): void
  /** Called once, after the process has ended. `detail`: code, signal, last words; for the log. */
  onExit(listener: (detail: string) => void): void
  /** Ends it at once, whatever it is doing. */
  kill(): void
}

/** What a worker may touch; whoever cannot hold it to that leaves it. */
export interface WorkerFolders {
  /** Folders of photos, as the catalogue writes their paths. */
  read: readonly string[]
  write: readonly string[]
}

/** What a worker's process should know before it starts. */
export interface WorkerSettings {
  env: Readonly<Record<string, string>>
  execArgv: readonly string[]
  folders: WorkerFolders
}

/**
 * Starts image workers. images/image-worker-host.ts has the usual host, `createChildProcessHost()`; where a process cannot
 * fork Node (Electron's own binary, fused), the shell starts them and engine-host.ts bridges the messages.
 */
export interface ImageWorkerHost {
  start(settings: WorkerSettings): WorkerLink
}
