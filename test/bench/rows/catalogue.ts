// How long the catalogue holds the engine's thread while it works on very many rows, and whether the cost of one more row
// stays the same: a change of the account, a wish for all, one large folder, files that are all alike, the library read
// back. There is no peer; a hold is the time between two turns of the event loop.
import { createHash } from 'node:crypto'
import { join } from 'node:path'
import Sqlite from 'better-sqlite3'
import { openCatalog } from '../../../src/main/engine/catalog/index.ts'
import type { Catalog } from '../../../src/main/engine/ports/catalogue.ts'
import type { Entry, WalkEvent } from '../../../src/main/engine/ports/files.ts'
import type { Clock } from '../../../src/main/engine/ports/outside.ts'
import type { Lifecycle } from '../../../src/shared/model.ts'
import { undecidedUntil } from '../../../src/shared/photo-dates.ts'
import type { Bench, Group } from '../bench.ts'
import { median } from '../measure.ts'
import { bounded, type Measured } from '../report.ts'
import { mainThreadTimes } from '../stalls.ts'

const longestHoldMs = 50
const noon = Date.UTC(2026, 6, 1, 19)
const first = { sub: 'sub-1', email: 'first@example.test', clientId: 'client-1' }
const second = { sub: 'sub-2', email: 'second@example.test', clientId: 'client-1' }

const clock: Clock = {
  now: () => noon,
  monotonic: () => performance.now(),
  after: () => () => undefined,
}

/** The rows. */
export const catalogue: Group = {
  rows: ['switch-hold', 'retry-hold', 'read-back-page', 'folder-hold', 'alike'],
  async measure(bench) {
    const measured: Measured[] = []
    bench.say('the catalogue, many rows at once')
    measured.push(...(await wholeCatalogue(bench)))
    measured.push(await oneFolder(bench))
    measured.push(await allAlike(bench))
    return measured
  },
}

async function open(folder: string): Promise<Catalog> {
  const opened = await openCatalog({
    path: join(folder, 'catalogue.sqlite'),
    backupFolder: join(folder, 'backups'),
    clock,
    logger: { info: () => undefined, error: () => undefined },
    checkpoint: () => undefined,
  })
  if (!opened.ok) throw new Error(opened.failure.kind)
  return opened.value
}

interface Held {
  longestMs: number
  /** Of the longest: running, and ready while others had the cores. What is left it waited for the disk. */
  ranMs: number
  waitedMs: number
  /** Of the longest by processor: the thread's own work, whatever else the machine did. */
  longestWorkMs: number
  /** How many were longer than the goal, and how many of them by more than the wait for a core. */
  tooLong: number
  tooLongWithoutWait: number
  seconds: number
}

/** Runs the work and watches every turn of the event loop while it lasts. */
async function held(work: () => Promise<unknown>): Promise<Held> {
  const startedAt = performance.now()
  const seen: Held & { isOver: boolean } = {
    ...{ longestMs: 0, ranMs: 0, waitedMs: 0, longestWorkMs: 0, tooLong: 0, tooLongWithoutWait: 0 },
    ...{ seconds: 0, isOver: false },
  }
  const times = () => mainThreadTimes(process.pid) ?? { ran: 0, waited: 0 }
  let at = startedAt
  let last = times()
  const look = (): void => {
    const now = performance.now()
    const next = times()
    const heldMs = now - at
    const [ranMs, waitedMs] = [next.ran - last.ran, next.waited - last.waited]
    if (heldMs > seen.longestMs) Object.assign(seen, { longestMs: heldMs, ranMs, waitedMs })
    seen.longestWorkMs = Math.max(seen.longestWorkMs, ranMs)
    if (heldMs > longestHoldMs) seen.tooLong += 1
    if (heldMs - waitedMs > longestHoldMs) seen.tooLongWithoutWait += 1
    at = now
    last = next
  }
  const turn = (): void => {
    // What is done after the work, before the next turn, is none of it.
    if (seen.isOver) return
    look()
    setImmediate(turn)
  }
  setImmediate(turn)
  try {
    await work()
    look()
  } finally {
    seen.isOver = true
  }
  seen.seconds = (performance.now() - startedAt) / 1_000
  return seen
}

const note = (what: string, held: Held): string => {
  const { longestMs, ranMs, waitedMs, longestWorkMs, tooLong, tooLongWithoutWait, seconds } = held
  return (
    `${what}: ${seconds.toFixed(1)} s in all; the longest hold ${longestMs.toFixed(0)} ms (ran ${ranMs.toFixed(0)}, ` +
    `waited ${waitedMs.toFixed(0)} for a core), the most work in one ${longestWorkMs.toFixed(0)} ms; above ` +
    `${longestHoldMs} ms ${tooLong}, of them ${tooLongWithoutWait} without the waits for a core`
  )
}

