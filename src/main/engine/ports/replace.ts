// How a file that is written takes its place: by a rename, and on Windows again and again for some seconds. A virus scanner
// or an indexer opens what is new and shares it with nobody, and Windows refuses to rename what is open like that. Elsewhere
// a refusal is one. What is written, and where, is the caller's.
import { renameSync } from 'node:fs'
import { rename } from 'node:fs/promises'
import { setTimeout as delay } from 'node:timers/promises'

/** What Windows answers while somebody holds one of the two files; graceful-fs, by which npm renames, waits for these. */
const heldCodes: ReadonlySet<string | undefined> = new Set(['EACCES', 'EBUSY', 'EPERM'])

/** Between two tries; five seconds in all. */
const pausesMs = [10, 20, 40, 80, 150, 300, 600, 900, 1_400, 1_500] as const

/** The system's part. */
export interface Renaming {
  readonly platform: NodeJS.Platform
  rename(from: string, to: string): Promise<void>
  pause(ms: number): Promise<unknown>
}

/** Whether a refusal may pass by itself. */
const mayPass = (error: unknown, platform: NodeJS.Platform): boolean =>
  platform === 'win32' && heldCodes.has((error as NodeJS.ErrnoException).code)

/** Gives a file its name, replacing what has it. */
export async function replaceFile(
  from: string,
  to: string,
  { platform, rename, pause }: Renaming = system,
): Promise<void> {
  for (const ms of pausesMs) {
    try {
      await rename(from, to)
      return
    } catch (error) {
      if (!mayPass(error, platform)) throw error
    }
    await pause(ms)
  }
  await rename(from, to)
}

/** The same for the start, which cannot go on before; it stands still meanwhile. */
export function replaceFileNow(
  from: string,
  to: string,
  { platform, rename, pause }: RenamingNow = systemNow,
): void {
  for (const ms of pausesMs) {
    try {
      rename(from, to)
      return
    } catch (error) {
      if (!mayPass(error, platform)) throw error
    }
    pause(ms)
  }
  rename(from, to)
}

/** The system's part of {@link replaceFileNow}. */
export interface RenamingNow {
  readonly platform: NodeJS.Platform
  rename(from: string, to: string): void
  pause(ms: number): void
}

const { platform } = process
const system: Renaming = { platform, rename, pause: (ms) => delay(ms) }
const systemNow: RenamingNow = {
  platform,
  rename: renameSync,
  pause: (ms) => void Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, ms),
}
