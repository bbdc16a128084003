// Holds the code to its list of crash points. Every way in which the engine can change the world is listed here with the
// crash point that follows it, or with the reason why it needs none: a new method of a port does not compile without
// an entry, and a new file that writes to disk or network fails.
import { readdirSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { describe, expect, it } from 'vitest'
import type { Catalog } from '../../src/main/engine/ports/catalogue.ts'
import { sideEffects, type SideEffect } from '../../src/main/engine/ports/outside.ts'
import type { Photos } from '../../src/main/engine/ports/photos.ts'
import type { Preparer } from '../../src/main/engine/ports/prepare.ts'

const engineFolder = fileURLToPath(new URL('../../src/main/engine/', import.meta.url))
const files = readdirSync(engineFolder, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => ({ name, text: readFileSync(`${engineFolder}${name}`, 'utf8') }))

/** What a method changes: nothing, something that one crash point or more follow, or something harmless to lose or to do again. */
type Changes = 'nothing' | readonly [SideEffect, ...SideEffect[]] | { harmless: string }

const aWish = { harmless: 'one transaction; the user sees whether the wish was taken' }
const aStoredWish = { harmless: 'stored with its first slice, and gone on with at the next start' }
const ofThisRun = { harmless: 'lives in memory only' }

const catalogue = {
  next: 'nothing',
  nextDueAt: 'nothing',
  readyCount: 'nothing',
  twinOf: 'nothing',
  record: [
    'fingerprint-stored',
    'plan-stored',
    'session-stored',
    'token-stored',
    'creating-stored',
    'results-stored',
    'failure-stored',
    'album-intended',
    'album-stored',
  ],
  resumeCreating: { harmless: 'done again at the next start' },
  countRequests: { harmless: 'a request that is not counted makes the budget a little too large' },
  requestsToday: 'nothing',
  sources: 'nothing',
  addSource: aWish,
  removeSource: aWish,
  updateSource: { harmless: 'what was noticed about a folder is noticed again' },
  restrictTo: ofThisRun,
  applyWalk: ['scan-applied'],
  recall: 'nothing',
  finishScan: { harmless: 'the next scan notes it' },
  useAccount: { harmless: 'done again at the next start' },
  currentAccount: 'nothing',
  settings: 'nothing',
  changeSettings: aWish,
  tally: 'nothing',
  duplicates: 'nothing',
  sourceTallies: 'nothing',
  presentTally: 'nothing',
  expectedBytes: 'nothing',
  noteCopyShares: { harmless: 'measured again by the next estimate' },
  remaining: 'nothing',
  listHistory: 'nothing',
  countHistory: 'nothing',
  outlineHistory: 'nothing',
  historyFolders: 'nothing',
  coverage: 'nothing',
  problems: 'nothing',
  fileById: 'nothing',
  allHistory: 'nothing',
  renditionsInUse: 'nothing',
  captionChoice: 'nothing',
  cameraCaptions: 'nothing',
  unsentFiles: 'nothing',
  largePhotos: 'nothing',
  lastFileId: 'nothing',
  lastDoneAt: 'nothing',
  skippedSince: 'nothing',
  lastHistorySeq: 'nothing',
  retryFile: aWish,
  retryReason: aStoredWish,
  ignoreReason: aStoredWish,
  retryChosen: aStoredWish,
  ignoreChosen: aStoredWish,
  rowsChosen: 'nothing',
  takeUpUndated: { harmless: 'they are taken up again as soon as nothing else waits' },
  besides: 'nothing',
  undatedGroups: 'nothing',
  undatedGroup: 'nothing',
  undatedFiles: 'nothing',
  undatedFigures: 'nothing',
  decideDates: aWish,
  undoDates: aWish,
  forgetDates: aWish,
  planDatesAnew: aWish,
  followDates: { harmless: 'who waits is asked about what was decided as soon as it is taken up' },
  historyRow: 'nothing',
  figuresByFolder: 'nothing',
  keepStatement: { harmless: 'a receipt that was not kept is made a minute later' },
  statements: 'nothing',
  statement: 'nothing',
  isBusy: 'nothing',
  pruneHistory: { harmless: 'what was not dropped is dropped the next day' },
  planAnew: aWish,
  isReadBackNeeded: 'nothing',
  setReadBackNeeded: { harmless: 'set before the catalogue has its name' },
  readBackPlace: 'nothing',
  adoptFromLibrary: ['items-adopted'],
  tryType: { harmless: 'which file is tried for its type may be another one' },
  forgetRefusedTypes: aWish,
  verify: 'nothing',
  isKeptVersion: 'nothing',
  olderFiles: 'nothing',
  pairCandidates: 'nothing',
  leavesPairsOut: 'nothing',
  leftToPartner: 'nothing',
  pairFigures: 'nothing',
  wantsAlbums: 'nothing',
  waitingForAlbums: 'nothing',
  sentItems: 'nothing',
  albumsAt: 'nothing',
  albumOwner: 'nothing',
  isTitleTaken: 'nothing',
  isAlbumDue: 'nothing',
  allAlbums: 'nothing',
  albumFolders: 'nothing',
  albumFigures: 'nothing',
  nextForAlbum: { harmless: 'what no longer belongs into an album is forgotten once more' },
  takeOverAlbum: { harmless: 'taken over once more, before anything is put in' },
  changeAlbums: aStoredWish,
  remakeAlbum: aStoredWish,
  leaveAlbum: aWish,
  albumQuestions: 'nothing',
  albumCounts: 'nothing',
  changePairs: { harmless: 'noted before it, and gone on with at the next start' },
  changeAlready: { harmless: 'noted before it, and gone on with at the next start' },
  olderVersionOf: 'nothing',
  backUp: ['backup-written'],
  lastBackUpAt: 'nothing',
  knownFiles: 'nothing',
  knownBytes: 'nothing',
  knownPlace: 'nothing',
  unreadableFiles: 'nothing',
  unreadableCounts: 'nothing',
  unreadablePlaces: 'nothing',
  lastVersion: 'nothing',
  rememberedVolumes: 'nothing',
  rememberVolume: aWish,
  forgetVolumeOf: aWish,
  volumeOf: 'nothing',
  nameOf: 'nothing',
  isBackedUp: 'nothing',
  noteVersion: { harmless: 'noted after what met a bug was taken up, which may be done twice' },
  openedAs: 'nothing',
  shrink: 'nothing',
  close: 'nothing',
} as const satisfies Record<keyof Catalog, Changes>

const photos = {
  sendBytes: ['session-opened', 'chunk-sent', 'bytes-sent'],
  create: ['items-created'],
  list: 'nothing',
  readItems: 'nothing',
  probe: 'nothing',
  storage: 'nothing',
  createAlbum: ['album-made'],
  readAlbum: 'nothing',
  listAlbums: 'nothing',
  renameAlbum: ['album-renamed'],
  addToAlbum: ['album-filled'],
} as const satisfies Record<keyof Photos, Changes>

const preparer = {
  prepare: ['rendition-written'],
  renditionPath: 'nothing',
  discard: ['rendition-removed'],
  keepOnly: { harmless: 'done again at the next start' },
  thumbnail: { harmless: 'made again when it is looked at' },
  close: 'nothing',
} as const satisfies Record<keyof Preparer, Changes>

/** Calls of writing methods through whatever a room calls the port; the crash point stands within so many lines after. */
const calls: readonly { call: RegExp; within: number; changes: readonly SideEffect[] }[] = [
  { call: /\brecorder\.record(?:Soon)?\(/, within: 5, changes: catalogue.record },
  { call: /\bcatalog\.applyWalk\(/, within: 2, changes: catalogue.applyWalk },
  { call: /\bcatalog\.adoptFromLibrary\(/, within: 1, changes: catalogue.adoptFromLibrary },
  { call: /await writeBackup\(/, within: 2, changes: catalogue.backUp },
  { call: /\bsetAside\(path,/, within: 1, changes: ['catalogue-set-aside'] },
  { call: /\breplaceFileNow\(draft, path\)/, within: 1, changes: ['catalogue-replaced'] },
  { call: /\brenditions\.keep\(/, within: 2, changes: preparer.prepare },
  { call: /\bpreparer\.discard\(/, within: 2, changes: preparer.discard },
  { call: /\bphotos\.sendBytes\(/, within: 35, changes: photos.sendBytes },
  { call: /\bphotos\.create\(/, within: 12, changes: photos.create },
  { call: /\bphotos\.createAlbum\(/, within: 1, changes: photos.createAlbum },
  { call: /\bphotos\.renameAlbum\(/, within: 2, changes: photos.renameAlbum },
  { call: /\bphotos\.addToAlbum\(/, within: 2, changes: photos.addToAlbum },
]

/** Every file of the engine that writes to the disk by itself, and what follows a crash there. */
const diskWriters: Record<string, readonly SideEffect[] | { harmless: string }> = {
  'catalog/open.ts': ['catalogue-set-aside', 'catalogue-replaced'],
  'catalog/backup.ts': ['backup-written'],
  'catalog/damage.ts': { harmless: 'the next start looks at the file in any case' },
  'catalog/receipts.ts': {
    harmless: 'what is missing there is sent again should the catalogue be lost as well',
  },
  'prepare/preparer.ts': ['rendition-written'],
  'prepare/rendition-store.ts': ['rendition-written', 'rendition-removed'],
  'images/output-file.ts': ['rendition-written'],
  'ports/replace.ts': { harmless: 'the last step of those who call it, who are listed themselves' },
  'prepare/preview.ts': { harmless: 'a picture to look at' },
  'prepare/thumbnail-cache.ts': { harmless: 'made again when it is looked at' },
  'prepare/size-previews.ts': { harmless: 'a picture to look at' },
  'file-vault.ts': { harmless: 'replaced as a whole: the sign-in of before stays until then' },
  'upkeep/export-history.ts': { harmless: 'a file that the user asked for' },
  'upkeep/statement-file.ts': { harmless: 'a file that the user asked for' },
  'source-checks.ts': { harmless: 'tables of checks that ended with the engine before' },
  'upkeep/check-draft.ts': { harmless: 'a file that the user asked for, and its draft' },
  'upkeep/erase.ts': aWish,
  'upkeep/private-folder.ts': {
    harmless: 'makes the data folder, and closes it again at each start',
  },
}
const writesToDisk =
  /\b(?:writeFile|rename|rm|unlink|copyFile|mkdir|appendFile|truncate|symlink|link|cp|createWriteStream)(?:Sync)?\(|\.toFile\(|\.backup\(/

/** Every file that asks Google to change something. */
const networkWriters: Record<string, readonly SideEffect[] | { harmless: string }> = {
  'photos/albums.ts': ['album-made', 'album-renamed', 'album-filled'],
  'photos/create-items.ts': ['items-created'],
  'photos/resumable-upload.ts': ['session-opened', 'chunk-sent', 'bytes-sent'],
  'photos/send-bytes.ts': ['bytes-sent'],
}
const writesToNetwork = /\bmethod: '(?:POST|PUT|PATCH|DELETE)'/

/** The files whose code, comments aside, holds a match. */
const filesWith = (pattern: RegExp): string[] =>
  files
    .filter(({ text }) =>
      text.split('\n').some((line) => !/^\s*(?:\/\/|\*|\/\*)/.test(line) && pattern.test(line)),
    )
    .map(({ name }) => name)
    .sort()

describe('the crash points', () => {
  it('are all in the code, and no other', () => {
    const named = files.flatMap(({ text }) =>
      [...text.matchAll(/\bcheckpoint\('([a-z-]+)'\)/g)].map(([, name]) => name ?? ''),
    )
    expect([...new Set(named)].sort()).toEqual([...sideEffects].sort())
  })

  it('belong each to a way of writing', () => {
    const known = calls.flatMap(({ changes }) => changes)
    expect([...new Set(known)].sort()).toEqual([...sideEffects].sort())
  })

  for (const { call, within, changes } of calls) {
    it(`follow every ${call.source}`, () => {
      const met = files.flatMap(({ name, text }) => {
        const lines = text.split('\n')
        return lines.flatMap((line, index) =>
          call.test(line) ? [{ name, index, after: lines.slice(index, index + within + 1) }] : [],
        )
      })
      expect(met.length).toBeGreaterThan(0)
      const bare = met
        .filter(
          ({ after }) =>
            !changes.some((effect) => after.join('\n').includes(`checkpoint('${effect}')`)),
        )
        .map(({ name, index }) => `${name}:${index + 1}`)
      expect(bare).toEqual([])
    })
  }

  it('are thought of in every file that writes to the disk', () => {
    expect(filesWith(writesToDisk)).toEqual(Object.keys(diskWriters).sort())
  })

  it('are thought of in every file that writes to the network', () => {
    expect(filesWith(writesToNetwork)).toEqual(Object.keys(networkWriters).sort())
  })
})
