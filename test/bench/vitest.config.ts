// `npm run bench` in its quick form, as a test. It needs a build, and the peers installed. One at a time, because
// even work whose figures nobody reads should not fight over the processor.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/bench/**/*.test.ts'],
    maxWorkers: 1,
    fileParallelism: false,
    testTimeout: 600_000,
  },
})
