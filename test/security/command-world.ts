// What the rows on the packed command share: a stand-in, a signed-in data folder, somebody who listens in its place, and
// every secret that must not get out.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { startEmulator, type Emulator } from '../emulator/index.ts'
import { startProgram, type Started } from './namespace/started.ts'
import type { Outside } from './outside.ts'
import { NotShownHere } from './not-shown.ts'

/** A stand-in that is stopped at the end of the work. */
export async function withEmulator<T>(
  outside: Outside,
  settings: { autoConsent: boolean },
  work: (emulator: Emulator) => Promise<T>,
): Promise<T> {
  const emulator = await startEmulator({ dataDir: await outside.folder('stand-in'), settings })
  try {
    return await work(emulator)
  } finally {
    await emulator.stop()
  }
}

/** The environment that leads the command to a stand-in. */
export const at = (origin: string): Record<string, string> => ({ SHOEBOX_GOOGLE_ORIGIN: origin })

/** Begins to sign in with the packed command; the address is what it prints. */
export async function beginSignIn(
  outside: Outside,
  emulator: Emulator,
  dataFolder: string,
  env: Readonly<Record<string, string>> = {},
): Promise<{ command: Started; url: URL }> {
  if (process.platform !== 'linux')
    throw new NotShownHere('only Linux packages bring the Node that runs the command')
  const words = ['sign-in', '--no-browser', '--client', emulator.clientFile]
  const isBrowserWanted = env['PATH'] !== undefined
  const command = startProgram(
    outside.command[0],
    [outside.command[1], ...words.filter((word) => !(isBrowserWanted && word === '--no-browser'))],
    { ...process.env, SHOEBOX_DATA_DIR: dataFolder, ...at(emulator.origin), ...env },
  )
  const begin = isBrowserWanted ? 'http://' : '{"event":"sign-in-url"'
  const line = await command.line(begin, 30_000)
  if (line === null) throw new Error(`no sign-in began: ${command.said()}`)
  const url = isBrowserWanted ? line : (JSON.parse(line) as { url: string }).url
  return { command, url: new URL(url) }
}

/** A data folder that is signed in, as the packed command makes it. */
export async function signedInFolder(outside: Outside, emulator: Emulator): Promise<string> {
  const dataFolder = join(await outside.folder('signed-in'), 'data')
  const { command, url } = await beginSignIn(outside, emulator, dataFolder)
  await (await fetch(url)).text()
  await command.line('Signed in as', 20_000)
  await command.end()
  return dataFolder
}

/** Somebody who listens where a stand-in could be, and answers like one that knows nothing. */
export async function withListener<T>(
  work: (origin: string, heard: () => readonly string[]) => Promise<T>,
): Promise<T> {
  const heard: string[] = []
  const server = createServer((request, response) => {
    heard.push(`${request.method ?? ''} ${request.url ?? ''}`)
    response.writeHead(200, { 'content-type': 'application/json' }).end('{}')
  })
  server.on('connection', () => heard.push('a connection'))
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  try {
    const { port } = server.address() as AddressInfo
    return await work(`http://127.0.0.1:${port}`, () => heard)
  } finally {
    server.closeAllConnections()
    server.close()
  }
}

/** Everything that the stand-in ever handed out, and its client's secret, each with its name. */
export async function secretsOf(emulator: Emulator): Promise<[string, string][]> {
  const secrets: [string, string][] = [['client secret', emulator.client.clientSecret]]
  const journal = await readFile(join(emulator.dataDir, 'journal.jsonl'), 'utf8')
  for (const line of journal.split('\n').filter((text) => text !== '')) {
    const { t: kind, v: value } = JSON.parse(line) as { t: string; v: { token?: string } }
    if (kind === 'accessToken') secrets.push(['access token', value.token ?? ''])
    if (kind === 'refreshToken') secrets.push(['refresh token', value.token ?? ''])
  }
  return secrets
}
