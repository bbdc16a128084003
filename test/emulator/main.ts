/**
 * The emulator on the command line: `npm run emulator -- --port 8090 --data DIR`.
 * It prints where it listens and runs until it is interrupted.
 */
import { parseArgs } from 'node:util'
import { startEmulator, type EmulatorOptions } from './emulator.ts'

const usage = `Usage: npm run emulator -- [--port N] [--data DIR] [--auto-consent] [--json]
  --port N         where to listen on 127.0.0.1 (0 or nothing: any free port)
  --data DIR       where photos and state are kept (nothing: a temporary folder, gone at the end)
  --auto-consent   sign in without a consent page
  --json           print one JSON line instead of a sentence`

type Arguments = { readonly options: EmulatorOptions; readonly isJson: boolean }

function readArguments(args: string[]): Arguments | string {
  const { values } = parseArgs({
    args,
    options: {
      port: { type: 'string' },
      data: { type: 'string' },
      'auto-consent': { type: 'boolean' },
      json: { type: 'boolean' },
      help: { type: 'boolean' },
    },
  })
  if (values.help === true) return usage
  const port = Number(values.port ?? 0)
  if (values.port === '' || !Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new Error(`Expected --port to be a number from 0 to 65535, not "${values.port ?? ''}".`)
  }
  if (values.data === '') throw new Error('Expected --data to name a folder.')
  return {
    options: {
      port,
      ...(values.data === undefined ? {} : { dataDir: values.data }),
      settings: { autoConsent: values['auto-consent'] === true },
    },
    isJson: values.json === true,
  }
}

async function main(): Promise<void> {
  const asked = readArguments(process.argv.slice(2))
  if (typeof asked === 'string') {
    console.log(asked)
    return
  }
  const emulator = await startEmulator(asked.options)
  const { origin, clientFile, dataDir } = emulator
  for (const signal of ['SIGINT', 'SIGTERM'] as const) {
    process.once(signal, () => {
      void emulator.stop().then(() => process.exit(0))
    })
  }
  console.log(
    asked.isJson
      ? JSON.stringify({ event: 'listening', origin, gallery: `${origin}/`, clientFile, dataDir })
      : `Google Photos emulator at ${origin}, gallery at ${origin}/, client file ${clientFile}`,
  )
}

function toSentence(error: unknown): string {
  const { code, message } = error as NodeJS.ErrnoException
  if (code === 'EADDRINUSE') return 'That port is taken. Expected --port to name a free one.'
  if (code === 'EACCES' || code === 'ENOTDIR' || code === 'EEXIST' || code === 'EROFS') {
    return `Expected --data to name a folder that can be written: ${message}.`
  }
  return message.split('\n', 1).join('')
}

try {
  await main()
} catch (error) {
  console.error(`${toSentence(error)}\n${usage}`)
  process.exitCode = 2
}
