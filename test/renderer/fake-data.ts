// Invented but plausible photos for the window's tests and screenshots: a history of any length, computed
// row by row from its number so that a million rows cost nothing, and folders to go with it.
import { isGiven } from '../../src/renderer/screens/history/outcomes.ts'
import type { Partner } from '../../src/shared/pair-schemas.ts'
import type { HistoryFilter, HistoryRow, Output, SizePreview } from '../../src/shared/contract.ts'
import type { Failure } from '../../src/shared/failure.ts'
import type { FileState, SkipReason } from '../../src/shared/model.ts'
import type { SourceView, Status } from '../../src/shared/status.ts'
import type { Statement } from '../../src/shared/statement.ts'
import { namedAndDated } from './fake-dates.ts'

/** The moment at which all of it is set. */
export const setAt = new Date(2026, 5, 12, 15, 24).getTime()

const folders = [
  ['1', 'Pictures', '2026/06 Lake district'],
  ['1', 'Pictures', '2026/05 Garden'],
  ['1', 'Pictures', 'Scans/1978'],
  ['2', 'EOS card', 'DCIM/100CANON'],
  ['1', 'Pictures', ''],
] as const

/** The folders of the invented history, as a filter offers them. */
export const historyFolders: Output<'historyFolders'>['folders'] = [
  { sourceId: '1', folder: '' },
  { sourceId: '1', folder: '2026/05 Garden' },
  { sourceId: '1', folder: '2026/06 Lake district' },
  { sourceId: '1', folder: 'Scans/1978' },
  { sourceId: '2', folder: '' },
  { sourceId: '2', folder: 'DCIM/100CANON' },
]

const skips: SkipReason[] = [
  { kind: 'too-large', sizeBytes: 143_000_000, limitBytes: 78_643_200 },
  { kind: 'online-only' },
  { kind: 'not-a-photo', detected: 'application/pdf' },
]
const failures: Failure[] = [
  { kind: 'file-unreadable', code: 'EACCES' },
  { kind: 'item-error', code: 3 },
]
const kept = [
  'motion-photo',
  'raw',
  'gain-map',
  'small-enough',
  'not-smaller',
  'undecodable',
] as const

/** How a row's number decides its outcome. */
function outcomeOf(at: number): FileState {
  if (at % 41 === 7) return 'skipped'
  if (at % 67 === 11) return 'failed'
  if (at % 53 === 5) return 'waiting'
  return 'done'
}

/** What somebody wrote of one photo in eleven, and of a few that Google did not take it for. */
function captionAt(at: number): HistoryRow['caption'] {
  const isRefused = at % 33 === 3
  if (at % 11 !== 1 && !isRefused) return null
  const text = 'Grandma’s garden in May.\nThe peonies were late that year.'
  return { text, source: 'iptc', isRefused }
}

/** One row of the history by its number, newest first. */
export function rowAtNumber(at: number, total: number): HistoryRow {
  const [sourceId, sourceName, folder] = folders[Math.floor(at / 37) % folders.length] ?? folders[0]
  const state = outcomeOf(at)
  const isVideo = at % 23 === 4
  const number = String(total - at).padStart(4, '0')
  const isReduced = state === 'done' && !isVideo && at % 3 !== 0
  const sizeBytes = isVideo ? 184_000_000 + at * 1_000 : 4_100_000 + ((at * 7_919) % 9_000_000)
  const isKept = state === 'done' && !isReduced && !isVideo
  // About two hundred a day.
  const changedAt = setAt - at * 430_000 - 60_000
  const photo = { at, number, folder, isVideo, isReduced, isDone: state === 'done', changedAt }
  const { name, dates } = namedAndDated(photo)
  // One in two of those that wait has no date, and goes when the others have gone.
  const isLast = state === 'waiting' && at % 106 === 58
  return {
    fileId: String(total - at),
    name,
    folder,
    sourceId,
    sourceName,
    state,
    skip: state === 'skipped' ? (skips[at % skips.length] ?? null) : null,
    failure:
      state === 'failed'
        ? (failures[at % failures.length] ?? null)
        : state === 'waiting'
          ? isLast
            ? { kind: 'undated' }
            : { kind: 'server-error', status: 503 }
          : null,
    until: state === 'waiting' ? setAt + (isLast ? 86_400_000 : 240_000) : null,
    changedAt,
    orderKey: changedAt,
    modifiedAt: changedAt - 86_400_000,
    sizeBytes,
    sentSizeBytes: isReduced ? Math.round(sizeBytes * 0.42) : sizeBytes,
    isReduced,
    keptOriginal: isKept ? (kept[Math.floor(at / 3) % kept.length] ?? null) : null,
    lost: null,
    addedDate: dates.addedDate,
    undated: dates.undated,
    caption: state === 'done' ? captionAt(at) : null,
    isDuplicate: at % 97 === 13,
    isPresent: at % 89 !== 3,
    facts: {
      mediaKind: isVideo ? 'video' : 'photo',
      mimeType: isVideo ? 'video/mp4' : 'image/jpeg',
      width: isVideo ? 3840 : 6000,
      height: isVideo ? 2160 : 4000,
      takenAt: isLast ? null : dates.takenAt,
    },
    canOpen: state === 'done',
    albums:
      state === 'done' && at % 59 === 9
        ? [{ albumId: '7', sourceId: '1', title: 'Italy', canOpen: true }]
        : [],
    notInAlbum: state === 'done' && at % 59 === 6 ? 'not-taken' : null,
    olderVersion: state === 'done' && at % 41 === 2 ? { canOpen: true } : null,
    partners: [],
  }
}

