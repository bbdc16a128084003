// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createBridge, type Exposed } from '../../../src/renderer/bridge.ts'
import { createSession, type Session } from '../../../src/renderer/state/session.ts'
import { defaultSettings } from '../../../src/shared/model.ts'
import { createFakeBridge, type FakeBridge } from '../fake-bridge.ts'
import { uploadingStatus } from '../fake-data.ts'

const asked = (bridge: FakeBridge): number =>
  bridge.calls.filter(({ name }) => name === 'getStatus').length

describe('the session', () => {
  let bridge: FakeBridge
  let session: Session
  beforeEach(async () => {
    vi.useFakeTimers()
    bridge = createFakeBridge()
    session = createSession(bridge)
    await vi.advanceTimersByTimeAsync(0)
  })
  afterEach(() => {
    session.stop()
    vi.useRealTimers()
    vi.restoreAllMocks()
  })

  it('asks for a snapshot and the settings once at the start', () => {
    expect(asked(bridge)).toBe(1)
    expect(session.store.get().status?.revision).toBe(1)
    expect(session.store.get().settings?.firstRunStep).toBe('done')
  })

  it('shows what was seen last until the engine answers, whatever its revision', async () => {
    session.stop()
    const seen = { ...uploadingStatus(), revision: 400, duplicates: 7 }
    session = createSession(bridge, { settings: defaultSettings, status: seen })
    expect(session.store.get()).toMatchObject({
      status: { duplicates: 7 },
      settings: defaultSettings,
      engine: { state: 'starting' },
    })
    await vi.advanceTimersByTimeAsync(0)
    expect(session.store.get()).toMatchObject({ status: { revision: 1 }, isBehind: false })
  })

  it('asks for a snapshot after a gap, at most once a second', async () => {
    const status = uploadingStatus()
    for (const revision of [10, 20, 30]) {
      bridge.world.status = { ...status, revision }
      bridge.emit('statusChanged', bridge.world.status)
    }
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked(bridge)).toBe(2)
    expect(session.store.get().isBehind).toBe(false)
    expect(session.store.get().status?.revision).toBe(30)
  })

  it('does not ask while revisions follow one another', async () => {
    bridge.setStatus({ duplicates: 1 })
    bridge.setStatus({ duplicates: 2 })
    await vi.advanceTimersByTimeAsync(5_000)
    expect(asked(bridge)).toBe(1)
  })

  it('asks for everything again when the engine runs again', async () => {
    bridge.emit('engineStateChanged', { state: 'restarting', failure: null })
    bridge.world.status = { ...uploadingStatus(), revision: 1, duplicates: 9 }
    bridge.emit('engineStateChanged', { state: 'running', failure: null })
    await vi.advanceTimersByTimeAsync(0)
    expect(session.store.get().status?.duplicates).toBe(9)
    expect(session.store.get().engine.state).toBe('running')
  })

  it('holds the newest status while the window is hidden, and shows it when it is not', async () => {
    const hidden = vi.spyOn(document, 'hidden', 'get').mockReturnValue(true)
    const heard = vi.fn()
    session.store.subscribe(heard)
    bridge.setStatus({ duplicates: 5 })
    bridge.setStatus({ duplicates: 6 })
    expect(heard).not.toHaveBeenCalled()
    hidden.mockReturnValue(false)
    document.dispatchEvent(new Event('visibilitychange'))
    expect(session.store.get().status?.duplicates).toBe(6)
  })

  it('takes a setting back that could not be kept', async () => {
    bridge.failWith('changeSettings', { kind: 'disk-full' })
    const change = session.changeSettings({ theme: 'dark' })
    expect(session.store.get().settings?.theme).toBe('dark')
    expect(await change).toEqual({ kind: 'disk-full' })
    expect(session.store.get().settings?.theme).toBe('system')
  })

  it('keeps what was chosen while an earlier choice was still being stored', async () => {
    const answers: (() => void)[] = []
    const call = bridge.call.bind(bridge)
    vi.spyOn(bridge, 'call').mockImplementation(async (...asked) => {
      const answer = await call(...asked)
      await new Promise<void>((resolve) => answers.push(resolve))
      return answer
    })
    const settings = (): unknown => session.store.get().settings
    const changes = [
      session.changeSettings({ theme: 'dark' }),
      session.changeSettings({ power: 'charging' }),
    ]
    for (const change of changes) {
      await vi.advanceTimersByTimeAsync(0)
      answers.shift()?.()
      expect(await change).toBeNull()
      expect(settings()).toMatchObject({ theme: 'dark', power: 'charging' })
    }
  })

  it('takes only that setting back that could not be kept', async () => {
    const answers: (() => void)[] = []
    const call = bridge.call.bind(bridge)
    vi.spyOn(bridge, 'call').mockImplementation(async (...asked) => {
      const answer = await call(...asked)
      if (asked[0] === 'changeSettings') await new Promise<void>((resolve) => answers.push(resolve))
      return answer
    })
    bridge.failWith('changeSettings', { kind: 'disk-full' })
    const refused = session.changeSettings({ theme: 'dark' })
    await vi.advanceTimersByTimeAsync(0)
    bridge.failWith('changeSettings', null)
    const stored = session.changeSettings({ power: 'charging' })
    await vi.advanceTimersByTimeAsync(0)
    for (const answer of answers) answer()
    await Promise.all([refused, stored])
    expect(session.store.get().settings).toMatchObject({ theme: 'system', power: 'charging' })
  })
})

describe('the bridge', () => {
  const exposed = (call: Exposed['call']): Exposed => ({
    call,
    on: () => () => undefined,
    pathForDrop: () => '',
    initial: { platform: 'linux', locale: 'en', direction: 'ltr', standIn: null },
  })

  it('turns a call that breaks down into a failure', async () => {
    const bridge = createBridge(exposed(() => Promise.reject(new Error('no handler'))))
    expect(await bridge.call('scanNow', {})).toEqual({
      ok: false,
      failure: { kind: 'unexpected', message: 'no handler' },
    })
  })

  it('names pictures by row id alone', () => {
    const bridge = createBridge(exposed(() => Promise.resolve({ ok: true, value: {} })))
    expect(bridge.thumbnail('12', 96)).toBe('thumb://file/12?side=96')
    expect(bridge.thumbnail('../x', 96)).toBe('thumb://file/..%2Fx?side=96')
  })
})
