// What one source does next, as a pure function of where it stands and what happened. Knows no clock, no disk and no
// catalogue; the words are source-state.ts.
import type { SourceView } from '../../../shared/status.ts'
import type {
  EngineMode,
  SourceEffect,
  SourceEvent,
  SourceRules,
  SourceState,
} from './source-state.ts'

/** A source that rests until it begins. */
export function restingSource(isConnected: boolean): SourceState {
  return {
    phase: isConnected ? 'waiting' : 'away',
    look: 'none',
    watch: 'off',
    isKnown: false,
    awayForMs: 0,
    isUnfamiliar: false,
    isUnreadable: false,
    isWholeWanted: true,
    dirty: new Set(),
    isGathering: false,
    isUnstored: false,
  }
}

/** The next state, and what follows from the event. */
export function advance(
  state: SourceState,
  event: SourceEvent,
  rules: SourceRules,
): [SourceState, SourceEffect[]] {
  if (state.phase === 'ended') return [state, []]
  switch (event.kind) {
    case 'begun':
      return rules.mode === 'look' ? look(state) : scan(state)
    case 'scan-asked':
      return scan({ ...state, isWholeWanted: true })
    case 'hinted':
      return gather(
        event.folder === null
          ? { ...state, isWholeWanted: true }
          : { ...state, dirty: new Set([...state.dirty, event.folder]) },
      )
    case 'gathered':
      return scan({ ...state, isGathering: false })
    case 'doubted':
      return look(state)
    case 'found':
      return found(state, event.isElsewhere, rules)
    case 'lost':
      return lost(state, event.isUnfamiliar, rules)
    case 'walked':
    case 'walk-failed':
    case 'walk-broke':
      return state.phase === 'scanning' ? walkEnded(state, event, rules) : [state, []]
    case 'not-stored':
      return [
        { ...state, isUnstored: true },
        [{ do: 'tell-store-trouble', trouble: event.trouble }],
      ]
    case 'store-again':
      if (!state.isUnstored || isBusy(state)) return [state, []]
      return scan({ ...state, isUnstored: false, isWholeWanted: true })
    case 'watch-ended': {
      const next: SourceState = { ...state, watch: event.problem }
      return [next, [{ do: 'unwatch' }, plan(next, rules), { do: 'tell-change' }]]
    }
    case 'ended':
      return [
        { ...state, phase: 'ended', look: 'none', watch: 'off', isGathering: false },
        [
          { do: 'stop-walk' },
          { do: 'stop-gathering' },
          { do: 'plan', afterMs: null, isStretched: false },
          { do: 'unwatch' },
        ],
      ]
  }
}

/** Whether it is being scanned or about to be. */
export const isBusy = (state: SourceState): boolean =>
  state.phase === 'scanning' || state.look === 'to-scan'

/** Whether nothing of it waits to be looked at: it is there, all of it was looked through, and no hint came since. */
export const isSettled = (state: SourceState): boolean =>
  state.phase === 'watching' &&
  state.look !== 'to-scan' &&
  !(state.isWholeWanted || state.isGathering || state.isUnstored) &&
  state.isKnown &&
  state.dirty.size === 0

/** Time between timed scans, or between looks for a source that is away. */
export function intervalMs(
  { phase, watch, awayForMs }: SourceState,
  { timing, followLinks = false }: SourceRules,
): number {
  // Somebody who just pulled a card out may be about to put it back; one that is away for hours is looked for at ease.
  if (phase === 'away')
    return Math.max(timing.reconnectMs, Math.min(awayForMs / 10, timing.longestReconnectMs))
  const isWatchedWhole = (watch === 'off' || watch === 'on') && !followLinks
  return isWatchedWhole ? timing.rescanMs : timing.unwatchedRescanMs
}

/** What the window says of it. */
export function shownState(state: SourceState, mode: EngineMode): SourceView['state'] {
  if (state.phase === 'away') return state.isUnfamiliar ? 'unfamiliar' : 'not-connected'
  if (state.isUnreadable) return 'unreadable'
  // One that was not looked at since the start is about to be.
  if (state.phase === 'scanning' || (mode !== 'look' && !state.isKnown)) return 'scanning'
  return watchProblem(state) === null ? 'watching' : 'timer'
}

/** Why it is scanned on a timer instead of being watched. */
export const watchProblem = ({ watch }: SourceState): SourceView['watchProblem'] =>
  watch === 'off' || watch === 'on' ? null : watch

function look(state: SourceState): [SourceState, SourceEffect[]] {
  if (state.look !== 'none') return [state, []]
  return [{ ...state, look: 'asked' }, [{ do: 'look' }]]
}

/** Every scan begins with a look, and joins the one under way. What is wanted meanwhile is done after the walk that runs. */
function scan(state: SourceState): [SourceState, SourceEffect[]] {
  if (isBusy(state)) return [state, []]
  const effects: SourceEffect[] = state.isGathering ? [{ do: 'stop-gathering' }] : []
  if (state.look === 'none') effects.push({ do: 'look' })
  return [{ ...state, look: 'to-scan', isGathering: false }, effects]
}

