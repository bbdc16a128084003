// What a wake-up or a returning line is an occasion for.
import { expect, it, onTestFinished } from 'vitest'
import { createConditionKeeper } from '../../../src/main/engine/conditions/condition-keeper.ts'
import { defaultSettings } from '../../../src/shared/model.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { storeTroubles } from '../../fakes/store-troubles.ts'
import { switchableSurroundings } from '../../fakes/switchable-surroundings.ts'

it('a line that comes and goes is tried each time, and the folders are searched only now and then', () => {
  const clock = manualClock()
  const surroundings = switchableSurroundings()
  let tries = 0
  let looks = 0
  const keeper = createConditionKeeper({
    clock,
    surroundings,
    settings: () => ({ ...defaultSettings, isBackupOn: true }),
    changeSettings: () => undefined,
    signIn: () => ({ kind: 'signed-in', email: '', name: '', picture: null, isKept: true }),
    sources: () => [{ sourceId: 1, name: 'Pictures', isConnected: true }],
    queue: () => ({
      holds: () => [],
      endOverdueHolds: () => undefined,
      rest: () => undefined,
      wake: () => undefined,
      tryNow: () => (tries += 1),
      accountChanged: () => undefined,
    }),
    readBack: () => ({ isPending: () => false, goOn: () => undefined }),
    onReturn: () => (looks += 1),
    onStoreTrouble: () => undefined,
    onChange: () => undefined,
  })
  onTestFinished(() => keeper.stop())
  for (let flap = 0; flap < 20; flap += 1) {
    surroundings.change({ isOnline: false })
    surroundings.change({ isOnline: true })
    clock.advance(10_000)
  }
  expect([tries, looks]).toEqual([20, 1])
  // What came back meanwhile is not forgotten.
  clock.advance(5 * 60_000)
  expect(looks).toBe(2)
  clock.advance(3600_000)
  expect(looks).toBe(2)
  surroundings.change({ isAsleep: true })
  surroundings.change({ isAsleep: false })
  expect(looks).toBe(3)
})

it('a person who tries is believed more than the system about the line, until that says something new', () => {
  const surroundings = switchableSurroundings()
  const keeper = createConditionKeeper({
    clock: manualClock(),
    surroundings,
    settings: () => ({ ...defaultSettings, isBackupOn: true }),
    changeSettings: () => undefined,
    signIn: () => ({ kind: 'signed-in', email: '', name: '', picture: null, isKept: true }),
    sources: () => [{ sourceId: 1, name: 'Pictures', isConnected: true }],
    queue: () => ({
      holds: () => [],
      endOverdueHolds: () => undefined,
      rest: () => undefined,
      wake: () => undefined,
      tryNow: () => undefined,
      accountChanged: () => undefined,
    }),
    readBack: () => ({ isPending: () => false, goOn: () => undefined }),
    onReturn: () => undefined,
    onStoreTrouble: () => undefined,
    onChange: () => undefined,
  })
  onTestFinished(() => keeper.stop())
  const kinds = () => keeper.current().map(({ kind }) => kind)
  surroundings.change({ isOnline: false })
  expect([kinds(), keeper.permission().maySend]).toEqual([['offline'], false])
  keeper.doubtLine()
  expect([kinds(), keeper.permission().maySend]).toEqual([[], true])
  surroundings.change({ isOnline: false })
  expect([kinds(), keeper.permission().maySend]).toEqual([['offline'], false])
})

/** A keeper under a pause whose time is over, over a catalogue that throws when that is to be stored. */
function pausedTill(thrown: Error) {
  const clock = manualClock()
  const told: string[] = []
  const settings = { ...defaultSettings, isBackupOn: true, pausedUntil: clock.now() + 60_000 }
  const keeper = createConditionKeeper({
    clock,
    surroundings: switchableSurroundings(),
    settings: () => settings,
    changeSettings: () => {
      throw thrown
    },
    signIn: () => ({ kind: 'signed-in', email: '', name: '', picture: null, isKept: true }),
    sources: () => [{ sourceId: 1, name: 'Pictures', isConnected: true }],
    queue: () => ({
      holds: () => [],
      endOverdueHolds: () => undefined,
      rest: () => undefined,
      wake: () => undefined,
      tryNow: () => undefined,
      accountChanged: () => undefined,
    }),
    readBack: () => ({ isPending: () => false, goOn: () => undefined }),
    onReturn: () => undefined,
    onStoreTrouble: ({ kind }) => told.push(kind),
    onChange: () => undefined,
  })
  onTestFinished(() => keeper.stop())
  keeper.update()
  return { keeper, clock, told }
}

it.each(storeTroubles)(
  'a pause is over at its time although "%s" keeps that from being stored, which is told',
  (kind, thrown) => {
    const { keeper, clock, told } = pausedTill(thrown)
    expect([keeper.permission().maySend, told]).toEqual([false, []])
    clock.advance(60_001)
    expect([keeper.permission().maySend, told]).toEqual([true, [kind]])
  },
)

it('a bug at the end of a pause is no trouble of the catalogue', () => {
  const { clock, told } = pausedTill(new Error('a bug'))
  expect(() => clock.advance(60_001)).toThrow('a bug')
  expect(told).toEqual([])
})
