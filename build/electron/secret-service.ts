// Starts a session bus and a keyring of their own, so that Electron's safeStorage really encrypts on a machine without a desktop.
// For tests: the keyring lives in a temporary folder, is unlocked with an empty password and is gone afterwards.
import { mkdtemp, mkdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Readable, Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { firstLine, type HelperProcess, startHelper } from './helper-process.ts'
import { prepareProgram } from './libraries.ts'
import { runCommand } from './run-command.ts'

/** A running secret service, what Electron needs to use it, and the way to end it. */
export interface SecretService {
  /** Goes into Electron's environment. */
  readonly env: Readonly<Record<'DBUS_SESSION_BUS_ADDRESS', string>>
  /** Goes among Electron's arguments, before the app's folder. */
  readonly args: readonly string[]
  readonly stop: () => Promise<void>
}

const packages = ['gnome-keyring', 'dbus-x11', 'libsecret-1-0']

const isServed = async (env: NodeJS.ProcessEnv): Promise<boolean> => {
  const answer = await runCommand(
    'dbus-send',
    [
      '--session',
      '--print-reply',
      '--dest=org.freedesktop.DBus',
      '/org/freedesktop/DBus',
      'org.freedesktop.DBus.NameHasOwner',
      'string:org.freedesktop.secrets',
    ],
    { timeoutMs: 5_000, env },
  )
  return answer.stdout.includes('boolean true')
}

/** Starts a secret service for Electron on Linux; installs its packages when it may. */
export const startSecretService = async (): Promise<SecretService> => {
  const why = 'A safe place for tokens needs gnome-keyring'
  await prepareProgram('gnome-keyring-daemon', packages, why)
  await prepareProgram('dbus-daemon', packages, why)
  const home = await mkdtemp(join(tmpdir(), 'shoebox-keyring-'))
  const helpers: HelperProcess[] = []
  const stop = async (): Promise<void> => {
    for (const helper of helpers.splice(0).reverse()) await helper.stop()
    await rm(home, { recursive: true, force: true, maxRetries: 3 })
  }
  try {
    const runtime = join(home, 'runtime')
    await mkdir(runtime, { mode: 0o700 })
    const bus = startHelper(
      'dbus-daemon',
      ['--session', '--nofork', '--nopidfile', '--print-address=1'],
      ['ignore', 'pipe', 'ignore'],
    )
    helpers.push(bus)
    const output = bus.child.stdout as Readable
    const address = await firstLine(bus, output, 'The session bus (dbus-daemon)', 10_000)
    output.destroy()
    const env = { DBUS_SESSION_BUS_ADDRESS: address }
    const own = { ...process.env, ...env, XDG_DATA_HOME: home, XDG_RUNTIME_DIR: runtime }
    const keyring = startHelper(
      'gnome-keyring-daemon',
      ['--foreground', '--unlock', '--components=secrets'],
      ['pipe', 'ignore', 'ignore'],
      own,
    )
    helpers.push(keyring)
    const input = keyring.child.stdin as Writable
    // A daemon that is already gone makes this a broken pipe; the wait below reports it.
    input.on('error', () => undefined)
    input.end('\n')
    const giveUpAt = Date.now() + 10_000
    while (!(await isServed(own))) {
      if (Date.now() > giveUpAt) throw new Error('gnome-keyring did not start within 10 seconds.')
      await sleep(100)
    }
    return { env, args: ['--password-store=gnome-libsecret'], stop }
  } catch (error) {
    await stop()
    throw error
  }
}
