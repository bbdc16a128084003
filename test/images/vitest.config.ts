// The heavy suite of photos: `npm run test:images`. Makes its files with sharp and with Debian's tools, and
// reads them again with exiftool, which shares no code with Shoebox.
import { defineConfig } from 'vitest/config'

export default defineConfig({
  test: {
    include: ['test/images/**/*.test.ts'],
    globalSetup: 'test/images/figures.ts',
    testTimeout: 300_000,
    hookTimeout: 300_000,
    // Memory is measured, and each file runs an image worker of its own.
    maxWorkers: 1,
    fileParallelism: false,
    // Where a file says that its tests may run side by side, as many as the worker takes pictures.
    maxConcurrency: 2,
  },
})
