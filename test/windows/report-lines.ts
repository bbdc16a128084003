// What the reporter under Wine tells and Linux reads, a line each.
import * as z from 'zod'

const testResultSchema = z.object({
  name: z.string(),
  outcome: z.enum(['passed', 'failed', 'skipped']),
  message: z.string(),
})
/** How one test of a file ended; without a name it is about the file. */
export type TestResult = z.infer<typeof testResultSchema>

const lineSchema = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('started'), file: z.string() }),
  z.object({ kind: z.literal('alive'), test: z.string() }),
  z.object({ kind: z.literal('ended'), file: z.string(), tests: z.array(testResultSchema) }),
])
/** One line. */
export type ReportLine = z.infer<typeof lineSchema>

/** The results by file. */
export type Results = ReadonlyMap<string, readonly TestResult[]>

/** A kept result, with the digest of what it was got with. */
export const keptSchema = z.object({ digest: z.string(), tests: z.array(testResultSchema) })

const noReport: TestResult = {
  name: '',
  outcome: 'failed',
  message: 'the file ended without a report',
}

/** What the lines of a run say so far: the files that have ended. */
export function endedIn(text: string): Results {
  const results = new Map<string, readonly TestResult[]>()
  for (const line of linesOf(text)) if (line.kind === 'ended') results.set(line.file, line.tests)
  return results
}

/** What they say of a run that is over: a file that was begun and did not end has failed, one that was not begun is not in it. */
export function readReport(text: string): Results {
  const results = new Map<string, readonly TestResult[]>()
  for (const line of linesOf(text)) if (line.kind === 'started') results.set(line.file, [noReport])
  return new Map([...results, ...endedIn(text)])
}

// What follows the last end of a line may be half of one.
const linesOf = (text: string): ReportLine[] =>
  text
    .split('\n')
    .slice(0, -1)
    .map((line) => lineSchema.parse(JSON.parse(line)))
