// What `npm run test:windows` decides before and after Wine: whether it can run, what it installs, and how it judges.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'
import { whyNot, type Machine } from '../../build/wine/possible.ts'
import { windowsPackages, type Lockfile } from '../../build/wine/windows-packages.ts'
import { knownFailures } from '../windows/known-failures.ts'
import { endedIn, readReport, type TestResult } from '../windows/report-lines.ts'
import { judge, tally } from '../windows/verdict.ts'

const project = join(import.meta.dirname, '..', '..')

describe('whether Windows can be tried here', () => {
  const able: Machine = {
    platform: 'linux',
    arch: 'x64',
    userId: 0,
    hasProgram: async () => true,
    mayMount: async () => true,
    freeBytes: async () => 10e9,
  }

  it('is so on Linux with root, mounts and room', async () => {
    expect(await whyNot(able)).toBeNull()
  })

  it.each<[string, Partial<Machine>, RegExp]>([
    ['on another system', { platform: 'darwin' }, /another system/],
    ['on another processor', { arch: 'arm64' }, /processor/],
    ['without root', { userId: 1_000 }, /root/],
    ['where the system knows no root', { userId: undefined }, /root/],
    ['without a tool', { hasProgram: async (name) => name !== 'unshare' }, /unshare/],
    ['where nothing may be mounted', { mayMount: async () => false }, /mount/],
    ['without room', { freeBytes: async () => 1e9 }, /4 GB/],
  ])('is not %s, and says why', async (_, change, reason) => {
    expect(await whyNot({ ...able, ...change })).toMatch(reason)
  })
})

describe('the packages of Windows', () => {
  it('are those of the lockfile for its system and processor, at their own places', () => {
    const lock: Lockfile = {
      packages: {
        '': {},
        'node_modules/everywhere': { version: '1.0.0' },
        'node_modules/@a/win32-x64': { version: '2.0.0', os: ['win32'], cpu: ['x64'] },
        'node_modules/@a/win32-arm64': { version: '2.0.0', os: ['win32'], cpu: ['arm64'] },
        'node_modules/@a/linux-x64': { version: '2.0.0', os: ['linux'], cpu: ['x64'] },
        'node_modules/both': { version: '4.0.0', os: ['linux', 'win32'] },
        'node_modules/b/node_modules/@a/win32-x64': {
          version: '3.0.0',
          os: ['win32'],
          cpu: ['x64'],
        },
      },
    }
    expect(windowsPackages(lock)).toEqual([
      { path: 'node_modules/@a/win32-x64', name: '@a/win32-x64', version: '2.0.0' },
      {
        path: 'node_modules/b/node_modules/@a/win32-x64',
        name: '@a/win32-x64',
        version: '3.0.0',
      },
    ])
  })

  it('are pictures’ library and test runner at the least', () => {
    const lock = JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')) as Lockfile
    const names = windowsPackages(lock).map(({ name }) => name)
    expect(names).toEqual(
      expect.arrayContaining(['@img/sharp-win32-x64', '@rolldown/binding-win32-x64-msvc']),
    )
  })
})

describe('the report of a run', () => {
  it('that was cut off has what ended, a failure for the file it was at, and nothing of the others', () => {
    const lines = [
      { kind: 'started', file: 'a.test.ts' },
      { kind: 'alive', test: 'one' },
      {
        kind: 'ended',
        file: 'a.test.ts',
        tests: [{ name: 'one', outcome: 'passed', message: '' }],
      },
      { kind: 'started', file: 'b.test.ts' },
    ]
    const text = `${lines.map((line) => JSON.stringify(line)).join('\n')}\n{"kind":"ali`
    const results = readReport(text)
    expect([...results.keys()]).toEqual(['a.test.ts', 'b.test.ts'])
    expect(results.get('a.test.ts')).toMatchObject([{ name: 'one', outcome: 'passed' }])
    expect(results.get('b.test.ts')).toMatchObject([{ name: '', outcome: 'failed' }])
  })

  it('that goes on has what ended, which is kept, and waits for the end of a line', () => {
    const ended = JSON.stringify({ kind: 'ended', file: 'a.test.ts', tests: [] })
    const begun = JSON.stringify({ kind: 'started', file: 'b.test.ts' })
    expect([...endedIn(`${ended}\n${begun}\n`).keys()]).toEqual(['a.test.ts'])
    // Half of a line may end as a whole one does.
    expect([...endedIn(`{"kind":"ended","tests":[{}`)]).toEqual([])
    expect([...endedIn(ended)]).toEqual([])
  })
})

describe('the verdict', () => {
  const test = (name: string, outcome: TestResult['outcome']): TestResult => ({
    name,
    outcome,
    message: '',
  })
  const entry = (file: string, name: string) =>
    ({ file, test: name, whose: 'wine', reason: 'it bends this' }) as const

  it('tells a new failure from a known one', () => {
    const results = new Map([['a.test.ts', [test('one', 'failed'), test('two', 'failed')]]])
    const verdict = judge(results, [entry('a.test.ts', 'one')])
    expect(verdict.known.map((known) => known.test)).toEqual(['one'])
    expect(verdict.fresh.map((fresh) => fresh.test)).toEqual(['two'])
  })

  it('names an entry whose test passes, is skipped or is gone, so that the list shrinks', () => {
    const results = new Map([['a.test.ts', [test('one', 'passed'), test('two', 'skipped')]]])
    const list = ['one', 'two', 'three'].map((name) => entry('a.test.ts', name))
    expect(judge(results, list).mended).toEqual(list)
  })

  it('counts the tests of each folder, and all of them', () => {
    const results = new Map([
      ['test/a/one.test.ts', [test('one', 'failed'), test('two', 'passed')]],
      ['test/b/other.test.ts', [test('one', 'skipped')]],
      ['test/a/two.test.ts', [test('one', 'passed')]],
    ])
    expect(tally(results)).toEqual([
      { part: 'test/a', files: 2, passed: 2, failed: 1, skipped: 0 },
      { part: 'test/b', files: 1, passed: 0, failed: 0, skipped: 1 },
      { part: 'all', files: 3, passed: 2, failed: 1, skipped: 1 },
    ])
  })

  it('leaves out entries of files that were not run', () => {
    const verdict = judge(new Map(), [entry('a.test.ts', 'one')])
    expect(verdict).toMatchObject({ known: [], mended: [] })
  })
})

describe('the list of known failures', () => {
  it('has not grown', () => {
    // Lower this with each entry that goes; 25 was the most that it ever may have.
    expect(knownFailures.length).toBeLessThanOrEqual(5)
  })

  it('names tests that are there, each once and with its reason', () => {
    const names = knownFailures.map(({ file, test }) => `${file}: ${test}`)
    expect(new Set(names).size).toBe(names.length)
    for (const { file, reason } of knownFailures) {
      expect(existsSync(join(project, file)), file).toBe(true)
      expect(reason.length).toBeGreaterThan(20)
      expect(reason).not.toMatch(/unknown|not clear/i)
    }
  })
})
