// What closing the window does. Pure; main-window.ts does it.

/** What closing the window does. */
export type CloseAction = 'close' | 'hide' | 'minimise'

/** Closing hides where something brings the window back, the tray or the dock; else it only minimises. */
export function closeAction(facts: {
  isQuitting: boolean
  hasTray: boolean
  platform: NodeJS.Platform
}): CloseAction {
  if (facts.isQuitting) return 'close'
  return facts.hasTray || facts.platform === 'darwin' ? 'hide' : 'minimise'
}
