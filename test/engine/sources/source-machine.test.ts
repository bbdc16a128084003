// What a source does next: the table of what follows from what, and what holds after any sequence of events.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  advance,
  intervalMs,
  isBusy,
  isSettled,
  restingSource,
  shownState,
} from '../../../src/main/engine/sources/source-machine.ts'
import type {
  SourceEffect,
  SourceEvent,
  SourceRules,
  SourceState,
} from '../../../src/main/engine/sources/source-state.ts'

const timing = {
  debounceMs: 2_000,
  quietMs: 3_000,
  rescanMs: 3600_000,
  unwatchedRescanMs: 300_000,
  reconnectMs: 10_000,
  longestReconnectMs: 300_000,
}
const rules: SourceRules = { mode: 'watch', timing, isNetwork: false, isRemovable: false }

/** A state that events lead to; what followed from the last one is kept. */
function after(
  events: readonly SourceEvent[],
  given = rules,
  from = restingSource(true),
): { state: SourceState; effects: SourceEffect[] } {
  let [state, effects]: [SourceState, SourceEffect[]] = [from, []]
  for (const event of events) [state, effects] = advance(state, event, given)
  return { state, effects }
}

const trouble = { kind: 'disk-full' } as const
const begun: SourceEvent = { kind: 'begun' }
const found: SourceEvent = { kind: 'found', isElsewhere: false }
const lost: SourceEvent = { kind: 'lost', isUnfamiliar: false }
const unfamiliar: SourceEvent = { kind: 'lost', isUnfamiliar: true }
const walked: SourceEvent = { kind: 'walked', isWhole: true }
const partWalked: SourceEvent = { kind: 'walked', isWhole: false }
const asked: SourceEvent = { kind: 'scan-asked' }
const hinted: SourceEvent = { kind: 'hinted', folder: 'a' }
const gathered: SourceEvent = { kind: 'gathered' }
const doubted: SourceEvent = { kind: 'doubted' }
const watching = [begun, found, walked]

const names = (effects: readonly SourceEffect[]): string[] => effects.map((effect) => effect.do)

