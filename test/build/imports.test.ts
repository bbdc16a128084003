// The check of imports, tried on small houses: a circle and every kind of arrow against the rules is refused by name, and
// what is allowed passes. That the project's own house passes is `npm run check:imports`.
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { cruise } from 'dependency-cruiser'
import { describe, expect, onTestFinished, test } from 'vitest'
import { importRules } from '../../build/checks/import-rules.ts'

/** The names of the rules that a house of these files breaks: each file with the paths it imports, a type where it says so. */
async function broken(files: Readonly<Record<string, readonly string[]>>): Promise<string[]> {
  const house = mkdtempSync(join(tmpdir(), 'shoebox-house-'))
  onTestFinished(() => rmSync(house, { recursive: true, force: true }))
  const write = (path: string, text: string): void => {
    mkdirSync(dirname(join(house, path)), { recursive: true })
    writeFileSync(join(house, path), text)
  }
  const lineFor = (target: string, at: number): string =>
    target.startsWith('type ')
      ? `import type { One as One${at} } from '${target.slice(5)}'\nexport type Two${at} = One${at}`
      : `import { one as one${at} } from '${target}'\nexport const two${at} = one${at}`
  for (const [path, targets] of Object.entries(files))
    write(path, `export const one = 1\nexport type One = 1\n${targets.map(lineFor).join('\n')}\n`)
  const { output } = await cruise(['src'], {
    ...importRules.options,
    ruleSet: { forbidden: importRules.forbidden ?? [] },
    validate: true,
    baseDir: house,
  })
  if (typeof output === 'string') throw new Error('A report as data was expected')
  return [...new Set(output.summary.violations.map(({ rule }) => rule.name))].sort()
}

const engine = (path: string): string => `src/main/engine/${path}`
const library = (name: string): Readonly<Record<string, readonly string[]>> => ({
  [`node_modules/${name}/index.ts`]: [],
})

describe('the check of imports', () => {
  test('refuses a circle, also one of types and one over three files', async () => {
    expect(await broken({ 'src/shared/a.ts': ['./b.ts'], 'src/shared/b.ts': ['./a.ts'] })).toEqual([
      'no-circle',
    ])
    const three = {
      'src/shared/a.ts': ['type ./b.ts'],
      'src/shared/b.ts': ['./c.ts'],
      'src/shared/c.ts': ['type ./a.ts'],
    }
    expect(await broken(three)).toEqual(['no-circle'])
  })

  test('lets a room know itself, the ports, shared and its own ground', async () => {
    const house = {
      [engine('images/reduce.ts')]: ['../media/head.ts', '../ports/prepare.ts', './copy.ts'],
      [engine('images/copy.ts')]: ['../../../shared/model.ts'],
      [engine('media/head.ts')]: [],
      [engine('ports/prepare.ts')]: [],
      [engine('scan/walk.ts')]: ['../sources/ignore-patterns.ts'],
      [engine('sources/ignore-patterns.ts')]: [],
      [engine('index.ts')]: ['./upkeep/erase.ts', './scan/walk.ts'],
      [engine('upkeep/erase.ts')]: [],
      'src/shared/model.ts': [],
    }
    expect(await broken(house)).toEqual([])
  })

  test.each([
    ['one room another', engine('queue/a.ts'), engine('photos/b.ts'), 'room-queue'],
    [
      'a type of another room',
      engine('catalog/a.ts'),
      `type ${engine('scan/b.ts')}`,
      'room-catalog',
    ],
    ['the ground what stands on it', engine('media/a.ts'), engine('prepare/b.ts'), 'room-media'],
    ['more of a room than the open file', engine('scan/a.ts'), engine('sources/b.ts'), 'room-scan'],
    ['a room the door', engine('queue/a.ts'), engine('index.ts'), 'room-queue'],
    ['the engine the shell', engine('index.ts'), 'src/main/shell/b.ts', 'engine-stands-alone'],
    ['the shell a room', 'src/main/shell/a.ts', engine('queue/b.ts'), 'shell-at-the-door'],
    ['the shell the window', 'src/main/shell/a.ts', 'src/renderer/b.ts', 'shell-knows-no-window'],
    ['the command the shell', 'src/main/cli/a.ts', 'src/main/shell/b.ts', 'command-without-shell'],
    ['the window the engine', 'src/renderer/a.ts', engine('index.ts'), 'window-knows-shared'],
    ['shared the engine', 'src/shared/a.ts', engine('index.ts'), 'shared-is-words'],
    ['what ships a test', engine('index.ts'), 'test/b.ts', 'src-knows-no-test'],
    ['a preload the contract', 'src/main/preload.ts', 'src/shared/b.ts', 'preload-loads-names'],
    [
      'a command the images',
      'src/main/cli/a.ts',
      engine('images/b.ts'),
      'images-for-prepare-alone',
    ],
    ['a command the upkeep', 'src/main/cli/a.ts', engine('upkeep/b.ts'), 'nobody-imports-upkeep'],
  ])('refuses that %s imports', async (_, from, to, rule) => {
    const isType = to.startsWith('type ')
    const target = isType ? to.slice(5) : to
    const up = '../'.repeat(from.split('/').length - 1)
    const path = `${isType ? 'type ' : ''}${up}${target}`
    expect(await broken({ [from]: [path], [target]: [] })).toContain(rule)
  })

  test.each([
    ['sharp', engine('prepare/a.ts'), 'library-sharp'],
    ['better-sqlite3', engine('upkeep/a.ts'), 'library-better-sqlite3'],
    ['google-auth-library', engine('photos/a.ts'), 'library-google-auth-library'],
    ['electron', engine('index.ts'), 'electron-in-the-shell'],
    ['react', engine('index.ts'), 'engine-without-window-libraries'],
  ])('refuses %s outside of its door', async (name, from, rule) => {
    expect(await broken({ [from]: [name], ...library(name) })).toContain(rule)
  })

  test('refuses Node in the window and in shared, and an import that leads nowhere', async () => {
    expect(await broken({ 'src/renderer/a.ts': ['type node:fs'] })).toEqual(['window-without-node'])
    expect(await broken({ 'src/shared/a.ts': ['type node:fs'] })).toEqual(['shared-is-words'])
    expect(await broken({ 'src/shared/a.ts': ['./nobody.ts'] })).toContain('resolvable')
  })
})