/** Every third file has its RAW, the first of which was left out, the next went; every fifth is a Live Photo. */
export function somePartners({ fileId, name }: HistoryRow): Partner[] {
  const at = Number(fileId)
  const stem = name.replace(/\.[^.]*$/, '')
  const other = { fileId: `partner-${fileId}`, reason: null, state: 'done' } as const
  const isOut = at % 2 === 0
  const out = { state: 'skipped', reason: 'left-to-partner' } as const
  return [
    ...(at % 3 === 0
      ? [{ ...other, name: `${stem}.CR2`, is: 'raw' as const, ...(isOut ? out : {}) }]
      : []),
    ...(at % 5 === 0 ? [{ ...other, name: `${stem}.MOV`, is: 'film' as const }] : []),
  ]
}

/** Whether a row fits a filter, as the catalogue decides it. */
export function fits(row: HistoryRow, filter: Partial<HistoryFilter>): boolean {
  const search = filter.search?.toLowerCase() ?? ''
  const isNamed = `${row.name}\n${row.folder}`.toLowerCase().includes(search)
  const isInFolder =
    !filter.folder || row.folder === filter.folder || row.folder.startsWith(`${filter.folder}/`)
  const kinds: (string | null | undefined)[] = [
    row.skip?.kind,
    row.failure?.kind,
    row.state === 'done' ? row.keptOriginal : null,
  ]
  return (
    isNamed &&
    isInFolder &&
    (!filter.states?.length || filter.states.includes(row.state)) &&
    (!isGiven(filter.sourceId) || filter.sourceId === row.sourceId) &&
    (!isGiven(filter.mediaKind) || filter.mediaKind === row.facts?.mediaKind) &&
    (!isGiven(filter.reason) || kinds.includes(filter.reason)) &&
    (!isGiven(filter.changedFrom) || row.changedAt >= filter.changedFrom) &&
    (!isGiven(filter.changedTo) || row.changedAt <= filter.changedTo) &&
    (!isGiven(filter.hasDate) || filter.hasDate === isGiven(row.facts?.takenAt)) &&
    (!isGiven(filter.album) ||
      (filter.album === 'in' ? row.albums.length > 0 : row.notInAlbum !== null))
  )
}

/** A folder as the window sees it; a test states only what matters to it. */
export function aSource(given: Partial<SourceView> = {}): SourceView {
  return {
    sourceId: '1',
    path: 'C:\\Users\\first\\Pictures',
    name: 'Pictures',
    state: 'watching',
    watchProblem: null,
    scanEveryMs: 3_600_000,
    lastScanAt: setAt - 720_000,
    photoSize: null,
    includeSubfolders: true,
    ignorePatterns: [],
    files: 11_204,
    bytes: 78_200_000_000,
    done: 1_040,
    unreadableFolders: 0,
    ...given,
  }
}

