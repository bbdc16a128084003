// `npm run test:mutants [-- ROOM|FILE… --count N --seed N --at-least PERCENT --at-once N --json]`: makes small random
// changes to the code of rooms, each in a copy of the checkout, and runs the room's own tests against each. What no test
// notices is printed. Ends with 0 when it ran to the end, 1 when the score is under `--at-least` or tests fail without a change,
// 2 when the words make no sense.
import { join } from 'node:path'
import { readOptions, UsageError } from './options.ts'
import { scoreOf, summary, tellBy, toJson } from './report.ts'
import { NotGreenError, tryMutants } from './session.ts'

const project = join(import.meta.dirname, '..', '..')
const say = (line: string): void => console.log(line)

async function run(words: readonly string[], signal: AbortSignal): Promise<number> {
  const options = await readOptions(project, words)
  const tried = await tryMutants(project, options, tellBy(say, options), signal)
  for (const line of summary(tried, options)) say(line)
  if (options.isJson) say(toJson(tried, options))
  const { percent } = scoreOf(tried)
  return options.atLeast !== null && percent < options.atLeast ? 1 : 0
}

const ending = new AbortController()
for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.once(name, () => ending.abort(new Error(`ended by ${name}`)))

try {
  process.exitCode = await run(process.argv.slice(2), ending.signal)
} catch (error) {
  if (ending.signal.aborted) process.exitCode = 130
  else if (error instanceof UsageError) process.exitCode = 2
  else if (error instanceof NotGreenError) process.exitCode = 1
  else throw error
  console.error(error instanceof Error ? error.message : String(error))
}