describe('a source', () => {
  it.each<[string, SourceEvent[], SourceState['phase'], string[]]>([
    ['looks where it is before its first scan', [begun], 'waiting', ['look']],
    [
      'is watched before its first walk, so that what changes meanwhile is not missed',
      [begun, found],
      'scanning',
      ['set-connected', 'watch', 'tell-change', 'walk'],
    ],
    ['is followed once it is walked', watching, 'watching', ['plan', 'tell-files', 'tell-change']],
    ['gathers a burst of hints', [...watching, hinted], 'watching', ['gather']],
    ['gathers the rest of a burst silently', [...watching, hinted, hinted], 'watching', []],
    ['looks before it follows hints', [...watching, hinted, gathered], 'watching', ['look']],
    [
      'keeps a hint that comes during a walk',
      [begun, found, hinted, walked],
      'watching',
      ['plan', 'tell-files', 'tell-change'],
    ],
    [
      'that is lost stops everything, and is looked for',
      [...watching, doubted, lost],
      'away',
      [
        'stop-walk',
        'stop-gathering',
        'unwatch',
        'set-connected',
        'plan',
        'tell-files',
        'tell-change',
      ],
    ],
    ['that is lost during a walk stops it', [begun, found, doubted, lost], 'away', []],
    [
      'that stays away tells nobody again',
      [...watching, doubted, lost, asked, lost],
      'away',
      ['set-connected', 'plan'],
    ],
    [
      'in whose place something else comes to lie says so',
      [...watching, doubted, lost, asked, unfamiliar],
      'away',
      [
        'stop-walk',
        'stop-gathering',
        'unwatch',
        'set-connected',
        'plan',
        'tell-files',
        'tell-change',
      ],
    ],
    [
      'that is back is scanned as a whole',
      [...watching, doubted, lost, asked, found],
      'scanning',
      ['set-connected', 'plan', 'tell-files', 'tell-change', 'watch', 'tell-change', 'walk'],
    ],
    [
      'that is found there by whoever missed a file is scanned at once',
      [...watching, doubted, lost, doubted, found],
      'scanning',
      ['set-connected', 'plan', 'tell-files', 'tell-change', 'watch', 'tell-change', 'walk'],
    ],
    [
      'that is elsewhere is watched and walked there',
      [...watching, asked, { kind: 'found', isElsewhere: true }],
      'scanning',
      ['unwatch', 'move', 'set-connected', 'watch', 'tell-change', 'walk'],
    ],
    [
      'whose folder went during the walk is looked for',
      [begun, found, { kind: 'walk-failed', failure: 'folder-missing' }],
      'watching',
      ['plan', 'tell-change', 'look'],
    ],
    [
      'that the catalogue breaks off says so',
      [begun, found, { kind: 'walk-broke', trouble }],
      'watching',
      ['tell-store-trouble', 'plan', 'tell-change'],
    ],
    [
      'that a bug breaks off is planned again',
      [begun, found, { kind: 'walk-broke', trouble: null }, { kind: 'store-again' }],
      'watching',
      [],
    ],
    [
      'is scanned anew when that can be stored again',
      [begun, found, { kind: 'walk-broke', trouble }, { kind: 'store-again' }],
      'watching',
      ['look'],
    ],
    [
      'that was stored does nothing about it',
      [...watching, { kind: 'store-again' }],
      'watching',
      [],
    ],
    [
      'whose watch ended is scanned more often',
      [...watching, { kind: 'watch-ended', problem: 'watch-limit' }],
      'watching',
      ['unwatch', 'plan', 'tell-change'],
    ],
    [
      'that ends stops what it does',
      [...watching, { kind: 'ended' }],
      'ended',
      ['stop-walk', 'stop-gathering', 'plan', 'unwatch'],
    ],
  ])('%s', (_, events, phase, follows) => {
    const { state, effects } = after(events)
    expect(state.phase).toBe(phase)
    if (follows.length > 0 || events.at(-1) === hinted) expect(names(effects)).toEqual(follows)
  })

  it('walks only the folders that hints named, and all of it when its time has come', () => {
    const hint = after([...watching, hinted, { kind: 'hinted', folder: 'b' }, gathered, found])
    expect(hint.effects).toContainEqual({ do: 'walk', isWhole: false, folders: ['a', 'b'] })
    const all = after([...watching, hinted, { kind: 'hinted', folder: null }, gathered, found])
    expect(all.effects).toContainEqual({ do: 'walk', isWhole: true, folders: [''] })
  })

  it('gathers what came during a walk when it ends', () => {
    const { effects } = after([begun, found, asked, walked])
    expect(names(effects)).toContain('gather')
  })

  it('keeps the time of its next whole scan while it follows hints', () => {
    expect(names(after([...watching, hinted, gathered, found, partWalked]).effects)).not.toContain(
      'plan',
    )
  })

  it('that is away is looked for less often the longer it is, and never less than the longest', () => {
    const waits: number[] = []
    let { state } = after([begun, lost])
    for (let looked = 0; looked < 80; looked += 1) {
      waits.push(intervalMs(state, rules))
      ;({ state } = after([asked, lost], rules, state))
    }
    expect(waits.slice(0, 8)).toEqual(Array.from({ length: 8 }, () => 10_000))
    expect(waits).toEqual([...waits].sort((one, other) => one - other))
    expect(waits.at(-1)).toBe(300_000)
    expect(intervalMs(after([asked, found, walked, asked, lost], rules, state).state, rules)).toBe(
      10_000,
    )
  })

  it('is neither watched nor planned where it is scanned once or only looked at', () => {
    const once = { ...rules, mode: 'once' as const }
    expect(names(after([begun, found], once).effects)).not.toContain('watch')
    expect(after(watching, once).effects).toContainEqual(
      expect.objectContaining({ do: 'plan', afterMs: null }),
    )
    const look = after([begun, found], { ...rules, mode: 'look' })
    expect([look.state.phase, names(look.effects)]).toEqual(['watching', ['set-connected']])
    // Nobody waits for a first scan that does not come.
    expect(look.state.isKnown).toBe(true)
  })

  it('on a network is scanned on a timer, and says why', () => {
    const { state } = after(watching, { ...rules, isNetwork: true })
    expect(shownState(state, 'watch')).toBe('timer')
    expect(intervalMs(state, rules)).toBe(timing.unwatchedRescanMs)
  })

  it.each<[string, SourceEvent[], ReturnType<typeof shownState>]>([
    ['scanning before its first scan ended', [begun], 'scanning'],
    ['watching', watching, 'watching'],
    ['timer', [...watching, { kind: 'watch-ended', problem: 'watch-error' }], 'timer'],
    ['not-connected', [begun, lost], 'not-connected'],
    ['unfamiliar', [begun, unfamiliar], 'unfamiliar'],
    [
      'not-connected once what was in its place is gone',
      [begun, unfamiliar, asked, lost],
      'not-connected',
    ],
    [
      'unreadable, also while it is tried again',
      [begun, found, { kind: 'walk-failed', failure: 'folder-unreadable' }, asked, found],
      'unreadable',
    ],
    [
      'watching once it can be read again',
      [begun, found, { kind: 'walk-failed', failure: 'folder-unreadable' }, asked, found, walked],
      'watching',
    ],
  ])('is shown as %s', (_, events, shown) => {
    expect(shownState(after(events).state, 'watch')).toBe(shown)
  })
})

