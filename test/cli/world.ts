// A world for the tests of the `shoebox` command: an emulator, a data folder, a folder for photos, and the command
// itself as a child process, called as a user calls it.
import { spawn, type ChildProcess } from 'node:child_process'
import { createHash } from 'node:crypto'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, realpathSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import { inject } from 'vitest'
import type { Summary } from '../../src/main/cli/backup.ts'
import { createFileVault } from '../../src/main/engine/file-vault.ts'
import { fill } from '../builders/photo-folder.ts'
import {
  startEmulator,
  type Emulator,
  type LedgerRow,
  type SettingsPatch,
} from '../emulator/index.ts'

/** The command as users have it, or its sources (built-command.ts). */
export const command = fileURLToPath(
  new URL(
    inject('isCommandBuilt') ? '../../out/main/cli.js' : '../../src/main/cli.ts',
    import.meta.url,
  ),
)

/** How a call ended. */
export interface Ended {
  code: number | null
  signal: NodeJS.Signals | null
  stdout: string
  stderr: string
}

/** A call that is under way. */
export interface Running {
  readonly child: ChildProcess
  /** Resolves with the first line of the standard output. */
  readonly firstLine: Promise<string>
  readonly ended: Promise<Ended>
}

/** The world of one test or one file of tests. */
export interface World {
  readonly emulator: Emulator
  readonly dataFolder: string
  /** A folder for photos; more can be made with `makeFolder`. */
  readonly folder: string
  makeFolder(name: string): string
  /** Writes so many small photos below a folder, with numbers from `first` on. */
  fill(folder: string, count: number, first?: number): Promise<string[]>
  start(
    words: readonly string[],
    env?: Readonly<Record<string, string>>,
    /** As a user who may not read everything, where the tests run as one who may. */
    isWithoutRights?: boolean,
  ): Running
  shoebox(...words: string[]): Promise<Ended>
  /** `backup ... --once --json`, which must end with a summary. */
  backUp(...words: string[]): Promise<Summary & { code: number | null }>
  /** Keeps a sign-in of the first test account, as `sign-in` would. */
  signIn(email?: string): Promise<void>
  /** Requests to the library since a ledger number. */
  requests(since?: number): Promise<LedgerRow[]>
  /** What is in the library, by its bytes, sorted. */
  libraryHashes(): Promise<string[]>
  close(): Promise<void>
}

const accounts = {
  'first@example.test': { sub: '100000000000000000211', name: 'First Tester' },
  'second@example.test': { sub: '100000000000000000028', name: 'Second Tester' },
} as const

/** Opens a world; the caller closes it. Calls that are still running then are killed. */
export async function openWorld(settings: SettingsPatch = {}): Promise<World> {
  const emulator = await startEmulator({ settings: { autoConsent: true, ...settings } })
  const base = realpathSync(mkdtempSync(join(tmpdir(), 'shoebox-cli-')))
  const dataFolder = join(base, 'data')
  const running = new Set<ChildProcess>()
  const makeFolder = (name: string): string => {
    const folder = join(base, name)
    mkdirSync(folder, { recursive: true })
    return folder
  }

  const start: World['start'] = (words, env = {}, isWithoutRights = false) => {
    const mayReadAll = isWithoutRights && process.geteuid?.() === 0
    const [program = '', ...before] = mayReadAll ? withoutRights : [process.execPath]
    const child = spawn(program, [...before, command, ...words], {
      env: {
        ...process.env,
        SHOEBOX_DATA_DIR: dataFolder,
        SHOEBOX_GOOGLE_ORIGIN: emulator.origin,
        // Dozens of calls: what was compiled once serves all.
        NODE_COMPILE_CACHE: join(tmpdir(), 'shoebox-compiled'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    running.add(child)
    const out: Buffer[] = []
    const err: Buffer[] = []
    child.stdout.on('data', (chunk: Buffer) => out.push(chunk))
    child.stderr.on('data', (chunk: Buffer) => err.push(chunk))
    const text = (chunks: Buffer[]): string => Buffer.concat(chunks).toString('utf8')
    const ended = new Promise<Ended>((resolve) => {
      child.once('close', (code, signal) => {
        running.delete(child)
        resolve({ code, signal, stdout: text(out), stderr: text(err) })
      })
    })
    const firstLine = new Promise<string>((resolve, reject) => {
      createInterface({ input: child.stdout }).once('line', resolve)
      void ended.then(({ stderr }) => reject(new Error(`It ended without a line: ${stderr}`)))
    })
    // Most tests want only the end.
    firstLine.catch(() => undefined)
    return { child, firstLine, ended }
  }

  const world: World = {
    emulator,
    dataFolder,
    folder: makeFolder('photos'),
    makeFolder,
    fill,
    start,
    shoebox: (...words) => start(words).ended,
    backUp: async (...words) => {
      const { code, stdout, stderr } = await world.shoebox('backup', ...words, '--once', '--json')
      return { code, ...summaryIn(stdout, stderr) }
    },
    signIn: async (email = 'first@example.test') => {
      const { refreshToken } = await emulator.control.signIn({ user: email })
      const vault = createFileVault(dataFolder, emulator.origin)
      await vault.saveClient(emulator.client)
      await vault.save({
        refreshToken,
        clientId: emulator.client.clientId,
        scopes: [...photoScopes],
        account: { ...accounts[email as keyof typeof accounts], email, pictureUrl: null },
      })
    },
    requests: async (since = 0) => {
      const rows = await emulator.control.ledger(since)
      return rows.filter(({ operation }) => /^(upload|batchCreate|mediaItems)/.test(operation))
    },
    libraryHashes: async () =>
      (await emulator.control.library()).map(({ sha256 }) => sha256).sort(),
    close: async () => {
      for (const child of running) child.kill('SIGKILL')
      await emulator.stop()
      rmSync(base, { recursive: true, force: true })
    },
  }
  return world
}

/** Takes away, on Linux, what lets the super-user read everything. */
const readAll = '-dac_override,-dac_read_search'
const withoutRights = [
  ...['setpriv', `--inh-caps=${readAll}`, `--bounding-set=${readAll}`, process.execPath],
]

const photoScopes = ['appendonly', 'readonly.appcreateddata', 'edit.appcreateddata'].map(
  (name) => `https://www.googleapis.com/auth/photoslibrary.${name}`,
)

/** The summary, which is the last line. */
export function summaryIn(stdout: string, stderr = ''): Summary {
  const line = stdout.trimEnd().split('\n').at(-1) ?? ''
  if (!line.startsWith('{"event":"summary"')) throw new Error(`No summary: ${stdout}${stderr}`)
  return JSON.parse(line) as Summary
}

/** The SHA-256 of every file below a folder, sorted. */
export function hashesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => hashOf(readFileSync(join(entry.parentPath, entry.name))))
    .sort()
}

/** SHA-256 in hexadecimal. */
export const hashOf = (bytes: Buffer): string => createHash('sha256').update(bytes).digest('hex')
