// Keeps one engine running: starts it, starts it again with back-off when it dies, gives up after three
// deaths within five minutes. The words for that are the window's.
import type { Input, Output, Payload } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { EngineOptions } from '../../shared/link.ts'
import type { EngineCommandName } from '../../shared/names.ts'
import { fail, type Result } from '../../shared/result.ts'
import type { SystemFacts } from '../engine/ports/outside.ts'
import { openEngineLink, type EngineLink, type LinkPorts } from './engine-link.ts'

/** How the engine is, as the window hears it. */
export type EngineState = Payload<'engineStateChanged'>

/** Sends a command to the engine. */
export type EngineCommand = <K extends EngineCommandName>(
  name: K,
  input: Input<K>,
) => Promise<Result<Output<K>, Failure>>

/** What the supervisor needs besides the link's own needs. */
export interface SupervisorPorts extends LinkPorts {
  options: EngineOptions
  facts(): SystemFacts
  onState(state: EngineState): void
}

/** The engine, whichever process it is in at the moment. */
export interface EngineSupervisor {
  start(): void
  /** Stops the engine cleanly and starts another, as after everything was erased. */
  restart(): Promise<void>
  /** Waits for a start under way; while the engine is down it answers `engine-down` at once. */
  command: EngineCommand
  tellFacts(facts: SystemFacts): void
  state(): EngineState
  stop(): Promise<void>
}

/** design.md 2: three deaths in five minutes become one plain banner. */
const mostDeaths = 3
const deathsWithinMs = 5 * 60_000
const backOffMs = [1_000, 5_000]

/** Makes the supervisor; nothing runs before `start`. */
export function createEngineSupervisor(ports: SupervisorPorts): EngineSupervisor {
  let state: EngineState = { state: 'starting', failure: null }
  let link: EngineLink | null = null
  let deaths: number[] = []
  let cancelRestart: (() => void) | null = null
  let isStopping = false
  // The exit that comes next was asked for and is no death.
  let isExitWanted = false
  let started = Promise.withResolvers<undefined>()

  const become = (next: EngineState): void => {
    state = next
    if (next.state === 'starting') started = Promise.withResolvers()
    else started.resolve(undefined)
    ports.onState(next)
  }

  const open = (): void => {
    cancelRestart = null
    isExitWanted = false
    // A cannot-run is the engine's own word; its exit afterwards is not a death to be answered by a new start.
    let hasGivenUp = false
    link = openEngineLink(ports, ports.options, ports.facts(), {
      onReady: () => become({ state: 'running', failure: null }),
      onCannotRun(failure) {
        hasGivenUp = true
        become({ state: 'failed', failure })
      },
      onExit(code) {
        link = null
        if (!isExitWanted && !hasGivenUp) died(code)
      },
    })
  }

  const died = (code: number | null): void => {
    ports.onLog('error', `The engine ended by itself (code ${code ?? 'none'}).`)
    const now = ports.clock.monotonic()
    deaths = [...deaths.filter((at) => now - at < deathsWithinMs), now]
    if (deaths.length >= mostDeaths) {
      become({ state: 'failed', failure: { kind: 'engine-down' } })
      return
    }
    become({ state: 'restarting', failure: { kind: 'engine-down' } })
    cancelRestart = ports.clock.after(backOffMs[deaths.length - 1] ?? 0, open)
  }

  return {
    start() {
      if (!isStopping) open()
    },
    async restart() {
      cancelRestart?.()
      isExitWanted = true
      deaths = []
      become({ state: 'starting', failure: null })
      await link?.stop()
      if (!isStopping) open()
    },
    async command<K extends EngineCommandName>(name: K, input: Input<K>) {
      await started.promise
      if (state.state === 'failed') return fail(state.failure ?? { kind: 'engine-down' })
      if (link === null || state.state !== 'running') return fail({ kind: 'engine-down' })
      // The engine parsed its answer by the same contract; only the envelope is checked here.
      return (await link.command(name, input)) as Result<Output<K>, Failure>
    },
    tellFacts: (facts) => link?.tellFacts(facts),
    state: () => state,
    async stop() {
      isStopping = true
      isExitWanted = true
      cancelRestart?.()
      started.resolve(undefined)
      await link?.stop()
    },
  }
}
