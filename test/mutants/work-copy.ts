// A copy of the checkout in a temporary folder, in which files are changed: the user's own tree is never written to, and
// stays whole whenever and however a run is ended. The libraries are the user's own, by links.
import {
  chmod,
  cp,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  symlink,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'

/**
 * Runs the test files in the order that they are named in: whoever names the quick ones first learns of most changes
 * before the slow ones begin.
 */
const inNamedOrder = `import { mergeConfig } from 'vitest/config'
import { BaseSequencer } from 'vitest/node'
import config from './vitest.config.ts'
const order = process.argv.map((word) => word.replaceAll('\\\\', '/'))
const placeOf = ({ moduleId }) => order.findIndex((word) => moduleId.endsWith('/' + word))
class InNamedOrder extends BaseSequencer {
  sort(files) {
    return [...files].sort((one, other) => placeOf(one) - placeOf(other))
  }
}
export default mergeConfig(config, { test: { sequence: { sequencer: InNamedOrder } } })
`
/** The name of vitest's configuration in a copy. */
export const orderedConfig = 'in-named-order.config.js'

/** A copy of the project and the way to be rid of it. */
export interface WorkCopy {
  readonly path: string
  change(file: string, text: string): Promise<void>
  remove(): Promise<void>
}

/** Copies everything that git would keep, also what it does not know yet. */
export async function createWorkCopy(project: string): Promise<WorkCopy> {
  const path = await mkdtemp(join(tmpdir(), 'shoebox-mutants-'))
  // Tests that put rights aside load files as somebody else.
  await chmod(path, 0o755)
  const left = new Set(['.git', 'node_modules', ...(await ignoredFolders(project))])
  for (const name of await readdir(project)) {
    if (left.has(name)) continue
    await cp(join(project, name), join(path, name), { recursive: true, verbatimSymlinks: true })
  }
  await writeFile(join(path, orderedConfig), inNamedOrder)
  await linkLibraries(join(project, 'node_modules'), join(path, 'node_modules'))
  return {
    path,
    change: (file, text) => writeFile(join(path, file), text),
    // Windows frees the files of a process that was ended a little later.
    remove: () => rm(path, { recursive: true, force: true, maxRetries: 10, retryDelay: 200 }),
  }
}

async function ignoredFolders(project: string): Promise<string[]> {
  const text = await readFile(join(project, '.gitignore'), 'utf8').catch(() => '')
  return text
    .split(/\r?\n/)
    .filter((line) => line.endsWith('/'))
    .map((line) => basename(line))
}

/** Each library by a link of its own: a link to the whole folder would have vitest keep its results in the user's. */
async function linkLibraries(from: string, to: string): Promise<void> {
  await mkdir(to)
  for (const entry of await readdir(from, { withFileTypes: true })) {
    if (entry.name.startsWith('.') && entry.name !== '.bin') continue
    if (!entry.isDirectory() && !entry.isSymbolicLink()) continue
    await symlink(join(from, entry.name), join(to, entry.name), 'junction')
  }
}
