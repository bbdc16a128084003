// Runs test files in a copy of the checkout and says how that ended. A run that takes too long is ended with everything
// it started.
import { spawn, type ChildProcess } from 'node:child_process'
import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import * as z from 'zod'
import { orderedConfig } from './work-copy.ts'

/** How a run of tests ended; by which test it failed, and how long each file took. */
export type TrialResult =
  | { readonly kind: 'passed'; readonly tests: number; readonly seconds: Map<string, number> }
  | { readonly kind: 'failed'; readonly by: string }
  | { readonly kind: 'timed out' }

/** What a run is told. */
export interface Trial {
  readonly copy: string
  readonly tests: readonly string[]
  readonly limitMs: number
  readonly signal: AbortSignal
}

const reportSchema = z.object({
  numPassedTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
      startTime: z.number(),
      endTime: z.number(),
      assertionResults: z.array(z.object({ fullName: z.string(), status: z.string() })),
    }),
  ),
})

/** Runs the test files in their order, until the first failure. */
export async function runTests({ copy, tests, limitMs, signal }: Trial): Promise<TrialResult> {
  const report = join(copy, 'mutant-report.json')
  await rm(report, { force: true })
  const words = [
    join(copy, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    `--config=${orderedConfig}`,
    '--bail=1',
    '--maxWorkers=1',
    // What was made of a file before must not stand in for what is in it now.
    '--fsModuleCache=false',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...tests,
  ]
  signal.throwIfAborted()
  // The sources as they are changed, and no build of them.
  const env = { ...process.env, SHOEBOX_TESTED: 'sources' }
  const child = spawn(process.execPath, words, {
    ...{ cwd: copy, env, stdio: 'ignore', detached: !isWindows },
  })
  const end = await endOf(child, limitMs, signal)
  signal.throwIfAborted()
  if (end === 'timed out') return { kind: end }
  const text = await readFile(report, 'utf8').catch(() => null)
  // The tests run in processes of vitest's own: without a report they were not even begun.
  if (text === null) throw new Error(`vitest left no report (exit code ${String(end)})`)
  const { numPassedTests, testResults } = reportSchema.parse(JSON.parse(text))
  if (end !== 0) return { kind: 'failed', by: failureIn(testResults) }
  const seconds = new Map(
    tests.map((file) => {
      const found = testResults.find(({ name }) => name.replaceAll('\\', '/').endsWith(`/${file}`))
      return [file, found === undefined ? 0 : (found.endTime - found.startTime) / 1_000]
    }),
  )
  return { kind: 'passed', tests: numPassedTests, seconds }
}

type FileResults = z.infer<typeof reportSchema>['testResults']

function failureIn(files: FileResults): string {
  for (const { assertionResults } of files)
    for (const { status, fullName } of assertionResults) if (status === 'failed') return fullName
  const broken = files.find(({ status }) => status === 'failed')
  return broken === undefined ? 'an error outside of any test' : `${broken.name} did not load`
}

const isWindows = process.platform === 'win32'

async function endOf(
  child: ChildProcess,
  limitMs: number,
  signal: AbortSignal,
): Promise<number | null | 'timed out'> {
  let timer: NodeJS.Timeout | undefined
  const end = (): void => endTree(child)
  const late = new Promise<'timed out'>((resolve) => {
    timer = setTimeout(() => {
      resolve('timed out')
      end()
    }, limitMs)
  })
  signal.addEventListener('abort', end)
  try {
    const exit = new Promise<number | null>((resolve, reject) => {
      child.once('error', reject)
      child.once('exit', resolve)
    })
    const first = await Promise.race([exit, late])
    await exit
    // A test's own processes may outlive it; in its group they go with it.
    end()
    return first
  } finally {
    clearTimeout(timer)
    signal.removeEventListener('abort', end)
  }
}

/** Ends a run and all it started: on POSIX by its process group, on Windows by the tree. */
function endTree({ pid, exitCode }: ChildProcess): void {
  if (pid === undefined) return
  if (isWindows) {
    if (exitCode === null) spawn('taskkill', ['/pid', String(pid), '/T', '/F'], { stdio: 'ignore' })
    return
  }
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // The group is empty.
  }
}
