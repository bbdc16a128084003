// What a wake-up or a returning line is an occasion for.
import { expect, it, onTestFinished } from 'vitest'
import { createConditionKeeper } from '../../../src/main/engine/conditions/condition-keeper.ts'
import { defaultSettings } from '../../../src/shared/model.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
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
