// Joins the files of this room into one Catalog over an open, migrated connection. It decides nothing itself but in which
// order the parts are made, go on after a start, and end.
import type { Database } from 'better-sqlite3'
import type { Catalog } from '../ports/catalogue.ts'
import { createAccounts } from './accounts.ts'
import { createAlbumAnswers } from './album-answers.ts'
import { createAlbumLine } from './album-line.ts'
import { createAlbumBook } from './albums.ts'
import { createAlready } from './already.ts'
import { createAppVersion } from './app-version.ts'
import { backupTime, listBackups, writeBackup } from './backup.ts'
import { createCaptionBook } from './captions.ts'
import { createChosen } from './chosen.ts'
import { createClockJump } from './clock-jump.ts'
import { createCoverage } from './coverage.ts'
import { createWrite, type Room } from './database.ts'
import { createTell, telling, tellingRows } from './damage.ts'
import { createDateChoices } from './date-choices.ts'
import { createExpected } from './expected.ts'
import { createFollow } from './follow.ts'
import { createFillIn } from './fill-in.ts'
import { createFigures } from './figures.ts'
import { createHistoryBounds } from './history-rows.ts'
import { createHistory } from './history.ts'
import { createKnownBytes } from './known-bytes.ts'
import { createKnownFiles } from './known-files.ts'
import { createLinker } from './link.ts'
import { createLeave } from './leave.ts'
import { createLogFlow } from './log-flow.ts'
import type { OpenOptions } from './open-options.ts'
import { createReadyCount } from './ready-count.ts'
import { createReadBack } from './read-back.ts'
import { createReceipts, receiptFolder, type Receipt } from './receipts.ts'
import { createRecorder } from './record.ts'
import { createPairs } from './pairs.ts'
import { createOthers } from './others.ts'
import { createPlanAnew } from './plan-anew.ts'
import { createRequests } from './requests.ts'
import { createScan } from './scan.ts'
import { createSlices } from './slices.ts'
import { createSettings } from './settings.ts'
import { createSources } from './sources.ts'
import { createStatements } from './statements.ts'
import { createStates } from './states.ts'
import { createTallyBook } from './tally.ts'
import { createTurnOrder } from './turn-order.ts'
import { createTurns } from './turns.ts'
import { createUnreadable } from './unreadable.ts'
import { createTypeTrials } from './type-trials.ts'
import { createUndatedGroups } from './undated-groups.ts'
import { createUndated } from './undated.ts'
import { createVerify } from './verify.ts'
import { createVersions } from './versions.ts'
import { createVolumes } from './volumes.ts'
import { createWishes } from './wishes.ts'
import { createWork } from './work.ts'

