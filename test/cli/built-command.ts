// Before tests of the command run, it is built as users have it, where anything that goes into it is newer than the build.
// Who runs no such test waits for none. With SHOEBOX_TESTED=sources nothing is built, and world.ts runs the sources.
import { relative } from 'node:path'
import type { TestProject } from 'vitest/node'
import { buildApp } from '../../build/demo/build-app.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** Whether out/ holds the command as its sources were when the tests began. */
    isCommandBuilt: boolean
  }
}

/** Builds the command if files of this folder are to be run, also when vitest watches and runs them again. */
export async function setup(project: TestProject): Promise<void> {
  if (process.env['SHOEBOX_TESTED'] === 'sources') return
  const prepare = async (files: readonly string[]): Promise<void> => {
    const isOfCommand = files.some((file) => !relative(import.meta.dirname, file).startsWith('..'))
    if (!isOfCommand) return
    await buildApp()
    project.provide('isCommandBuilt', true)
  }
  project.onTestsRerun((files) => prepare(files.map(({ moduleId }) => moduleId)))
  await prepare(project.vitest.state.getPaths())
}
