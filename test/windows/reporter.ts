// Vitest's reporter under Wine: a line for each thing that happens, written at once, so that a run that is cut off or hangs
// loses the file it was at and no other. suites.ts reads the lines.
import { appendFileSync, mkdirSync } from 'node:fs'
import { dirname, relative, sep } from 'node:path'
import type { Reporter, TestCase, TestModule } from 'vitest/node'
import type { ReportLine, TestResult } from './report-lines.ts'

const path = process.env['SHOEBOX_REPORT'] ?? ''

const say = (line: ReportLine): void => appendFileSync(path, `${JSON.stringify(line)}\n`)

const nameOf = ({ moduleId }: TestModule): string =>
  relative(process.cwd(), moduleId).replaceAll(sep, '/')

const messagesOf = (errors: readonly { message: string; stack?: string | undefined }[]): string =>
  errors
    .map(({ message, stack }) => `${message}\n${stack ?? ''}`)
    .join('\n')
    .slice(0, 2_000)

function resultOf(test: TestCase): TestResult {
  const { state, errors } = test.result()
  const outcome = state === 'pending' ? 'skipped' : state
  return { name: test.fullName, outcome, message: messagesOf(errors ?? []) }
}

/** Vitest makes it by itself, and so wants a class by default. */
export default class LineReporter implements Reporter {
  onInit(): void {
    mkdirSync(dirname(path), { recursive: true })
  }

  onTestModuleStart(module: TestModule): void {
    say({ kind: 'started', file: nameOf(module) })
  }

  onTestCaseResult(test: TestCase): void {
    say({ kind: 'alive', test: test.fullName })
  }

  onTestModuleEnd(module: TestModule): void {
    const errors = module.errors()
    const tests = [...module.children.allTests()].map(resultOf)
    if (errors.length > 0 || tests.length === 0)
      tests.push({ name: '', outcome: 'failed', message: messagesOf(errors) })
    say({ kind: 'ended', file: nameOf(module), tests })
  }
}
