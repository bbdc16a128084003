// Says, where an installed app can be heard and read, that it runs without Chromium's sandbox (sandbox.ts).
import { app } from 'electron'
import { noticeWords } from '../../shared/shell-words.ts'
import { showNotification } from './notifications.ts'
import { sandboxSwitches } from './sandbox.ts'
import type { ShellLog } from './shell-log.ts'

/** Warns where it is so; a click on the notification calls `open`. */
export function warnOfSandbox(log: ShellLog, open: () => void): void {
  const off = sandboxSwitches((name) => app.commandLine.hasSwitch(name))
  if (off.length === 0 || !app.isPackaged) return
  const { title } = noticeWords.noSandbox
  console.error(`${title} (--${off.join(', --')}).`)
  log.info('Sandbox', title)
  showNotification(noticeWords.noSandbox, open)
}
