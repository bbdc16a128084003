// Runs the suites that need no window under Windows' Node, folder by folder and one file after the other, and keeps each
// file's result with a digest of what it was tried with: a run that was interrupted goes on.
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import * as z from 'zod'
import { checkoutIn } from '../../build/wine/make.ts'
import { copySources, digestOf, filesBelow } from '../../build/wine/checkout.ts'
import type { WineFolder } from '../../build/wine/folder.ts'
import { endWindows, nodeForWindows, runInside } from '../../build/wine/run.ts'

/** What is run: the rooms that Windows' users depend on and no display is needed for. */
const folders = ['test/engine', 'test/cli', 'test/shared', 'test/contracts', 'test/shell']

const limitMs = 900_000

const resultSchema = z.object({
  digest: z.string(),
  tests: z.array(
    z.object({
      name: z.string(),
      outcome: z.enum(['passed', 'failed', 'skipped']),
      message: z.string(),
    }),
  ),
})

/** How one test of a file ended. */
export type TestResult = z.infer<typeof resultSchema>['tests'][number]

/** The part of vitest's report that is read. */
const reportSchema = z.object({
  testResults: z.array(
    z.object({
      name: z.string(),
      message: z.string().optional(),
      assertionResults: z.array(
        z.object({
          fullName: z.string(),
          status: z.string(),
          failureMessages: z.array(z.string()).nullish(),
        }),
      ),
    }),
  ),
})

/** Which files to run and whether results of other sources count. */
export interface SuiteOptions {
  /** Parts of paths; none means every file. */
  readonly only: readonly string[]
  /** Takes kept results also where the sources have changed since. */
  readonly isKept: boolean
}

/** The results by file. */
export type Results = ReadonlyMap<string, readonly TestResult[]>

/** Runs what has no result yet. */
export async function runSuites(
  folder: WineFolder,
  options: SuiteOptions,
  say: (line: string) => void,
): Promise<Results> {
  const all = (await Promise.all(folders.map(filesBelow))).flat()
  const files = all
    .filter((path) => /\.test\.tsx?$/.test(path))
    .filter((path) => options.only.length === 0 || options.only.some((part) => path.includes(part)))
  const digests = await digestsOf(files)
  const results = new Map<string, readonly TestResult[]>()
  for (const file of files) {
    const kept = await keptResult(folder, file)
    if (kept !== null && (options.isKept || kept.digest === digests.get(file)))
      results.set(file, kept.tests)
  }
  say(`${files.length} files, ${results.size} of them with a result of an earlier run`)
  await copySources(checkoutIn(folder))
  for (const [part, wanted] of Map.groupBy(files, (file) => posix.dirname(file))) {
    const left = wanted.filter((file) => !results.has(file))
    if (left.length === 0) continue
    const startedAt = performance.now()
    const found = await runFiles(folder, left)
    for (const file of left) {
      const tests = found.get(file) ?? [noReport]
      results.set(file, tests)
      await keepResult(folder, file, { digest: digests.get(file) ?? '', tests })
    }
    say(lineFor(part, left, results, performance.now() - startedAt))
  }
  return results
}

const noReport: TestResult = {
  name: '',
  outcome: 'failed',
  message: 'the file ended without a report',
}

function lineFor(part: string, files: readonly string[], results: Results, ms: number): string {
  const tests = files.flatMap((file) => results.get(file) ?? [])
  const count = (outcome: TestResult['outcome']): number =>
    tests.filter((test) => test.outcome === outcome).length
  const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`
  return `${part}: ${files.length} files, ${counts}, ${(ms / 1_000).toFixed(0)} s`
}

/** All files in one run; where that leaves no report, each by itself, so that one that hangs hides no other. */
async function runFiles(folder: WineFolder, files: readonly string[]): Promise<Results> {
  const together = await runVitest(folder, files)
  if (together !== null) return together
  const results = new Map<string, readonly TestResult[]>()
  for (const file of files)
    for (const [name, tests] of (await runVitest(folder, [file])) ?? []) results.set(name, tests)
  return results
}

async function runVitest(folder: WineFolder, files: readonly string[]): Promise<Results | null> {
  const report = join(checkoutIn(folder), 'out', 'windows.json')
  await rm(report, { force: true })
  const words = [
    ...[...nodeForWindows, 'node_modules/vitest/vitest.mjs', 'run', '--no-color', '--maxWorkers=1'],
    ...['--no-file-parallelism', '--reporter=json', '--outputFile=out/windows.json', ...files],
  ]
  const cwd = `${folder.prefix}/drive_c/shoebox`
  const { text } = await runInside(folder, words, { cwd, limitMs, env: { NO_COLOR: '1' } })
  await writeFile(join(folder.path, 'last-run.txt'), text)
  await endWindows(folder)
  const written = await readFile(report, 'utf8').catch(() => null)
  if (written === null) return null
  const { testResults } = reportSchema.parse(JSON.parse(written))
  return new Map(
    testResults.map(({ name, message = '', assertionResults }) => [
      name.replaceAll('\\', '/').replace(/^.*?\/shoebox\//, ''),
      assertionResults.length === 0
        ? [{ ...noReport, message: message.slice(0, 2_000) }]
        : assertionResults.map((test) => ({
            name: test.fullName,
            outcome: outcomeOf(test.status),
            message: (test.failureMessages ?? []).join('\n').slice(0, 2_000),
          })),
    ]),
  )
}

function outcomeOf(status: string): TestResult['outcome'] {
  if (status === 'passed') return 'passed'
  return status === 'failed' ? 'failed' : 'skipped'
}

/** A file's result depends on itself, on the sources, and on what tests share. */
async function digestsOf(files: readonly string[]): Promise<Map<string, string>> {
  const [sources, tests] = await Promise.all([filesBelow('src'), filesBelow('test')])
  const shared = tests.filter(
    (path) => !/\.test\.tsx?$/.test(path) && !path.startsWith('test/windows/'),
  )
  const common = await digestOf([...sources, ...shared, 'package-lock.json'])
  const entries = files.map(async (file) => [file, common + (await digestOf([file]))] as const)
  return new Map(await Promise.all(entries))
}

const pathOf = (folder: WineFolder, file: string): string => join(folder.results, `${file}.json`)

async function keptResult(
  folder: WineFolder,
  file: string,
): Promise<z.infer<typeof resultSchema> | null> {
  try {
    return resultSchema.parse(JSON.parse(await readFile(pathOf(folder, file), 'utf8')))
  } catch {
    return null
  }
}

async function keepResult(
  folder: WineFolder,
  file: string,
  result: { readonly digest: string; readonly tests: readonly TestResult[] },
): Promise<void> {
  await mkdir(dirname(pathOf(folder, file)), { recursive: true })
  await writeFile(pathOf(folder, file), JSON.stringify(result))
}
