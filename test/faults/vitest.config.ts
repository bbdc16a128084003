// The fault suites. They run real processes, so only two files at a time.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/faults/**/*.test.ts'],
    globalSetup: ['test/faults/harness/shelf.ts'],
    testTimeout: 300_000,
    hookTimeout: 120_000,
    maxWorkers: 2,
    env: { SHOEBOX_FAULTS_SHELF: mkdtempSync(join(tmpdir(), 'shoebox-shelf-')) },
  },
})
