// States of the app in which everything that is said must be true: what is so, decided here, and the status that the
// engine's own functions make of it. A stop knows how it ends; no function of the window or the tray is asked.
import { takeSnapshot } from '../../../src/main/engine/snapshot.ts'
import { unmetConditions } from '../../../src/main/engine/conditions/conditions.ts'
import type { SystemFacts } from '../../../src/main/engine/ports/outside.ts'
import type { Hold } from '../../../src/main/engine/ports/resting.ts'
import {
  defaultSettings,
  fileStates,
  type FileState,
  type Settings,
} from '../../../src/shared/model.ts'
import {
  statusSchema,
  type ConditionKind,
  type SignInState,
  type SourceView,
  type Status,
} from '../../../src/shared/status.ts'
import { aSource } from '../fake-data.ts'

/** A moment in the middle of an afternoon; every stop ends after it. */
export const now = new Date(2026, 5, 12, 15, 24).getTime()
const minute = 60_000
const hour = 60 * minute
const day = 24 * hour

/** Something for which nothing may be sent. */
export interface Stop {
  kind: ConditionKind
  /** Whether it ends without anybody's doing. */
  isPassing: boolean
  until: number | null
  reason?: string
  settings?: Partial<Settings>
  system?: Partial<SystemFacts>
  signIn?: SignInState
  hold?: Hold
}

/** How many files are in which state. */
export type Counts = Partial<Record<FileState, number>>

/** A folder, and what is in it. */
export interface Folder {
  name: string
  counts: Counts
  /** Among the skipped: empty files and files that are none. */
  notPhotos: number
  /** Among the done: could not be decoded. */
  doubtful: number
  /** Among the waiting: carry no date, and go only once somebody decides. */
  undecided: number
  isThere: boolean
  isUnfamiliar: boolean
  lastScanAt: number | null
  unreadable: number
}

/** What is so. */
export interface World {
  stops: Stop[]
  folders: Folder[]
  skippedUnseen: number
  isScanning: boolean
  /** Nothing is in hand. */
  isIdle: boolean
  nextTryAt: number | null
  usedToday: number
  lastCheckedAt: number | null
  bytesPerSecond: number | null
  settings: Settings
}

const signedIn: SignInState = {
  kind: 'signed-in',
  email: 'first@example.test',
  name: 'First Tester',
  picture: null,
  isKept: true,
}
const online: SystemFacts = {
  isOnline: true,
  network: 'wifi',
  isMetered: false,
  isOnBattery: false,
  isAsleep: false,
}
/** Closed until six in the morning. */
const nightOnly = `${'1'.repeat(6)}${'0'.repeat(18)}`.repeat(7)
const tomorrow = (hours: number): number => new Date(2026, 5, 13, hours).getTime()
const hold = (
  kind: Exclude<Hold['kind'], 'forbidden'>,
  until: number,
  isPassing: boolean,
): Stop => ({ kind, until, isPassing, hold: { kind, until, owner: { of: 'line' } } })
const signedOut = (signIn: SignInState, reason: string): Stop => ({
  kind: 'signed-out',
  until: null,
  isPassing: false,
  reason,
  signIn,
})

