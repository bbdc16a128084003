// Fetches and installs what the windows need, once and before the first of them: files that run side by side would each
// begin to. Building the app is built-app.ts.
import { findElectron, prepareDisplay, startSecretService } from '../../build/electron/index.ts'

/** Prepares Electron with its libraries and, on Linux, the virtual display and the keyring. */
export async function setup(): Promise<void> {
  const { executablePath } = await findElectron()
  // Nothing of this environment: a screen that is here is not the one that the windows get (vitest.config.ts).
  await prepareDisplay(executablePath, undefined, {})
  if (process.platform === 'linux') await (await startSecretService()).stop()
}
