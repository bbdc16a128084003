// Removes everything Shoebox keeps on this computer, and nothing else: only names that it makes itself. What the window
// keeps for itself is in use until the app ends, and is emptied by the shell.
import { readdir, rm } from 'node:fs/promises'
import { join } from 'node:path'

/** Everything in the data folder that Shoebox makes, whichever part of it. */
export const ownNames = [
  'catalogue.sqlite',
  'catalogue.sqlite.damaged',
  'backups',
  'receipts',
  'renditions',
  'logs',
  'running.sock',
  'running.pipe',
  'sign-in.bin',
  'sign-in.json',
  'window.json',
  'last-seen.json',
  // The updates' own.
  '.updaterId',
] as const

const own: ReadonlySet<string> = new Set(ownNames)
// A catalogue that was set aside, or is being replaced, and what SQLite keeps beside any of them.
const catalogueNames = /^catalogue\.sqlite(?:\.corrupt-[0-9TZ]+|\.draft)?(?:-wal|-shm|-journal)?$/

// What a file is written to before it takes its place: named by chance, or by the process that writes it.
const draftEnding = /(?:\.[0-9a-f-]{36}|\.\d+)?\.tmp$/

/** Whether a name in the data folder is of something that Shoebox made. */
export function isOwnName(name: string): boolean {
  return own.has(name) || catalogueNames.test(name) || own.has(name.replace(draftEnding, ''))
}

/** Deletes what is Shoebox's own there; a missing folder is fine. What cannot be deleted stops nothing else, and throws. */
export async function eraseFolders(dataFolder: string, thumbnailFolder: string): Promise<void> {
  const names = await readdir(dataFolder).catch(() => [])
  const paths = [...names.filter(isOwnName).map((name) => join(dataFolder, name)), thumbnailFolder]
  const removed = await Promise.allSettled(
    paths.map((path) => rm(path, { recursive: true, force: true, maxRetries: 3 })),
  )
  for (const result of removed) if (result.status === 'rejected') throw result.reason
}