function gather(state: SourceState): [SourceState, SourceEffect[]] {
  // One that is away is looked for by its timer; what it holds is scanned as a whole when it returns.
  if (state.isGathering || state.phase === 'away') return [state, []]
  return [{ ...state, isGathering: true }, [{ do: 'gather' }]]
}

function found(
  state: SourceState,
  isElsewhere: boolean,
  rules: SourceRules,
): [SourceState, SourceEffect[]] {
  const effects: SourceEffect[] = []
  const isBack = state.phase === 'away'
  const next: SourceState = { ...state, look: 'none', awayForMs: 0, isUnfamiliar: false }
  if (isElsewhere) {
    if (state.phase === 'scanning') effects.push({ do: 'stop-walk' })
    effects.push({ do: 'unwatch' }, { do: 'move' })
    next.watch = 'off'
  }
  // Also where it was there before: that may not have been stored for want of room.
  effects.push({ do: 'set-connected', isConnected: true })
  if (isBack)
    effects.push(
      { do: 'plan', afterMs: null, isStretched: false },
      { do: 'tell-files' },
      { do: 'tell-change' },
    )
  // One that was away is owed a whole scan already.
  if (isElsewhere) next.isWholeWanted = true
  if (rules.mode === 'look') return [{ ...next, phase: 'watching', isKnown: true }, effects]
  if (state.look === 'to-scan' || isBack || isElsewhere) return walk(next, effects, rules)
  return [next, effects]
}

function walk(
  state: SourceState,
  before: readonly SourceEffect[],
  rules: SourceRules,
): [SourceState, SourceEffect[]] {
  const effects = [...before]
  const next: SourceState = { ...state, phase: 'scanning', isWholeWanted: false, dirty: new Set() }
  const isWhole = state.isWholeWanted
  if (rules.mode === 'watch' && isWhole && state.watch !== 'on') {
    // Watching starts before the first walk, so that what changes during it is not missed. A watch that ended with a
    // problem is tried again with each whole scan: limits get raised, drives mended.
    next.watch = rules.isNetwork ? 'network' : rules.isRemovable ? 'removable' : 'on'
    if (next.watch === 'on') effects.push({ do: 'watch' })
  }
  effects.push(
    { do: 'tell-change' },
    { do: 'walk', isWhole, folders: isWhole ? [''] : [...state.dirty] },
  )
  return [next, effects]
}

function lost(
  state: SourceState,
  isUnfamiliar: boolean,
  rules: SourceRules,
): [SourceState, SourceEffect[]] {
  const next: SourceState = {
    ...state,
    phase: 'away',
    look: 'none',
    watch: 'off',
    isKnown: true,
    isUnfamiliar,
    isUnreadable: false,
    isWholeWanted: true,
    dirty: new Set(),
    isGathering: false,
  }
  const effects: SourceEffect[] = [{ do: 'set-connected', isConnected: false }, plan(next, rules)]
  next.awayForMs += intervalMs(next, rules)
  // Whoever is told each time that it is still away would have the window drawn anew for nothing.
  const isToldAlready = state.isKnown && state.isUnfamiliar === isUnfamiliar
  if (state.phase === 'away' && isToldAlready) return [next, effects]
  return [
    next,
    [
      { do: 'stop-walk' },
      { do: 'stop-gathering' },
      { do: 'unwatch' },
      ...effects,
      { do: 'tell-files' },
      { do: 'tell-change' },
    ],
  ]
}

function walkEnded(
  state: SourceState,
  event: Extract<SourceEvent, { kind: 'walked' | 'walk-failed' | 'walk-broke' }>,
  rules: SourceRules,
): [SourceState, SourceEffect[]] {
  const next: SourceState = { ...state, phase: 'watching' }
  const effects: SourceEffect[] = []
  if (event.kind === 'walked') {
    next.isUnreadable = false
    if (event.isWhole) {
      next.isKnown = true
      effects.push(plan(next, rules))
    }
    effects.push({ do: 'tell-files' })
  } else {
    next.isKnown = true
    if (event.kind === 'walk-failed') next.isUnreadable = event.failure === 'folder-unreadable'
    else if (event.trouble !== null) {
      next.isUnstored = true
      effects.push({ do: 'tell-store-trouble', trouble: event.trouble })
    }
    effects.push(plan(next, rules))
  }
  effects.push({ do: 'tell-change' })
  if (event.kind === 'walk-failed' && event.failure === 'folder-missing') {
    const [looking, looks] = look(next)
    return [looking, [...effects, ...looks]]
  }
  if (!next.isWholeWanted && next.dirty.size === 0) return [next, effects]
  const [gathering, gathers] = gather(next)
  return [gathering, [...effects, ...gathers]]
}

function plan(state: SourceState, rules: SourceRules): SourceEffect {
  const afterMs = rules.mode === 'watch' ? intervalMs(state, rules) : null
  return { do: 'plan', afterMs, isStretched: state.phase !== 'away' }
}
