// The application menu: what macOS expects at the top of the screen, and on the other systems a hidden one that
// carries the shortcuts for zoom and text. No reload and no developer tools in an installed app.
import type { MenuItemConstructorOptions } from 'electron'
import { menuWords, trayWords } from '../../shared/shell-words.ts'

/** What the menu calls. */
export interface MenuActions {
  openSettings(): void
  openHelp(): void
  quit(): void
}

/** The menu's template. */
export function appMenu(
  platform: NodeJS.Platform,
  isPackaged: boolean,
  actions: MenuActions,
): MenuItemConstructorOptions[] {
  const settings: MenuItemConstructorOptions = {
    label: trayWords.settings,
    accelerator: 'CmdOrCtrl+,',
    click: actions.openSettings,
  }
  // Not the quit role: quitting while photos upload asks first.
  const quit: MenuItemConstructorOptions = {
    label: trayWords.quit,
    accelerator: 'CmdOrCtrl+Q',
    click: actions.quit,
  }
  const line: MenuItemConstructorOptions = { type: 'separator' }
  const first: MenuItemConstructorOptions = {
    label: 'Shoebox',
    submenu:
      platform === 'darwin'
        ? [
            { role: 'about' },
            line,
            settings,
            line,
            { role: 'hide' },
            { role: 'hideOthers' },
            line,
            quit,
          ]
        : [settings, line, quit],
  }
  const view: MenuItemConstructorOptions[] = [
    { role: 'resetZoom' },
    { role: 'zoomIn' },
    { role: 'zoomOut' },
    line,
    { role: 'togglefullscreen' },
  ]
  if (!isPackaged) view.push(line, { role: 'reload' }, { role: 'toggleDevTools' })
  return [
    first,
    { label: menuWords.edit, role: 'editMenu' },
    { label: menuWords.view, submenu: view },
    { label: menuWords.window, role: 'windowMenu' },
    {
      label: menuWords.help,
      role: 'help',
      submenu: [{ label: menuWords.openHelp, accelerator: 'F1', click: actions.openHelp }],
    },
  ]
}