describe('nothing of a source waits to be looked at', () => {
  const broke: SourceEvent = { kind: 'walk-broke', trouble }
  it.each<[string, SourceEvent[], boolean]>([
    ['once it was looked through', watching, true],
    ['before its first scan', [begun], false],
    ['while it is walked', [begun, found], false],
    ['after a hint', [...watching, hinted], false],
    ['while what a hint told of is looked for', [...watching, hinted, gathered], false],
    ['while that is walked', [...watching, hinted, gathered, found], false],
    ['after that', [...watching, hinted, gathered, found, partWalked], true],
    ['after a hint that came during a walk', [begun, found, hinted, walked], false],
    ['while somebody wants it scanned', [...watching, asked], false],
    ['while only its place is in doubt', [...watching, doubted], true],
    ['while it is away', [...watching, doubted, lost], false],
    ['where what was found could not be stored', [begun, found, broke], false],
  ])('%s: %#', (_, events, settled) => {
    expect(isSettled(after(events).state)).toBe(settled)
  })
})

describe('to the word', () => {
  const wholeWalk: SourceEffect[] = [
    { do: 'tell-change' },
    { do: 'walk', isWhole: true, folders: [''] },
  ]
  const elsewhere: SourceEvent = { kind: 'found', isElsewhere: true }
  const again: SourceEvent = { kind: 'store-again' }
  const broke: SourceEvent = { kind: 'walk-broke', trouble }
  const unstored: SourceEvent = { kind: 'not-stored', trouble }
  const unplanned: SourceEffect = { do: 'plan', afterMs: null, isStretched: false }
  const planned: SourceEffect = { do: 'plan', afterMs: timing.rescanMs, isStretched: true }
  const soon: SourceEffect = { do: 'plan', afterMs: timing.unwatchedRescanMs, isStretched: true }
  const files: SourceEffect = { do: 'tell-files' }
  const change: SourceEffect = { do: 'tell-change' }
  const stops: SourceEffect[] = [
    { do: 'stop-walk' },
    { do: 'stop-gathering' },
    { do: 'unwatch' },
    { do: 'set-connected', isConnected: false },
    { do: 'plan', afterMs: 10_000, isStretched: false },
    { do: 'tell-files' },
    { do: 'tell-change' },
  ]

  it.each([
    [true, 'waiting'],
    [false, 'away'],
  ] as const)(
    'a source that rests, connected at the last run (%s), is %s',
    (isConnected, phase) => {
      expect(restingSource(isConnected)).toEqual({
        ...{ phase, look: 'none', watch: 'off', isKnown: false, awayForMs: 0, isUnfamiliar: false },
        ...{ isUnreadable: false, isWholeWanted: true, dirty: new Set(), isGathering: false },
        isUnstored: false,
      })
    },
  )

  it.each<[string, SourceEvent[], SourceEffect[]]>([
    ['walks that nobody began end nothing', [...watching, walked], []],
    ['a walk that ended plans the next', [begun, found, walked], [planned, files, change]],
    [
      'a part of it plans none',
      [...watching, hinted, gathered, found, partWalked],
      [files, change],
    ],
    [
      'one that cannot be read is tried again',
      [begun, found, { kind: 'walk-failed', failure: 'folder-unreadable' }],
      [planned, change],
    ],
    [
      'what cannot be stored is told',
      [begun, found, broke],
      [{ do: 'tell-store-trouble', trouble }, planned, change],
    ],
    ['also beside a walk', [...watching, unstored], [{ do: 'tell-store-trouble', trouble }]],
    ['and is looked for once there is room', [...watching, unstored, again], [{ do: 'look' }]],
    ['room that nobody waits for is no news', [...watching, again], []],
    ['room during a walk is for later', [begun, found, unstored, again], []],
    ['room before the look that leads to one as well', [begun, unstored, again], []],
    ['room is looked for once', [begun, found, broke, again, found, walked, again], []],
    [
      'room has all of it scanned',
      [begun, found, broke, again, found],
      [{ do: 'set-connected', isConnected: true }, ...wholeWalk],
    ],
    [
      'one that is back is planned by its walk',
      [...watching, doubted, lost, asked, found],
      [
        { do: 'set-connected', isConnected: true },
        ...[unplanned, files, change],
        { do: 'watch' },
        ...wholeWalk,
      ],
    ],
    [
      'one that is elsewhere is walked as a whole, whatever was asked for',
      [...watching, hinted, gathered, elsewhere],
      [
        ...[{ do: 'unwatch' } as const, { do: 'move' } as const],
        { do: 'set-connected', isConnected: true },
        { do: 'watch' },
        ...wholeWalk,
      ],
    ],
    [
      'and its walk at the old place is broken off',
      [begun, found, doubted, elsewhere],
      [
        ...[{ do: 'stop-walk' } as const, { do: 'unwatch' } as const, { do: 'move' } as const],
        { do: 'set-connected', isConnected: true },
        { do: 'watch' },
        ...wholeWalk,
      ],
    ],
    [
      'one that is still there goes on',
      [...watching, doubted, found],
      [{ do: 'set-connected', isConnected: true }],
    ],
    ['one that is lost stops all', [begun, found, doubted, lost], stops],
    ['one that was never there says so', [begun, lost], stops],
    [
      'one whose watch ended is scanned by time',
      [...watching, { kind: 'watch-ended', problem: 'watch-limit' }],
      [{ do: 'unwatch' }, soon, change],
    ],
    ['a scan joins the look under way', [...watching, doubted, asked], []],
    ['a doubt joins it, too', [...watching, doubted, doubted], []],
    [
      'a scan takes what was gathered with it',
      [...watching, hinted, asked],
      [{ do: 'stop-gathering' }, { do: 'look' }],
    ],
    ['hints of one that is away are for later', [begun, lost, hinted], []],
    [
      'the end stops all',
      [...watching, { kind: 'ended' }],
      [{ do: 'stop-walk' }, { do: 'stop-gathering' }, unplanned, { do: 'unwatch' }],
    ],
    ['nothing follows after it', [...watching, { kind: 'ended' }, asked], []],
  ])('%s', (_, events, follows) => {
    expect(after(events).effects).toEqual(follows)
  })

  it.each([
    [0, 10_000],
    [100_000, 10_000],
    [1_000_000, 100_000],
    [3_000_000, 300_000],
    [9_000_000, 300_000],
  ])('one that is away for %i ms is looked for after %i', (awayForMs, afterMs) => {
    expect(intervalMs({ ...restingSource(false), awayForMs }, rules)).toBe(afterMs)
  })

  it.each([
    ['on', false, timing.rescanMs],
    ['off', false, timing.rescanMs],
    ['network', false, timing.unwatchedRescanMs],
    ['on', true, timing.unwatchedRescanMs],
    ['off', true, timing.unwatchedRescanMs],
  ] as const)('one whose watch is %s, links followed %s: every %i ms', (watch, followLinks, ms) => {
    expect(intervalMs({ ...restingSource(true), watch }, { ...rules, followLinks })).toBe(ms)
  })

  it('one that is lost forgets what was wanted of it and what was wrong with it', () => {
    const unreadable: SourceEvent = { kind: 'walk-failed', failure: 'folder-unreadable' }
    const { state } = after([begun, found, unreadable, hinted, doubted, lost])
    expect(state).toEqual({ ...restingSource(false), isKnown: true, awayForMs: 10_000 })
  })

  it('one whose first walk broke off was looked at all the same, and one that ends gathers nothing', () => {
    const broken = after([begun, found, { kind: 'walk-broke', trouble: null }])
    expect(broken.state.isKnown).toBe(true)
    const ended = after([...watching, hinted, { kind: 'ended' }])
    expect(ended.state).toMatchObject({ look: 'none', watch: 'off', isGathering: false })
  })

  it('one that was away is new to its next absence', () => {
    const { state } = after([...watching, doubted, lost, asked, lost, asked, found])
    expect(state).toMatchObject({ awayForMs: 0, isUnfamiliar: false, look: 'none' })
    expect(after([begun, lost, asked, lost]).state.awayForMs).toBe(20_000)
  })
})