/** Every stop there is, with both ends where it has two. */
export const stops: readonly Stop[] = [
  { kind: 'backup-off', until: null, isPassing: false, settings: { isBackupOn: false } },
  {
    kind: 'paused',
    until: now + hour,
    isPassing: true,
    settings: { pausedUntil: now + hour },
  },
  {
    kind: 'paused',
    until: tomorrow(6),
    isPassing: true,
    settings: { pausedUntil: tomorrow(6) },
  },
  { kind: 'paused', until: null, isPassing: false, settings: { pausedUntil: 'resumed' } },
  ...(['never', 'revoked', 'missing-scope', 'user', 'cancelled', 'denied'] as const).map((reason) =>
    signedOut({ kind: 'signed-out', reason }, reason),
  ),
  signedOut({ kind: 'waiting-for-browser', since: now - minute }, 'browser'),
  signedOut({ kind: 'failed', failure: { kind: 'sign-in-timeout' } }, 'failed'),
  {
    kind: 'account-unconfirmed',
    until: null,
    isPassing: false,
    signIn: { ...signedIn, isUnconfirmed: true },
  },
  { kind: 'offline', until: null, isPassing: true, system: { isOnline: false } },
  hold('offline', now + 2 * minute, true),
  {
    kind: 'not-wifi-or-cable',
    until: null,
    isPassing: false,
    settings: { network: 'wifi-and-cable' },
    system: { network: 'cellular' },
  },
  {
    kind: 'metered',
    until: null,
    isPassing: false,
    settings: { pauseOnMetered: true },
    system: { isMetered: true },
  },
  {
    kind: 'on-battery',
    until: null,
    isPassing: false,
    settings: { power: 'charging' },
    system: { isOnBattery: true },
  },
  {
    kind: 'in-use',
    until: null,
    isPassing: false,
    settings: { onlyWhileUnused: true },
    system: { isInUse: true },
  },
  {
    kind: 'outside-hours',
    until: tomorrow(0),
    isPassing: true,
    settings: { allowedHours: nightOnly },
  },
  {
    kind: 'outside-hours',
    until: null,
    isPassing: false,
    settings: { allowedHours: '0'.repeat(168) },
  },
  hold('google-asked-to-wait', now + 4 * minute, true),
  hold('google-unavailable', now + 10 * minute, true),
  hold('daily-quota', tomorrow(9), true),
  hold('storage-full', now + 30 * minute, false),
  hold('disk-full', now + minute, false),
  hold('catalogue-unwritable', now + minute, true),
  hold('unexpected', now + hour, true),
  ...(['api-disabled', 'photos-disabled', 'insufficient-scopes', 'unknown'] as const).map(
    (reason): Stop => ({
      kind: 'forbidden',
      until: now + 15 * minute,
      isPassing: false,
      reason,
      hold: {
        kind: 'forbidden',
        reason,
        until: now + 15 * minute,
        owner: { of: 'account', sub: '1' },
      },
    }),
  ),
]

/** What may lie in a folder: nothing, one of each, and many. */
export const contents: readonly (Pick<Folder, 'counts' | 'notPhotos' | 'doubtful'> &
  Partial<Pick<Folder, 'undecided'>>)[] = [
  { counts: {}, notPhotos: 0, doubtful: 0 },
  { counts: { done: 1 }, notPhotos: 0, doubtful: 0 },
  { counts: { done: 318, skipped: 2 }, notPhotos: 2, doubtful: 0 },
  { counts: { done: 318, skipped: 3 }, notPhotos: 1, doubtful: 0 },
  { counts: { done: 40, gone: 3 }, notPhotos: 0, doubtful: 2 },
  { counts: { skipped: 1 }, notPhotos: 1, doubtful: 0 },
  { counts: { skipped: 31 }, notPhotos: 0, doubtful: 0 },
  { counts: { found: 1 }, notPhotos: 0, doubtful: 0 },
  { counts: { waiting: 1, done: 2 }, notPhotos: 0, doubtful: 0 },
  {
    counts: { found: 6_000, ready: 12, sent: 3, done: 3_607, waiting: 9 },
    notPhotos: 0,
    doubtful: 0,
  },
  { counts: { failed: 1, done: 12 }, notPhotos: 0, doubtful: 0 },
  { counts: { failed: 4, waiting: 3, skipped: 5, done: 9 }, notPhotos: 1, doubtful: 1 },
  { counts: { done: 1_234_567, skipped: 12 }, notPhotos: 0, doubtful: 0 },
  { counts: { waiting: 3, done: 40 }, notPhotos: 0, doubtful: 0, undecided: 3 },
  { counts: { waiting: 5, done: 9 }, notPhotos: 0, doubtful: 0, undecided: 1 },
]

const sum = (counts: Counts, states: readonly FileState[]): number =>
  states.reduce((total, state) => total + (counts[state] ?? 0), 0)
const moving: readonly FileState[] = [
  'found',
  'fingerprinted',
  'ready',
  'sent',
  'creating',
  'waiting',
]

/** How many files of a folder are still to be backed up. */
export const waitingIn = ({ counts }: Folder): number => sum(counts, moving)
/** How many of all folders are in one of these states. */
export const countOf = ({ folders }: World, ...states: FileState[]): number =>
  folders.reduce((total, { counts }) => total + sum(counts, states), 0)
/** How many of all folders are still to be backed up. */
export const unfinished = (world: World): number => countOf(world, ...moving)
/** How many of these wait for somebody's decision. */
export const undecidedOf = ({ folders }: World): number =>
  folders.reduce((total, { undecided }) => total + undecided, 0)
