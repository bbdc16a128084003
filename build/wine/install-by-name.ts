// Installs packages of another system by their names, in a folder of their own, without running anything of theirs.
import { execFile } from 'node:child_process'
import { mkdtemp, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { fetched } from './possible.ts'

const run = promisify(execFile)

/** Answers the `node_modules` in a new folder below `base`; `NotPossible` where they cannot be had. */
export async function installByName(
  base: string,
  names: readonly string[],
  { os, cpu }: { readonly os: string; readonly cpu: string },
): Promise<string> {
  const target = await mkdtemp(join(base, 'npm-'))
  await writeFile(join(target, 'package.json'), '{"private":true}')
  const words = ['--no-save', '--no-package-lock', '--ignore-scripts', '--no-audit', '--no-fund']
  // Forced, because npm refuses a package of another system that is asked for by name.
  const platform = [`--os=${os}`, `--cpu=${cpu}`, '--force']
  const installing = run('npm', ['install', ...words, ...platform, ...names], {
    cwd: target,
    maxBuffer: 64 * 1024 * 1024,
  })
  await fetched(installing, `packages for ${os}`)
  return join(target, 'node_modules')
}