/** What the keeper has under way: each effect is taken at its word. */
interface Under {
  isLooking: boolean
  isWalking: boolean
  isWatched: boolean
  isGathering: boolean
  isPlanned: boolean
}

type Happening = SourceEvent['kind'] | 'hint-all' | 'elsewhere' | 'unfamiliar' | 'unreadable'
const anything = fc.constantFrom<Happening>(
  'begun',
  'scan-asked',
  'hinted',
  'hint-all',
  'gathered',
  'doubted',
  'found',
  'elsewhere',
  'lost',
  'unfamiliar',
  'walked',
  'walk-failed',
  'unreadable',
  'walk-broke',
  'not-stored',
  'store-again',
  'watch-ended',
)

/** The event, or null where it cannot happen now: nobody answers a look that nobody asked for. */
function possible(kind: Happening, under: Under, isWhole: boolean): SourceEvent | null {
  switch (kind) {
    case 'hinted':
      return { kind, folder: 'x' }
    case 'hint-all':
      return under.isWatched ? { kind: 'hinted', folder: null } : null
    case 'gathered':
      return under.isGathering ? { kind } : null
    case 'found':
      return under.isLooking ? { kind, isElsewhere: false } : null
    case 'elsewhere':
      return under.isLooking ? { kind: 'found', isElsewhere: true } : null
    case 'lost':
      return under.isLooking ? { kind, isUnfamiliar: false } : null
    case 'unfamiliar':
      return under.isLooking ? { kind: 'lost', isUnfamiliar: true } : null
    case 'walked':
      return under.isWalking ? { kind, isWhole } : null
    case 'walk-failed':
      return under.isWalking ? { kind, failure: 'folder-missing' } : null
    case 'unreadable':
      return under.isWalking ? { kind: 'walk-failed', failure: 'folder-unreadable' } : null
    case 'walk-broke':
      return under.isWalking ? { kind, trouble } : null
    case 'watch-ended':
      return under.isWatched ? { kind, problem: 'watch-error' } : null
    case 'not-stored':
      return { kind, trouble }
    case 'begun':
    case 'ended':
      return null
    default:
      return { kind }
  }
}

