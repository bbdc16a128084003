/** The control of an emulator in another process, over its control API: the same type as the in-process one. */
import type { LibraryAlbum } from './album-view.ts'
import type { ActiveFault } from '../core/fault-rule.ts'
import type { LedgerRow } from '../core/ledger.ts'
import type { Client } from '../core/model.ts'
import type { Counters } from '../core/quota.ts'
import type { Settings } from '../core/settings.ts'
import { controlPath } from './control-http.ts'
import { waitFor, type Control, type LibraryItem, type SignIn } from './control.ts'

/** A change between two looks is not missed for longer than this. */
const maxBlindMs = 250

/** Controls the emulator that listens at an origin. */
export function createControlClient(origin: string): Control {
  const ask = async (method: string, path: string, body?: unknown): Promise<Response> => {
    const response = await fetch(`${origin}${controlPath}${path}`, {
      method,
      ...(body === undefined
        ? {}
        : { body: JSON.stringify(body), headers: { 'content-type': 'application/json' } }),
    })
    if (response.ok) return response
    const said = (await response.json()) as { error?: string }
    throw new Error(said.error ?? `The control API answered ${String(response.status)}.`)
  }
  // The other end is the same code, so its answers have the types it was compiled with.
  const askFor = async <T>(method: string, path: string, body?: unknown): Promise<T> =>
    (await (await ask(method, path, body)).json()) as T
  const withId = (path: string, id: string | undefined): string =>
    id === undefined ? path : `${path}?id=${encodeURIComponent(id)}`

  const control: Control = {
    addFault: async (rule) => (await askFor<{ id: string }>('POST', 'faults', rule)).id,
    faults: async () => (await askFor<{ faults: ActiveFault[] }>('GET', 'faults')).faults,
    removeFaults: async (id) => {
      await ask('DELETE', withId('faults', id))
    },
    release: async (id) => {
      await ask('POST', 'release', { id })
    },
    settings: () => askFor<Settings>('GET', 'settings'),
    changeSettings: (patch) => askFor<Settings>('POST', 'settings', patch),
    clients: async () => (await askFor<{ clients: Client[] }>('GET', 'clients')).clients,
    putClient: (patch) => askFor<Client>('POST', 'clients', patch),
    signIn: (request = {}) => askFor<SignIn>('POST', 'signIn', request),
    revoke: async (user) => (await askFor<{ revoked: number }>('POST', 'revoke', { user })).revoked,
    expireAccessTokens: async () =>
      (await askFor<{ expired: number }>('POST', 'expireAccessTokens')).expired,
    deleteAlbum: async (id) => {
      await ask('POST', 'deleteAlbum', { id })
    },
    bring: async (request) => (await askFor<{ id: string }>('POST', 'bring', request)).id,
    trash: async (id) => {
      await ask('POST', 'trash', { id })
    },
    edit: async (request) => {
      await ask('POST', 'edit', request)
    },
    renameAlbum: async (id, title) => {
      await ask('POST', 'renameAlbum', { id, title })
    },
    takeOutOfAlbum: async (id, itemId) => {
      await ask('POST', 'takeOutOfAlbum', { id, itemId })
    },
    putIntoAlbum: async (id, itemId) => {
      await ask('POST', 'putIntoAlbum', { id, itemId })
    },
    albums: async () => (await askFor<{ albums: LibraryAlbum[] }>('GET', 'albums')).albums,
    ledger: async (since = 0) =>
      (await askFor<{ rows: LedgerRow[] }>('GET', `ledger?since=${String(since)}`)).rows,
    waitFor: (test, options) => {
      // Waiting and looking are one request here, and only the first look does not wait.
      let waitMs = 0
      return waitFor(
        async (since) => {
          const path = `ledger?since=${String(since)}&waitMs=${String(waitMs)}`
          waitMs = maxBlindMs
          return (await askFor<{ rows: LedgerRow[] }>('GET', path)).rows
        },
        () => Promise.resolve(),
        test,
        options,
      )
    },
    library: async () => (await askFor<{ items: LibraryItem[] }>('GET', 'library')).items,
    counters: () => askFor<Counters>('GET', 'counters'),
    reset: async (options = {}) => {
      await ask('POST', 'reset', options)
    },
    file: async (id) => {
      const response = await ask('GET', withId('file', id))
      return Buffer.from(await response.arrayBuffer())
    },
  }
  return control
}
