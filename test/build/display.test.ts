// Behaviour of the display's preparation: missing libraries, the packages that bring them, the virtual display.
// Xvfb itself is installed when this runs as root, and its tests are skipped where it cannot be.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { hasDisplay, prepareDisplay, startDisplay } from '../../build/electron/display.ts'
import { type Machine, prepareLibraries } from '../../build/electron/libraries.ts'
import type { RunResult } from '../../build/electron/run-command.ts'

interface Scene {
  readonly isRoot: boolean
  readonly programs: readonly string[]
  readonly missing: string[]
  readonly knows?: readonly string[]
}

/** A machine that remembers what was run on it; installing makes the missing libraries appear. */
const aMachine = ({
  isRoot,
  programs,
  missing,
  knows = [],
}: Scene): Machine & { ran: string[] } => {
  const ran: string[] = []
  const run = (command: string, args: readonly string[]): Promise<RunResult> => {
    ran.push([command, ...args].join(' '))
    const stdout =
      command === 'ldd' ? missing.map((name) => `\t${name} => not found\n`).join('') : ''
    const code = command === 'apt-cache' && !knows.includes(args.at(-1) ?? '') ? 100 : 0
    if (command === 'apt-get' && args[0] === 'install') missing.length = 0
    return Promise.resolve({ code, stdout, stderr: '', timedOut: false })
  }
  const hasProgram = (name: string): Promise<boolean> => Promise.resolve(programs.includes(name))
  return { platform: 'linux', isRoot, hasProgram, run, say: () => undefined, ran }
}

describe('missing libraries', () => {
  it('are named with the exact command for someone who is not root', async () => {
    const machine = aMachine({ isRoot: false, programs: ['apt-get'], missing: ['libnss3.so'] })
    await expect(prepareLibraries('electron', machine)).rejects.toThrow(
      'Electron needs libnss3.so; install it with: sudo apt-get update && ' +
        'sudo apt-get install -y libgtk-3-0 libnss3 libasound2 libgbm1 libxss1 libxtst6',
    )
  })

  it('are named by the newer package names where the system has them', async () => {
    const machine = aMachine({
      isRoot: false,
      programs: ['apt-get'],
      missing: ['libnss3.so'],
      knows: ['libgtk-3-0t64', 'libasound2t64'],
    })
    await expect(prepareLibraries('electron', machine)).rejects.toThrow(
      'install -y libgtk-3-0t64 libnss3 libasound2t64 libgbm1',
    )
  })

  it('are installed by root, after one update', async () => {
    const machine = aMachine({ isRoot: true, programs: ['apt-get'], missing: ['libnss3.so'] })
    await prepareLibraries('electron', machine)
    const apt = machine.ran.filter((line) => line.startsWith('apt-get'))
    expect(apt).toEqual([
      'apt-get update -qq',
      expect.stringMatching(/^apt-get install -y .* libgtk-3-0 libnss3 /),
    ])
  })

  it('are named where there is no apt-get', async () => {
    const machine = aMachine({ isRoot: true, programs: [], missing: ['libnss3.so'] })
    await expect(prepareLibraries('electron', machine)).rejects.toThrow(
      'install what your system calls libgtk-3-0, libnss3',
    )
  })

  it('do not include Xvfb where a display is there', async () => {
    const machine = aMachine({ isRoot: false, programs: ['apt-get'], missing: [] })
    await prepareDisplay('electron', machine, { DISPLAY: ':0' })
    await expect(prepareDisplay('electron', machine, {})).rejects.toThrow(
      'sudo apt-get install -y xvfb',
    )
  })
})

describe.runIf(process.platform === 'linux')('the virtual display', () => {
  it('is not started where there is a display', async () => {
    expect(hasDisplay({ WAYLAND_DISPLAY: 'wayland-0' }, 'linux')).toBe(true)
    expect(await startDisplay({ DISPLAY: ':0' })).toBeNull()
  })

  it('starts on a number of its own and is gone after stop', async (context) => {
    await prepareDisplay(process.execPath, undefined, {}).catch(() => context.skip())
    const [first, second] = await Promise.all([startDisplay({}), startDisplay({})])
    const socketOf = (display: string | undefined): string =>
      `/tmp/.X11-unix/X${display?.slice(1) ?? ''}`
    expect(first?.display).toMatch(/^:\d+$/)
    expect(second?.display).not.toBe(first?.display)
    expect(existsSync(socketOf(first?.display))).toBe(true)
    await first?.stop()
    expect(existsSync(socketOf(first?.display))).toBe(false)
    expect(existsSync(socketOf(second?.display))).toBe(true)
    await second?.stop()
  })

  it('ends with a program that is stopped by a signal', async (context) => {
    await prepareDisplay(process.execPath, undefined, {}).catch(() => context.skip())
    const script = `
      import { startDisplay } from ${JSON.stringify(join(import.meta.dirname, '../../build/electron/display.ts'))}
      console.log((await startDisplay({})).display)
      setInterval(() => {}, 1000)`
    const program = spawn(process.execPath, ['--input-type=module', '-e', script])
    const display = await new Promise<string>((resolve) =>
      program.stdout.once('data', (text: Buffer) => resolve(text.toString().trim())),
    )
    const socket = `/tmp/.X11-unix/X${display.slice(1)}`
    expect(existsSync(socket)).toBe(true)
    const ended = new Promise((resolve) =>
      program.once('exit', (_code, signal) => {
        resolve(signal)
      }),
    )
    program.kill('SIGTERM')
    expect(await ended).toBe('SIGTERM')
    await expect.poll(() => existsSync(socket), { timeout: 5_000 }).toBe(false)
  })
})
