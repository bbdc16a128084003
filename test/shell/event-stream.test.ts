import { describe, expect, it } from 'vitest'
import { createEventStream } from '../../src/main/shell/event-stream.ts'
import { manualClock } from '../fakes/manual-clock.ts'
import { aStatus } from './a-status.ts'

function bench(isShown = true) {
  const clock = manualClock()
  const state = { isShown }
  const sent: [string, unknown][] = []
  const problems: unknown[] = []
  const stream = createEventStream({
    clock,
    isWindowShown: () => state.isShown,
    send: (name, payload) => sent.push([name, payload]),
    onProblem: (problem) => problems.push(problem),
  })
  const revisions = (): unknown[] =>
    sent.map(([, payload]) => (payload as { revision: number }).revision)
  return { clock, state, sent, problems, stream, revisions }
}

describe('events', () => {
  it('reach the window at most four times a second, the newest always', () => {
    const { clock, stream, revisions } = bench()
    for (let revision = 1; revision <= 100; revision += 1) {
      stream.push('statusChanged', aStatus({ revision }))
      clock.advance(10)
    }
    clock.advance(1_000)
    expect(revisions()).toEqual([1, 25, 50, 75, 100])
  })

  it('of one name do not hold back those of another', () => {
    const { stream, sent } = bench()
    stream.push('statusChanged', aStatus())
    stream.push('historyChanged', { revision: 1 })
    expect(sent.map(([name]) => name)).toEqual(['statusChanged', 'historyChanged'])
  })

  it('are kept while nobody sees the window, which then gets the newest of each', () => {
    const { clock, state, stream, sent } = bench(false)
    stream.push('statusChanged', aStatus({ revision: 1 }))
    clock.advance(1_000)
    stream.push('statusChanged', aStatus({ revision: 2 }))
    stream.push('engineStateChanged', { state: 'running', failure: null })
    clock.advance(1_000)
    expect(sent).toEqual([])
    state.isShown = true
    stream.catchUp()
    expect(sent).toEqual([
      ['statusChanged', aStatus({ revision: 2 })],
      ['engineStateChanged', { state: 'running', failure: null }],
    ])
  })

  it('that name a page are followed once', () => {
    const { stream, sent, state } = bench(false)
    stream.push('navigate', { to: 'settings' })
    state.isShown = true
    stream.catchUp()
    stream.catchUp()
    expect(sent).toEqual([['navigate', { to: 'settings' }]])
  })

  it('of an unknown shape are dropped and noted', () => {
    const { stream, sent, problems } = bench()
    stream.push('historyChanged', { revision: 'x' })
    expect(sent).toEqual([])
    expect(problems).toHaveLength(1)
    expect(stream.latest('historyChanged')).toBeNull()
  })

  it('reach the shell’s own listeners also while the window is hidden', () => {
    const { stream } = bench(false)
    const heard: number[] = []
    stream.on('statusChanged', ({ revision }) => heard.push(revision))
    stream.push('statusChanged', aStatus({ revision: 5 }))
    expect(heard).toEqual([5])
    expect(stream.latest('statusChanged')?.revision).toBe(5)
  })
})
