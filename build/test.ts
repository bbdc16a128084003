// `npm test`: the checks of `npm run check` side by side, then every suite in turn (windows, crashes and measurements
// would disturb one another), to the last even after a failure. It counts their tests together: the last line is
// `N passed, N failed`, and the exit code is 0 only when nothing failed.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { readFile, rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { createInterface } from 'node:readline'
import { setTimeout as sleep } from 'node:timers/promises'
import * as z from 'zod'
import { runParts } from './checks/parts.ts'
import { printTable } from './checks/table.ts'

/** A suite: a set of tests that vitest runs, or one script of package.json that counts as one test. */
type Suite = { name: string } & ({ vitest: string } | { script: string })

const suites: readonly Suite[] = [
  { name: 'unit and engine', vitest: 'vitest.config.ts' },
  { name: 'demo', script: 'demo -- --check' },
  { name: 'window', vitest: 'test/e2e/vitest.config.ts' },
  { name: 'faults', vitest: 'test/faults/vitest.config.ts' },
  { name: 'packaged', script: 'test:packaged' },
  { name: 'security', script: 'test:security -- --window' },
  { name: 'bench', vitest: 'test/bench/vitest.config.ts' },
]

/** How a suite ended. */
interface Outcome {
  readonly name: string
  readonly passed: number
  readonly failed: number
  readonly skipped: number
  readonly seconds: number
  /** What failed, each with its message: told again at the end, where a long log is read first. */
  readonly failures: readonly string[]
}

/** How much of what a script printed is told again at the end when it failed. */
const tailLines = 30
/** How long the last words of a command that has ended are waited for. */
const lateOutputMs = 1_000

const project = join(import.meta.dirname, '..')
const reports = join(project, 'out', 'test-reports')

/** The part of vitest's JSON report that is counted and told. */
const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  numTodoTests: z.number(),
  testResults: z.array(
    z.object({
      name: z.string(),
      status: z.string(),
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

async function runSuite(suite: Suite): Promise<Outcome> {
  console.log(`\n── ${suite.name}`)
  const startedAt = performance.now()
  const counts = 'vitest' in suite ? await runVitest(suite) : await runScript(suite.script)
  return { name: suite.name, ...counts, seconds: (performance.now() - startedAt) / 1_000 }
}

type Counts = Omit<Outcome, 'name' | 'seconds'>

async function runScript(script: string): Promise<Counts> {
  const tail: string[] = []
  // npm is a script on Windows, which only a shell can start; the names come from the list above.
  const isGood = (await run(`npm run -s ${script}`, [], { shell: true, tail })) === 0
  const failures = isGood ? [] : [[`npm run ${script}`, ...tail].join('\n')]
  return { passed: isGood ? 1 : 0, failed: failures.length, skipped: 0, failures }
}

async function runVitest({ name, vitest }: { name: string; vitest: string }): Promise<Counts> {
  const report = join(reports, `${name}.json`)
  const code = await run(process.execPath, [
    join(project, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    `--config=${vitest}`,
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
  ])
  const text = await readFile(report, 'utf8').catch(() => null)
  // Without a report not a single test was run, and that is a failure.
  if (text === null)
    return { passed: 0, failed: 1, skipped: 0, failures: ['the run left no report'] }
  const counted = reportSchema.parse(JSON.parse(text))
  // A file that does not load, or an error outside of any test, fails the run but no test in it.
  const failed = code !== 0 && counted.numFailedTests === 0 ? 1 : counted.numFailedTests
  const skipped = counted.numPendingTests + counted.numTodoTests
  return { passed: counted.numPassedTests, failed, skipped, failures: failuresIn(counted) }
}

function failuresIn({ testResults }: z.infer<typeof reportSchema>): string[] {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative(project, name)
    const tests = assertionResults.filter((test) => test.status === 'failed')
    if (tests.length === 0) return status === 'failed' ? [`${file}\n${message ?? ''}`] : []
    return tests.map(
      ({ fullName, failureMessages }) =>
        `${file}: ${fullName}\n${(failureMessages ?? []).join('\n')}`,
    )
  })
}

/** Runs a command that prints where this one does; its last lines are kept as well where a tail is given. */
function run(
  command: string,
  args: readonly string[],
  { shell = false, tail }: { shell?: boolean; tail?: string[] } = {},
): Promise<number | null> {
  return new Promise((resolve) => {
    const output = tail === undefined ? 'inherit' : 'pipe'
    const child = spawn(command, args, { cwd: project, stdio: ['inherit', output, output], shell })
    if (tail !== undefined)
      for (const [from, to] of [
        [child.stdout, process.stdout],
        [child.stderr, process.stderr],
      ] as const) {
        if (from === null) continue
        from.pipe(to, { end: false })
        createInterface({ input: from }).on('line', (line) => {
          tail.push(line)
          if (tail.length > tailLines) tail.shift()
        })
      }
    child.once('error', (error) => {
      console.error(error.message)
      resolve(null)
    })
    // What is printed may come a little later; a process that was left running must not hold the run.
    child.once('exit', (code) => {
      void Promise.race([once(child, 'close'), sleep(lateOutputMs)]).then(() => resolve(code))
    })
  })
}

/** The checks: each counts as one test. */
async function runChecks(): Promise<Outcome[]> {
  const parts = await runParts()
  return parts.map(({ name, script, isGood, seconds }) => ({
    name,
    passed: isGood ? 1 : 0,
    failed: isGood ? 0 : 1,
    skipped: 0,
    seconds,
    failures: isGood ? [] : [`npm run ${script}`],
  }))
}

function printFailures(outcomes: readonly Outcome[]): void {
  for (const { name, failures } of outcomes)
    for (const failure of failures) console.log(`\nfailed in ${name}: ${failure}`)
}

function printSum(outcomes: readonly Outcome[]): boolean {
  const sum = (of: (outcome: Outcome) => number): number =>
    outcomes.reduce((total, outcome) => total + of(outcome), 0)
  const failed = sum((outcome) => outcome.failed)
  const skipped = sum((outcome) => outcome.skipped)
  const rest = skipped === 0 ? '' : `, ${skipped} skipped`
  console.log(`\n${sum((outcome) => outcome.passed)} passed, ${failed} failed${rest}`)
  return failed === 0
}

// Emptied first: a report of an earlier run must not be counted when a suite writes none.
await rm(reports, { recursive: true, force: true })
const startedAt = performance.now()
const outcomes = await runChecks()
for (const suite of suites) outcomes.push(await runSuite(suite))
printFailures(outcomes)
printTable([
  ['suite', 'passed', 'failed', 'skipped', 'seconds'],
  ...outcomes.map(
    ({ name, passed, failed, skipped, seconds }) =>
      [name, passed, failed, skipped, seconds.toFixed(1)] as const,
  ),
  ['all', '', '', '', ((performance.now() - startedAt) / 1_000).toFixed(1)],
])
process.exitCode = printSum(outcomes) ? 0 : 1
