// `npm run bench` in its quick form, as a test. It is skipped where the peers are not installed. One at a time, because
// even work whose figures nobody reads should not fight over the processor.
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'

export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/bench/**/*.test.ts'],
    globalSetup: 'test/e2e/built-app.ts',
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 900_000,
    hookTimeout: 60_000,
  },
})
