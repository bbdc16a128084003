// Puts the whole window into jsdom around a fake bridge, as a test's user meets it.
import { cleanup, configure, render, screen } from '@testing-library/react'
import { userEvent, type UserEvent } from '@testing-library/user-event'
import { afterEach, vi } from 'vitest'
import { App } from '../../src/renderer/app.tsx'
import { createSession, type Session } from '../../src/renderer/state/session.ts'
import type { Route } from '../../src/renderer/state/window-state.ts'
import { createLanguage } from '../../src/renderer/words.ts'
import { createFakeBridge, type FakeBridge, type FakeWorld } from './fake-bridge.ts'

// What is waited for comes by itself; a machine with much else to do may take long about it.
configure({ asyncUtilTimeout: 10_000 })

/** The window on show. */
export type Shown = { bridge: FakeBridge; session: Session; user: UserEvent }

// What a browser has and jsdom has not.
class NoResize implements ResizeObserver {
  observe(): void {}
  unobserve(): void {}
  disconnect(): void {}
}

/** Shows the window, waits for its first heading, and ends all of it after the test. */
export async function show(
  given: Partial<FakeWorld> = {},
  route?: Route,
  before?: (bridge: FakeBridge) => void,
): Promise<Shown> {
  vi.stubGlobal('ResizeObserver', NoResize)
  vi.stubGlobal('matchMedia', (media: string) => ({
    media,
    matches: false,
    addEventListener: () => undefined,
    removeEventListener: () => undefined,
  }))
  Element.prototype.scrollTo = () => undefined
  Element.prototype.releasePointerCapture = () => undefined
  Element.prototype.scrollIntoView = () => undefined
  const bridge = createFakeBridge(given)
  before?.(bridge)
  const session = createSession(bridge)
  if (route) session.go(route)
  const { locale, platform } = bridge.initial
  const language = createLanguage(locale, platform)
  document.documentElement.lang = language.tag
  document.documentElement.dir = language.direction
  render(<App session={session} language={language} />)
  running.add(session)
  await screen.findByRole('heading', { level: 1 })
  return { bridge, session, user: userEvent.setup() }
}

const running = new Set<Session>()

afterEach(() => {
  cleanup()
  for (const session of running) session.stop()
  running.clear()
  vi.unstubAllGlobals()
})

/** The names of the commands called so far. */
export const called = (bridge: FakeBridge): string[] => bridge.calls.map(({ name }) => name)
/** The input of the last call of a command. */
export const lastInput = (bridge: FakeBridge, name: string): unknown =>
  bridge.calls.findLast((call) => call.name === name)?.input
