// How components reach the session, the words and the snapshot. The only bridge between React and state/.
import {
  createContext,
  use,
  useCallback,
  useEffect,
  useMemo,
  useState,
  useSyncExternalStore,
} from 'react'
import type { Input, Output } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { WindowCommandName } from '../../shared/names.ts'
import type { Result } from '../../shared/result.ts'
import type { Language } from '../words.ts'
import type { Session } from './session.ts'
import { engineCause, toneOf, type WindowState } from './window-state.ts'

/** What every component can reach. */
export type WindowContextValue = { session: Session; language: Language }

/** Carries the session and the language down the tree. */
export const WindowContext = createContext<WindowContextValue | null>(null)

function useContextValue(): WindowContextValue {
  const value = use(WindowContext)
  if (value === null) throw new Error('Rendered outside the window context')
  return value
}

/** The session. */
export const useSession = (): Session => useContextValue().session
/** The words, the formats and the direction. */
export const useLanguage = (): Language => useContextValue().language

/** One part of what the window knows; the selector must give the same thing for the same state. */
export function useWindowState<T>(select: (state: WindowState) => T): T {
  const { store } = useSession()
  return useSyncExternalStore(store.subscribe, () => select(store.get()))
}

/** State of a part of the screen that a page which takes this one's place goes on with; its name is the part's own. */
export function useKept<T>(name: string, initial: T): [T, (value: T) => void] {
  const { kept } = useSession()
  // Nobody but this part, on a page before this one, has kept something under its name.
  const [value, setValue] = useState(() => (kept.has(name) ? (kept.get(name) as T) : initial))
  const keep = useCallback(
    (next: T): void => {
      kept.set(name, next)
      setValue(next)
    },
    [kept, name],
  )
  return [value, keep]
}

const clocks = new Map<number, { subscribe(listener: () => void): () => void; get(): number }>()

/** A clock of one pace, shared by all who show it, that stands still while the window is hidden. */
function clockOf(paceMs: number) {
  const known = clocks.get(paceMs)
  if (known !== undefined) return known
  let now = Date.now()
  let timer: ReturnType<typeof setInterval> | null = null
  const listeners = new Set<() => void>()
  const tick = (): void => {
    if (document.hidden) return
    now = Date.now()
    for (const listener of listeners) listener()
  }
  const run = (): void => {
    const shouldRun = listeners.size > 0 && !document.hidden
    if (shouldRun && timer === null) timer = setInterval(tick, paceMs)
    if (!shouldRun && timer !== null) {
      clearInterval(timer)
      timer = null
    }
  }
  const onVisibility = (): void => {
    run()
    tick()
  }
  const clock = {
    subscribe(listener: () => void) {
      if (listeners.size === 0) {
        now = Date.now()
        document.addEventListener('visibilitychange', onVisibility)
      }
      listeners.add(listener)
      run()
      return () => {
        listeners.delete(listener)
        run()
        if (listeners.size === 0) document.removeEventListener('visibilitychange', onVisibility)
      }
    },
    get: () => now,
  }
  clocks.set(paceMs, clock)
  return clock
}

/** The time, renewed at a pace; for texts like "5 minutes ago". */
export function useNow(paceMs = 30_000): number {
  const clock = clockOf(paceMs)
  return useSyncExternalStore(clock.subscribe, clock.get)
}

/** A value that follows another at most once per pace, and settles on the last one. */
export function useLater<T extends string | number>(value: T, paceMs: number): T {
  const [settled, setSettled] = useState(value)
  const isBehind = settled !== value
  useEffect(() => {
    if (!isBehind) return
    const timer = setTimeout(() => setSettled(value), paceMs)
    return () => clearTimeout(timer)
  }, [isBehind, value, paceMs])
  return settled
}

/** What a command answered last, and whether a newer answer is under way. */
export type Answer<T> = {
  value: T | null
  failure: Failure | null
  isLoading: boolean
  again(): void
}

/**
 * Asks a command, and again whenever the input or `revision` changes; the last answer stays until the next
 * one is here. `repeatMs` asks again at a pace, until it returns null for the answer at hand.
 */
