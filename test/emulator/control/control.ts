/**
 * What tests may do to an emulator: set faults and settings, read the ledger and the library, end sign-ins.
 * This is the in-process form; control-http.ts serves it and control-client.ts offers it over HTTP.
 */
import { readFile } from 'node:fs/promises'
import type { z } from 'zod'
import type { Context } from '../core/context.ts'
import { faultRuleSchema, type ActiveFault, type FaultRule } from '../core/fault-rule.ts'
import type { LedgerRow } from '../core/ledger.ts'
import { localTime, type Client, type StatedDate } from '../core/model.ts'
import type { Counters } from '../core/quota.ts'
import { fullScope } from '../core/scopes.ts'
import { newClientId, newClientSecret } from '../core/secrets.ts'
import {
  changeSettings,
  defaultSettings,
  settingsPatchSchema,
  type Settings,
  type SettingsPatch,
} from '../core/settings.ts'
import { shownWords } from '../library/descriptions.ts'
import { dropRefreshToken, issueAccessToken, issueRefreshToken } from '../oauth/grants.ts'
import { bringSchema, editSchema, type clientPatchSchema, type signInSchema } from './requests.ts'
import { viewAlbums, type LibraryAlbum } from './album-view.ts'
import {
  bring,
  deleteAlbum,
  edit,
  putIntoAlbum,
  renameAlbum,
  takeOutOfAlbum,
  trash,
} from './website.ts'

/** One media item as tests see it. */
export type LibraryItem = {
  readonly id: string
  readonly user: string
  readonly filename: string
  readonly description: string
  readonly sha256: string
  readonly sizeBytes: number
  readonly mimeType: string
  readonly width: number
  readonly height: number
  readonly creationTime: string
  /** The clock at the place where it was taken, which decides the day it is shown under. */
  readonly localTime: string
  /** Which date in the bytes that is; null is the time of upload. */
  readonly datedBy: StatedDate['from'] | null
  /** The words that people see beside it. */
  readonly shownDescription: string
  readonly isTrashed: boolean
  /** The ledger's number of the batchCreate that made it. */
  readonly createdBySeq: number
  /** How many uploads of these bytes ended in an upload token. */
  readonly timesSent: number
  /** How many batchCreate results named this item; above 1, Google's duplicate rule was at work. */
  readonly timesCreated: number
  readonly albumIds: readonly string[]
}

/** A sign-in made without a consent page. */
export type SignIn = { readonly accessToken: string; readonly refreshToken: string }

/** Some fields of a client to add or change; without a known `clientId` a new one is made. */
export type ClientPatch = z.infer<typeof clientPatchSchema>

/** Everything a test may do to an emulator. */
export type Control = {
  addFault(rule: FaultRule): Promise<string>
  faults(): Promise<ActiveFault[]>
  /** Removes one rule or all; what is stalled on them goes on. */
  removeFaults(id?: string): Promise<void>
  /** Lets requests go on that a rule has stalled. */
  release(id?: string): Promise<void>
  settings(): Promise<Settings>
  changeSettings(patch: SettingsPatch): Promise<Settings>
  clients(): Promise<Client[]>
  putClient(patch: ClientPatch): Promise<Client>
  signIn(request?: z.infer<typeof signInSchema>): Promise<SignIn>
  /** Ends the refresh tokens (and their access tokens) of one account or of all; returns how many. */
  revoke(user?: string): Promise<number>
  /** Makes every access token invalid; refresh tokens stay. */
  expireAccessTokens(): Promise<number>
  deleteAlbum(id: string): Promise<void>
  /** A person brings a photo on the website; answers its id. */
  bring(request: z.infer<typeof bringSchema>): Promise<string>
  /** A person puts an item into the trash. */
  trash(id: string): Promise<void>
  /** A person edits a photo, which has these sides then. */
  edit(request: z.infer<typeof editSchema>): Promise<void>
  renameAlbum(id: string, title: string): Promise<void>
  takeOutOfAlbum(id: string, itemId: string): Promise<void>
  putIntoAlbum(id: string, itemId: string): Promise<void>
  ledger(since?: number): Promise<LedgerRow[]>
  /** Resolves with the first ledger row after `since` that satisfies the test; rejects after the timeout. */
  waitFor(
    test: (row: LedgerRow) => boolean,
    options?: { since?: number; timeoutMs?: number },
  ): Promise<LedgerRow>
  library(): Promise<LibraryItem[]>
  /** Every album of every account and client, in the order in which they were made. */
  albums(): Promise<LibraryAlbum[]>
  counters(): Promise<Counters>
  /** Empties library, ledger, faults and counters and restores the settings of the start. */
  reset(options?: { signIns?: boolean }): Promise<void>
  /** The stored bytes of an item. */
  file(id: string): Promise<Buffer>
}

