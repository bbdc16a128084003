// The checks that need no test run: each a script of package.json, all run side by side, to the last even after a
// failure. What a check prints is kept until it ends, so that their lines do not mix.
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'

/** The parts of `npm run check`; one more is one line more. */
const parts = {
  format: 'check:format',
  lint: 'check:lint',
  types: 'check:types',
  imports: 'check:imports',
}

/** How one check ended. */
export interface PartOutcome {
  readonly name: string
  readonly script: string
  readonly isGood: boolean
  readonly seconds: number
}

const project = join(import.meta.dirname, '..', '..')

async function runPart([name, script]: [string, string]): Promise<PartOutcome> {
  const startedAt = performance.now()
  // npm is a script on Windows, which only a shell can start; the names come from the list above.
  const child = spawn(`npm run -s ${script} 2>&1`, { cwd: project, shell: true })
  const isClosed = new Promise<number | null>((resolve) => {
    child.once('error', () => resolve(null))
    child.once('close', resolve)
  })
  const said = await text(child.stdout)
  const isGood = (await isClosed) === 0
  const seconds = (performance.now() - startedAt) / 1_000
  console.log(`\n── ${name}${isGood ? '' : ' failed'}\n${said.trim()}`.trimEnd())
  return { name, script, isGood, seconds }
}

/** Runs every check beside the others and says how each ended, in the order of the list. */
export function runParts(): Promise<PartOutcome[]> {
  return Promise.all(Object.entries(parts).map(runPart))
}
