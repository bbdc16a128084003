// The emulator in a process of its own, as Google is on a machine of its own. One for each test file.
import { spawn } from 'node:child_process'
import { readFile } from 'node:fs/promises'
import { createInterface } from 'node:readline'
import { fileURLToPath } from 'node:url'
import * as z from 'zod'
import { createControlClient, type Control } from '../../emulator/index.ts'

/** An emulator that runs elsewhere. */
export interface EmulatorProcess {
  readonly origin: string
  readonly control: Control
  readonly client: { clientId: string; clientSecret: string }
  stop(): Promise<void>
}

const listening = z.object({ origin: z.string(), clientFile: z.string() })
const clientFile = z.object({
  installed: z.object({ client_id: z.string(), client_secret: z.string() }),
})

/** Starts an emulator on a free port; on the given one when it is to come back where it was. */
export async function startEmulatorProcess(
  options: { port?: number; dataFolder?: string } = {},
): Promise<EmulatorProcess> {
  const child = spawn(
    process.execPath,
    [
      fileURLToPath(new URL('../../emulator/main.ts', import.meta.url)),
      '--json',
      '--auto-consent',
      `--port=${options.port ?? 0}`,
      ...(options.dataFolder === undefined ? [] : [`--data=${options.dataFolder}`]),
    ],
    { stdio: ['ignore', 'pipe', 'inherit'] },
  )
  // A test run that is broken off leaves nothing behind.
  const killWithMe = (): void => void child.kill('SIGKILL')
  process.once('exit', killWithMe)
  const ended = new Promise<void>((resolve) => {
    child.once('exit', () => {
      process.off('exit', killWithMe)
      resolve()
    })
  })
  for await (const line of createInterface({ input: child.stdout })) {
    const told = listening.parse(JSON.parse(line))
    const { installed } = clientFile.parse(JSON.parse(await readFile(told.clientFile, 'utf8')))
    return {
      origin: told.origin,
      control: createControlClient(told.origin),
      client: { clientId: installed.client_id, clientSecret: installed.client_secret },
      stop: async () => {
        child.kill('SIGTERM')
        await ended
      },
    }
  }
  throw new Error('The emulator did not start')
}
