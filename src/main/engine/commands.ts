// One function for each command of the contract: reads the catalogue, changes settings and sources, and
// asks the rooms. Inputs are already parsed. What a command does to the queue goes through `world`.
import type { EngineHandlers } from '../../shared/contract.ts'
import type { Failure } from '../../shared/failure.ts'
import type { Settings } from '../../shared/model.ts'
import { fail, ok, type Result } from '../../shared/result.ts'
import type { Condition, Status } from '../../shared/status.ts'
import { albumCommands } from './commands-albums.ts'
import type { Cards } from './cards.ts'
import { createAnswered } from './commands-already.ts'
import { cardCommands } from './commands-cards.ts'
import { checkCommands } from './commands-checks.ts'
import { chosenCommands } from './commands-chosen.ts'
import { dateCommands } from './commands-dates.ts'
import { folderCommands } from './commands-folders.ts'
import { statementCommands } from './commands-statements.ts'
import type { Dates } from './dates.ts'
import { diagnose } from './conditions/index.ts'
import { exportHistory } from './upkeep/index.ts'
import type { Catalog } from './ports/catalogue.ts'
import type { FolderIdentity } from './ports/files.ts'
import type { OAuthClient, SystemFacts, TokenVault } from './ports/outside.ts'
import type { Limits, Preparer } from './ports/prepare.ts'
import type { SignIn } from './sign-in/index.ts'
import type { LooksAhead } from './looks-ahead.ts'
import { limitsOf, type PhotoPreparer } from './prepare/index.ts'
import { shownPath } from './shown-path.ts'
import type { Statements } from './statements.ts'
import type { LiveCount, Sources } from './sources/index.ts'

/** What the commands work on. */
export interface World extends LooksAhead {
  catalog: Catalog
  sources: Sources
  signIn: SignIn
  preparer: Preparer & Pick<PhotoPreparer, 'forgetThumbnails'>
  vault: TokenVault
  builtInClient: OAuthClient | null
  status(): Status
  conditions(): Condition[]
  settings(): Settings
  facts(): SystemFacts
  changeSettings(change: Partial<Settings>): Settings
  /** What is prepared and not sent, of one source, of all without a size of their own, or of all above limits, is prepared anew. */
  planAnew(sourceId: number | null, above?: Limits): Promise<void>
  statements: Pick<Statements, 'make'>
  dates: Dates
  cards: Cards
  now(): number
  identifyFolder(path: string): Promise<FolderIdentity>
  countFolder(path: string): Promise<Result<LiveCount, Failure>>
  /** Rows changed by a wish of the user: the queue looks again, the window is told. */
  rowsChanged(): void
  tryAgainNow(): void
  /** What the system says of the line is not taken for granted. */
  doubtLine(): void
  /** Forgets everything this computer holds of Shoebox; the engine cannot be used afterwards. */
  erase(): Promise<void>
}

/** More folders than these nobody reads; the search narrows them. */
const foldersAtOnce = 100
/** What is wrong with the first of them is wrong with most. */
const unreadableAtOnce = 100

const done = ok({})
const notFound = fail<Failure>({ kind: 'not-found' })

