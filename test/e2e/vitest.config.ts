// The tests of the window: the built app in a real Electron. One at a time, because each has a display and an engine.
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: 'test/e2e/built-app.ts',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    // Generous, as every wait for words: a busy machine should not fail.
    expect: { poll: { timeout: 20_000 } },
  },
})
