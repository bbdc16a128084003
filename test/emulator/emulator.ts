/**
 * Builds one emulator from its parts, starts it and stops it.
 * The command line is left to main.ts, the public face to index.ts.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { controlPath, answerControl } from './control/control-http.ts'
import { createControl, type Control } from './control/control.ts'
import { createClock } from './core/clock.ts'
import { createContents } from './core/contents.ts'
import type { Context } from './core/context.ts'
import { createFaults } from './core/faults.ts'
import { createLedger } from './core/ledger.ts'
import { createLine } from './core/line.ts'
import type { Account, Client } from './core/model.ts'
import { createQuota } from './core/quota.ts'
import { createRouter } from './core/routes.ts'
import { createEmulatorServer } from './core/server.ts'
import {
  changeSettings,
  defaultSettings,
  settingsPatchSchema,
  type SettingsPatch,
} from './core/settings.ts'
import { createStore } from './core/store.ts'
import { answerGallery, isGalleryPath } from './gallery/gallery.ts'
import { createSessions } from './uploads/sessions.ts'

/** How to start an emulator; everything may be left out. */
export type EmulatorOptions = {
  /** 0 or nothing is any free port. */
  readonly port?: number
  /** Where bytes and state are kept; nothing is a temporary folder, gone after stop. */
  readonly dataDir?: string
  readonly accounts?: readonly Account[]
  readonly settings?: SettingsPatch
}

/** A client file in the form that Google's console offers for download. */
export type ClientJson = {
  readonly installed: {
    readonly client_id: string
    readonly project_id: string
    readonly auth_uri: string
    readonly token_uri: string
    readonly client_secret: string
    readonly redirect_uris: readonly string[]
  }
}

/** A running emulator. */
export type Emulator = {
  readonly origin: string
  readonly port: number
  readonly dataDir: string
  readonly client: { readonly clientId: string; readonly clientSecret: string }
  readonly clientJson: ClientJson
  /** Where the client file was written. */
  readonly clientFile: string
  readonly control: Control
  stop(): Promise<void>
}

const defaultAccounts: readonly Account[] = [
  { sub: '100000000000000000211', email: 'first@example.test', name: 'First Tester' },
  { sub: '100000000000000000028', email: 'second@example.test', name: 'Second Tester' },
]

/** Starts an emulator on 127.0.0.1. */
export async function startEmulator(options: EmulatorOptions = {}): Promise<Emulator> {
  const isTemporary = options.dataDir === undefined
  const dataDir = isTemporary
    ? mkdtempSync(join(tmpdir(), 'photos-emulator-'))
    : resolve(options.dataDir)
  mkdirSync(dataDir, { recursive: true })
  const stopping = new AbortController()
  const context = createContext(dataDir, options, stopping.signal)
  const startSettings = { ...context.settings }
  const control = createControl(context, startSettings)
  const client = [...context.store.clients.values()][0] ?? (await control.putClient({}))

  const router = createRouter(createSessions(context.contents))
  const server = createEmulatorServer(context, router, (req, url) => {
    if (url.pathname.startsWith(controlPath)) return answerControl(context, control, req, url)
    return isGalleryPath(req, url) ? answerGallery(context, url) : null
  })
  const close = (): void => {
    context.store.close()
    if (isTemporary) rmSync(dataDir, { recursive: true, force: true })
  }
  try {
    await new Promise<void>((listening, failed) => {
      server.once('error', failed)
      server.listen(options.port ?? 0, '127.0.0.1', listening)
    })
  } catch (error) {
    close()
    throw error
  }
  const { port } = server.address() as AddressInfo
  context.origin = `http://127.0.0.1:${String(port)}`
  const clientJson = toClientJson(client, context.origin)
  const clientFile = join(dataDir, 'client.json')
  writeFileSync(clientFile, `${JSON.stringify(clientJson, null, 2)}\n`)

  let stopped: Promise<void> | null = null
  return {
    origin: context.origin,
    port,
    dataDir,
    client: { clientId: client.clientId, clientSecret: client.clientSecret },
    clientJson,
    clientFile,
    control,
    stop: () => {
      stopped ??= (async () => {
        stopping.abort()
        context.faults.remove()
        const closed = new Promise((done) => server.close(done))
        server.closeAllConnections()
        await closed
        context.quota.save()
        context.store.put({ t: 'seq', v: context.ledger.lastSeq() })
        close()
      })()
      return stopped
    },
  }
}

function createContext(dataDir: string, options: EmulatorOptions, stopped: AbortSignal): Context {
  const settings = { ...defaultSettings }
  changeSettings(settings, settingsPatchSchema.parse(options.settings ?? {}))
  const clock = createClock(() => settings.clockOffsetMs, stopped)
  const store = createStore(join(dataDir, 'journal.jsonl'))
  return {
    origin: '',
    dataDir,
    settings,
    accounts: options.accounts ?? defaultAccounts,
    clock,
    store,
    contents: createContents(dataDir, store),
    faults: createFaults(),
    ledger: createLedger(store.lastSeq),
    quota: createQuota(store, settings),
    line: createLine(() => settings.uploadBytesPerSecond, clock),
    stopped,
  }
}

function toClientJson(client: Client, origin: string): ClientJson {
  return {
    installed: {
      client_id: client.clientId,
      project_id: 'photos-emulator',
      auth_uri: `${origin}/o/oauth2/v2/auth`,
      token_uri: `${origin}/token`,
      client_secret: client.clientSecret,
      redirect_uris: ['http://localhost'],
    },
  }
}
