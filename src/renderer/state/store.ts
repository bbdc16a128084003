// A value that changes only through a pure reducer, and can be listened to.
// Knows neither React nor the bridge.

/** A value, the events that change it, and who wants to know. */
export type Store<State, Event> = {
  get(): State
  send(event: Event): void
  subscribe(listener: () => void): () => void
}

/** Creates a store around a pure reducer. */
export function createStore<State, Event>(
  reduce: (state: State, event: Event) => State,
  initial: State,
): Store<State, Event> {
  let state = initial
  const listeners = new Set<() => void>()
  return {
    get: () => state,
    send(event) {
      const next = reduce(state, event)
      if (next === state) return
      state = next
      for (const listener of listeners) listener()
    },
    subscribe(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
