// Puts the app into a page around a bridge: the real one from main.tsx, or another in tests.
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { App } from './app.tsx'
import type { LastSeen } from '../shared/contract.ts'
import type { Bridge } from './bridge.ts'
import { readPlace, restoreScroll } from './state/place.ts'
import { createSession, type Session } from './state/session.ts'
import { createLanguage } from './words.ts'

/** Shows the app, at first as it was seen last and where a page before this one ended; returns its session. */
export function mount(
  root: HTMLElement,
  bridge: Bridge,
  lastSeen: LastSeen | null,
  leftAt: string | null = null,
): Session {
  const place = readPlace(leftAt)
  const language = createLanguage(bridge.initial.locale, bridge.initial.platform)
  document.documentElement.lang = language.tag
  document.documentElement.dir = language.direction
  // A file dropped beside its place would make the window leave the app.
  for (const name of ['dragover', 'drop']) {
    window.addEventListener(name, (event) => event.preventDefault())
  }
  const session = createSession(bridge, lastSeen, place)
  createRoot(root).render(
    <StrictMode>
      <App session={session} language={language} />
    </StrictMode>,
  )
  if (place !== null) restoreScroll(document, place.scrolled)
  return session
}