/** The in-process control of one emulator. */
export function createControl(context: Context, startSettings: Settings): Control {
  const { store, faults, ledger } = context
  const done = Promise.resolve()
  const control: Control = {
    addFault: (rule) => attempt(() => faults.add(faultRuleSchema.parse(rule))),
    faults: () => Promise.resolve(faults.list()),
    removeFaults: (id) => {
      faults.remove(id)
      return done
    },
    release: (id) => {
      faults.release(id)
      return done
    },
    settings: () => Promise.resolve({ ...context.settings }),
    changeSettings: (patch) =>
      attempt(() => {
        changeSettings(context.settings, settingsPatchSchema.parse(patch))
        return { ...context.settings }
      }),
    clients: () => Promise.resolve([...store.clients.values()]),
    putClient: (patch) => attempt(() => putClient(context, patch)),
    signIn: (request = {}) => attempt(() => signIn(context, request)),
    revoke: (user) => {
      const ended = [...store.refreshTokens.values()].filter(
        (token) => user === undefined || token.email === user,
      )
      for (const { token } of ended) dropRefreshToken(context, token)
      return Promise.resolve(ended.length)
    },
    expireAccessTokens: () => {
      const tokens = [...store.accessTokens.keys()]
      for (const token of tokens) store.put({ t: 'accessTokenGone', v: token })
      return Promise.resolve(tokens.length)
    },
    deleteAlbum: (id) => attempt(() => deleteAlbum(context, id)),
    bring: (request) => attempt(() => bring(context, bringSchema.parse(request))),
    trash: (id) => attempt(() => trash(context, id)),
    edit: (request) => attempt(() => edit(context, editSchema.parse(request))),
    renameAlbum: (id, title) => attempt(() => renameAlbum(context, id, title)),
    takeOutOfAlbum: (id, itemId) => attempt(() => takeOutOfAlbum(context, id, itemId)),
    putIntoAlbum: (id, itemId) => attempt(() => putIntoAlbum(context, id, itemId)),
    ledger: (since = 0) => Promise.resolve(ledger.since(since).map((row) => ({ ...row }))),
    waitFor: (test, options) =>
      waitFor(
        (since) => control.ledger(since),
        (ms) => ledger.nextChange(ms),
        test,
        options,
      ),
    library: () => Promise.resolve(viewLibrary(context)),
    albums: () => Promise.resolve(viewAlbums(context)),
    counters: () => Promise.resolve(context.quota.counters(context.clock.now())),
    reset: (options = {}) => {
      faults.remove()
      store.reset(options.signIns === true)
      context.contents.clear()
      context.quota.clear()
      ledger.clear()
      Object.assign(context.settings, defaultSettings, startSettings)
      return done
    },
    file: (id) => {
      const item = store.items.get(id)
      if (item === undefined) return Promise.reject(new Error(`There is no media item ${id}.`))
      return readFile(context.contents.pathOf(item.sha256))
    },
  }
  return control
}