/** Builds the catalogue over a connection, which it owns from now on. */
export function createCatalog(
  db: Database,
  openedAs: Catalog['openedAs'],
  options: OpenOptions,
): Catalog & { keepReceipts(receipts: readonly Receipt[]): void } {
  const { clock, checkpoint } = options
  const book = createTallyBook(db)
  const tell = createTell(options)
  const elapsed = (): number => clock.monotonic()
  const turns = createTurns(elapsed)
  const logFlow = createLogFlow(db, { turns, clock, tell })
  const write = createWrite(db, book, logFlow.committed)
  const room: Room = { db, book, now: () => clock.now(), elapsed, write }
  const slices = createSlices(room, turns)
  const accounts = createAccounts(room)
  const sources = createSources(room, accounts)
  const volumes = createVolumes(room)
  const albums = createAlbumBook(room, { accounts, sources, slices })
  const states = createStates(room, accounts, {
    settled: (...settled) => choices.settled(...settled),
    done: albums.shown,
    rests: (fileId) => pairs.rests(fileId),
  })
  const unreadable = createUnreadable(room)
  const versions = createVersions(room, { accounts, sources, states })
  const choices = createDateChoices(room, { accounts, states, slices })
  const wishes = createWishes(room, states, slices)
  const pairs = createPairs(room, { sources, states, wishes })
  const linker = createLinker(room, { states, versions, choices, pairs, onDone: albums.shown })
  const readBack = createReadBack(room, accounts, states)
  const receipts = createReceipts(receiptFolder(options.path))
  const captions = createCaptionBook(room)
  const recorder = createRecorder(room, {
    ...{ accounts, states, linker, readBack, receipts, versions, captions, choices, albums, pairs },
  })
  const requests = createRequests(room, accounts, clock, tell)
  const others = createOthers(room)
  const settings = createSettings(room)
  const history = createHistory(room, { accounts, sources, versions, volumes })

  const follow = createFollow(room, { accounts, states, versions, slices, clock })
  const jump = createClockJump(room, { accounts, slices, tell })
  const already = createAlready(room, { accounts, sources, wishes })
  const figures = createFigures(room, accounts, sources, others, already, pairs)
  const types = createTypeTrials(room, accounts, sources)
  const chosen = createChosen(room, { states, slices, history, types })
  const { forgetSource, ...statements } = createStatements(room, sources, volumes)
  const leave = createLeave(room, {
    ...{ sources, states, slices, captions, statements: { forgetSource } },
  })

  let backup: Promise<void> | null = null
  const backUp = async (): Promise<void> => {
    await writeBackup(db, options.backupFolder, clock.now())
    checkpoint('backup-written')
    receipts.begin(clock.now())
  }

  const catalog: ReturnType<typeof createCatalog> = {
    ...sources,
    ...createKnownFiles(room),
    ...createKnownBytes(room, { accounts, sources }),
    ...createScan(room, { states, sources, linker, slices, unreadable, others, versions, pairs }),
    recall: others.recall,
    unreadableCounts: unreadable.unreadableCounts,
    unreadablePlaces: unreadable.unreadablePlaces,
    currentAccount: () => accounts.currentAccount(),
    useAccount: (account) => already.withAccount(account, follow.useAccount),
    pruneHistory: createHistoryBounds(room, slices),
    isBusy: () =>
      accounts.isFollowing() ||
      [wishes, chosen, leave, choices, albums, jump].some((work) => work.isUnderWay()),
    removeSource: leave.removeSource,
    ...recorder,
    ...createWork(
      room,
      accounts,
      sources,
      createTurnOrder(room, accounts, sources, () => settings.settings().uploadOrder),
      jump,
    ),
    ...createAlbumLine(room, accounts, sources),
    ...createAlbumAnswers(room, accounts, sources),
    ...createReadyCount(room, sources),
    ...createUndated(room, sources),
    captionChoice: captions.captionChoice,
    cameraCaptions: captions.cameraCaptions,
    albumOwner: albums.albumOwner,
    wantsAlbums: albums.wantsAlbums,
    isTitleTaken: albums.isTitleTaken,
    isAlbumDue: albums.isAlbumDue,
    albumsAt: albums.albumsAt,
    allAlbums: albums.allAlbums,
    albumFolders: albums.albumFolders,
    albumFigures: albums.albumFigures,
    nextForAlbum: albums.nextForAlbum,
    takeOverAlbum: albums.takeOverAlbum,
    changeAlbums: albums.changeAlbums,
    remakeAlbum: albums.remakeAlbum,
    pairCandidates: pairs.pairCandidates,
    leavesPairsOut: pairs.leavesPairsOut,
    leftToPartner: pairs.leftToPartner,
    changePairs: pairs.changePairs,
    pairFigures: pairs.pairFigures,
    olderFiles: already.olderFiles,
    changeAlready: already.changeAlready,
    ...createUndatedGroups(room, accounts, sources),
    decideDates: choices.decideDates,
    undoDates: choices.undoDates,
    forgetDates: choices.forgetDates,
    planDatesAnew: choices.planDatesAnew,
    followDates: choices.followDates,
    ...settings,
    ...createAppVersion(room),
    ...volumes,
    ...createExpected(room, sources),
    ...requests,
    ...figures,
    ...history,
    allHistory: () => tellingRows(history.allHistory(), tell),
    ...createCoverage(room, accounts, sources, volumes),
    ...statements,
    retryFile: (fileId) => wishes.retryFile(fileId),
    isKeptVersion: versions.isKeptVersion,
    olderVersionOf: versions.olderVersionOf,
    retryReason: (reason, sourceId) => wishes.retryReason(reason, sourceId),
    ignoreReason: (reason) => wishes.ignoreReason(reason),
    retryChosen: chosen.retryChosen,
    ignoreChosen: chosen.ignoreChosen,
    rowsChosen: (those) => tellingRows(chosen.rowsChosen(those), tell),
    ...createPlanAnew(room, accounts, sources, states),
    ...types,
    ...createVerify(room),
    isReadBackNeeded: () => readBack.isNeeded(),
    setReadBackNeeded: (isNeeded) => readBack.setNeeded(isNeeded),
    readBackPlace: () => readBack.place(),
    adoptFromLibrary: (items, place) => readBack.adopt(items, place),
    keepReceipts: (kept) => readBack.keep(kept),
    openedAs,
    // Two at once would write the same file: the second caller waits for the first one's.
    backUp: () =>
      (backup ??= backUp().finally(() => {
        backup = null
      })),
    lastBackUpAt: () => {
      const [newest] = listBackups(options.backupFolder)
      return newest === undefined ? null : backupTime(newest)
    },
    shrink: () => {
      db.pragma('shrink_memory')
    },
    close: () => {
      logFlow.stop()
      slices.stop()
      requests.stop()
      if (!db.open) return
      try {
        requests.flush()
      } finally {
        db.close()
      }
    },
  }
  void createFillIn(room, slices)()
    .catch(tell)
    // The next start goes on with it.
    .catch((error: unknown) => options.logger.error('Names are not folded for search yet', error))
  follow.goOn()
  wishes.goOn()
  chosen.goOn()
  // Chosen right before the app ended, perhaps.
  for (const { sourceId, changedVersions } of sources.sources())
    if (changedVersions === 'send')
      void wishes.retryReason('changed-version', sourceId).catch(() => undefined)
  already.goOn()
  pairs.goOn()
  leave.goOn()
  // What it had sent is there, and who chooses anew does not know how much.
  if (openedAs === 'rebuilt') settings.changeSettings({ already: 'some' })
  choices.goOn()
  albums.goOn()
  return telling(catalog, tell)
}
