// What the sign-in tests share: an emulator that consents at once, a browser that follows its redirects, a vault.
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { onTestFinished } from 'vitest'
import {
  createSignIn,
  type SignIn,
  type SignInOptions,
} from '../../../src/main/engine/sign-in/index.ts'
import type { SignInState } from '../../../src/shared/status.ts'
import { startEmulator, type Emulator, type SettingsPatch } from '../../emulator/index.ts'
import { manualClock, type ManualClock } from '../../fakes/manual-clock.ts'
import { memoryVault, type MemoryVault } from '../../fakes/memory-vault.ts'
import { recordingBrowser, type RecordingBrowser } from '../../fakes/recording-browser.ts'

/** A page as a browser ends up with it. */
export interface Page {
  url: string
  status: number
  headers: Headers
  text: string
}

/** Follows redirects as a browser does, and returns the page at their end. */
export async function visit(url: string): Promise<Page> {
  const response = await fetch(url)
  const { status, headers } = response
  return { url: response.url, status, headers, text: await response.text() }
}

/** The address to which Google would send the browser for this link, without going there. */
export async function redirectOf(url: string): Promise<URL> {
  const response = await fetch(url, { redirect: 'manual' })
  return new URL(response.headers.get('location') ?? '')
}

/** A sign-in room on an emulator of its own. */
export interface SignInBench {
  emulator: Emulator
  signIn: SignIn
  vault: MemoryVault
  clock: ManualClock
  browser: RecordingBrowser
  states: SignInState[]
  logged: string[]
  /** Another room on the same vault, as after a restart. */
  restarted(part?: Partial<SignInOptions>): SignIn
}

/** Starts it all; everything ends with the test. */
export async function signInBench(
  part: Partial<SignInOptions> & { browser?: RecordingBrowser; vault?: MemoryVault } = {},
  settings: SettingsPatch = {},
): Promise<SignInBench> {
  const emulator = await startEmulator({ settings: { autoConsent: true, ...settings } })
  const vault = part.vault ?? memoryVault()
  const browser = part.browser ?? recordingBrowser(visit)
  const clock = manualClock()
  const logged: string[] = []
  const log = (message: string, detail?: unknown): void => {
    logged.push(`${message} ${detail instanceof Error ? String(detail) : JSON.stringify(detail)}`)
  }
  const open: SignIn[] = []
  const make = (more: Partial<SignInOptions> = {}): SignIn => {
    const signIn = createSignIn({
      origin: emulator.origin,
      builtInClient: emulator.client,
      probeLibrary: async () => null,
      logger: { info: log, error: log },
      clock,
      ...part,
      vault,
      browser,
      ...more,
    })
    open.push(signIn)
    return signIn
  }
  const signIn = make()
  await signIn.restore()
  const states: SignInState[] = []
  signIn.subscribe((state) => states.push(state))
  onTestFinished(async () => {
    for (const each of open) await each.close()
    await emulator.stop()
  })
  return { emulator, signIn, vault, clock, browser, states, logged, restarted: make }
}

/** Goes through a whole sign-in. */
export async function signedIn(bench: SignInBench): Promise<void> {
  const started = await bench.signIn.start()
  if (!started.ok) throw new Error(started.failure.kind)
  const finished = await bench.signIn.finished()
  if (!finished.ok) throw new Error(finished.failure.kind)
}

/** A server in Google's place that answers each path and body with JSON, or with 500 for null. */
export async function standIn(answer: (path: string, body: string) => unknown): Promise<string> {
  const server = createServer((request, response) => {
    let body = ''
    request.on('data', (part: Buffer) => (body += part.toString()))
    request.on('end', () => {
      const json = answer(request.url ?? '', body)
      response.writeHead(json === null ? 500 : 200, { 'content-type': 'application/json' })
      response.end(JSON.stringify(json))
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  onTestFinished(() => {
    server.closeAllConnections()
    server.close()
  })
  return `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`
}
