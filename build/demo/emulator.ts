// Starts the Photos emulator as its own process, as `npm run emulator` does, and ends it.
// Its library is library.ts; how it behaves is its own README.
import { join } from 'node:path'
import type { Readable } from 'node:stream'
import * as z from 'zod'
import { firstLine, startHelper } from '../electron/helper-process.ts'

/** A running emulator. */
export interface EmulatorProcess {
  readonly origin: string
  readonly galleryUrl: string
  /** Its OAuth client, in the form Google offers for download. */
  readonly clientFile: string
  stop(): Promise<void>
}

const listeningSchema = z.object({
  origin: z.string(),
  gallery: z.string(),
  clientFile: z.string(),
})
const main = join(import.meta.dirname, '..', '..', 'test', 'emulator', 'main.ts')
const startMs = 15_000

/** Starts an emulator on any free port that keeps everything in one folder. */
export async function startEmulatorProcess(options: {
  readonly dataFolder: string
  /** Sign in without a consent page. */
  readonly isConsentAutomatic: boolean
}): Promise<EmulatorProcess> {
  const consent = options.isConsentAutomatic ? ['--auto-consent'] : []
  const args = [main, '--json', '--data', options.dataFolder, ...consent]
  const emulator = startHelper(process.execPath, args, ['ignore', 'pipe', 'inherit'])
  try {
    const output = emulator.child.stdout as Readable
    const line = await firstLine(emulator, output, 'The emulator', startMs)
    const { origin, gallery, clientFile } = listeningSchema.parse(JSON.parse(line))
    return { origin, galleryUrl: gallery, clientFile, stop: emulator.stop }
  } catch (error) {
    await emulator.stop()
    throw error
  }
}
