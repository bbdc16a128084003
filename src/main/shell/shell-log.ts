// The log of the shell and of the engine it hosts: one file that is turned over at a megabyte, and the last lines in
// memory for the support report. Every line has been through toLogLine; a full disk costs lines, nothing else.
import { appendFileSync, mkdirSync, renameSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { toLogLine } from '../engine/log-line.ts'
import type { Logger } from '../engine/ports/outside.ts'

/** The log. */
export interface ShellLog extends Logger {
  /** The newest lines, oldest first. */
  lastLines(): readonly string[]
}

const turnOverBytes = 1_000_000
const keptLines = 500

/** Opens the log in a folder. */
export function openShellLog(folder: string): ShellLog {
  const path = join(folder, 'shoebox.log')
  const last: string[] = []
  let sizeBytes = 0
  try {
    mkdirSync(folder, { recursive: true, mode: 0o700 })
    sizeBytes = statSync(path, { throwIfNoEntry: false })?.size ?? 0
  } catch {
    // Without a folder the last lines are still there for the report.
  }

  const turnOver = (): void => {
    try {
      renameSync(path, `${path}.1`)
      sizeBytes = 0
    } catch {
      // Held by somebody for a while: until then the same file goes on.
    }
  }
  const write = (level: string, message: string, detail: unknown): void => {
    const text = toLogLine(message) + (detail === undefined ? '' : `: ${toLogLine(detail)}`)
    const line = `${new Date().toISOString()} ${level} ${text}`
    last.push(line)
    if (last.length > keptLines) last.shift()
    try {
      if (sizeBytes > turnOverBytes) turnOver()
      // Synchronous, because the line before a crash is the one that is wanted.
      appendFileSync(path, `${line}\n`, { mode: 0o600 })
      sizeBytes += line.length + 1
    } catch {
      // A log that cannot be written must not stop what it tells about.
    }
  }

  return {
    info: (message, detail) => write('info', message, detail),
    error: (message, detail) => write('error', message, detail),
    lastLines: () => last,
  }
}
