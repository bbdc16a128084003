// The tests of the window: the built app in a real Electron. Two files side by side, for most of the time is waiting: each
// app has a display, a home, a data folder, a bus with its keyring and an emulator of its own.
import { join } from 'node:path'
import { defineConfig } from 'vitest/config'
import { middayZone } from './midday-zone.ts'

export default defineConfig({
  root: join(import.meta.dirname, '..', '..'),
  test: {
    include: ['test/e2e/**/*.test.ts'],
    globalSetup: ['test/e2e/built-app.ts', 'test/e2e/prepared-machine.ts'],
    maxWorkers: 2,
    // Elsewhere every window is on the one screen there is, with its one focus and its one clipboard.
    fileParallelism: process.platform === 'linux',
    env: {
      // As where there is no screen: each app is given a virtual one, and none takes the focus of another or of the user.
      DISPLAY: '',
      WAYLAND_DISPLAY: '',
      TZ: middayZone(),
    },
    // Only what hangs meets these; a machine that does other work too may take its time.
    testTimeout: 180_000,
    hookTimeout: 180_000,
    // Generous, as every wait for words: a busy machine should not fail.
    expect: { poll: { timeout: 20_000 } },
  },
})