/** Looks at the ledger until a row satisfies the test, waking at each change. */
export async function waitFor(
  look: (since: number) => Promise<LedgerRow[]>,
  nextChange: (timeoutMs: number) => Promise<void>,
  test: (row: LedgerRow) => boolean,
  options: { since?: number; timeoutMs?: number } = {},
): Promise<LedgerRow> {
  const timeoutMs = options.timeoutMs ?? 10_000
  const deadlineMs = performance.now() + timeoutMs
  for (;;) {
    const leftMs = deadlineMs - performance.now()
    // Listening before looking, so that a change between the two is not missed.
    const changed = nextChange(Math.max(0, leftMs))
    const found = (await look(options.since ?? 0)).find(test)
    if (found !== undefined) return found
    if (leftMs <= 0) throw new Error(`no such request within ${String(timeoutMs)} ms`)
    await changed
  }
}

/** Turns a throw into a rejection, so that both forms of the control fail alike. */
function attempt<T>(work: () => T): Promise<T> {
  return Promise.resolve().then(work)
}

function putClient(context: Context, patch: ClientPatch): Client {
  const fresh = newClientId()
  const known = context.store.clients.get(patch.clientId ?? '')
  const base: Client = known ?? {
    clientId: patch.clientId ?? fresh.clientId,
    clientSecret: newClientSecret(),
    type: 'desktop',
    redirectUris: ['http://localhost'],
    projectNumber: fresh.projectNumber,
    photosApiEnabled: true,
    driveApiEnabled: true,
  }
  const stated = Object.entries(patch).filter(([, value]) => value !== undefined)
  const client: Client = { ...base, ...Object.fromEntries(stated) }
  context.store.put({ t: 'client', v: client })
  return client
}

function signIn(context: Context, request: z.infer<typeof signInSchema>): SignIn {
  const [firstAccount] = context.accounts
  const [firstClient] = context.store.clients.keys()
  const email = request.user ?? firstAccount?.email ?? ''
  const clientId = request.clientId ?? firstClient ?? ''
  if (!context.accounts.some((account) => account.email === email)) {
    throw new Error(`There is no account ${email}.`)
  }
  if (!context.store.clients.has(clientId)) throw new Error(`There is no client ${clientId}.`)
  const scopes = (request.scopes ?? allScopes).map(fullScope)
  const isTesting = request.testing === true
  const lasting = issueRefreshToken(context, { clientId, email, scopes, isTesting })
  const access = issueAccessToken(context, { ...lasting, refreshToken: lasting.token })
  return { accessToken: access.token, refreshToken: lasting.token }
}

/** What an uploader asks for. */
const allScopes = [
  'openid',
  'email',
  'profile',
  ...[
    'photoslibrary.appendonly',
    'photoslibrary.readonly.appcreateddata',
    'photoslibrary.edit.appcreateddata',
    'drive.appdata',
  ].map((name) => `https://www.googleapis.com/auth/${name}`),
]

function viewLibrary(context: Context): LibraryItem[] {
  const albumsOf = new Map<string, string[]>()
  for (const album of context.store.albums.values()) {
    for (const entry of album.entries) {
      if (!('mediaItemId' in entry)) continue
      albumsOf.set(entry.mediaItemId, [...(albumsOf.get(entry.mediaItemId) ?? []), album.id])
    }
  }
  return [...context.store.items.values()].map((item) => {
    const content = context.store.contents.get(item.sha256)
    return {
      id: item.id,
      user: item.email,
      filename: item.fileName,
      description: item.description,
      sha256: item.sha256,
      sizeBytes: content?.sizeBytes ?? 0,
      mimeType: content?.media?.mimeType ?? 'application/octet-stream',
      width: content?.media?.width ?? 0,
      height: content?.media?.height ?? 0,
      creationTime: item.creationTime,
      localTime: localTime(item),
      datedBy: item.datedBy,
      shownDescription: shownWords(context, item).description,
      isTrashed: item.isTrashed === true,
      createdBySeq: item.createdBySeq,
      timesSent: context.store.timesSent(item.email, item.sha256),
      timesCreated: item.timesCreated,
      albumIds: albumsOf.get(item.id) ?? [],
    }
  })
}
