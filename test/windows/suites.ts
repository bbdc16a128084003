// Runs the suites that need no window under Windows' Node, folder by folder and one file after the other, and keeps each
// file's result as soon as it has ended, with a digest of what it was tried with: a run that was interrupted goes on. What
// failed and is not known to is tried again.
import { mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs'
import { readFile, rm, writeFile } from 'node:fs/promises'
import { dirname, join, posix } from 'node:path'
import { checkoutIn } from '../../build/wine/make.ts'
import { copySources, digestOf, filesBelow } from '../../build/wine/checkout.ts'
import type { WineFolder } from '../../build/wine/folder.ts'
import { endWindows, nodeForWindows, startInside } from '../../build/wine/run.ts'
import { knownFailures } from './known-failures.ts'
import { endedIn, keptSchema, readReport, type Results, type TestResult } from './report-lines.ts'
import { judge } from './verdict.ts'

/** What is run: the rooms that Windows' users depend on and no display is needed for. */
const folders = ['test/engine', 'test/cli', 'test/shared', 'test/contracts', 'test/shell']

/** A file in which nothing ends for so long hangs. */
const silenceMs = 420_000

/** Which files to run and whether results of other sources count. */
export interface SuiteOptions {
  /** Parts of paths; none means every file. */
  readonly only: readonly string[]
  /** Takes kept results also where the sources have changed since. */
  readonly isKept: boolean
}

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
    if (kept === null || judge(new Map([[file, kept.tests]]), knownFailures).fresh.length > 0)
      continue
    if (options.isKept || kept.digest === digests.get(file)) results.set(file, kept.tests)
  }
  say(`${files.length} files, ${results.size} of them with a result of an earlier run`)
  await copySources(checkoutIn(folder))
  for (const [part, wanted] of Map.groupBy(files, (file) => posix.dirname(file))) {
    const left = wanted.filter((file) => !results.has(file))
    if (left.length === 0) continue
    const startedAt = performance.now()
    await runFiles(folder, left, (found) => {
      for (const [file, tests] of found) {
        if (results.has(file)) continue
        results.set(file, tests)
        keepResult(folder, file, { digest: digests.get(file) ?? '', tests })
      }
    })
    say(lineFor(part, left, results, performance.now() - startedAt))
  }
  return results
}

function lineFor(part: string, files: readonly string[], results: Results, ms: number): string {
  const tests = files.flatMap((file) => results.get(file) ?? [])
  const count = (outcome: TestResult['outcome']): number =>
    tests.filter((test) => test.outcome === outcome).length
  const counts = `${count('passed')} passed, ${count('failed')} failed, ${count('skipped')} skipped`
  return `${part}: ${files.length} files, ${counts}, ${(ms / 1_000).toFixed(0)} s`
}

/** All files one after the other; after one that hangs the others go on. */
async function runFiles(
  folder: WineFolder,
  files: readonly string[],
  take: (found: Results) => void,
): Promise<void> {
  let left = [...files]
  while (left.length > 0) {
    const results = await runVitest(folder, left, take)
    take(results)
    const before = left.length
    left = left.filter((file) => !results.has(file))
    if (left.length === before)
      throw new Error(`Nothing could be run; see ${folder.path}/last-run.txt`)
  }
}

async function runVitest(
  folder: WineFolder,
  files: readonly string[],
  take: (found: Results) => void,
): Promise<Results> {
  const report = join(folder.driveC, 'report.jsonl')
  await rm(report, { force: true })
  const words = [
    ...[...nodeForWindows, 'node_modules/vitest/vitest.mjs', 'run', '--no-color', '--maxWorkers=1'],
    ...['--no-file-parallelism', '--reporter=./test/windows/reporter.ts', ...files],
  ]
  const { child, ended } = await startInside(folder, words, {
    cwd: `${folder.prefix}/drive_c/shoebox`,
    limitMs: 7_200_000,
    // Nothing is built under Wine.
    env: { NO_COLOR: '1', SHOEBOX_REPORT: 'C:\\report.jsonl', SHOEBOX_TESTED: 'sources' },
  })
  const watch = watchReport(report, take, () => child.kill('SIGKILL'))
  const { text } = await ended
  clearInterval(watch)
  await writeFile(join(folder.path, 'last-run.txt'), text)
  await endWindows(folder)
  return readReport(await readFile(report, 'utf8').catch(() => ''))
}

/** Tells what has ended as the report grows, and calls when it has not grown for too long. */
function watchReport(
  report: string,
  onGrowth: (found: Results) => void,
  onSilence: () => void,
): NodeJS.Timeout {
  let size = 0
  let since = performance.now()
  return setInterval(() => {
    const now = statSync(report, { throwIfNoEntry: false })?.size ?? 0
    if (now !== size) {
      since = performance.now()
      onGrowth(endedIn(readFileSync(report, 'utf8')))
    }
    size = now
    if (performance.now() - since > silenceMs) onSilence()
  }, 2_000)
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
): Promise<{ digest: string; tests: TestResult[] } | null> {
  try {
    return keptSchema.parse(JSON.parse(await readFile(pathOf(folder, file), 'utf8')))
  } catch {
    return null
  }
}

function keepResult(
  folder: WineFolder,
  file: string,
  result: { readonly digest: string; readonly tests: readonly TestResult[] },
): void {
  mkdirSync(dirname(pathOf(folder, file)), { recursive: true })
  writeFileSync(pathOf(folder, file), JSON.stringify(result))
}