const sources: SourceView[] = [
  aSource(),
  aSource({
    sourceId: '2',
    path: 'E:\\DCIM',
    name: 'EOS card',
    state: 'scanning',
    lastScanAt: null,
    photoSize: 'original',
    ignorePatterns: ['*.thm'],
    files: 1_227,
    bytes: 8_900_000_000,
    done: 157,
  }),
  aSource({
    sourceId: '3',
    path: '\\\\attic-nas\\photos\\scans and slides',
    name: 'scans and slides',
    state: 'timer',
    watchProblem: 'network',
    scanEveryMs: 900_000,
    lastScanAt: setAt - 300_000,
    ignorePatterns: ['Exports/**'],
    files: 2_410,
    bytes: 19_000_000_000,
    done: 2_410,
    unreadableFolders: 2,
  }),
]

/** A speed that wavers like a real line's. */
const history = Array.from({ length: 60 }, (_, at) =>
  Math.round(3_900_000 + 900_000 * Math.sin(at / 4) + 500_000 * Math.sin(at * 1.7)),
)

const nothing = { files: 0, bytes: 0 }

/** In the middle of the first backup. */
export function uploadingStatus(): Status {
  return {
    revision: 1,
    at: setAt,
    signIn: {
      kind: 'signed-in',
      email: 'first@example.test',
      name: 'First Tester',
      picture: null,
      isKept: true,
    },
    hasClient: true,
    isBackupOn: true,
    pausedUntil: null,
    counts: {
      found: { files: 6_000, bytes: 40e9 },
      fingerprinted: { files: 2_200, bytes: 15e9 },
      ready: { files: 2_950, bytes: 17e9 },
      sent: { files: 34, bytes: 200e6 },
      creating: { files: 16, bytes: 100e6 },
      done: { files: 3_607, bytes: 24.4e9 },
      waiting: { files: 3, bytes: 12e6 },
      skipped: { files: 31, bytes: 4.1e9 },
      failed: { files: 4, bytes: 31e6 },
      gone: nothing,
    },
    duplicates: 214,
    skippedUnseen: 31,
    conditions: [],
    activity: 'uploading',
    active: [
      {
        fileId: '14801',
        name: 'IMG_4801.JPG',
        phase: 'sending',
        sentBytes: 2.1e6,
        sizeBytes: 4.8e6,
      },
      {
        fileId: '14802',
        name: 'IMG_4802.JPG',
        phase: 'sending',
        sentBytes: 0.6e6,
        sizeBytes: 5.1e6,
      },
      {
        fileId: '14803',
        name: 'Grandma’s kitchen 0031.tif',
        phase: 'preparing',
        sentBytes: 0,
        sizeBytes: 61e6,
      },
      {
        fileId: '14800',
        name: 'IMG_4800.JPG',
        phase: 'creating',
        sentBytes: 3.9e6,
        sizeBytes: 3.9e6,
      },
    ],
    progress: {
      filesDone: 3_607,
      filesTotal: 14_810,
      bytesDone: 24.4e9,
      bytesTotal: 106.1e9,
      bytesPerSecond: 4_200_000,
      finishAt: setAt + 5.4 * 3_600_000,
      history,
    },
    sources,
    lastCheckedAt: setAt - 720_000,
    nextTryAt: null,
    lastDoneAt: setAt - 4_000,
    requests: { usedToday: 3_724, limit: 10_000, resetsAt: new Date(2026, 5, 13, 9, 0).getTime() },
    storage: { limitBytes: 214_748_364_800, usedBytes: 91_200_000_000, at: setAt - 1_500_000 },
    catalogue: 'good',
  }
}

/** Places that could not be looked into, one for each cause and more of one. */
export const unreadable: Output<'problems'>['unreadable'] = [
  { sourceId: '1', path: '2004/Scans', isFolder: true, code: 'EACCES', since: setAt },
  ...Array.from({ length: 11 }, (_, at) => ({
    ...{ sourceId: '1', path: `2005/locked-${at}.jpg`, isFolder: false, code: 'EPERM' },
    since: setAt,
  })),
  { sourceId: '2', path: '', isFolder: true, code: 'EIO', since: setAt },
  { sourceId: '3', path: 'Attic', isFolder: true, code: 'ETIMEDOUT', since: setAt },
]

