/**
 * The emulator's state in memory, with every change also appended to the journal so that a restart finds it again.
 * One `apply` serves both live changes and replay. Bytes are left to contents.ts, rules to the handlers.
 */
import { openJournal } from './journal.ts'
import type {
  AccessToken,
  Album,
  AlbumEntry,
  Client,
  Content,
  MediaItem,
  RefreshToken,
  Session,
  UploadToken,
} from './model.ts'

type Change =
  | { t: 'client'; v: Client }
  | { t: 'refreshToken'; v: RefreshToken }
  | { t: 'refreshTokenGone'; v: string }
  | { t: 'accessToken'; v: AccessToken }
  | { t: 'accessTokenGone'; v: string }
  | { t: 'content'; v: Content }
  | { t: 'uploadToken'; v: UploadToken }
  | { t: 'session'; v: Session }
  | { t: 'item'; v: MediaItem }
  | { t: 'album'; v: Album }
  | { t: 'albumAppend'; v: { id: string; entries: AlbumEntry[] } }
  | { t: 'albumGone'; v: string }
  | { t: 'requests'; v: { day: string; project: string; count: number } }
  | { t: 'seq'; v: number }

/** Everything the emulator remembers, and the only way to change it. */
export type Store = {
  readonly clients: ReadonlyMap<string, Client>
  readonly refreshTokens: ReadonlyMap<string, RefreshToken>
  readonly accessTokens: ReadonlyMap<string, AccessToken>
  readonly contents: ReadonlyMap<string, Content>
  readonly uploadTokens: ReadonlyMap<string, UploadToken>
  readonly sessions: ReadonlyMap<string, Session>
  readonly items: ReadonlyMap<string, MediaItem>
  readonly albums: ReadonlyMap<string, Album>
  /** Requests counted against the daily quota, by `day project`. */
  readonly requests: ReadonlyMap<string, number>
  /** The highest request number written down by an earlier run. */
  readonly lastSeq: number
  put(change: Change): void
  itemWithBytes(email: string, sha256: string): MediaItem | undefined
  timesSent(email: string, sha256: string): number
  usedBytes(email: string): number
  /** Items one client made for one account, newest capture first. */
  itemsOf(email: string, clientId: string): readonly MediaItem[]
  /** Empties the library; sign-ins go too when asked. Clients stay. */
  reset(alsoSignIns: boolean): void
  close(): void
}

type Tables = {
  clients: Map<string, Client>
  refreshTokens: Map<string, RefreshToken>
  accessTokens: Map<string, AccessToken>
  contents: Map<string, Content>
  uploadTokens: Map<string, UploadToken>
  sessions: Map<string, Session>
  items: Map<string, MediaItem>
  albums: Map<string, Album>
  requests: Map<string, number>
  itemByBytes: Map<string, string>
  sent: Map<string, number>
  used: Map<string, number>
  sorted: Map<string, MediaItem[]>
  lastSeq: number
}

/** Opens the state kept in one journal file. */
export function createStore(journalPath: string): Store {
  const tables = emptyTables()
  const journal = openJournal(journalPath, (line) => {
    // Only this file writes the journal, so its lines are changes.
    apply(tables, line as Change)
  })
  const put = (change: Change): void => {
    apply(tables, change)
    journal.append(change)
  }
  return {
    ...tables,
    put,
    itemWithBytes: (email, sha256) => {
      const id = tables.itemByBytes.get(`${email} ${sha256}`)
      return id === undefined ? undefined : tables.items.get(id)
    },
    timesSent: (email, sha256) => tables.sent.get(`${email} ${sha256}`) ?? 0,
    usedBytes: (email) => tables.used.get(email) ?? 0,
    itemsOf: (email, clientId) => {
      const key = `${email} ${clientId}`
      let sorted = tables.sorted.get(key)
      if (sorted === undefined) {
        sorted = [...tables.items.values()]
          .filter((item) => item.email === email && item.clientId === clientId)
          .sort(newestFirst)
        tables.sorted.set(key, sorted)
      }
      return sorted
    },
    reset: (alsoSignIns) => {
      const kept: Change[] = [...tables.clients.values()].map((v) => ({ t: 'client', v }))
      if (!alsoSignIns) {
        for (const v of tables.refreshTokens.values()) kept.push({ t: 'refreshToken', v })
        for (const v of tables.accessTokens.values()) kept.push({ t: 'accessToken', v })
      }
      for (const table of Object.values(tables)) if (table instanceof Map) table.clear()
      journal.clear()
      for (const change of kept) put(change)
    },
    close: () => {
      journal.close()
    },
  }
}

/** Newest capture first; ties by id, so that pages never overlap. */
export function newestFirst(a: MediaItem, b: MediaItem): number {
  if (a.creationTime !== b.creationTime) return a.creationTime < b.creationTime ? 1 : -1
  return a.id < b.id ? 1 : -1
}

function emptyTables(): Tables {
  return {
    clients: new Map(),
    refreshTokens: new Map(),
    accessTokens: new Map(),
    contents: new Map(),
    uploadTokens: new Map(),
    sessions: new Map(),
    items: new Map(),
    albums: new Map(),
    requests: new Map(),
    itemByBytes: new Map(),
    sent: new Map(),
    used: new Map(),
    sorted: new Map(),
    lastSeq: 0,
  }
}

function add(map: Map<string, number>, key: string, amount: number): void {
  map.set(key, (map.get(key) ?? 0) + amount)
}

function apply(tables: Tables, change: Change): void {
  switch (change.t) {
    case 'client':
      tables.clients.set(change.v.clientId, change.v)
      return
    case 'refreshToken':
      tables.refreshTokens.set(change.v.token, change.v)
      return
    case 'refreshTokenGone':
      tables.refreshTokens.delete(change.v)
      return
    case 'accessToken':
      tables.accessTokens.set(change.v.token, change.v)
      return
    case 'accessTokenGone':
      tables.accessTokens.delete(change.v)
      return
    case 'content':
      tables.contents.set(change.v.sha256, change.v)
      return
    case 'uploadToken':
      tables.uploadTokens.set(change.v.token, change.v)
      add(tables.sent, `${change.v.email} ${change.v.sha256}`, 1)
      return
    case 'session':
      tables.sessions.set(change.v.id, change.v)
      return
    case 'item':
      applyItem(tables, change.v)
      return
    case 'album':
      tables.albums.set(change.v.id, change.v)
      return
    case 'albumAppend': {
      const album = tables.albums.get(change.v.id)
      if (album === undefined) return
      tables.albums.set(album.id, { ...album, entries: [...album.entries, ...change.v.entries] })
      return
    }
    case 'albumGone':
      tables.albums.delete(change.v)
      return
    case 'requests':
      tables.requests.set(`${change.v.day} ${change.v.project}`, change.v.count)
      return
    case 'seq':
      tables.lastSeq = change.v
      return
  }
}

function applyItem(tables: Tables, item: MediaItem): void {
  const isNew = !tables.items.has(item.id)
  tables.items.set(item.id, item)
  // A killed emulator had no time to write its last number down.
  tables.lastSeq = Math.max(tables.lastSeq, item.createdBySeq)
  tables.sorted.delete(`${item.email} ${item.clientId}`)
  if (!isNew) return
  // Where a second item of the same bytes was made, that is the one that later bytes meet.
  tables.itemByBytes.set(`${item.email} ${item.sha256}`, item.id)
  add(tables.used, item.email, tables.contents.get(item.sha256)?.sizeBytes ?? 0)
}
