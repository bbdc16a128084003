// Puts this checkout's sources where Windows finds them, beside the packages that stay there. Copied, not linked: tests
// write beside their sources, and Windows may not change this checkout.
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rm } from 'node:fs/promises'
import { join, relative, sep } from 'node:path'

const project = join(import.meta.dirname, '..', '..')

/** What is no source: made here, or another system's. */
const leftAlone: ReadonlySet<string> = new Set(['node_modules', 'out', 'dist', '.git'])

/** Brings a copy of the sources up to date. */
export async function copySources(to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  const keep = (names: readonly string[]): string[] => names.filter((name) => !leftAlone.has(name))
  for (const name of keep(await readdir(to)))
    await rm(join(to, name), { recursive: true, force: true })
  for (const name of keep(await readdir(project)))
    await cp(join(project, name), join(to, name), { recursive: true })
}

/** Files below a folder of this checkout, by their paths in it, with `/`. */
export async function filesBelow(folder: string): Promise<string[]> {
  const entries = await readdir(join(project, folder), { recursive: true, withFileTypes: true })
  return entries
    .filter((entry) => entry.isFile())
    .map((entry) => relative(project, join(entry.parentPath, entry.name)).replaceAll(sep, '/'))
    .toSorted()
}

/** One hash over files of this checkout, their names and bytes. */
export async function digestOf(paths: readonly string[]): Promise<string> {
  const hash = createHash('sha256')
  for (const path of paths)
    hash
      .update(`${path}\0`)
      .update(await readFile(join(project, path)))
      .update('\0')
  return hash.digest('hex')
}
