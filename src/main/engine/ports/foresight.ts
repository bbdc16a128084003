// What would become of a file, told before anything is done. Implemented by prepare/, asked by rehearsal/.
import type { Failure } from '../../../shared/failure.ts'
import type {
  ContentFacts,
  KeptOriginalReason,
  Settings,
  SkipReason,
} from '../../../shared/model.ts'
import type { CarriedSource, DatePrecision, UnwrittenReason } from '../../../shared/photo-dates.ts'
import type { Result } from '../../../shared/result.ts'
import type { WordsBeside } from './captions.ts'
import type { Preparer, WantedDate } from './prepare.ts'

/** The file, and what was chosen. */
export interface ForesightRequest extends Pick<
  Parameters<Preparer['prepare']>[0],
  'path' | 'name' | 'sizeBytes' | 'photoSize' | 'settings'
> {
  /** What lies beside it and speaks of it. */
  beside: WordsBeside
}

/** What a file says of its date: where Google looks, and where it does not. */
export interface ForeseenDate {
  date: { source: CarriedSource; wallMs: number; offsetMinutes: number | null } | null
  inside: { wallMs: number; offsetMinutes: number | null; precision: DatePrecision } | null
}

/** What would become of it. */
export type Foresight =
  | { kind: 'skip'; reason: SkipReason; facts: ContentFacts | null }
  | {
      kind: 'send'
      facts: ContentFacts
      /** A smaller copy would be made: how large it is, and whether it does, is known once it is. */
      isReduced: boolean
      keptOriginal: KeptOriginalReason | null
      carried: ForeseenDate
      isDateWritable: boolean
      /** The first of what the photo says; what its camera says on nearly every photo is not known here. */
      caption: string | null
    }

/** Tells what would become of files; makes nothing. */
export interface Foreseer {
  foresee(request: ForesightRequest, signal: AbortSignal): Promise<Result<Foresight, Failure>>
  /** How large its copy with this date would be, or why there would be none; null: it needs none after all. */
  dated(
    file: {
      path: string
      sizeBytes: number
      mediaKind: ContentFacts['mediaKind']
      date: WantedDate
    },
    signal: AbortSignal,
  ): Promise<Result<{ sizeBytes: number } | { reason: UnwrittenReason | null }, Failure>>
}

/** How large so many photos would be in High quality, of which some are measured. */
export interface CopyEstimate {
  /** Takes a photo in that would be made smaller. */
  add(photo: { path: string; name: string; sizeBytes: number }): void
  /** Measures, and answers with the estimate and half the width of its interval; `onProgress` tells of how many. */
  result(
    signal: AbortSignal,
    onProgress: (measured: number, of: number) => void,
  ): Promise<{ bytes: number; spreadBytes: number; sampled: number }>
}

/** The settings that decide on what is sent. */
export type DecidingSettings = Pick<
  Settings,
  'photoSize' | 'limits' | 'leaveOutSmallPictures' | 'sendCaptions'
>
