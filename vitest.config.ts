// The quick suites: everything that needs no window. The window has test/e2e/vitest.config.ts.
import { defineConfig } from 'vitest/config'
import { longestFirst } from './build/checks/longest-first.ts'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', 'test/images/**', 'test/faults/**', 'test/bench/**'],
    globalSetup: ['test/cli/built-command.ts'],
    // Only what hangs meets these; a machine that does other work too may take its time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // On two cores too: most of the time a file waits, for a process that starts or a photo that has to rest first. Each
    // file keeps a process of its own, because some change the clock, the environment or the page.
    maxWorkers: 4,
    sequence: {
      sequencer: longestFirst(
        '/cli/status',
        '/cli/watching',
        '/cli/',
        '/engine/engine',
        '/screens/accessible',
        '/images/picture',
        '/mutants/',
        '/screens/',
      ),
    },
    expect: { poll: { timeout: 60_000 } },
  },
})
