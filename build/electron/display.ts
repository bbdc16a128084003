// Gives Electron a display: the user's when there is one, else a virtual one (Xvfb) on a number nobody uses.
// It installs Xvfb through libraries.ts and ends only the Xvfb it started.
import type { Readable } from 'node:stream'
import { firstLine, startHelper } from './helper-process.ts'
import { type Machine, prepareLibraries, prepareProgram, thisMachine } from './libraries.ts'

/** A virtual display; `stop` ends it. */
export interface VirtualDisplay {
  /** What DISPLAY is to be set to, such as `:99`. */
  readonly display: string
  readonly stop: () => Promise<void>
}

/** Whether a window can be shown to somebody: always on Windows and macOS, on Linux when X or Wayland says so. */
export const hasDisplay = (
  env: NodeJS.ProcessEnv = process.env,
  platform: NodeJS.Platform = process.platform,
): boolean => platform !== 'linux' || Boolean(env['DISPLAY'] || env['WAYLAND_DISPLAY'])

/** Makes sure that Electron's libraries are there and, where there is no display, Xvfb; installs as root, else names the command. */
export const prepareDisplay = async (
  executablePath: string,
  machine: Machine = thisMachine,
  env: NodeJS.ProcessEnv = process.env,
): Promise<void> => {
  await prepareLibraries(executablePath, machine)
  if (!hasDisplay(env, machine.platform))
    await prepareProgram(
      'Xvfb',
      ['xvfb'],
      'There is no display, and Xvfb can stand in for one',
      machine,
    )
}

/** Starts a virtual display when there is no real one; null where none is needed. */
export const startDisplay = async (
  env: NodeJS.ProcessEnv = process.env,
): Promise<VirtualDisplay | null> => {
  if (hasDisplay(env)) return null
  // Xvfb itself picks the number and writes it to this descriptor once it listens, so two starts at once cannot collide.
  const numberFd = 3
  const xvfb = startHelper(
    'Xvfb',
    [
      '-displayfd',
      String(numberFd),
      '-screen',
      '0',
      '1920x1200x24',
      '-nolisten',
      'tcp',
      '-noreset',
    ],
    ['ignore', 'ignore', 'ignore', 'pipe'],
  )
  const numbers = xvfb.child.stdio[numberFd] as Readable
  try {
    const number = await firstLine(xvfb, numbers, 'The virtual display (Xvfb)', 15_000)
    // The open pipe would keep this process alive; Xvfb has nothing more to say on it.
    numbers.destroy()
    return { display: `:${number}`, stop: xvfb.stop }
  } catch (error) {
    await xvfb.stop()
    throw error
  }
}