/** How many places nobody could look into. */
export const places = ({ folders }: World): number =>
  folders.reduce((total, { unreadable }) => total + unreadable, 0)
/** Whether anything is on its way. */
export const isMoving = (world: World): boolean =>
  world.stops.length === 0 &&
  world.folders.length > 0 &&
  unfinished(world) > undecidedOf(world) &&
  (!world.isIdle || (world.nextTryAt !== null && world.nextTryAt - now <= 10_000))

/** The status that the engine makes of a world. */
export function statusOf(world: World): Status {
  const settings = world.stops.reduce((all, stop) => ({ ...all, ...stop.settings }), world.settings)
  const system = world.stops.reduce((all, stop) => ({ ...all, ...stop.system }), online)
  const signIn = world.stops.find((stop) => stop.signIn !== undefined)?.signIn ?? signedIn
  const conditions = unmetConditions({
    settings,
    system,
    signIn,
    sources: world.folders.map(({ name, isThere, isUnfamiliar }, at) => ({
      sourceId: at + 1,
      name,
      isConnected: isThere,
      isUnfamiliar,
    })),
    holds: world.stops.flatMap((stop) => stop.hold ?? []),
    nowMs: now,
  })
  const tally = Object.fromEntries(
    fileStates.map((state) => [
      state,
      { files: countOf(world, state), bytes: countOf(world, state) * 4e6 },
    ]),
  ) as Status['counts']
  const left = unfinished(world)
  const views = world.folders.map((folder, at): SourceView => {
    const all = fileStates.filter((state) => state !== 'gone')
    return aSource({
      sourceId: String(at + 1),
      name: folder.name,
      path: `/media/${folder.name}`,
      state: folder.isThere ? 'watching' : folder.isUnfamiliar ? 'unfamiliar' : 'not-connected',
      lastScanAt: folder.lastScanAt,
      files: sum(folder.counts, all),
      bytes: sum(folder.counts, all) * 4e6,
      done: folder.counts.done ?? 0,
      waiting: waitingIn(folder),
      unreadableFolders: folder.unreadable,
    })
  })
  type From = Parameters<typeof takeSnapshot>[0]
  const from = {
    catalog: {
      tally: () => tally,
      expectedBytes: () =>
        Object.fromEntries(Object.entries(tally).map(([state, { bytes }]) => [state, bytes])),
      remaining: () => ({ files: left, bytes: left * 4e6 }),
      requestsToday: () => ({ used: world.usedToday, resetsAt: tomorrow(9) }),
      nextDueAt: () => world.nextTryAt,
      undatedFigures: () => ({ files: undecidedOf(world), undecided: undecidedOf(world) }),
      duplicates: () => 0,
      wantsAlbums: () => false,
      isBusy: () => false,
      skippedSince: () => world.skippedUnseen,
      lastDoneAt: () => null,
      openedAs: 'good',
      sources: () => [],
      volumeOf: () => null,
    },
    clock: { now: () => now, monotonic: () => now },
    sources: {
      views: () => views,
      lastCheckedAt: () => world.lastCheckedAt,
      isScanning: () => world.isScanning,
      isScannedOnce: () => true,
    },
    settings: () => settings,
    signIn: () => signIn,
    hasClient: () => true,
    conditions: () => conditions,
    active: () => [],
    isIdle: () => world.isIdle,
    rate: {
      bytesPerSecond: () => world.bytesPerSecond,
      history: () => [],
      activeMs: () => hour,
    },
    storage: () => null,
    statement: () => null,
    cards: () => [],
    checks: () => [],
    cardOf: () => null,
  }
  // The parts of the engine that a snapshot asks, and nothing else of them.
  return statusSchema.parse(takeSnapshot(from as unknown as From, 1))
}

/** The coverage of a world, as the catalogue adds it up. */
export const coverageOf = (world: World) =>
  world.folders.map((folder, at) => {
    const skipped = (folder.counts.skipped ?? 0) - folder.notPhotos
    const reasons = [
      { reason: 'empty', files: folder.notPhotos },
      { reason: 'too-large', files: skipped },
      { reason: 'item-error', files: folder.counts.failed ?? 0 },
      { reason: 'found', files: waitingIn(folder) },
    ].filter(({ files }) => files > 0)
    return {
      sourceId: String(at + 1),
      folder: '',
      name: folder.name,
      files: sum(
        folder.counts,
        fileStates.filter((state) => state !== 'gone'),
      ),
      done: folder.counts.done ?? 0,
      doubtful: folder.doubtful,
      bytes: 0,
      hasChildren: false,
      reasons,
    }
  })