const row = (name: string, holds: readonly Held[], notes: readonly string[]): Measured => ({
  figure: bounded(name, Math.max(...holds.map(({ longestMs }) => longestMs)), {
    bound: longestHoldMs,
    unit: 'ms',
  }),
  unit: 'ms',
  against: '',
  notes,
})

/** A catalogue of so many photos that are all in the library, as quickly as SQL makes it. */
async function filled(folder: string, files: number): Promise<void> {
  const catalog = await open(folder)
  const identity = { volumeId: null, pathInVolume: null, isNetwork: false }
  const sourceId = catalog.addSource({ path: '/photos', identity, now: noon })
  await catalog.useAccount(first)
  await catalog.applyWalk(sourceId, [listing([])], noon, 0)
  catalog.close()
  const db = new Sqlite(join(folder, 'catalogue.sqlite'))
  db.pragma('synchronous = OFF')
  db.exec(`BEGIN;
    WITH RECURSIVE n (i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < ${files})
      INSERT INTO content (id, sha256, size_bytes, media_kind, mime_type, width, height, taken_at)
      SELECT i, cast(substr('00000000000000000000000000000000' || i, -32) AS BLOB), 1000, 'photo', 'image/jpeg',
        4000, 3000, ${noon} + i FROM n;
    INSERT INTO upload (id, account_id, content_id, state, due_at, plan, sent_size_bytes, media_item_id, changed_at)
      SELECT id, 1, id, 'done', ${noon},
        '{"kind":"original","mimeType":"image/jpeg","fileName":"IMG.jpg","sizeBytes":1000,"keptOriginal":null}', 1000,
        'item-' || id, ${noon} FROM content;
    INSERT INTO file (source_id, folder_id, name, size_bytes, mtime_us, ctime_us, inode, content_id, state, due_at,
        media_kind, has_date, found_at, changed_at)
      SELECT 1, 1, 'IMG_' || id || '.jpg', 1000, 1, 1, id, id, 'done', ${noon}, 'photo', 1, ${noon}, ${noon}
      FROM content;
    COMMIT;`)
  db.close()
}

async function wholeCatalogue(bench: Bench): Promise<Measured[]> {
  const files = bench.isQuick ? 3_000 : 300_000
  const failed = Math.round(files / 3)
  const folder = bench.newFolder('catalogue')
  await filled(folder, files)
  let catalog = await open(folder)
  const there = await held(() => catalog.useAccount(second))
  const back = await held(() => catalog.useAccount(first))

  const pages: number[] = []
  for (let page = 0; page < (bench.isQuick ? 5 : 200); page += 1) {
    const items = Array.from({ length: 100 }, (_, index) => ({
      mediaItemId: `other-${page}-${index}`,
      productUrl: null,
      fileName: `IMG_${page}_${index}.jpg`,
      mimeType: 'image/jpeg',
      createdAt: noon,
      width: 4000,
      height: 3000,
    }))
    const startedAt = performance.now()
    catalog.adoptFromLibrary(items, { next: `${page}`, day: '2026-07-01', requests: page })
    pages.push(performance.now() - startedAt)
  }
  catalog.close()

  const db = new Sqlite(join(folder, 'catalogue.sqlite'))
  db.exec(`BEGIN;
    UPDATE upload SET state = 'failed', reason = 'item-error', media_item_id = NULL, plan = NULL,
      sent_size_bytes = NULL, attempts = 1,
      failure = '{"kind":"item-error","code":3}' WHERE account_id = 1 AND id <= ${failed};
    UPDATE file SET state = 'failed', reason = 'item-error' WHERE content_id <= ${failed};
    COMMIT;`)
  db.close()
  catalog = await open(folder)
  const retried = await held(() => catalog.retryReason('item-error'))
  catalog.close()
  return [
    row('switch-hold', [there, back], [note('there', there), note('back', back)]),
    row('retry-hold', [retried], [note(`${failed} files`, retried)]),
    {
      figure: bounded('read-back-page', median(pages), { bound: 10, unit: 'ms' }),
      unit: 'ms',
      against: '',
      notes: [`${pages.length} pages of 100 items, ${files} uploads`],
    },
  ]
}

function entryOf(name: string, inode: number, movedUs = 0): Entry {
  const atUs = (noon - 86_400_000) * 1_000
  return {
    name,
    sizeBytes: 1_000,
    mtimeUs: atUs + movedUs,
    ctimeUs: atUs,
    inode,
    isOnlineOnly: false,
    isNameUnusable: false,
  }
}