export function useAnswer<K extends WindowCommandName>(
  name: K,
  input: Input<K>,
  options: { revision?: number | string; repeatMs?: (value: Output<K>) => number | null } = {},
): Answer<Output<K>> {
  const { bridge } = useSession()
  const tryAgain = useTryAgain()
  const [round, setRound] = useState(0)
  const isEngineRunning = useWindowState(({ engine }) => engine.state === 'running')
  const { revision = 0, repeatMs } = options
  const inputText = JSON.stringify(input)
  const key = `${inputText} ${revision} ${round}`
  const [settled, setSettled] = useState<{
    key: string
    inputText: string
    value: Output<K> | null
    failure: Failure | null
  } | null>(null)

  useEffect(() => {
    let isCurrent = true
    let timer: ReturnType<typeof setTimeout> | null = null
    const ask = async (): Promise<void> => {
      const answer: Result<Output<K>, Failure> = await bridge.call(
        name,
        JSON.parse(inputText) as Input<K>,
      )
      if (!isCurrent) return
      setSettled((before) =>
        answer.ok
          ? { key, inputText, value: answer.value, failure: null }
          : {
              key,
              inputText,
              value: before?.inputText === inputText ? before.value : null,
              failure: answer.failure,
            },
      )
      const waitMs = answer.ok ? (repeatMs?.(answer.value) ?? null) : null
      if (waitMs !== null) timer = setTimeout(() => void ask(), waitMs)
    }
    void ask()
    return () => {
      isCurrent = false
      if (timer !== null) clearTimeout(timer)
    }
    // `repeatMs` is a rule, not data: a new closure on each render must not ask again.
    // oxlint-disable-next-line react/exhaustive-deps
  }, [bridge, name, inputText, key])

  // What an engine on its way back left open is asked once it is there.
  const isLeftOpen = settled?.failure?.kind === 'engine-down'
  useEffect(() => {
    if (isEngineRunning && isLeftOpen) setRound((before) => before + 1)
  }, [isEngineRunning, isLeftOpen])

  return useMemo(
    () => ({
      value: settled?.value ?? null,
      failure: settled?.failure ?? null,
      isLoading: settled?.key !== key,
      again: () => tryAgain(() => setRound((before) => before + 1)),
    }),
    [tryAgain, settled, key],
  )
}

/** Tries again; an engine that has ended too often for that to be done unasked is started first. */
export function useTryAgain(): (retry: () => void) => void {
  const { bridge, store } = useSession()
  return useCallback(
    (retry) => {
      if (store.get().engine.state === 'failed') void bridge.call('restartEngine', {})
      retry()
    },
    [bridge, store],
  )
}

/** What a failure means here: an engine that does not answer is on its way back, unless it has ended too often. */
export function useExplain(): (failure: Failure) => { title: string; text: string } {
  const session = useSession()
  const { words } = useLanguage()
  return useMemo(
    () => (failure) =>
      failure.kind === 'engine-down' && session.store.get().engine.state === 'failed'
        ? words.status.engineFailed
        : words.failure(failure),
    [session, words],
  )
}

/** Calls a command and says aloud, at the foot of the window, when it fails. */
export function useCall() {
  const session = useSession()
  const explain = useExplain()
  return useMemo(
    () =>
      async function call<K extends WindowCommandName>(
        name: K,
        input: Input<K>,
      ): Promise<Output<K> | null> {
        const answer = await session.bridge.call(name, input)
        if (answer.ok) {
          session.solved(name)
          return answer.value
        }
        const { kind } = answer.failure
        const explanation = explain(answer.failure)
        const cause = kind === 'engine-down' ? engineCause : name
        session.say(explanation.title, toneOf(answer.failure), explanation.text, cause)
        return null
      },
    [session, explain],
  )
}

/** Changes settings at once and says when they could not be kept. */
export function useChangeSettings() {
  const session = useSession()
  const { words } = useLanguage()
  const explain = useExplain()
  return useMemo(
    () =>
      (...wish: Parameters<Session['changeSettings']>): void => {
        void session.changeSettings(...wish).then((failure) => {
          if (failure === null) session.solved('changeSettings')
          else
            session.say(
              words.settings.saveFailed,
              'problem',
              explain(failure).text,
              failure.kind === 'engine-down' ? engineCause : 'changeSettings',
            )
        })
      },
    [session, words, explain],
  )
}
