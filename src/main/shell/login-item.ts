// Starting with the computer, hidden in the tray: a login item on Windows and macOS, an XDG autostart file on
// Linux. Whether it is wanted is a setting.
import { rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Settings } from '../../shared/model.ts'
import { writeWhole } from './atomic-file.ts'
import { hiddenFlag } from './launch-options.ts'

/** What the system offers. */
export interface LoginPorts {
  platform: NodeJS.Platform
  isPackaged: boolean
  /** The program to start: the AppImage where there is one, because its inside moves at each start. */
  program: string
  configFolder: string
  setLoginItem(isOn: boolean, args: string[]): void
}

/** Only an installed app has a program that is still there at the next login. */
export const canStartAtLogin = (ports: Pick<LoginPorts, 'isPackaged'>): boolean => ports.isPackaged

/** Whether the system is to start it: nobody has agreed to that before the last step of the first run, which asks. */
export const isStartWanted = ({
  startAtLogin,
  firstRunStep,
}: Pick<Settings, 'startAtLogin' | 'firstRunStep'>): boolean =>
  startAtLogin && firstRunStep === 'done'

/** Makes the system start the app at login, or not. */
export async function setStartAtLogin(isOn: boolean, ports: LoginPorts): Promise<void> {
  if (!canStartAtLogin(ports)) return
  if (ports.platform !== 'linux') {
    ports.setLoginItem(isOn, [hiddenFlag])
    return
  }
  const path = join(ports.configFolder, 'autostart', 'shoebox.desktop')
  if (isOn) await writeWhole(path, autostartEntry(ports.program))
  else await rm(path, { force: true })
}

/**
 * The autostart file (Desktop Entry Specification, "The Exec key": quotes, and these four escaped, % doubled). A package that
 * is removed leaves it in the user's folder; with the key TryExec the desktop starts nothing from it then.
 */
export function autostartEntry(program: string): string {
  const quoted = program.replaceAll(/["`$\\]/g, '\\$&').replaceAll('%', '%%')
  return [
    '[Desktop Entry]',
    'Type=Application',
    'Name=Shoebox',
    `TryExec=${program.replaceAll('\\', '\\\\')}`,
    // A value of the file has one more round of backslashes than the command in it.
    `Exec="${quoted.replaceAll('\\', '\\\\')}" ${hiddenFlag}`,
    'X-GNOME-Autostart-enabled=true',
    '',
  ].join('\n')
}
