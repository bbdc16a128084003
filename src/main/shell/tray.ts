// The icon beside the clock, with its menu, and the progress in the task bar. What they show is tray-view.ts.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import {
  Menu,
  nativeImage,
  Tray,
  type MenuItemConstructorOptions,
  type NativeImage,
} from 'electron'
import { isDeepStrictEqual } from 'node:util'
import type { TrayAction, TrayEntry, TrayState, TrayView } from './tray-view.ts'

/** The icon on the screen. */
export interface TrayIcon {
  show(view: TrayView): void
  destroy(): void
}

/** Puts the icon up; `act` is called for clicks. */
export function createTrayIcon(
  icons: string,
  platform: NodeJS.Platform,
  first: TrayView,
  act: (action: TrayAction) => void,
): TrayIcon {
  const images = new Map<TrayState, NativeImage>()
  const image = (state: TrayState): NativeImage => {
    const known = images.get(state) ?? loadImage(icons, platform, state)
    images.set(state, known)
    return known
  }

  const tray = new Tray(image(first.state))
  let shown: TrayView | null = null
  const show = (view: TrayView): void => {
    if (view.state !== shown?.state) tray.setImage(image(view.state))
    if (view.tooltip !== shown?.tooltip) tray.setToolTip(view.tooltip)
    // A menu that is open closes when it is set again, so it is set only when it says something new.
    // Linux needs a new one for every change; one path for all systems.
    if (!isDeepStrictEqual(view.entries, shown?.entries))
      tray.setContextMenu(Menu.buildFromTemplate(view.entries.map((entry) => toItem(entry, act))))
    shown = view
  }
  show(first)
  // On macOS a click opens the menu by itself.
  if (platform !== 'darwin') tray.on('click', () => act({ kind: 'open' }))
  return { show, destroy: () => tray.destroy() }
}

function loadImage(icons: string, platform: NodeJS.Platform, state: TrayState): NativeImage {
  if (platform === 'darwin')
    return nativeImage.createFromPath(join(icons, 'tray', `${state}Template.png`))
  if (platform === 'win32') return nativeImage.createFromPath(join(icons, 'tray', `${state}.png`))
  // Linux takes one bitmap and scales it to the panel.
  const path = join(icons, 'tray', `${state}@3x.png`)
  return existsSync(path)
    ? nativeImage.createFromBuffer(readFileSync(path))
    : nativeImage.createEmpty()
}

function toItem(entry: TrayEntry, act: (action: TrayAction) => void): MenuItemConstructorOptions {
  switch (entry.kind) {
    case 'line':
      return { type: 'separator' }
    case 'text':
      return { label: escapeMnemonic(entry.label), enabled: false }
    case 'action':
      return { label: escapeMnemonic(entry.label), click: () => act(entry.action) }
    case 'submenu':
      return {
        label: escapeMnemonic(entry.label),
        submenu: entry.entries.map((part) => toItem(part, act)),
      }
  }
}

// In a menu a single & underlines the next letter.
const escapeMnemonic = (label: string): string => label.replaceAll('&', '&&')
