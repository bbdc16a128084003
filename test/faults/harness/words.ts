// The words between a test and the engine's process: what a test may ask, and what the process tells.
// Plain data; what is done about them is engine-process.ts and engine.ts.
import type { Failure } from '../../../src/shared/failure.ts'
import type { EngineCommandName } from '../../../src/shared/names.ts'
import type { Result } from '../../../src/shared/result.ts'
import type { Status } from '../../../src/shared/status.ts'
import type { SourceTiming } from '../../../src/main/engine/sources/source-state.ts'
import type { SideEffect, SystemFacts } from '../../../src/main/engine/ports/outside.ts'

/** Where the process kills itself: right after a side effect, at its n-th time from now. */
export interface KillPoint {
  effect: SideEffect
  occurrence: number
}

/** How an engine is started. */
export interface EngineWishes {
  dataFolder: string
  origin: string
  /** How many times faster than real time the engine's clock runs. */
  speed: number
  startsAt: number
  seed: number
  /** The app's version; an engine that is started with another one was updated. */
  version?: string
  facts: SystemFacts
  timing: Partial<SourceTiming>
  upload: { resumableFromBytes?: number; chunkBytes?: number; noProgressMs?: number }
  killAt: KillPoint | null
  /** The share of watch events that never arrive; null: the system's own watcher. */
  eventsLost: number | null
}

/** What a test tells the process. */
export type ToEngineProcess =
  | { kind: 'start'; wishes: EngineWishes }
  | { kind: 'call'; id: number; name: EngineCommandName; input: unknown }
  | { kind: 'advance'; ms: number }
  | { kind: 'jump'; ms: number }
  | { kind: 'facts'; facts: SystemFacts }
  | { kind: 'kill-at'; point: KillPoint | null }
  | { kind: 'memory' }
  | { kind: 'stop' }

/** What the process tells the test. */
export type FromEngineProcess =
  | { kind: 'started' }
  | { kind: 'refused'; failure: Failure }
  | { kind: 'status'; status: Status }
  | { kind: 'effect'; effect: SideEffect }
  | { kind: 'result'; id: number; result: Result<unknown, Failure> }
  | { kind: 'memory'; peakBytes: number }
  | { kind: 'log'; line: string }