const listing = (entries: Entry[], folder = '', subfolders: string[] = []): WalkEvent => ({
  kind: 'listing',
  listing: { folder, entries, subfolders },
})

/** Gives every file that is found the fingerprint of its name, or of one word. */
function fingerprintAll(catalog: Catalog, word: string | null): void {
  for (;;) {
    const found = catalog.next('found', 500, noon, new Set())
    if (found.length === 0) return
    catalog.record(
      found.map(({ fileId, name, stamp }) => ({
        of: 'fingerprint',
        fileId,
        sha256: createHash('sha256')
          .update(word ?? name)
          .digest('hex'),
        stamp,
      })),
    )
  }
}

async function oneFolder(bench: Bench): Promise<Measured> {
  const files = bench.isQuick ? 2_000 : 100_000
  const catalog = await open(bench.newFolder('folder'))
  const identity = { volumeId: null, pathInVolume: null, isNetwork: false }
  const sourceId = catalog.addSource({ path: '/photos', identity, now: noon })
  const all = (movedUs: number): Entry[] =>
    Array.from({ length: files }, (_, index) => entryOf(`IMG_${index}.jpg`, index + 1, movedUs))
  const scan = (entries: Entry[]): Promise<Held> =>
    held(() => catalog.applyWalk(sourceId, [listing(entries)], noon, 0))
  const found = await scan(all(0))
  const hint = await scan(all(0))
  fingerprintAll(catalog, null)
  const shifted = await scan(all(3_600_000_000))
  catalog.close()
  return row(
    'folder-hold',
    [found, hint, shifted],
    [note('first scan', found), note('a hint', hint), note('all times shifted', shifted)],
  )
}

const undecided: Lifecycle = {
  ...({ state: 'waiting', failure: { kind: 'undecided' }, resumesAs: 'fingerprinted' } as const),
  ...{ until: undecidedUntil, attempts: 0, plan: null, token: null, tokenAt: null },
}
const sent: Lifecycle = {
  ...({ state: 'sent', token: 'token', tokenAt: noon } as const),
  plan: {
    ...{ kind: 'original', mimeType: 'image/gif', fileName: 'spacer.gif' },
    ...{ sizeBytes: 1_000, keptOriginal: null },
  },
}

/**
 * What one of so many identical files costs, in ms of processor: to link it, half of them while their upload waits for a
 * decision, to miss it, to find it again, and to be asked for what was sent.
 */
async function costOfOne(bench: Bench, files: number): Promise<number> {
  const catalog = await open(bench.newFolder('alike'))
  const identity = { volumeId: null, pathInVolume: null, isNetwork: false }
  const sourceId = catalog.addSource({ path: '/photos', identity, now: noon })
  catalog.updateSource(sourceId, { undated: 'later' })
  const folders = Array.from({ length: files }, (_, index) => `f${index}`)
  const all = [
    listing([], '', folders),
    ...folders.map((folder, index) => listing([entryOf('spacer.gif', index + 1)], folder)),
  ]
  const scan = (events: WalkEvent[]) => catalog.applyWalk(sourceId, events, noon, 0)
  await scan(all.slice(0, files / 2))
  const before = process.threadCpuUsage()
  fingerprintAll(catalog, 'the same')
  const uploadId = catalog.next('fingerprinted', 1, noon, new Set())[0]?.uploadId ?? 0
  catalog.record([{ of: 'upload', uploadId, next: undecided }])
  const known = process.threadCpuUsage(before)
  await scan(all)
  const again = process.threadCpuUsage()
  fingerprintAll(catalog, 'the same')
  await scan([listing([])])
  await scan(all)
  catalog.record([{ of: 'upload', uploadId, next: sent }])
  catalog.next('sent', 1, noon, new Set())
  catalog.nextDueAt()
  const { user, system } = process.threadCpuUsage(again)
  catalog.close()
  return (known.user + known.system + user + system) / 1_000 / files
}

async function allAlike(bench: Bench): Promise<Measured> {
  const few = bench.isQuick ? 50 : 1_000
  const many = few * 8
  await costOfOne(bench, few)
  const ofFew: number[] = []
  const ofMany: number[] = []
  for (let round = 0; round < bench.rounds; round += 1) {
    ofFew.push(await costOfOne(bench, few))
    ofMany.push(await costOfOne(bench, many))
  }
  return {
    figure: bounded('alike', median(ofMany) / median(ofFew), { bound: 2, unit: 'times' }),
    unit: 'times',
    against: '',
    notes: [
      `one of ${few} costs ${median(ofFew).toFixed(2)} ms of processor, one of ${many} ${median(ofMany).toFixed(2)}`,
    ],
  }
}
