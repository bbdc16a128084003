import { describe, expect, it } from 'vitest'
import {
  cancelledCause,
  initialState,
  reduce,
  toneOf,
  type Notice,
  type WindowEvent,
  type WindowState,
} from '../../../src/renderer/state/window-state.ts'
import { settled } from '../fake-bridge.ts'
import { uploadingStatus } from '../fake-data.ts'

const status = (revision: number) => ({ ...uploadingStatus(), revision })
const after = (...events: WindowEvent[]): WindowState => events.reduce(reduce, initialState)

describe('window state', () => {
  it('is behind until the first snapshot', () => {
    expect(initialState.isBehind).toBe(true)
    expect(after({ kind: 'snapshot', status: status(3) }).isBehind).toBe(false)
  })

  it('takes the next status without falling behind', () => {
    const state = after(
      { kind: 'snapshot', status: status(3) },
      { kind: 'status-changed', status: status(4) },
    )
    expect(state.status?.revision).toBe(4)
    expect(state.isBehind).toBe(false)
  })

  it('takes a status after a gap, and asks for a snapshot', () => {
    const state = after(
      { kind: 'snapshot', status: status(3) },
      { kind: 'status-changed', status: status(6) },
    )
    expect(state.status?.revision).toBe(6)
    expect(state.isBehind).toBe(true)
  })

  it('leaves out a status that is older than the one it has', () => {
    const state = after(
      { kind: 'snapshot', status: status(5) },
      { kind: 'status-changed', status: status(4) },
    )
    expect(state.status?.revision).toBe(5)
  })

  it('leaves out a snapshot that an event has overtaken', () => {
    const state = after(
      { kind: 'snapshot', status: status(5) },
      { kind: 'status-changed', status: status(6) },
      { kind: 'snapshot', status: status(5) },
    )
    expect(state.status?.revision).toBe(6)
  })

  it('believes lower revisions after the engine started again', () => {
    const state = after(
      { kind: 'snapshot', status: status(500) },
      { kind: 'engine', state: 'restarting', failure: null },
      { kind: 'snapshot', status: status(1) },
    )
    expect(state.status?.revision).toBe(1)
    expect(state.engine.state).toBe('running')
  })

  it('keeps the sign-in of an event in the status', () => {
    const state = after(
      { kind: 'snapshot', status: status(1) },
      { kind: 'sign-in-changed', signIn: { kind: 'waiting-for-browser', since: 7 } },
    )
    expect(state.status?.signIn).toEqual({ kind: 'waiting-for-browser', since: 7 })
  })

  it('shows a wished setting at once and the stored ones when they come', () => {
    const wished = after(
      { kind: 'settings', settings: settled() },
      { kind: 'settings-wished', change: { photoSize: 'original' } },
    )
    expect(wished.settings?.photoSize).toBe('original')
    expect(reduce(wished, { kind: 'settings', settings: settled() }).settings?.photoSize).toBe(
      'high',
    )
  })

  it('always raises the history revision, whatever number the event carries', () => {
    const state = after(
      { kind: 'history-changed', revision: 9 },
      { kind: 'history-changed', revision: 2 },
    )
    expect(state.historyRevision).toBe(10)
  })

  const notice = (
    id: number,
    tone: Notice['tone'] = 'good',
    cause: string | null = null,
  ): WindowEvent => ({ kind: 'notice', notice: { id, tone, text: `${id}`, detail: null, cause } })
  const ids = ({ notices }: WindowState): number[] => notices.map(({ id }) => id)

  it('says the same once, and of a cancelled sign-in nothing while another is under way', () => {
    const said = (id: number, cause: string | null): WindowEvent => ({
      ...{ kind: 'notice', notice: { id, tone: 'good', text: 'Said.', detail: null, cause } },
    })
    expect(ids(after(said(1, null), said(2, null)))).toEqual([2])
    const cancelled = after(said(1, cancelledCause))
    const again = after({ kind: 'snapshot', status: status(1) }, said(1, cancelledCause), {
      kind: 'sign-in-changed',
      signIn: { kind: 'waiting-for-browser', since: 1 },
    })
    expect([ids(cancelled), ids(again)]).toEqual([[1], []])
  })

  it('keeps the newest two notices until they are put away', () => {
    const notices = [1, 2, 3, 4].map((id) => notice(id))
    expect(ids(after(...notices))).toEqual([3, 4])
    expect(ids(after(...notices, { kind: 'notice-dismissed', id: 3 }))).toEqual([4])
  })

  it('leaves trouble behind on another screen, and takes good news along', () => {
    const go: WindowEvent = { kind: 'go', route: { to: 'folders' } }
    expect(ids(after(notice(1, 'problem'), notice(2), go))).toEqual([2])
  })

  it('says trouble of one cause once, and nothing of it once that is solved', () => {
    const twice = after(notice(1, 'problem', 'useClient'), notice(2, 'problem', 'useClient'))
    expect(ids(twice)).toEqual([2])
    expect(ids(reduce(twice, { kind: 'solved', cause: 'signOut' }))).toEqual([2])
    expect(ids(reduce(twice, { kind: 'solved', cause: 'useClient' }))).toEqual([])
  })

  it('takes back what was said of an engine that runs again, and of a sign-in that worked', () => {
    const down = after(
      { kind: 'engine', state: 'restarting', failure: null },
      notice(1, 'problem', 'engine'),
      notice(2, 'problem', 'useClient'),
    )
    expect(ids(down)).toEqual([1, 2])
    const running = reduce(down, { kind: 'engine', state: 'running', failure: null })
    expect(ids(running)).toEqual([2])
    expect(ids(reduce(running, { kind: 'snapshot', status: status(1) }))).toEqual([])
    const out = { ...status(1), signIn: { kind: 'signed-out', reason: 'never' } } as const
    expect(ids(reduce(running, { kind: 'snapshot', status: out }))).toEqual([2])
  })

  it('knows what is trouble: not what is backed up already, nor a no of the user', () => {
    expect(toneOf({ kind: 'folder-overlaps', path: '/a/b', other: '/a' })).toBe('good')
    expect(toneOf({ kind: 'declined' })).toBe('good')
    expect(toneOf({ kind: 'folder-missing', path: '/a' })).toBe('problem')
  })
})
