// The `shoebox` of the packages for Linux: which of its two programs a line of a terminal starts, from where it may lie.
import { execFile } from 'node:child_process'
import { chmod, copyFile, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { usage } from '../../src/main/cli/words.ts'

const run = promisify(execFile)
const script = join(import.meta.dirname, '..', '..', 'build', 'linux', 'shoebox')

/** A folder as a package unpacks it, whose programs say who they are and what they were told. */
async function installed(): Promise<{
  folder: string
  own: string
  inPath: string
  linked: string
}> {
  const root = await mkdtemp(join(tmpdir(), 'shoebox-command-'))
  onTestFinished(() => rm(root, { recursive: true, force: true }))
  const folder = join(root, 'With a blank')
  const own = join(folder, 'resources', 'bin', 'shoebox')
  const inPath = join(root, 'usr', 'bin', 'shoebox')
  const linked = join(root, 'home', 'shoebox')
  for (const [path, name] of [
    [join(folder, 'shoebox'), 'app'],
    [join(folder, 'resources', 'node', 'bin', 'node'), 'node'],
  ] as const) {
    await mkdir(dirname(path), { recursive: true })
    await writeFile(path, `#!/bin/sh\nprintf '%s\\n' ${name} "$@"\n`)
    await chmod(path, 0o755)
  }
  for (const path of [own, inPath, linked]) await mkdir(dirname(path), { recursive: true })
  for (const path of [own, inPath]) {
    await copyFile(script, path)
    await chmod(path, 0o755)
  }
  await symlink(own, linked)
  return { folder, own, inPath, linked }
}

async function say(program: string, folder: string, words: readonly string[]): Promise<string[]> {
  const env = { ...process.env, SHOEBOX_INSTALL_DIR: folder }
  const { stdout } = await run(program, [...words], { env })
  return stdout.trimEnd().split('\n')
}

describe.runIf(process.platform === 'linux')('the command of an installed Shoebox', () => {
  it('starts the app when nothing or only switches are said', async () => {
    const { folder, inPath } = await installed()
    expect(await say(inPath, folder, [])).toEqual(['app'])
    expect(await say(inPath, folder, ['--hidden'])).toEqual(['app', '--hidden'])
  })

  it('is the command without a window for each of its words, which get there as they are', async () => {
    const { folder, inPath } = await installed()
    const cli = join(folder, 'resources', 'app.asar.unpacked', 'out', 'main', 'cli.js')
    const names = new Set([...usage.matchAll(/^ {2}shoebox (\S+)/gm)].map(([, name = '']) => name))
    expect(names).toContain('backup')
    for (const name of [...names, 'help', '--help', 'a-slip'])
      expect(await say(inPath, folder, [name])).toEqual(['node', cli, name])
    const words = ['backup', '/a folder', "it's", '$HOME', '*', '']
    expect(await say(inPath, folder, [...words, '--once'])).toEqual([
      'node',
      cli,
      ...words,
      '--once',
    ])
  })

  it('finds its app from its own resources, also by a link', async () => {
    const { folder, own, linked } = await installed()
    for (const path of [own, linked])
      expect(await say(path, '/nowhere', ['--hidden'])).toEqual(['app', '--hidden'])
    expect((await say(linked, '/nowhere', ['status']))[1]).toContain(folder)
  })
})
