// `shoebox sign-in`: takes the user's own client file, opens the browser or prints the address, and waits.
import { readFile } from 'node:fs/promises'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import { dataFolder, headlessEngine } from './headless.ts'
import { sayJson, tell } from './output.ts'
import { vaultFileName } from './file-vault.ts'

/** Signs in; resolves when the browser has been through. */
export async function signIn(options: {
  clientFile: string | null
  isBrowserWanted: boolean
}): Promise<Result<null, Failure>> {
  const made = await headlessEngine('look', { isBrowserWanted: options.isBrowserWanted })
  if (!made.ok) return made
  const engine = made.value
  const stopNow = (): void => void engine.stop().then(() => process.exit(1))
  process.once('SIGINT', stopNow)
  process.once('SIGTERM', stopNow)
  try {
    if (options.clientFile !== null) {
      const json = await readClientFile(options.clientFile)
      if (!json.ok) return json
      const used = await engine.call('useClient', { json: json.value })
      if (!used.ok) return used
    }
    const started = await engine.call('signIn', {})
    if (!started.ok) return started
    if (options.isBrowserWanted)
      tell('Sign in with your browser. If none opens, go to:', started.value.url)
    else sayJson({ event: 'sign-in-url', url: started.value.url })
    const finished = await engine.signInFinished()
    if (!finished.ok) return finished
    tell(
      `Signed in as ${finished.value.email}. The sign-in is kept in ${vaultFileName} in ${dataFolder(process.env)}, ` +
        'a file that only you can read (mode 0600); whoever can read your files can use it.',
    )
    return ok(null)
  } finally {
    await engine.stop()
  }
}

async function readClientFile(path: string): Promise<Result<string, Failure>> {
  try {
    return ok(await readFile(path, 'utf8'))
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'UNKNOWN'
    const problem = `the client file ${path} cannot be read (${code}). Expected the JSON file from Google Cloud`
    return fail({ kind: 'bad-request', problem })
  }
}
