// The few things the shell itself remembers between starts: where the window was, what was told, which update to
// skip. A file that cannot be read counts as empty; settings of the user are the engine's.
import { readFileSync } from 'node:fs'
import * as z from 'zod'
import { openPrivateFile } from './atomic-file.ts'

const boundsSchema = z.object({
  x: z.number().int(),
  y: z.number().int(),
  width: z.number().int().min(1),
  height: z.number().int().min(1),
})

const memorySchema = z.object({
  bounds: boundsSchema.nullable().default(null),
  isMaximized: z.boolean().default(false),
  told: z.record(z.string(), z.number()).default({}),
  skippedVersion: z.string().nullable().default(null),
})
/** What is remembered. */
export type Remembered = z.infer<typeof memorySchema>

/** The shell's own memory. */
export interface ShellMemory {
  read(): Remembered
  /** Takes effect at once; the file follows, and its failure changes nothing but the next start. */
  change(part: Partial<Remembered>): void
  /** Forgets everything, the file included. */
  erase(): Promise<void>
  /** Resolves when everything changed so far is on disk. */
  settled(): Promise<void>
}

/** Opens the memory in `path`. Read synchronously: the window needs its place before it is made. */
export function openShellMemory(path: string, onProblem: (problem: unknown) => void): ShellMemory {
  let current = read(path)
  const file = openPrivateFile(path, onProblem)
  return {
    read: () => current,
    change(part) {
      current = { ...current, ...part }
      void file.write(JSON.stringify(current))
    },
    erase() {
      current = memorySchema.parse({})
      return file.remove()
    },
    settled: file.settled,
  }
}

function read(path: string): Remembered {
  try {
    return memorySchema.parse(JSON.parse(readFileSync(path, 'utf8')))
  } catch {
    return memorySchema.parse({})
  }
}
