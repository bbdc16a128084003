// Joins the bridge to the window's state: listens to events, asks for snapshots when behind, changes settings
// at once and takes them back when that fails. Holds no words and no layout.
import type { Input, LastSeen, Payload } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { Settings } from '../../shared/model.ts'
import { isWorthATry } from '../../shared/standing.ts'
import type { Bridge } from '../bridge.ts'
import { isUnfinished, writePlace, type Place } from './place.ts'
import { createStore, type Store } from './store.ts'
import {
  initialState,
  reduce,
  type HelpPage,
  type Route,
  type WindowEvent,
  type WindowState,
} from './window-state.ts'

/** The window's state with everything that moves it. */
export type Session = {
  bridge: Bridge
  store: Store<WindowState, WindowEvent>
  go(route: Route): void
  /** Opens a page of the help above whatever is on show. */
  help(page: HelpPage, anchor?: string): void
  /** Takes effect at once in the window; answers a failure, and goes back, when it could not be stored. */
  changeSettings(
    change: Partial<Settings>,
    options?: Omit<Input<'changeSettings'>, 'change'>,
  ): Promise<Failure | null>
  /** What parts of the screen keep for a page that takes this one's place (`useKept`); another screen begins anew. */
  kept: Map<string, unknown>
  refresh(): Promise<void>
  say(text: string, tone?: 'good' | 'problem', detail?: string | null, cause?: string | null): void
  /** Trouble with this is over: what was said of it leaves. */
  solved(cause: string): void
  stop(): void
}

/** How often, at most, a missed snapshot is asked for. */
const askAgainMs = 1_000
/** Coming and going between windows tries no oftener than this. */
const betweenTriesMs = 30_000

/**
 * Starts listening, and asks for the first snapshot and the settings. Until they are here it shows what was seen last, at the
 * place where a page before this one ended.
 */
export function createSession(
  bridge: Bridge,
  lastSeen: LastSeen | null = null,
  place: Omit<Place, 'scrolled'> | null = null,
): Session {
  const { kept: keptBefore = {}, ...there } = place ?? {}
  const kept = new Map(Object.entries(keptBefore))
  const store = createStore(reduce, { ...initialState, ...lastSeen, ...there })
  let askedAt = Number.NEGATIVE_INFINITY
  let timer: ReturnType<typeof setTimeout> | null = null
  let triedAt = Number.NEGATIVE_INFINITY
  let noticeId = 0
  let heldStatus: Payload<'statusChanged'> | null = null
  let wishes: Partial<Settings>[] = []

  // What was wished meanwhile is not in an answer yet. Without it a choice would jump back, and what is put together
  // from what is shown, as the hours of a week are, would lose it for good.
  const takeSettings = (answered: Settings): void => {
    const settings = wishes.reduce<Settings>((kept, wish) => ({ ...kept, ...wish }), answered)
    store.send({ kind: 'settings', settings })
  }
  const askForSettings = async (): Promise<void> => {
    const settings = await bridge.call('getSettings', {})
    if (settings.ok) takeSettings(settings.value)
  }
  const askForStatus = async (): Promise<void> => {
    askedAt = performance.now()
    const status = await bridge.call('getStatus', {})
    if (status.ok) store.send({ kind: 'snapshot', status: status.value })
  }
  const catchUp = (): void => {
    if (!store.get().isBehind || timer !== null) return
    const waitMs = Math.max(0, askedAt + askAgainMs - performance.now())
    timer = setTimeout(() => {
      timer = null
      void askForStatus()
    }, waitMs)
  }
  const refresh = async (): Promise<void> => {
    await Promise.all([askForStatus(), askForSettings()])
  }
  const takeStatus = (status: Payload<'statusChanged'>): void => {
    store.send({ kind: 'status-changed', status })
    catchUp()
  }

  // A hidden window paints nothing, so it need not compute anything: the newest snapshot waits.
  const onVisible = (): void => {
    if (document.hidden || heldStatus === null) return
    const status = heldStatus
    heldStatus = null
    takeStatus(status)
  }
  document.addEventListener('visibilitychange', onVisible)
  // Who comes back has perhaps just freed some room, or let the API on: that need not wait for the next look.
  const onFront = (): void => {
    const { status } = store.get()
    if (status === null || !isWorthATry(status)) return
    if (performance.now() - triedAt < betweenTriesMs) return
    triedAt = performance.now()
    void bridge.call('tryNow', {})
  }
  window.addEventListener('focus', onFront)

  const unsubscribe = [
    bridge.on('statusChanged', (status) => {
      if (document.hidden && store.get().status !== null) heldStatus = status
      else takeStatus(status)
    }),
    bridge.on('signInChanged', (signIn) => store.send({ kind: 'sign-in-changed', signIn })),
    bridge.on('historyChanged', ({ revision }) =>
      store.send({ kind: 'history-changed', revision }),
    ),
    bridge.on('navigate', (place) => {
      if (place.to === 'help') help('first-run')
      else go(place.to === 'check' ? place : plainRoute(place.to))
    }),
    bridge.on('leaveAsked', () => {
      const state = store.get()
      const answer = {
        place: writePlace(document, state, kept),
        isUnfinished: isUnfinished(document, state),
      }
      void bridge.call('leave', answer)
    }),
    bridge.on('engineStateChanged', ({ state, failure }) => {
      store.send({ kind: 'engine', state, failure })
      if (state === 'running') void refresh()
    }),
  ]
  const go = (route: Route): void => {
    if (JSON.stringify(route) !== JSON.stringify(store.get().route)) kept.clear()
    store.send({ kind: 'go', route })
  }
  const help = (page: HelpPage, anchor: string | null = null): void =>
    store.send({ kind: 'help', place: { page, anchor } })
  void refresh()

  return {
    bridge,
    store,
    go,
    kept,
    help,
    refresh,
    async changeSettings(change, options = {}) {
      store.send({ kind: 'settings-wished', change })
      wishes.push(change)
      const stored = await bridge.call('changeSettings', { change, ...options })
      wishes = wishes.filter((wish) => wish !== change)
      if (stored.ok) {
        takeSettings(stored.value)
        return null
      }
      await askForSettings()
      return stored.failure
    },
    say(text, tone = 'good', detail = null, cause = null) {
      noticeId += 1
      store.send({ kind: 'notice', notice: { id: noticeId, tone, text, detail, cause } })
    },
    solved: (cause) => store.send({ kind: 'solved', cause }),
    stop() {
      for (const end of unsubscribe) end()
      document.removeEventListener('visibilitychange', onVisible)
      window.removeEventListener('focus', onFront)
      if (timer !== null) clearTimeout(timer)
    },
  }
}

/** The route of a screen that needs nothing else. */
export function plainRoute(
  to: Exclude<Payload<'navigate'>['to'], 'help' | 'check'> | 'about' | 'safety' | 'troubleshoot',
): Route {
  if (to === 'history') return { to, filter: {} }
  if (to === 'settings') return { to, section: null }
  return { to }
}
