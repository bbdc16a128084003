// `npm run test:faults`: runs the fault suites and prints one table of what they found. `-- --full` is the long form,
// `-- --seed N` replays the random parts, and any other words narrow the test files as vitest does.
import { spawn } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import * as z from 'zod'

const project = join(import.meta.dirname, '..', '..')

const lineSchema = z.object({
  fault: z.string(),
  runs: z.number(),
  lost: z.number(),
  twice: z.number(),
  broken: z.number(),
})
type Line = z.infer<typeof lineSchema>

/** The part of vitest's JSON report that the table is made of. */
const reportSchema = z.object({
  numPassedTests: z.number(),
  numFailedTests: z.number(),
  numPendingTests: z.number(),
  testResults: z.array(
    z.object({
      assertionResults: z.array(
        z.object({ meta: z.object({ faultLine: lineSchema.optional() }).optional() }),
      ),
    }),
  ),
})

const { values, positionals } = parseArgs({
  options: {
    full: { type: 'boolean' },
    seed: { type: 'string' },
    // For whoever adds these tests to others: vitest's own report, kept.
    report: { type: 'string' },
  },
  allowPositionals: true,
})

function runVitest(report: string): Promise<number | null> {
  const words = [
    join(project, 'node_modules', 'vitest', 'vitest.mjs'),
    'run',
    '--config=test/faults/vitest.config.ts',
    '--reporter=default',
    '--reporter=json',
    `--outputFile.json=${report}`,
    ...positionals,
  ]
  const env = {
    ...process.env,
    ...(values.full === true ? { SHOEBOX_FAULTS_FULL: '1' } : {}),
    ...(values.seed === undefined ? {} : { SHOEBOX_FAULTS_SEED: values.seed }),
  }
  return new Promise((resolve) => {
    const child = spawn(process.execPath, words, { cwd: project, stdio: 'inherit', env })
    child.once('error', () => resolve(null))
    child.once('exit', resolve)
  })
}

function printTable(lines: readonly Line[]): void {
  const width = Math.max(5, ...lines.map(({ fault }) => fault.length))
  const row = (fault: string, ...cells: (string | number)[]): string =>
    fault.padEnd(width) + cells.map((cell) => String(cell).padStart(19)).join('')
  console.log(`\n${row('fault', 'runs', 'lost', 'twice', 'broken invariants')}`)
  for (const { fault, runs, lost, twice, broken } of lines)
    console.log(row(fault, runs, lost, twice, broken))
  const sum = (of: (line: Line) => number): number =>
    lines.reduce((total, line) => total + of(line), 0)
  const all = [
    sum(({ runs }) => runs),
    sum(({ lost }) => lost),
    sum(({ twice }) => twice),
    sum(({ broken }) => broken),
  ]
  console.log(row('all', ...all))
}

const folder = await mkdtemp(join(tmpdir(), 'shoebox-report-'))
try {
  const report = values.report ?? join(folder, 'report.json')
  const code = await runVitest(report)
  const { testResults, ...counts } = reportSchema.parse(JSON.parse(await readFile(report, 'utf8')))
  const lines = testResults.flatMap(({ assertionResults }) =>
    assertionResults.flatMap(({ meta }) => meta?.faultLine ?? []),
  )
  printTable(lines)
  // A file that does not load, or an error outside of any test, fails the run but no test in it.
  const failed = code !== 0 && counts.numFailedTests === 0 ? 1 : counts.numFailedTests
  const skipped = counts.numPendingTests === 0 ? '' : `, ${counts.numPendingTests} skipped`
  console.log(`\n${counts.numPassedTests} passed, ${failed} failed${skipped}`)
  const isClean = lines.every(({ lost, twice, broken }) => lost + twice + broken === 0)
  process.exitCode = failed === 0 && isClean ? 0 : 1
} finally {
  await rm(folder, { recursive: true, force: true })
}