/** Everything is backed up. */
export function completeStatus(): Status {
  const status = uploadingStatus()
  const { done, skipped, gone } = status.counts
  return {
    ...status,
    activity: 'complete',
    active: [],
    skippedUnseen: 0,
    counts: {
      found: nothing,
      fingerprinted: nothing,
      ready: nothing,
      sent: nothing,
      creating: nothing,
      waiting: nothing,
      failed: nothing,
      done: { ...done, files: 14_810, bytes: 102e9 },
      skipped,
      gone,
    },
    sources: sources.map((source) => ({
      ...source,
      state: 'watching',
      watchProblem: null,
      done: source.files,
      unreadableFolders: 0,
    })),
    progress: {
      filesDone: 14_810,
      filesTotal: 14_810,
      bytesDone: 102e9,
      bytesTotal: 102e9,
      bytesPerSecond: null,
      finishAt: null,
      history: [],
    },
  }
}

/** Nothing has happened yet. */
export function freshStatus(): Status {
  const status = completeStatus()
  return {
    ...status,
    signIn: { kind: 'signed-out', reason: 'never' },
    isBackupOn: false,
    counts: { ...status.counts, done: nothing, skipped: nothing },
    duplicates: 0,
    conditions: [{ kind: 'backup-off', until: null }],
    activity: 'resting',
    sources: [],
    lastCheckedAt: null,
    lastDoneAt: null,
    storage: null,
    progress: { ...status.progress, filesDone: 0, filesTotal: 0, bytesDone: 0, bytesTotal: 0 },
  }
}

/** Folders offered in the first run. */
export const offers: Output<'offerFolders'>['offers'] = [
  {
    offerId: 'pictures',
    name: 'Pictures',
    path: 'C:\\Users\\first\\Pictures',
    kind: 'pictures',
    files: 11_204,
    bytes: 78_200_000_000,
    onlineOnly: 340,
    libraries: [],
    isNetwork: false,
    isWhole: true,
    isCounting: false,
    sourceId: null,
  },
  {
    offerId: 'desktop',
    name: 'Desktop',
    path: 'C:\\Users\\first\\Desktop',
    kind: 'desktop',
    files: 63,
    bytes: 212_000_000,
    onlineOnly: 0,
    libraries: ['Old Photos Library.photoslibrary'],
    isNetwork: false,
    isWhole: true,
    isCounting: false,
    sourceId: null,
  },
  {
    offerId: 'card',
    name: 'EOS card',
    path: 'E:\\DCIM',
    kind: 'card',
    files: 1_227,
    bytes: 8_900_000_000,
    onlineOnly: 0,
    libraries: [],
    isNetwork: false,
    isWhole: false,
    isCounting: true,
    sourceId: null,
  },
]

/** What keeps photos from being backed up. */
export const problemGroups: Output<'problems'>['groups'] = [
  {
    state: 'failed',
    reason: 'file-unreadable',
    example: { fileId: '1', name: 'IMG_0037.JPG' },
    files: 3,
    bytes: 21e6,
    skip: null,
    failure: { kind: 'file-unreadable', code: 'EACCES' },
  },
  {
    state: 'failed',
    reason: 'item-error',
    example: { fileId: '2', name: 'IMG_0074.JPG' },
    files: 1,
    bytes: 10e6,
    skip: null,
    failure: { kind: 'item-error', code: 3 },
  },
  {
    state: 'skipped',
    reason: 'too-large',
    example: { fileId: '3', name: 'IMG_0111.JPG' },
    files: 19,
    bytes: 3.6e9,
    skip: { kind: 'too-large', sizeBytes: 143_000_000, limitBytes: 78_643_200 },
    failure: null,
  },
  {
    state: 'skipped',
    reason: 'online-only',
    example: { fileId: '4', name: 'IMG_0148.JPG' },
    files: 9,
    bytes: 480e6,
    skip: { kind: 'online-only' },
    failure: null,
  },
  {
    state: 'skipped',
    reason: 'not-a-photo',
    example: { fileId: '5', name: 'IMG_0185.JPG' },
    files: 3,
    bytes: 1.1e6,
    skip: { kind: 'not-a-photo', detected: 'application/pdf' },
    failure: null,
  },
  {
    state: 'waiting',
    reason: 'server-error',
    example: { fileId: '6', name: 'IMG_0222.JPG' },
    files: 3,
    bytes: 12e6,
    skip: null,
    failure: { kind: 'server-error', status: 503 },
  },
]

