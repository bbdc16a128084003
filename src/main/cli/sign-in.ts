// `shoebox sign-in`: takes the user's own client file, opens the browser or prints the address, and waits.
import { readFile } from 'node:fs/promises'
import type { Failure } from '../../shared/failure.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import type { Engine } from '../engine/index.ts'
import { vaultFileName } from '../engine/file-vault.ts'
import { dataFolder, headlessEngine } from './headless.ts'
import { ask, canAsk, sayJson, tell } from './output.ts'
import { keptWhere, newClientWords } from './words.ts'

/** Signs in; resolves when the browser has been through. */
export async function signIn(options: {
  clientFile: string | null
  /** Whose account is expected; another is signed out again. */
  account: string | null
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
      if (!(await maySwitch(json.value, engine))) return fail({ kind: 'declined' })
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
    const { email } = finished.value
    const answer = await isTheUsers(email, options)
    if (answer === false) {
      await engine.call('signOut', {})
      tell(`Signed in as ${email}, which is not expected; signed out again.`)
      return fail({ kind: 'declined' })
    }
    if (answer) await engine.call('confirmAccount', { email })
    else tell(`Is ${email} you? Nothing goes there before: shoebox sign-in --account ${email}`)
    tell(`Signed in as ${email}. ${keptWhere(vaultFileName, dataFolder(process.env))}`)
    return ok(null)
  } finally {
    await engine.stop()
  }
}

/**
 * Whether an account is the user's; null where nobody can be asked. An address that was only printed here went through
 * nobody else's hands; one that a browser was started with is in the list of processes, for every user to read.
 */
async function isTheUsers(
  email: string,
  options: { account: string | null; isBrowserWanted: boolean },
): Promise<boolean | null> {
  if (options.account !== null) return options.account.toLowerCase() === email.toLowerCase()
  if (!options.isBrowserWanted) return true
  return canAsk() ? isYes(await ask(`Signed in as ${email}: is this you? [y/N] `)) : null
}

/** Says what another client means to whoever has albums, and asks where somebody can answer. */
async function maySwitch(json: string, engine: Pick<Engine, 'call'>): Promise<boolean> {
  const [inUse, status] = [await engine.call('getClient', {}), await engine.call('getStatus', {})]
  const before = inUse.ok ? inUse.value.clientId : null
  const albums = status.ok ? (status.value.albums?.created ?? 0) : 0
  const after = clientIdIn(json)
  if (albums === 0 || before === null || after === null || after === before) return true
  tell(newClientWords(albums))
  return !canAsk() || isYes(await ask('Use the other client? [y/N] '))
}

/** The client that a file names; null: it names none, and the engine says why. */
function clientIdIn(json: string): string | null {
  try {
    const { installed } = JSON.parse(json) as { installed?: { client_id?: unknown } }
    return typeof installed?.client_id === 'string' ? installed.client_id : null
  } catch {
    return null
  }
}

const isYes = (answer: string): boolean => /^y(es)?$/i.test(answer.trim())

async function readClientFile(path: string): Promise<Result<string, Failure>> {
  try {
    return ok(await readFile(path, 'utf8'))
  } catch (thrown) {
    const code = (thrown as NodeJS.ErrnoException).code ?? 'UNKNOWN'
    const problem = `the client file ${path} cannot be read (${code}). Expected the JSON file from Google Cloud`
    return fail({ kind: 'bad-request', problem })
  }
}
