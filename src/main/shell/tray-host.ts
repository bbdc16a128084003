// Whether a tray icon would be seen. Linux desktops show one only while a StatusNotifier host runs; without it
// a hidden window could not be brought back, so the window is then minimised instead.
import { execFile } from 'node:child_process'

const question = [
  '--user',
  'call',
  'org.freedesktop.DBus',
  '/org/freedesktop/DBus',
  'org.freedesktop.DBus',
  'NameHasOwner',
  's',
  'org.kde.StatusNotifierWatcher',
]

/** Asks the session bus; anything but a clear yes is a no. */
export function hasTrayHost(platform: NodeJS.Platform): Promise<boolean> {
  if (platform !== 'linux') return Promise.resolve(true)
  return new Promise((resolve) => {
    execFile('busctl', question, { timeout: 2_000 }, (error, stdout) =>
      resolve(error === null && stdout.trim() === 'b true'),
    )
  })
}