describe('after any sequence of events', () => {
  it('one look and one walk at most are under way, none where the source is not, and something always comes', () => {
    const sequences = fc.array(anything, { maxLength: 60 })
    fc.assert(
      fc.property(sequences, fc.boolean(), (kinds, isConnected) => {
        const under: Under = {
          isLooking: false,
          isWalking: false,
          isWatched: false,
          isGathering: false,
          isPlanned: false,
        }
        let state = restingSource(isConnected)
        let isWhole = false
        /** What nobody has walked since it was asked for. */
        let isOwed = true
        const happen = (event: SourceEvent): void => {
          if (event.kind === 'found' || event.kind === 'lost') under.isLooking = false
          if (event.kind.startsWith('walk')) under.isWalking = false
          if (event.kind === 'gathered') under.isGathering = false
          if (event.kind === 'scan-asked' || event.kind === 'hinted') isOwed = true
          const [next, effects] = advance(state, event, rules)
          state = next
          for (const effect of effects) {
            if (effect.do === 'look') {
              expect(under.isLooking).toBe(false)
              under.isLooking = true
            }
            if (effect.do === 'walk') {
              expect(under.isWalking).toBe(false)
              expect(state.phase).toBe('scanning')
              under.isWalking = true
              isWhole = effect.isWhole
              isOwed = false
            }
            if (effect.do === 'stop-walk') under.isWalking = false
            if (effect.do === 'watch') {
              expect(under.isWatched).toBe(false)
              under.isWatched = true
            }
            if (effect.do === 'unwatch') under.isWatched = false
            if (effect.do === 'gather') under.isGathering = true
            if (effect.do === 'stop-gathering') under.isGathering = false
            if (effect.do === 'plan') under.isPlanned = effect.afterMs !== null
          }
          if (state.phase === 'ended') return
          expect(under.isWalking).toBe(state.phase === 'scanning')
          expect(under.isLooking).toBe(state.look !== 'none')
          expect(under.isWatched).toBe(state.watch === 'on')
          if (state.phase === 'away') expect(under.isWatched || under.isWalking).toBe(false)
          // However it stands: a look, a walk, a burst or a time will bring it on.
          const isComing =
            under.isLooking || under.isWalking || under.isGathering || under.isPlanned
          expect(isComing).toBe(true)
          // What was asked for is not forgotten.
          if (isOwed && state.phase !== 'away')
            expect(
              isBusy(state) || state.isWholeWanted || state.dirty.size > 0 || under.isGathering,
            ).toBe(true)
        }
        happen({ kind: 'begun' })
        for (const kind of kinds) {
          const event = possible(kind, under, isWhole)
          if (event === null) continue
          if (event.kind === 'scan-asked') under.isPlanned = false
          happen(event)
        }
        happen({ kind: 'ended' })
        expect(under.isPlanned || under.isWalking || under.isWatched || under.isGathering).toBe(
          false,
        )
        expect(advance(state, { kind: 'scan-asked' }, rules)).toEqual([state, []])
      }),
      { numRuns: 2_000 },
    )
  })
})
