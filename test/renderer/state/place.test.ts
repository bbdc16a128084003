// @vitest-environment jsdom
// Where the user is when the page is asked to leave, what holds it back, and the page that goes on there.
import { afterEach, describe, expect, it } from 'vitest'
import { readPlace, unfinished } from '../../../src/renderer/state/place.ts'
import { createSession, type Session } from '../../../src/renderer/state/session.ts'
import type { Input } from '../../../src/shared/contract.ts'
import { createFakeBridge, settled, type FakeBridge } from '../fake-bridge.ts'

const sessions: Session[] = []
afterEach(() => {
  for (const session of sessions.splice(0)) session.stop()
  document.body.replaceChildren()
})

const begin = async (bridge: FakeBridge, place: string | null = null): Promise<Session> => {
  const session = createSession(bridge, null, readPlace(place))
  sessions.push(session)
  await session.refresh()
  return session
}

/** What the page says when it is asked. */
const leave = (bridge: FakeBridge): Input<'leave'> => {
  bridge.emit('leaveAsked', {})
  const { input } = bridge.calls.findLast(({ name }) => name === 'leave') ?? {}
  return input as Input<'leave'>
}

describe('leaving a page', () => {
  it('tells the place, at which the next page begins', async () => {
    const bridge = createFakeBridge()
    const session = await begin(bridge)
    session.go({ to: 'history', filter: { folder: 'Summer' } })
    session.kept.set('history order', 'size')
    session.help('privacy', 'tokens')
    const { place, isUnfinished } = leave(bridge)
    expect(isUnfinished).toBe(false)

    const next = await begin(createFakeBridge(), place)
    expect(next.store.get()).toMatchObject({
      route: { to: 'history', filter: { folder: 'Summer' } },
      help: { page: 'privacy', anchor: 'tokens' },
    })
    expect([...next.kept]).toEqual([['history order', 'size']])
  })

  it('forgets what a screen kept once the user goes to another, not to the same', async () => {
    const session = await begin(createFakeBridge())
    session.go({ to: 'history', filter: {} })
    session.kept.set('history order', 'size')
    session.go({ to: 'history', filter: {} })
    expect(session.kept.size).toBe(1)
    session.go({ to: 'folders' })
    expect(session.kept.size).toBe(0)
  })

  it('is put off by what is marked as unfinished, and by a first run', async () => {
    const bridge = createFakeBridge()
    await begin(bridge)
    const draft = document.createElement('div')
    for (const [name, value] of Object.entries(unfinished)) draft.setAttribute(name, value)
    document.body.append(draft)
    expect(leave(bridge).isUnfinished).toBe(true)
    draft.remove()
    expect(leave(bridge).isUnfinished).toBe(false)

    const first = createFakeBridge({ settings: settled({ firstRunStep: 'folders' }) })
    await begin(first)
    expect(leave(first).isUnfinished).toBe(true)
  })
})
