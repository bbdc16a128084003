// `npm run test:windows`: the engine and the command as Windows runs them, under Wine 10 in a folder of its own that is made
// once (build/wine). First the smoke, then the suites, whose results are kept, so that the next run goes on and tries again what
// failed. `-- --smoke` or `-- --suites` runs one of the two, other words narrow the files (`-- --suites test/cli/`), `--kept`
// counts results of older sources too.
// Exit code 0: all held. 1: something failed. 77: not possible here.
import { mkdir } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { printTable } from '../../build/checks/table.ts'
import { copySources } from '../../build/wine/checkout.ts'
import { wineFolder, type WineFolder } from '../../build/wine/folder.ts'
import { checkoutIn, makeWineFolder } from '../../build/wine/make.ts'
import { NotPossible, notPossibleCode, whyNot } from '../../build/wine/possible.ts'
import { knownFailures } from './known-failures.ts'
import { runSmoke } from './smoke.ts'
import { runSuites, type SuiteOptions } from './suites.ts'
import { judge, tally } from './verdict.ts'

const say = (line: string): void => console.log(line)

async function smoke(folder: WineFolder): Promise<boolean> {
  say('\n── smoke')
  await copySources(checkoutIn(folder))
  const outcomes = await runSmoke(folder, ({ name, figure, problem }) =>
    say(problem === null ? `held: ${name} (${figure})` : `failed: ${name}\n${problem}`),
  )
  printTable([
    ['smoke', 'outcome', 'seconds', '  figure'],
    ...outcomes.map(
      ({ name, figure, problem, seconds }) =>
        [name, problem === null ? 'held' : 'failed', seconds.toFixed(1), `  ${figure}`] as const,
    ),
  ])
  return outcomes.every(({ problem }) => problem === null)
}

async function suites(folder: WineFolder, options: SuiteOptions): Promise<boolean> {
  say('\n── suites')
  const results = await runSuites(folder, options, say)
  const { passed, skipped, known, fresh, mended } = judge(results, knownFailures)
  for (const { file, test, message } of fresh) say(`\nfailed: ${file}: ${test}\n${message}`)
  for (const { file, test } of mended) say(`\nno longer to be listed: ${file}: ${test}`)
  if (known.length > 0)
    printTable([
      ['known failure', 'whose', '  reason'],
      ...known.map(({ test, whose, reason }) => [test, whose, `  ${reason}`] as const),
    ])
  printTable([
    ['suite', 'files', 'passed', 'failed', 'skipped'],
    ...tally(results).map(
      ({ part, files, ...counts }) =>
        [part, files, counts.passed, counts.failed, counts.skipped] as const,
    ),
  ])
  say(
    `\n${passed} passed, ${known.length} known to fail, ${fresh.length} failed, ${skipped} skipped`,
  )
  return fresh.length + mended.length === 0
}

async function main(): Promise<number> {
  const { values, positionals } = parseArgs({
    options: {
      smoke: { type: 'boolean', default: false },
      suites: { type: 'boolean', default: false },
      kept: { type: 'boolean', default: false },
    },
    allowPositionals: true,
  })
  const reason = await whyNot()
  if (reason !== null) throw new NotPossible(reason)
  const folder = wineFolder()
  await mkdir(folder.path, { recursive: true })
  await makeWineFolder(folder, say)
  const isAll = values.smoke === values.suites
  const outcomes: boolean[] = []
  if (isAll || values.smoke) outcomes.push(await smoke(folder))
  if (isAll || values.suites)
    outcomes.push(await suites(folder, { only: positionals, isKept: values.kept }))
  return outcomes.every(Boolean) ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  if (error instanceof NotPossible) say(`not possible here: ${error.message}`)
  else console.error(error)
  process.exitCode = error instanceof NotPossible ? notPossibleCode : 1
}
