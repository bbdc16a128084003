// The app in macOS' Dock: there while its window is open, and in the menu bar alone while that is closed. Other systems have no
// Dock, and nothing is done there.

/** What is asked of Electron's app. */
export interface DockPorts {
  /** And not `dock.hide()`, which a window that is made later takes back. */
  setActivationPolicy(policy: 'regular' | 'accessory'): void
  focus(options: { steal: boolean }): void
}

/** Follows the window, and the icon in the menu bar. */
export interface Dock {
  windowOpens(): void
  windowHides(): void
  /** From now on the menu bar brings the window back. */
  iconIsUp(): void
}

/** Begins where macOS does: in the Dock. */
export function createDock(app: DockPorts, platform: NodeJS.Platform): Dock {
  let isWindowOpen = false
  let hasIcon = false
  let isInDock = true
  const follow = (): void => {
    // Without an icon the Dock is the only way back to the window.
    const isWanted = isWindowOpen || !hasIcon
    if (platform !== 'darwin' || isWanted === isInDock) return
    isInDock = isWanted
    app.setActivationPolicy(isWanted ? 'regular' : 'accessory')
    // An app of the menu bar is in front of no other, and its window would open behind them.
    if (isWanted) app.focus({ steal: true })
  }
  return {
    windowOpens() {
      isWindowOpen = true
      follow()
    },
    windowHides() {
      isWindowOpen = false
      follow()
    },
    iconIsUp() {
      hasIcon = true
      follow()
    },
  }
}
