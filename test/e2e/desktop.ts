// A Linux desktop of a test's own, as far as the app can tell: a home of its own, a bus that answers for the tray and
// for the network, and what opens pages and folders. Each is a program on the PATH, as on a real desktop.
import { chmod, mkdir, readFile, writeFile } from 'node:fs/promises'
import { delimiter, join } from 'node:path'

/** The desktop around one app. */
export interface Desktop {
  readonly env: Readonly<Record<string, string>>
  readonly home: string
  /** The addresses and folders that were opened, in order; the pages of sign-ins are not among them. */
  opened(): Promise<string[]>
  /** The pages of sign-ins that were opened, in order. */
  signIns(): Promise<string[]>
  /** What NetworkManager says of the line from now on. */
  setMetered(isMetered: boolean): Promise<void>
}

/** Makes the desktop below a folder that exists. A browser that does not follow leaves sign-ins to the test. */
export async function makeDesktop(
  folder: string,
  { hasTray, followsSignIn }: { hasTray: boolean; followsSignIn: boolean },
): Promise<Desktop> {
  const home = join(folder, 'home')
  const bin = join(folder, 'bin')
  const opened = join(folder, 'opened')
  const signIns = join(folder, 'sign-ins')
  const metered = join(folder, 'metered')
  await mkdir(home)
  await mkdir(bin)
  const setMetered = (isMetered: boolean): Promise<void> =>
    writeFile(metered, isMetered ? 'u 1\n' : 'u 4\n')
  await setMetered(false)
  const program = async (name: string, lines: readonly string[]): Promise<void> => {
    await writeFile(join(bin, name), ['#!/bin/sh', ...lines, ''].join('\n'))
    await chmod(join(bin, name), 0o755)
  }
  await program('busctl', [
    'case "$*" in',
    `  *Metered*) cat '${metered}' ;;`,
    `  *) echo 'b ${String(hasTray)}' ;;`,
    'esac',
  ])
  await program('xdg-open', [
    'case "$1" in',
    // The browser: it loads the page of a sign-in, and goes where that leads.
    `  */o/oauth2/*) printf '%s\\n' "$1" >> '${signIns}'`,
    followsSignIn
      ? `    exec '${process.execPath}' --eval 'fetch(process.argv[1])' "$1" ;;`
      : '    ;;',
    `  *) printf '%s\\n' "$1" >> '${opened}' ;;`,
    'esac',
  ])
  const linesOf = async (file: string): Promise<string[]> => {
    const text = await readFile(file, 'utf8').catch(() => '')
    return text.split('\n').filter((line) => line !== '')
  }
  return {
    env: {
      PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}`,
      HOME: home,
      XDG_CONFIG_HOME: join(home, '.config'),
      XDG_CACHE_HOME: join(home, '.cache'),
      XDG_DATA_HOME: join(home, '.local', 'share'),
      // Sign in through the browser of this desktop.
      SHOEBOX_BROWSER: '',
    },
    home,
    opened: () => linesOf(opened),
    signIns: () => linesOf(signIns),
    setMetered,
  }
}
