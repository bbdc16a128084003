// The world of the smoke: a stand-in for Google on Linux, and the command under Windows' Node in Wine, both over loopback.
import { mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import type { WineFolder } from '../../build/wine/folder.ts'
import {
  endWindows,
  nodeForWindows,
  startInside,
  type Ended,
  type Running,
} from '../../build/wine/run.ts'
import type { Summary } from '../../src/main/cli/backup.ts'
import { startEmulator, type Emulator } from '../emulator/index.ts'

/** What the steps of the smoke work with. */
export interface SmokeWorld {
  readonly emulator: Emulator
  /** `C:\smoke`, as Linux sees it. */
  readonly folder: string
  /** Starts the command. */
  start(...words: string[]): Promise<Running>
  shoebox(...words: string[]): Promise<Ended>
  /** A single backup, which must end with a summary. */
  backUp(...words: string[]): Promise<Summary & { readonly code: number | null }>
  /** Starts Node for Windows with a program of its own. */
  startNode(program: string): Promise<Running>
  /** Puts the second drive, with a serial number of its own, under a letter. */
  plugIn(letter: string): Promise<void>
  /** The second drive, as Linux sees it. */
  readonly drive: string
  close(): Promise<void>
}

const letters = ['d', 'e']

/** Opens the world with an empty account, an empty `C:\smoke` and no second drive. */
export async function openSmokeWorld(wine: WineFolder): Promise<SmokeWorld> {
  const emulator = await startEmulator({ settings: { autoConsent: true } })
  const folder = join(wine.driveC, 'smoke')
  const drive = join(wine.debian, wine.prefix, 'drive_d')
  await rm(folder, { recursive: true, force: true })
  await rm(drive, { recursive: true, force: true })
  await mkdir(folder, { recursive: true })
  await mkdir(drive)
  // Wine takes a volume's serial number from this file.
  await writeFile(join(drive, '.windows-serial'), '5A0EB0C5\n')
  await writeFile(join(folder, 'client.json'), JSON.stringify(emulator.clientJson))
  const options = {
    cwd: `${wine.prefix}/drive_c/shoebox`,
    env: { SHOEBOX_DATA_DIR: 'C:\\smoke\\data', SHOEBOX_GOOGLE_ORIGIN: emulator.origin },
    limitMs: 300_000,
  }
  const deviceOf = (letter: string): string =>
    join(wine.debian, wine.prefix, 'dosdevices', `${letter}:`)
  const unplug = async (): Promise<void> => {
    await endWindows(wine)
    for (const letter of letters) await rm(deviceOf(letter), { force: true })
  }
  await unplug()
  const running = new Set<Running>()
  const startNode = async (words: readonly string[]): Promise<Running> => {
    const started = await startInside(wine, [...nodeForWindows, ...words], options)
    running.add(started)
    void started.ended.then(() => running.delete(started))
    return started
  }
  const world: SmokeWorld = {
    emulator,
    folder,
    drive,
    start: (...words) => startNode(['src/main/cli.ts', ...words]),
    shoebox: async (...words) => (await world.start(...words)).ended,
    startNode: (program) => startNode(['-e', program]),
    backUp: async (...words) => {
      const { code, text } = await world.shoebox('backup', ...words, '--once', '--json')
      const line = text.split('\n').find((each) => each.startsWith('{"event":"summary"'))
      if (line === undefined) throw new Error(`No summary: ${text}`)
      return { code, ...(JSON.parse(line) as Summary) }
    },
    plugIn: async (letter) => {
      await unplug()
      await symlink('../drive_d', deviceOf(letter))
    },
    close: async () => {
      for (const { child } of running) child.kill('SIGKILL')
      await unplug()
      await emulator.stop()
    },
  }
  return world
}

/** Asks again and again until there is an answer, for two minutes. */
export async function eventually<T>(what: string, ask: () => Promise<T | null>): Promise<T> {
  const endsAt = performance.now() + 120_000
  for (;;) {
    const answer = await ask()
    if (answer !== null) return answer
    if (performance.now() > endsAt) throw new Error(`Waited in vain for ${what}`)
    await delay(200)
  }
}
