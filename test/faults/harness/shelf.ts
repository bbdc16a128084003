// Removes what all test files shared: large pictures and compiled programs.
import { rm } from 'node:fs/promises'
import type { TestProject } from 'vitest/node'

/** Called by vitest once before the first file and, what it returns, after the last. */
export function setup(project: TestProject): () => Promise<void> {
  const shelf = project.config.env['SHOEBOX_FAULTS_SHELF']
  return async () => {
    if (typeof shelf === 'string') await rm(shelf, { recursive: true, force: true })
  }
}
