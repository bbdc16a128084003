// Carries the engine's events to the window and to the shell's own listeners: whole snapshots, the newest of each
// name, at most four a second. While nobody sees the window nothing is sent; when it is shown again it gets the newest.
import { events, type Payload } from '../../shared/contract.ts'
import { eventNames, type EventName } from '../../shared/names.ts'
import type { Clock } from '../engine/ports/outside.ts'
import { createThrottle, type Throttle } from './throttle.ts'

/** Where events go. */
export interface EventPorts {
  clock: Clock
  isWindowShown(): boolean
  send(name: EventName, payload: unknown): void
  onProblem(problem: unknown): void
}

/** Hears payloads of one name. */
export type EventListener<K extends EventName> = (payload: Payload<K>) => void

/** The stream. */
export interface EventStream {
  /** Takes what claims to be an event; a stranger shape is dropped and noted. */
  push(name: EventName, payload: unknown): void
  on<K extends EventName>(name: K, listener: EventListener<K>): void
  /** The newest payload, or null when there was none yet. */
  latest<K extends EventName>(name: K): Payload<K> | null
  /** The window is on the screen again: send it what it missed. */
  catchUp(): void
  stop(): void
}

// house-style.md 2.8: at most about four a second.
const intervalMs = 250

/** Makes the stream. */
export function createEventStream(ports: EventPorts): EventStream {
  const newest = new Map<EventName, unknown>()
  const listeners = new Map<EventName, ((payload: never) => void)[]>()
  // A page to go to is meant once: it waits for the window that was asked for, and is then gone.
  let destination: unknown = null

  const deliver = (name: EventName, raw: unknown): void => {
    const parsed = events[name].safeParse(raw)
    if (!parsed.success) {
      ports.onProblem(new Error(`Event ${name} has an unknown shape.`, { cause: parsed.error }))
      return
    }
    newest.set(name, parsed.data)
    for (const listener of listeners.get(name) ?? []) listener(parsed.data as never)
    if (ports.isWindowShown()) ports.send(name, parsed.data)
    else if (name === 'navigate') destination = parsed.data
  }

  const throttles = new Map<EventName, Throttle<unknown>>(
    eventNames.map((name) => [
      name,
      createThrottle<unknown>(ports.clock, intervalMs, (payload) => deliver(name, payload)),
    ]),
  )

  return {
    push: (name, payload) => throttles.get(name)?.push(payload),
    on(name, listener) {
      listeners.set(name, [...(listeners.get(name) ?? []), listener])
    },
    latest: <K extends EventName>(name: K) => (newest.get(name) as Payload<K> | undefined) ?? null,
    catchUp() {
      for (const [name, payload] of newest) if (name !== 'navigate') ports.send(name, payload)
      if (destination !== null) ports.send('navigate', destination)
      destination = null
    },
    stop() {
      for (const throttle of throttles.values()) throttle.stop()
    },
  }
}
