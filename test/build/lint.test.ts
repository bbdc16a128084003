// The linter answers: a small project with the real configuration and one violation for every rule, room and project is
// linted once by `npm run check:lint`, and each violation must be among what it reports.
import { exec } from 'node:child_process'
import {
  cpSync,
  globSync,
  mkdirSync,
  mkdtempSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, describe, expect, it } from 'vitest'
import * as z from 'zod'
import { engineRooms } from '../../build/checks/house.ts'
import { snippets } from './lint-snippets.ts'

const project = join(import.meta.dirname, '..', '..')
const configs = globSync(['tsconfig*.json', '{src,test,build}/**/tsconfig*.json'], { cwd: project })
/** The projects that have files of their own. */
const tsconfigs = configs.filter((path) => /[\\/]tsconfig\.json$/.test(path))
const folders: string[] = []

afterAll(() => {
  for (const folder of folders) rmSync(folder, { recursive: true, force: true })
})

/** A project with the configuration of this one and with no other files than these. */
function aProject(files: Readonly<Record<string, string>>): string {
  const folder = mkdtempSync(join(tmpdir(), 'shoebox-lint-'))
  folders.push(folder)
  const own = ['package.json', 'oxlint.config.ts']
  for (const path of [...own, 'build/checks', ...configs])
    cpSync(join(project, path), join(folder, path), { recursive: true })
  symlinkSync(join(project, 'node_modules'), join(folder, 'node_modules'), 'junction')
  for (const [file, text] of Object.entries(files)) {
    mkdirSync(dirname(join(folder, file)), { recursive: true })
    writeFileSync(join(folder, file), `${text}\n`)
  }
  return folder
}

function run(command: string, cwd: string): Promise<{ code: number | null; stdout: string }> {
  return new Promise((resolve) => {
    const child = exec(command, { cwd, maxBuffer: 2 ** 26 }, (_, stdout) => {
      resolve({ code: child.exitCode, stdout })
    })
  })
}

const reportSchema = z.object({
  diagnostics: z.array(
    z.object({
      message: z.string(),
      code: z.string().optional(),
      help: z.string().optional(),
      filename: z.string(),
    }),
  ),
})

/** What was found in each file: `rule` for the rules of the language, `plugin/rule` for others, with what is said. */
type Findings = Map<string, { rule: string; said: string }[]>

