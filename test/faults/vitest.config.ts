// The fault suites. They start real processes and mostly wait for them, so three files at a time, on two cores too.
import { chmodSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { longestFirst } from '../../build/checks/longest-first.ts'

const shelf = mkdtempSync(join(tmpdir(), 'shoebox-shelf-'))
// Some engines run as another user, and would compile everything anew, at each start of a thread, too.
chmodSync(shelf, 0o777)

export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/faults/harness/shelf.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 3,
    sequence: { sequencer: longestFirst('/crash.test', '/files', '/catalogue', '/model') },
    env: { SHOEBOX_FAULTS_SHELF: shelf },
  },
})
