// `npm run check`: format, lint, types and imports side by side (the list is in checks/parts.ts), then a table of what each took.
// The exit code is 0 only when all are clean.
import { runParts } from './checks/parts.ts'
import { printTable } from './checks/table.ts'

const startedAt = performance.now()
const outcomes = await runParts()
const seconds = (performance.now() - startedAt) / 1_000
printTable([
  ['check', '', 'seconds'],
  ...outcomes.map(
    (part) => [part.name, part.isGood ? 'good' : 'failed', part.seconds.toFixed(1)] as const,
  ),
  ['all, side by side', '', seconds.toFixed(1)],
])
process.exitCode = outcomes.every(({ isGood }) => isGood) ? 0 : 1