/** `npm run check:lint`, with its findings by file. */
async function lint(folder: string): Promise<{ code: number | null; findings: Findings }> {
  const { code, stdout } = await run('npm run -s check:lint -- --format=json', folder)
  const findings: Findings = new Map()
  const add = (file: string, code: string, said: string): void => {
    const rule = code.replace('(', '/').replace(')', '')
    // The linter has the two oldest rules for React under both names.
    const name = rule.replace(/^eslint\//, '').replace('react-hooks/', 'react/')
    findings.set(file, [...(findings.get(file) ?? []), { rule: name, said }])
  }
  const json = stdout.replace(/^([^\s:]+):\d+:\d+: (.*) \[(.*)\]$/gm, (_, file, said, rule) => {
    add(String(file), String(rule), String(said))
    return ''
  })
  for (const { filename, code, message, help } of reportSchema.parse(JSON.parse(json)).diagnostics)
    add(filename.replaceAll('\\', '/'), code ?? message, `${message} ${help ?? ''}`)
  return { code, findings }
}

const fileOf = (rule: string): string =>
  snippets[rule]?.file ?? `test/build/${rule.replace('/', '-')}.ts`

/** An import that a room must not have, and the words that say where it belongs. */
const closed = [
  ['src/shared/a.ts', 'node:fs', 'shared is pure words'],
  ['src/shared/a.ts', 'node:fs/promises', 'shared is pure words'],
  ['src/shared/a.ts', '../main/cli.ts', 'shared is pure words'],
  ['src/shared/a.ts', '../main/engine/index.ts', 'shared is pure words'],
  ['src/shared/a.ts', '../renderer/words.ts', 'shared is pure words'],
  ['src/shared/a.ts', '../../test/builders/items.ts', 'shared is pure words'],
  ['src/shared/a.ts', 'react', 'React belongs to src/renderer'],
  ['src/main/engine/a.ts', 'electron', 'Electron belongs to'],
  ['src/main/engine/a.ts', 'sharp', 'sharp belongs to engine/images'],
  ['src/main/engine/a.ts', 'better-sqlite3', 'better-sqlite3 belongs to engine/catalog'],
  ['src/main/engine/a.ts', 'chokidar', 'chokidar belongs to engine/watch'],
  ['src/main/engine/a.ts', 'undici', 'undici belongs to engine/photos and engine/sign-in'],
  ['src/main/engine/a.ts', 'react-dom', 'React belongs to'],
  ['src/main/engine/a.ts', '../shell/tray.ts', 'The engine knows neither'],
  ['src/main/engine/a.ts', '../../renderer/words.ts', 'The engine knows neither'],
  ['src/main/engine/a.ts', '../../../test/builders/items.ts', 'The engine knows neither'],
  ['src/main/engine/a.ts', '../../../build/electron/find.ts', 'The engine knows neither'],
  ['src/main/engine/queue/a.ts', 'undici', 'undici belongs to engine/photos and engine/sign-in'],
  ['src/main/engine/queue/deep/a.ts', '../../catalog/deep/b.ts', 'Rooms of the engine know'],
  ['src/main/shell/a.ts', 'better-sqlite3', 'better-sqlite3 belongs to engine/catalog'],
  ['src/main/shell/a.ts', '../engine/queue/queue.ts', 'The shell knows only the files at the door'],
  ['src/main/shell/a.ts', '../engine/queue/index.ts', 'The shell knows only the files at the door'],
  ['src/main/shell/a.ts', '../engine/commands.ts', 'The shell knows only the files at the door'],
  ['src/main/shell/deep/a.ts', '../../engine/commands.ts', 'The shell knows only the files at'],
  ['src/main/shell/a.ts', '../../renderer/words.ts', 'The shell knows neither'],
  ['src/main/main.ts', './engine/commands.ts', 'The shell knows only the files at the door'],
  ['src/main/cli.ts', './shell/tray.ts', 'Runs without Electron'],
  ['src/main/cli/a.ts', 'electron', 'Electron belongs to'],
  ['src/main/engine-host.ts', '../renderer/words.ts', 'Runs without Electron'],
  ['src/main/preload.ts', 'node:fs', 'The preload is one sandboxed file'],
  ['src/main/preload.ts', 'node:fs/promises', 'The preload is one sandboxed file'],
  ['src/main/preload.ts', 'zod', 'The preload is one sandboxed file'],
  ['src/main/preload.ts', 'zod/mini', 'The preload is one sandboxed file'],
  ['src/main/preload.ts', './engine/index.ts', 'The preload is one sandboxed file'],
  ['src/renderer/a.ts', 'electron', 'Electron belongs to'],
  ['src/renderer/screens/a.tsx', 'node:path/posix', 'The window knows react and shared'],
  ['src/renderer/screens/a.tsx', '../../main/engine/index.ts', 'The window knows react and shared'],
  ['src/renderer/screens/a.tsx', '../../../test/builders/items.ts', 'The window knows react'],
  ...Object.entries(engineRooms).flatMap(([own, { rooms: known }]) =>
    Object.keys(engineRooms)
      .filter((other) => other !== own && other !== 'ports' && !known.includes(other))
      .map((other) => [
        `src/main/engine/${own}/a.ts`,
        `../${other}/b.ts`,
        'Rooms of the engine know',
      ]),
  ),
] as [string, string, string][]

const open = [
  ['src/shared/a.ts', 'zod'],
  ['src/main/engine/queue/a.ts', './b.ts'],
  ['src/main/engine/queue/a.ts', '../ports/files.ts'],
  ['src/main/engine/queue/a.ts', '../../../shared/model.ts'],
  ['src/main/engine/catalog/a.ts', 'better-sqlite3'],
  ['src/main/engine/watch/a.ts', 'chokidar'],
  ['src/main/engine/photos/a.ts', 'undici'],
  ['src/main/engine/images/a.ts', '../media/head.ts'],
  ['src/main/engine/scan/a.ts', '../sources/ignore-patterns.ts'],
  ['src/main/engine/a.ts', './queue/queue.ts'],
  ['src/main/shell/a.ts', 'electron'],
  ['src/main/shell/a.ts', '../engine/index.ts'],
  ['src/main/shell/a.ts', '../engine/ports/outside.ts'],
  ['src/main/cli/a.ts', '../engine/queue/queue.ts'],
  ['src/main/preload.ts', '../shared/names.ts'],
  ['src/renderer/screens/a.tsx', 'react'],
] as const

const ignored = 'oxlint-disable-next-line'
const files: Record<string, string> = {}
const append = (file: string, text: string): void => {
  files[file] = `${files[file] ?? ''}${text}\n`
}
for (const [rule, { code }] of Object.entries(snippets)) append(fileOf(rule), code)
for (const [file, from] of [...closed, ...open]) append(file, `export * from '${from}'`)
for (const tsconfig of tsconfigs)
  append(
    join(dirname(tsconfig), 'floating.ts').replaceAll('\\', '/'),
    'export const f = (g: () => Promise<void>): void => { g() }',
  )
append(
  'test/build/suppressed.ts',
  `// ${ignored} typescript/no-explicit-any -- the reason\nexport type A = any`,
)
append(
  'test/build/suppressed-typed.ts',
  `// ${ignored} typescript/no-unsafe-call\nexport const f = (a: string): void => { JSON.parse(a)() }`,
)
append('test/build/unused.ts', `// ${ignored} typescript/no-explicit-any\nexport type A = string`)
append('src/renderer/parts/alt.tsx', `export const A = () => <img alt="A cat" />`)
append('src/renderer/parts/fine.tsx', `export const A = () => <p className="a" title="…">…{1}</p>`)
append('a.config.ts', 'export default 1')

const { code, findings } = await lint(aProject(files))
const rulesIn = (file: string): string[] => (findings.get(file) ?? []).map(({ rule }) => rule)

describe('the linter', () => {
  it('fails when it found something', () => {
    expect(code).toBe(1)
  })

  it('passes a project in which nothing is wrong', async () => {
    const clean = await lint(aProject({ 'src/shared/a.ts': 'export const a = 1' }))
    expect(clean.code).toBe(0)
    expect(clean.findings.size).toBe(0)
  })

  it('fails when tsgolint alone found something', async () => {
    const rule = 'typescript/no-unsafe-class-instance-assignment'
    const text = snippets[rule]?.code ?? ''
    const { code, findings } = await lint(aProject({ 'src/shared/a.ts': text }))
    expect(code).toBe(1)
    expect([...findings.keys()]).toEqual(['src/shared/a.ts'])
  })

  it.each(Object.keys(snippets))('reports what breaks %s', (rule) => {
    expect(rulesIn(fileOf(rule))).toContain(rule)
  })

  it('is shown a violation of every rule that is on', async () => {
    const { stdout } = await run('npx oxlint --print-config', project)
    const ruled = z.object({ rules: z.record(z.string(), z.unknown()) })
    const config = ruled.extend({ overrides: z.array(ruled) }).parse(JSON.parse(stdout))
    const isOn = ([, level]: [string, unknown]): boolean =>
      !/^\[?"?(?:allow|off)/.test(JSON.stringify(level))
    const on = [config, ...config.overrides]
      .flatMap(({ rules }) => Object.entries(rules))
      .filter(isOn)
      .map(([rule]) => rule.replace(/^eslint\//, ''))
    const tsgolintAlone = 'typescript/no-unsafe-class-instance-assignment'
    expect([...new Set(on)].filter((rule) => rule !== 'no-restricted-imports').sort()).toEqual(
      Object.keys(snippets)
        .filter((rule) => rule !== tsgolintAlone)
        .sort(),
    )
  })

  it.each(tsconfigs)('knows the types in the project of %s', (tsconfig) => {
    const file = join(dirname(tsconfig), 'floating.ts').replaceAll('\\', '/')
    expect(rulesIn(file)).toEqual(['typescript/no-floating-promises'])
  })

  const refusals = (file: string, from: string): string[] =>
    (findings.get(file) ?? [])
      .filter(({ rule, said }) => rule === 'no-restricted-imports' && said.startsWith(`'${from}'`))
      .map(({ said }) => said)

  it.each(closed)('keeps %s from importing %s', (file, from, message) => {
    expect(refusals(file, from)).toEqual([expect.stringContaining(message)])
  })

  it.each(open)('lets %s import %s', (file, from) => {
    expect(refusals(file, from)).toEqual([])
  })

  it('keeps words out of attributes that are read out, and lets signs through', () => {
    expect(rulesIn('src/renderer/parts/alt.tsx')).toEqual(['window/words'])
    expect(rulesIn('src/renderer/parts/fine.tsx')).toEqual([])
  })

  it('heeds a suppression, and reports one that nothing needs', () => {
    expect(rulesIn('test/build/suppressed.ts')).toEqual([])
    expect(rulesIn('test/build/suppressed-typed.ts')).toEqual([])
    expect(findings.get('test/build/unused.ts')?.[0]?.said).toMatch(/unused/i)
  })

  it('lets a configuration be a default export', () => {
    expect(rulesIn('a.config.ts')).toEqual([])
  })
})
