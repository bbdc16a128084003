// The quick suites: everything that needs no window. The window has test/e2e/vitest.config.ts.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/**/*.test.{ts,tsx}'],
    exclude: ['test/e2e/**', 'test/images/**', 'test/faults/**', 'test/bench/**'],
    // Only what hangs meets these; a machine that does other work too may take its time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    maxWorkers: 2,
    expect: { poll: { timeout: 60_000 } },
  },
})