/** A number from 0 to below 1, the same row for the same seed (mulberry32). */
function dice(seed: number): () => number {
  let at = seed
  return () => {
    at = (at + 0x6d2b79f5) | 0
    let mixed = Math.imul(at ^ (at >>> 15), 1 | at)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
}

const settings: Settings = { ...defaultSettings, isBackupOn: true, firstRunStep: 'done' }

/** Makes what belongs together fit: what is in hand, what is due, and what nobody has looked at. */
function fitting(world: World): World {
  const here = world.folders.filter(({ isThere }) => isThere)
  const left = here.reduce((total, folder) => total + waitingIn(folder) - folder.undecided, 0)
  const isIdle = left === 0 || world.stops.length > 0 || world.isIdle
  return {
    ...world,
    isIdle,
    // Where nothing is in hand and something is left, it is due at some time.
    nextTryAt: left === 0 ? null : (world.nextTryAt ?? (isIdle ? now + 4 * minute : null)),
    skippedUnseen: Math.min(world.skippedUnseen, countOf(world, 'skipped')),
  }
}

const folder = (name: string, given: Partial<Folder>): Folder => ({
  ...{ name, counts: {}, notPhotos: 0, doubtful: 0, undecided: 0 },
  ...{ isThere: true, isUnfamiliar: false },
  ...{ lastScanAt: now - 12 * minute, unreadable: 0 },
  ...given,
})
const calm: Omit<World, 'folders'> = {
  stops: [],
  skippedUnseen: 0,
  isScanning: false,
  isIdle: false,
  nextTryAt: null,
  usedToday: 369,
  lastCheckedAt: now - 12 * minute,
  bytesPerSecond: null,
  settings,
}

/** Folders that are away: just now, for long, never looked through, and with another one in their place. */
const away: readonly Partial<Folder>[] = [
  { isThere: false },
  { isThere: false, lastScanAt: now - 40 * day },
  { isThere: false, lastScanAt: null, counts: {}, undecided: 0 },
  { isThere: false, isUnfamiliar: true },
]

/** Every stop with every content; every content with every folder that is away; and as many by chance. */
export function allWorlds(byChance: number): World[] {
  const worlds: World[] = []
  for (const content of contents) {
    const pictures = folder('Pictures', content)
    worlds.push({ ...calm, folders: [pictures] })
    for (const stop of stops) worlds.push({ ...calm, folders: [pictures], stops: [stop] })
    for (const one of away)
      for (const other of contents)
        worlds.push({ ...calm, folders: [pictures, folder('Camera', { ...other, ...one })] })
  }
  worlds.push({ ...calm, folders: [] })
  const random = dice(1)
  const pick = <T>(from: readonly T[]): T => {
    const picked = from[Math.floor(random() * from.length)]
    if (picked === undefined) throw new Error('Nothing to pick from')
    return picked
  }
  const oneOf = (chance: number): boolean => random() < chance
  while (worlds.length < byChance) {
    const chosen = [...new Set(Array.from({ length: pick([0, 0, 1, 2, 3]) }, () => pick(stops)))]
    // Of one kind there is one at a time.
    const kinds = new Map(chosen.map((stop) => [stop.kind, stop]))
    kinds.delete(kinds.has('signed-out') ? 'account-unconfirmed' : 'forbidden')
    const folders = ['Pictures', 'Camera', 'Scans'].slice(0, pick([1, 1, 2, 3])).map((name) =>
      folder(name, {
        ...pick(contents),
        unreadable: oneOf(0.15) ? pick([1, 7]) : 0,
        ...(oneOf(0.2) ? pick(away) : {}),
      }),
    )
    worlds.push({
      ...calm,
      stops: [...kinds.values()],
      folders,
      skippedUnseen: pick([0, 1, 31]),
      isScanning: oneOf(0.2),
      isIdle: oneOf(0.5),
      nextTryAt: pick([null, now + 5_000, now + 4 * minute, now + 6 * hour, now + 30 * hour]),
      usedToday: pick([0, 369, 10_000]),
      lastCheckedAt: pick([null, now, now - 12 * minute, now - 3 * day]),
      bytesPerSecond: pick([null, 2_000_000]),
    })
  }
  return worlds.map(fitting)
}