/** Folders with the share that is backed up. */
export const coverageRows: Output<'coverage'>['rows'] = [
  {
    sourceId: '1',
    folder: '',
    name: 'Pictures',
    files: 11_204,
    done: 11_176,
    bytes: 78e9,
    hasChildren: true,
    reasons: [
      { reason: 'too-large', files: 19 },
      { reason: 'online-only', files: 9 },
    ],
  },
  {
    sourceId: '1',
    folder: '2026',
    name: '2026',
    files: 2_904,
    done: 2_904,
    bytes: 21e9,
    hasChildren: true,
    reasons: [],
  },
  {
    sourceId: '1',
    folder: '2026/06 Lake district',
    name: '06 Lake district',
    files: 420,
    done: 420,
    bytes: 3e9,
    hasChildren: false,
    reasons: [],
  },
  {
    sourceId: '1',
    folder: 'Scans',
    name: 'Scans',
    files: 1_903,
    done: 1_875,
    bytes: 40e9,
    hasChildren: false,
    reasons: [
      { reason: 'too-large', files: 19 },
      { reason: 'online-only', files: 9 },
    ],
  },
  {
    sourceId: '2',
    folder: '',
    name: 'EOS card',
    files: 1_227,
    done: 157,
    bytes: 8.9e9,
    hasChildren: false,
    reasons: [{ reason: 'ready', files: 1_070 }],
  },
]

/** Photos that can be compared in both sizes. */
export const previews: SizePreview[] = [
  {
    previewId: '5f0c6f0e-4b1d-4a5e-9a3e-0d6f3b1c2a01',
    fileId: '71',
    name: 'IMG_4711.jpg',
    before: { width: 6000, height: 4000, sizeBytes: 9_400_000 },
    after: { width: 4899, height: 3266, sizeBytes: 3_100_000 },
  },
  {
    previewId: '5f0c6f0e-4b1d-4a5e-9a3e-0d6f3b1c2a02',
    fileId: '72',
    name: 'DSC_0815.jpg',
    before: { width: 8256, height: 5504, sizeBytes: 21_800_000 },
    after: { width: 4899, height: 3266, sizeBytes: 4_200_000 },
  },
]

/** What is in the way, as troubleshooting finds it. */
export const checks: Output<'diagnose'>['checks'] = [
  { name: 'backup-on', answer: 'yes', detail: '' },
  { name: 'not-paused', answer: 'yes', detail: '' },
  { name: 'signed-in', answer: 'yes', detail: '' },
  { name: 'online', answer: 'unknown', detail: '' },
  { name: 'network', answer: 'yes', detail: '' },
  { name: 'power', answer: 'no', detail: '' },
  { name: 'hours', answer: 'yes', detail: '' },
  { name: 'google', answer: 'yes', detail: '' },
  { name: 'storage', answer: 'yes', detail: '' },
  { name: 'sources', answer: 'no', detail: 'E:\\DCIM' },
  { name: 'disk', answer: 'yes', detail: '' },
  { name: 'catalogue', answer: 'yes', detail: '' },
  { name: 'shoebox', answer: 'yes', detail: '' },
]

/** What the folders of the first run come to in each size. */
export const sizeEstimate: Output<'estimateSizes'> = {
  files: 12_431,
  photos: 11_980,
  videos: 451,
  originalBytes: 87_100_000_000,
  highBytes: 51_400_000_000,
  spreadBytes: 1_900_000_000,
  sampled: 30,
  isWhole: true,
}

/** A receipt with two folders. */
export function aStatement(change: Partial<Statement> = {}): Statement {
  const none = { safe: 0, safeBytes: 0, needYou: 0, waiting: 0, leftOut: 0, noPhotos: 0 }
  const card = { ...none, safe: 204, safeBytes: 812e6, needYou: 3 }
  const scans = { ...none, safe: 120, safeBytes: 2_410e6, leftOut: 5, noPhotos: 2 }
  const whole = { ...none, safe: 1_000, safeBytes: 4_240e6, leftOut: 5, noPhotos: 2 }
  const pictures = { sourceId: '1', source: 'Pictures' }
  return {
    statementId: '2',
    at: setAt - 3_600_000,
    why: 'monthly',
    account: 'first@example.test',
    total: { ...whole, safe: 1_204, safeBytes: 5_052e6, needYou: 3 },
    unread: 0,
    away: [],
    folders: [
      { ...pictures, folder: '', ...whole },
      { ...pictures, folder: 'Garden', ...none, safe: 880, safeBytes: 1_830e6 },
      { ...pictures, folder: 'Scans', ...scans },
      { sourceId: '2', source: 'EOS card', folder: '', ...card },
    ],
    ...change,
  }
}