/** Makes the handlers. */
export function createCommands(world: World): EngineHandlers {
  const { catalog, sources, signIn } = world

  /** Work on very many rows: what the first slices bring is taken up while the others go on. */
  const inSlices = <T>(work: Promise<T>): Promise<T> => {
    world.rowsChanged()
    return work
  }

  const folders = folderCommands(world, inSlices)
  const answered = createAnswered(world, inSlices)
  /** Who asks for a type again that Google refused wants it tried, not left out once more. */
  const tryTypesAgain = (reason: string): void => {
    if (reason === 'not-taken') catalog.forgetRefusedTypes()
  }

  return {
    getStatus: async () => ok(world.status()),
    getSettings: async () => ok(world.settings()),
    changeSettings: async ({ change, redecide }) => {
      const before = world.settings()
      const after = world.changeSettings(change)
      if (after.already !== before.already) await answered(after)
      // A copy of 16 megapixels may fit where the original was too large.
      const isReducingNow = before.photoSize === 'original' && after.photoSize === 'high'
      const isOtherLimit = after.limits !== before.limits
      if ((isOtherLimit && after.limits === 'google') || isReducingNow) await raise(catalog)
      if (isOtherLimit && after.limits === 'small') await world.planAnew(null, limitsOf.small)
      if (change.leaveOutSmallPictures === false) await catalog.retryReason('small-picture')
      if (redecide === true) await world.planAnew(null)
      world.rowsChanged()
      return ok(after)
    },

    signIn: () => signIn.start(),
    cancelSignIn: async () => {
      signIn.cancel()
      return done
    },
    signOut: async () => {
      await signIn.signOut()
      return done
    },
    useClient: ({ json }) => signIn.useClient(json),
    getClient: async () => {
      const own = await world.vault.loadClient().catch(() => null)
      const isKept = await world.vault.isLasting().catch(() => false)
      if (own !== null) return ok({ origin: 'own', clientId: own.clientId, isKept })
      return world.builtInClient === null
        ? ok({ origin: 'none', clientId: null, isKept })
        : ok({ origin: 'built-in', clientId: world.builtInClient.clientId, isKept })
    },
    testClient: () => signIn.testClient(),
    keepInFile: async () => {
      await signIn.keepInFile()
      return done
    },

    ...folders,
    ...cardCommands(world.cards, folders.removeSource),
    confirmAccount: async ({ email }) => ((await signIn.confirm(email)) ? done : notFound),
    countFolder: ({ path }) => world.countFolder(path),
    scanNow: async () => {
      sources.scanAll()
      world.tryAgainNow()
      return done
    },

    tryNow: async () => {
      world.doubtLine()
      world.tryAgainNow()
      return done
    },

    pause: async ({ until }) => {
      world.changeSettings({ pausedUntil: until })
      return done
    },
    resume: async () => {
      world.changeSettings({ pausedUntil: null, isBackupOn: true })
      world.tryAgainNow()
      return done
    },

    listHistory: async ({ filter, after, limit, order }) =>
      ok(catalog.listHistory(filter, after, limit, order)),
    countHistory: async ({ filter, after }) => ok(catalog.countHistory(filter, after)),
    outlineHistory: async ({ filter, after, pageRows, inPage, order }) =>
      ok(catalog.outlineHistory(filter, after, { rows: pageRows, has: inPage }, order)),
    historyFolders: async ({ search }) => {
      const found = catalog.historyFolders(search, foldersAtOnce + 1)
      return ok({
        folders: found.slice(0, foldersAtOnce),
        isWhole: found.length <= foldersAtOnce,
      })
    },
    coverage: async ({ sourceId, folder }) =>
      ok({ rows: catalog.coverage(sourceId === null ? null : Number(sourceId), folder) }),
    problems: async () =>
      ok({
        groups: catalog.problems(),
        upTo: catalog.lastHistorySeq(),
        unreadable: catalog.unreadablePlaces(unreadableAtOnce),
      }),

    retryItem: async ({ fileId }) => {
      const lifecycle = catalog.fileById(Number(fileId))?.lifecycle
      if (lifecycle?.state === 'skipped') tryTypesAgain(lifecycle.reason.kind)
      if (!catalog.retryFile(Number(fileId))) return notFound
      world.rowsChanged()
      return done
    },
    retryAll: async ({ reason }) => {
      tryTypesAgain(reason)
      const files = await inSlices(catalog.retryReason(reason))
      world.rowsChanged()
      return ok({ files })
    },
    ignoreAll: async ({ reason }) => {
      const files = await inSlices(catalog.ignoreReason(reason))
      world.rowsChanged()
      return ok({ files })
    },
    ...chosenCommands(world, inSlices),
    ...statementCommands(catalog, world.statements),
    ...albumCommands(catalog, { inSlices, rowsChanged: world.rowsChanged }),
    ...dateCommands(world),
    raiseLimits: async () => {
      world.changeSettings({ limits: 'google' })
      const files = await inSlices(raise(catalog))
      world.rowsChanged()
      return ok({ files })
    },

    locate: async ({ fileId }) => {
      const file = catalog.fileById(Number(fileId))
      if (file === null) return notFound
      const { productUrl, isPresent } = file
      const olderUrl = catalog.olderVersionOf(file.fileId)?.productUrl ?? null
      return ok({ path: shownPath(file.path), productUrl, olderUrl, isPresent })
    },
    thumbnail: async ({ fileId, side }) => {
      const file = catalog.fileById(Number(fileId))
      if (file === null) return notFound
      const { signal } = new AbortController()
      const path = file.isPresent ? file.path : null
      const unread = `${file.fileId}-${file.stamp.mtimeUs}`
      const request = { path, key: file.sha256 ?? unread, side }
      const made = await world.preparer.thumbnail(request, signal)
      // What was drawn before its bytes were known, of a file that cannot be drawn any more.
      return ok({
        path: made ?? (await world.preparer.thumbnail({ path: null, key: unread, side }, signal)),
      })
    },
    estimateSizes: () => world.estimates.look(world.settings(), sources.isScannedOnce()),
    previewSize: ({ not }) => world.previews.show(not === undefined ? null : Number(not)),
    previewPicture: async ({ previewId, which }) =>
      ok({ path: world.previews.pathOf(previewId, which) }),
    startRehearsal: async ({ sourceIds }) => world.rehearsals.start(sourceIds),
    readRehearsal: async (ask) => world.rehearsals.read(ask),
    endRehearsal: async ({ rehearsalId }) => {
      world.rehearsals.end(rehearsalId)
      return done
    },
    ...checkCommands(world),
    exportHistory: ({ path, of }) =>
      exportHistory(path, of === undefined ? catalog.allHistory() : catalog.rowsChosen(of)),
    diagnose: async () => ok({ checks: diagnose(world.status(), world.settings(), world.facts()) }),
    verify: async () => {
      const files = Object.values(catalog.tally()).reduce((sum, tally) => sum + tally.files, 0)
      return ok({ broken: catalog.verify(), files })
    },
    eraseAll: async () => {
      await world.erase()
      return done
    },
  }
}

/** Takes what the lower limits left out back to work. */
async function raise(catalog: Catalog): Promise<number> {
  return (await catalog.retryReason('too-large')) + (await catalog.retryReason('too-many-pixels'))
}
