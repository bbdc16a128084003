// What every command and event carries. Handlers, bridge and window types are derived from here;
// the shell and the engine parse what they receive with these schemas before they act on it.
import { pairChoiceSchema, pairFiguresSchema, partnerSchema } from './pair-schemas.ts'
import {
  albumChoiceSchema,
  albumListSchema,
  albumPreviewSchema,
  rowAlbumSchema,
} from './album-schemas.ts'
import { albumAbsences } from './albums.ts'
import * as z from 'zod'
import { mostChosen } from './bounds.ts'
import { captionSchema } from './captions.ts'
import { cardCommands } from './card-schemas.ts'
import { checkCommands } from './check-schemas.ts'
import { failureSchema, type Failure } from './failure.ts'
import {
  alreadyChoiceSchema,
  contentFactsSchema,
  fileStates,
  keptOriginalReasons,
  photoSizes,
  settingsSchema,
  skipReasonSchema,
  versionChoices,
} from './model.ts'
import { unwrittenReasons } from './photo-dates.ts'
import type { EngineCommandName, EventName, ShellCommandName } from './names.ts'
import { outcomes } from './rehearsal.ts'
import {
  rehearsalSchema,
  rehearsalStageSchema,
  rehearsedAlbumsSchema,
  rehearsedFileSchema,
} from './rehearsal-schemas.ts'
import type { Result } from './result.ts'
import { undatedChoiceSchema, addedDateSchema } from './photo-date-schemas.ts'
import { statementFormats, statementHeadSchema, statementSchema } from './statement.ts'
import { signInStateSchema, statusSchema } from './status.ts'
import { undatedCommands } from './undated-schemas.ts'

const nothing = z.object({})
const done = z.object({})
const id = z.string().min(1).max(40)
/** A folder of a source, relative to it, '' for the source itself. */
const insideSource = z.string().max(4096)

/** What the history can be narrowed to; all given parts must hold. */
export const historyFilterSchema = z.object({
  search: z.string().max(200),
  states: z.array(z.enum(fileStates)),
  sourceId: id.nullable(),
  /** A folder and all below it, as a path inside the source, '' for the source itself. */
  folder: insideSource.nullable(),
  mediaKind: z.enum(['photo', 'video']).nullable(),
  /** The `kind` of a skip reason or failure. */
  reason: z.string().max(60).nullable(),
  changedFrom: z.number().nullable(),
  changedTo: z.number().nullable(),
  hasDate: z.boolean().nullable(),
  /** Photos in an album at Google, or in the library and not in the album of their folder. */
  album: z.enum(['in', 'not']).nullable(),
  /** What belongs to a still is shown with that, where both fit; of albums each file is by itself. */
  isFolded: z.boolean().exactOptional(),
})
/** What the history can be narrowed to. */
export type HistoryFilter = z.infer<typeof historyFilterSchema>

/** One file in the history. */
export const historyRowSchema = z.object({
  fileId: id,
  name: z.string(),
  folder: z.string(),
  sourceId: id,
  sourceName: z.string(),
  state: z.enum(fileStates),
  skip: skipReasonSchema.nullable(),
  failure: failureSchema.nullable(),
  until: z.number().nullable(),
  changedAt: z.number(),
  modifiedAt: z.number(),
  sizeBytes: z.number(),
  /** What its list is ordered by: a time (ms since 1970) or bytes. */
  orderKey: z.number(),
  /** Size of what was or will be sent; null while undecided. */
  sentSizeBytes: z.number().nullable(),
  isReduced: z.boolean(),
  keptOriginal: z.enum(keptOriginalReasons).nullable(),
  /** The tags that a reduced copy would have lost; null where it is not for them that the original went. */
  lost: z.string().nullable(),
  /** The date that was or will be written into its copy, as it carries none; null: none. */
  addedDate: addedDateSchema.nullable(),
  /** Why a date that was found for it was not written. */
  undated: z.enum(unwrittenReasons).nullable(),
  /** The caption that its photo was made with, or that Google did not take; null: none. */
  caption: captionSchema.nullable(),
  isDuplicate: z.boolean(),
  isPresent: z.boolean(),
  facts: contentFactsSchema.nullable(),
  canOpen: z.boolean(),
  /** The albums at Google that have its photo, that of its folder first; very many are not all named. */
  albums: z.array(rowAlbumSchema),
  /** Why its photo, which is in the library, is not in the album of its folder; null: it is, or there is to be none. */
  notInAlbum: z.enum(albumAbsences).nullable(),
  /** The file got other bytes since a photo of it went to the library, where that stays; null: none is known. */
  olderVersion: z.object({ canOpen: z.boolean() }).nullable(),
  /** The files of its folder that are one picture with it. */
  partners: z.array(partnerSchema),
})
/** One file in the history. */
export type HistoryRow = z.infer<typeof historyRowSchema>

/** The orders of the history: the last change, the largest of what was read, or the newest by the day taken. */
export const historyOrders = ['changed', 'size', 'taken'] as const
/** One of the orders of the history. */
export type HistoryOrder = (typeof historyOrders)[number]

/** Where a page of history begins: the last row of the page before it, with its key in the order. */
export const historyCursorSchema = z.object({ key: z.number(), fileId: id })
/** Where a page of history begins. */
export type HistoryPlace = z.infer<typeof historyCursorSchema>

/** Files of the history: some, or all that fit a filter but some. */
export const chosenSchema = z.union([
  z.object({ fileIds: z.array(id).min(1).max(mostChosen) }),
  z.object({ filter: historyFilterSchema.exactPartial(), except: z.array(id).max(mostChosen) }),
])
/** Files of the history: some, or all that fit a filter but some. */
export type Chosen = z.infer<typeof chosenSchema>

/** A folder or file of a source that could not be looked into. */
const unreadablePlaceSchema = z.object({
  sourceId: id,
  /** Relative to the source, '' for the source itself. */
  path: z.string(),
  isFolder: z.boolean(),
  /** The system's name of the error, such as EACCES. */
  code: z.string(),
  /** Since when it has been so, ms since 1970. */
  since: z.number(),
})
/** A folder or file of a source that could not be looked into. */
export type UnreadablePlace = z.infer<typeof unreadablePlaceSchema>

const problemSchema = z.object({
  state: z.enum(['skipped', 'failed', 'waiting']),
  /** The `kind` of the skip reason or failure. */
  reason: z.string(),
  files: z.number(),
  bytes: z.number(),
  /** The newest of them, by its name. */
  example: z.object({ fileId: id, name: z.string() }).nullable().optional(),
  /** One example, whole, for its numbers. */
  skip: skipReasonSchema.nullable(),
  failure: failureSchema.nullable(),
})

const check = z.object({
  name: z.enum([
    'backup-on',
    'not-paused',
    'signed-in',
    'online',
    'network',
    'power',
    'hours',
    'google',
    'storage',
    'sources',
    'disk',
    'catalogue',
    'shoebox',
  ]),
  answer: z.enum(['yes', 'no', 'unknown']),
  detail: z.string(),
})

const brokenInvariant = z.object({
  invariant: z.string(),
  count: z.number(),
  examples: z.array(z.string()),
})

/** The two pictures of a preview. */
export const previewPictures = ['before', 'after'] as const

const pictureFigures = z.object({
  width: z.number(),
  height: z.number(),
  sizeBytes: z.number(),
})
const sizePreview = z.object({
  /** Names the two pictures, which show the same part of the photo at 100 %. */
  previewId: z.uuid(),
  fileId: id,
  name: z.string(),
  before: pictureFigures,
  after: pictureFigures,
})
/** One of the user's own photos before and after its reduction. */
export type SizePreview = z.infer<typeof sizePreview>

/** What can be chosen of a folder. */
const sourceChoicesSchema = z.object({
  photoSize: z.enum(photoSizes).nullable(),
  includeSubfolders: z.boolean(),
  followLinks: z.boolean(),
  changedVersions: z.enum(versionChoices),
  undated: undatedChoiceSchema,
  already: alreadyChoiceSchema,
  albums: albumChoiceSchema,
  pairs: pairChoiceSchema,
  ignorePatterns: z.array(z.string().max(200)).max(50),
  goesFirst: z.boolean(),
})

/** Input and output of every engine command. */
export const engineCommands = {
  getStatus: { input: nothing, output: statusSchema },
  getSettings: { input: nothing, output: settingsSchema },
  changeSettings: {
    input: z.object({
      change: settingsSchema.exactPartial(),
      /** With a new photo size: photos already prepared in the old one, and not sent, are prepared anew. */
      redecide: z.boolean().optional(),
    }),
    output: settingsSchema,
  },
  signIn: { input: nothing, output: z.object({ url: z.string() }) },
  cancelSignIn: { input: nothing, output: done },
  signOut: { input: nothing, output: done },
  useClient: {
    input: z.object({ json: z.string().max(20_000) }),
    output: z.object({ clientId: z.string() }),
  },
  getClient: {
    input: nothing,
    output: z.object({
      origin: z.enum(['built-in', 'own', 'none']),
      clientId: z.string().nullable(),
      /** False where this computer has no safe store, so that sign-in and client are forgotten at quit. */
      isKept: z.boolean(),
    }),
  },
  testClient: {
    input: nothing,
    output: z.object({
      findings: z.array(
        z.object({
          name: z.enum([
            'client-type',
            'known-to-google',
            'api-enabled',
            'scopes',
            'consent-published',
          ]),
          answer: z.enum(['yes', 'no', 'unknown']),
        }),
      ),
    }),
  },
  /** Where there is no safe store, sign-in and client are kept in a file that only the user can read. */
  keepInFile: { input: nothing, output: done },
  addSource: {
    input: z.object({
      path: z.string().min(1).max(4096),
      /** What a new one begins with: what was said of it, or what the first run was answered. Left out: some may be there. */
      already: z.union([alreadyChoiceSchema, z.literal('as-answered')]).optional(),
    }),
    output: z.object({ sourceId: id }),
  },
  /** Every folder with what was chosen for it, also those that take no part in this run. */
  listSources: {
    input: nothing,
    output: z.object({
      sources: z.array(
        z.object({
          sourceId: id,
          path: z.string(),
          leftOut: z.array(z.string()),
          /** When its first whole scan ended, ms since 1970. */
          firstScanAt: z.number().nullable(),
          isConnected: z.boolean(),
          ...sourceChoicesSchema.shape,
        }),
      ),
    }),
  },
  removeSource: { input: z.object({ sourceId: id }), output: done },
  changeSource: {
    input: z.object({
      sourceId: id,
      ...sourceChoicesSchema.exactPartial().shape,
      /** As in `changeSettings`, for the photos of this folder. */
      redecide: z.boolean().optional(),
    }),
    output: done,
  },
  /** This account, which somebody signed in with, is the user's own; another that came meanwhile is not meant. */
  confirmAccount: { input: z.object({ email: z.string().min(1).max(320) }), output: done },
  /** What lies where an unfamiliar folder was is that folder all the same. */
  confirmSource: { input: z.object({ sourceId: id }), output: done },
  /** The folders inside one of a source, as they are now, for the tree in which they are ticked. */
  listFolders: {
    input: z.object({ sourceId: id, folder: insideSource }),
    output: z.object({
      folders: z.array(
        z.object({
          folder: z.string(),
          name: z.string(),
          /** Photos and videos known to be in it or below, and those of them that are backed up. */
          files: z.number(),
          done: z.number(),
          hasChildren: z.boolean(),
        }),
      ),
      /** How many more there are. */
      more: z.number(),
    }),
  },
  /** Leaves a folder inside a source out with all below it, or takes it again. */
  leaveOut: {
    input: z.object({ sourceId: id, folder: insideSource.min(1), isLeftOut: z.boolean() }),
    output: done,
  },
  countFolder: {
    input: z.object({ path: z.string().min(1).max(4096) }),
    output: z.object({
      files: z.number(),
      bytes: z.number(),
      onlineOnly: z.number(),
      libraries: z.array(z.string()),
      isNetwork: z.boolean(),
      /** False: there is at least this much. */
      isWhole: z.boolean(),
      /** The next ask may know more. */
      isCounting: z.boolean(),
    }),
  },
  scanNow: { input: nothing, output: done },
  /** What rests until a time is tried now; no folder is searched for it. */
  tryNow: { input: nothing, output: done },
  pause: { input: z.object({ until: z.union([z.number(), z.literal('resumed')]) }), output: done },
  resume: { input: nothing, output: done },
  listHistory: {
    input: z.object({
      filter: historyFilterSchema.exactPartial(),
      order: z.enum(historyOrders).optional(),
      after: historyCursorSchema.nullable(),
      limit: z.number().int().min(1).max(500),
    }),
    output: z.object({ rows: z.array(historyRowSchema), next: historyCursorSchema.nullable() }),
  },
  /** A part of the count, and where the next part begins; all parts together are exact. */
  countHistory: {
    input: z.object({
      filter: historyFilterSchema.exactPartial(),
      after: historyCursorSchema.nullable(),
    }),
    output: z.object({ files: z.number(), next: historyCursorSchema.nullable() }),
  },
  /** The rows behind a place without their content: how many, where pages of them begin, and which days. */
  outlineHistory: {
    input: z.object({
      filter: historyFilterSchema.exactPartial(),
      order: z.enum(historyOrders).optional(),
      after: historyCursorSchema,
      /** Rows of a page, and how many of them the page under way has already. */
      pageRows: z.number().int().min(1).max(500),
      inPage: z.number().int().min(0).max(499),
    }),
    output: z.object({
      files: z.number(),
      /** The last row of each page, as far as pages are full. */
      marks: z.array(historyCursorSchema),
      /** Each first row of a day, as its number among these rows; the first row always. Of sizes, the first that was not read. */
      days: z.array(z.object({ row: z.number(), key: z.number() })),
      /** Where the outline goes on. */
      next: historyCursorSchema.nullable(),
    }),
  },
  /** The first folders whose path has all the words of the search. */
  historyFolders: {
    input: z.object({ search: z.string().max(200) }),
    output: z.object({
      folders: z.array(z.object({ sourceId: id, folder: z.string() })),
      isWhole: z.boolean(),
    }),
  },
  /** What a folder could leave out of the pairs that are known, or leaves out. */
  pairFigures: { input: z.object({ sourceId: id }), output: pairFiguresSchema },
  coverage: {
    input: z.object({ sourceId: id.nullable(), folder: insideSource }),
    output: z.object({
      rows: z.array(
        z.object({
          sourceId: id,
          folder: z.string(),
          name: z.string(),
          files: z.number(),
          done: z.number(),
          /** Among `done`: what could not be decoded on this computer, and may be damaged. */
          doubtful: z.number().optional(),
          bytes: z.number(),
          hasChildren: z.boolean(),
          reasons: z.array(z.object({ reason: z.string(), files: z.number() })),
        }),
      ),
    }),
  },
  problems: {
    input: nothing,
    output: z.object({
      groups: z.array(problemSchema),
      /** The history number these groups were read at, for `skippedSeenUpTo` once they were looked at. */
      upTo: z.number().optional(),
      /** Folders and files that the last scans could not look into; the first hundred. */
      unreadable: z.array(unreadablePlaceSchema).optional(),
    }),
  },
  retryItem: { input: z.object({ fileId: id }), output: done },
  retryAll: {
    input: z.object({ reason: z.string().max(60) }),
    output: z.object({ files: z.number() }),
  },
  ignoreAll: {
    input: z.object({ reason: z.string().max(60) }),
    output: z.object({ files: z.number() }),
  },
  /** What failed, waits or was left out among these goes back to work. */
  retryChosen: { input: z.object({ of: chosenSchema }), output: z.object({ files: z.number() }) },
  /** The same files are never asked for again. */
  ignoreChosen: { input: z.object({ of: chosenSchema }), output: z.object({ files: z.number() }) },
  /** Their paths, as many as anyone pastes anywhere. */
  pathsChosen: {
    input: z.object({ of: chosenSchema }),
    output: z.object({ paths: z.array(z.string()), isWhole: z.boolean() }),
  },
  ...undatedCommands,
  /** The albums of a folder, of the account and the client that are used now. */
  listAlbums: {
    input: z.object({ sourceId: id, limit: z.number().int().min(1).max(500).optional() }),
    output: albumListSchema,
  },
  /** What this choice would make of a folder; nothing is made or stored for it. */
  previewAlbums: {
    input: z.object({ sourceId: id, albums: albumChoiceSchema }),
    output: albumPreviewSchema,
  },
  /** One that was deleted at Google, or that Google did not make, is made again with all that belongs there. */
  remakeAlbum: { input: z.object({ albumId: id }), output: done },
  /** What became of it at Google stays so, and nobody is asked again. */
  leaveAlbum: { input: z.object({ albumId: id }), output: done },
  raiseLimits: { input: nothing, output: z.object({ files: z.number() }) },
  locate: {
    input: z.object({ fileId: id }),
    output: z.object({
      path: z.string(),
      productUrl: z.string().nullable(),
      /** The same of what the file was before it got other bytes. */
      olderUrl: z.string().nullable(),
      isPresent: z.boolean(),
    }),
  },
  thumbnail: {
    input: z.object({ fileId: id, side: z.number().int().min(32).max(1024) }),
    output: z.object({ path: z.string().nullable() }),
  },
  estimateSizes: {
    input: nothing,
    output: z.object({
      files: z.number(),
      photos: z.number(),
      videos: z.number(),
      originalBytes: z.number(),
      highBytes: z.number(),
      /** Half the width of the interval that holds the true figure with 95 % confidence, in bytes. */
      spreadBytes: z.number(),
      sampled: z.number(),
      isWhole: z.boolean(),
    }),
  },
  /** One of the user's own photos before and after its reduction; null when none is found that would be reduced. */
  previewSize: {
    /** `not`: the photo on show, when another one is wanted. */
    input: z.object({ not: id.optional() }),
    output: z.object({ preview: sizePreview.nullable() }),
  },
  previewPicture: {
    input: z.object({ previewId: z.uuid(), which: z.enum(previewPictures) }),
    output: z.object({ path: z.string().nullable() }),
  },
  /** Begins to look at what a backup of these folders would do, null: of all. Another one under way ends with it. */
  startRehearsal: {
    input: z.object({ sourceIds: z.array(id).max(1000).nullable() }),
    output: z.object({ rehearsalId: z.uuid() }),
  },
  /** How far it is, and some of the files with one outcome. */
  readRehearsal: {
    input: z.object({
      rehearsalId: z.uuid(),
      outcome: z.enum(outcomes),
      from: z.number().int().min(0),
      limit: z.number().int().min(0).max(500),
    }),
    output: z.object({
      rehearsal: rehearsalSchema,
      stage: rehearsalStageSchema,
      isDone: z.boolean(),
      /** null: none is wanted, or not everything was looked at yet. */
      albums: rehearsedAlbumsSchema.nullable(),
      /** From where on the rows are, and of which outcome. */
      outcome: z.enum(outcomes),
      from: z.number(),
      rows: z.array(rehearsedFileSchema),
      /** How many can be read of each outcome; of very many, some are only counted. */
      listed: z.record(z.enum(outcomes), z.number()),
    }),
  },
  endRehearsal: { input: z.object({ rehearsalId: z.uuid() }), output: done },
  ...checkCommands,
  ...cardCommands,
  /** What is safe now, kept as a receipt. */
  makeStatement: { input: nothing, output: z.object({ statement: statementSchema }) },
  listStatements: {
    input: nothing,
    output: z.object({ statements: z.array(statementHeadSchema) }),
  },
  getStatement: {
    input: z.object({ statementId: id }),
    output: z.object({ statement: statementSchema }),
  },
  writeStatement: {
    input: z.object({
      path: z.string().min(1),
      statementId: id,
      format: z.enum(statementFormats),
      locale: z.string().max(40),
    }),
    output: done,
  },
  exportHistory: {
    input: z.object({ path: z.string().min(1), of: chosenSchema.optional() }),
    output: z.object({ rows: z.number() }),
  },
  diagnose: { input: nothing, output: z.object({ checks: z.array(check) }) },
  verify: {
    input: nothing,
    output: z.object({ broken: z.array(brokenInvariant), files: z.number() }),
  },
  eraseAll: { input: nothing, output: done },
} satisfies Record<EngineCommandName, { input: z.ZodType; output: z.ZodType }>

/** Pages outside the app, opened by name so that the window never names an address. */
export const pageNames = [
  'google-photos',
  'google-storage',
  'google-account-permissions',
  'google-cloud-console',
  'google-api-library',
  'google-drive-api',
  'google-consent-screen',
  'google-audience',
  'google-clients',
] as const

/** What the window showed last, for a start at which the engine has not answered yet. Before a first run it has no status. */
export const lastSeenSchema = z.object({
  settings: settingsSchema,
  status: statusSchema.nullable(),
})
/** What the window showed last. */
export type LastSeen = z.infer<typeof lastSeenSchema>

/** Where the user is in the window, in the page's own words: only another page reads it. */
export const placeSchema = z.string().max(20_000)

/** Input and output of every shell command. */
export const shellCommands = {
  chooseFolder: { input: nothing, output: z.object({ sourceId: id.nullable() }) },
  offerFolders: {
    input: nothing,
    output: z.object({
      offers: z.array(
        z.object({
          offerId: id,
          name: z.string(),
          path: z.string(),
          kind: z.enum(['pictures', 'desktop', 'card', 'suggested']),
          files: z.number(),
          bytes: z.number(),
          onlineOnly: z.number(),
          libraries: z.array(z.string()),
          isNetwork: z.boolean(),
          isWhole: z.boolean(),
          isCounting: z.boolean(),
          sourceId: id.nullable(),
        }),
      ),
    }),
  },
  addOfferedFolder: { input: z.object({ offerId: id }), output: z.object({ sourceId: id }) },
  /** The path comes from the preload's webUtils.getPathForFile of a real drop, never from page script. */
  dropFolder: {
    input: z.object({ path: z.string().min(1).max(4096) }),
    output: z.object({ sourceId: id }),
  },
  chooseClientFile: { input: nothing, output: z.object({ clientId: z.string().nullable() }) },
  /** Files in the folder of downloads that are called as Google calls its client files; none is opened for it. */
  findClientFiles: {
    input: nothing,
    output: z.object({
      files: z.array(z.object({ fileId: id, name: z.string(), savedAt: z.number() })),
    }),
  },
  /** The system asks before the file is opened. */
  useFoundClient: { input: z.object({ fileId: id }), output: z.object({ clientId: z.string() }) },
  openSignInPage: { input: nothing, output: done },
  copySignInLink: { input: nothing, output: done },
  openPage: { input: z.object({ page: z.enum(pageNames) }), output: done },
  openItem: {
    input: z.object({ fileId: id, version: z.enum(['own', 'older']).optional() }),
    output: done,
  },
  openAlbum: { input: z.object({ sourceId: id, albumId: id }), output: done },
  openFolder: { input: z.object({ sourceId: id }), output: done },
  showInFolder: { input: z.object({ fileId: id }), output: done },
  copyText: { input: z.object({ text: z.string().max(20_000) }), output: done },
  /** Copies the paths of these files, one a line. */
  copyPaths: {
    input: z.object({ of: chosenSchema }),
    output: z.object({ files: z.number(), isWhole: z.boolean() }),
  },
  saveHistory: {
    input: z.object({ of: chosenSchema.optional() }),
    output: z.object({ rows: z.number().nullable() }),
  },
  saveStatement: {
    input: z.object({ statementId: id, format: z.enum(statementFormats) }),
    output: z.object({ isSaved: z.boolean() }),
  },
  /** `is`: saved, given up in the dialog, or refused inside the folder that was checked. */
  saveSourceCheck: {
    input: z.object({ checkId: z.uuid() }),
    output: z.object({ is: z.enum(['saved', 'given-up', 'inside']) }),
  },
  saveSupportBundle: { input: nothing, output: z.object({ isSaved: z.boolean() }) },
  getAppInfo: {
    input: nothing,
    output: z.object({
      version: z.string(),
      platform: z.enum(['win32', 'darwin', 'linux']),
      locale: z.string(),
      isStartAtLoginPossible: z.boolean(),
      isAutoUpdatePossible: z.boolean(),
      isGoogleReal: z.boolean(),
    }),
  },
  /** What to show until the engine has answered; `place`: what the page before this one left with, handed out once. */
  getLastSeen: {
    input: nothing,
    output: z.object({ seen: lastSeenSchema.nullable(), place: placeSchema.nullable() }),
  },
  /** The answer to `leaveAsked`. A page on which something is unfinished is not ended. */
  leave: { input: z.object({ place: placeSchema, isUnfinished: z.boolean() }), output: done },
  /** Starts the engine anew, after it has ended too often for that to be done unasked. */
  restartEngine: { input: nothing, output: done },
  quit: { input: nothing, output: done },
} satisfies Record<ShellCommandName, { input: z.ZodType; output: z.ZodType }>

/** What each event carries. */
export const events = {
  statusChanged: statusSchema,
  signInChanged: signInStateSchema,
  /** Something in the history changed; the window asks again for what it shows. */
  historyChanged: z.object({ revision: z.number() }),
  navigate: z.union([
    z.object({
      to: z.enum([
        'home',
        'history',
        'folders',
        'settings',
        'problems',
        'receipts',
        'undated',
        'help',
      ]),
    }),
    z.object({ to: z.literal('check'), sourceId: z.string() }),
  ]),
  engineStateChanged: z.object({
    state: z.enum(['starting', 'running', 'restarting', 'failed']),
    failure: failureSchema.nullable(),
  }),
  /** Nobody has seen the window for a while, and its page is about to end: it answers with `leave`. */
  leaveAsked: nothing,
} satisfies Record<EventName, z.ZodType>

/** Input and output of every command, the engine's and the shell's. */
export const commands = { ...engineCommands, ...shellCommands }
/** The name of any command. */
export type CommandName = keyof typeof commands
/** What a command takes. */
export type Input<K extends CommandName> = z.input<(typeof commands)[K]['input']>
/** What a command takes, after its defaults are filled in. */
export type ParsedInput<K extends CommandName> = z.output<(typeof commands)[K]['input']>
/** What a command answers. */
export type Output<K extends CommandName> = z.output<(typeof commands)[K]['output']>
/** What an event carries. */
export type Payload<K extends EventName> = z.output<(typeof events)[K]>

/** One function per engine command. */
export type EngineHandlers = {
  [K in EngineCommandName]: (input: ParsedInput<K>) => Promise<Result<Output<K>, Failure>>
}
/** One function per shell command. */
export type ShellHandlers = {
  [K in ShellCommandName]: (input: ParsedInput<K>) => Promise<Result<Output<K>, Failure>>
}

/** Parses what claims to be the input of a command; a stranger shape is a `bad-request`. */
export function parseInput<K extends CommandName>(
  name: K,
  input: unknown,
): Result<ParsedInput<K>, Failure> {
  const parsed = commands[name].input.safeParse(input)
  if (parsed.success) return { ok: true, value: parsed.data as ParsedInput<K> }
  const problem = `${name}: ${z.prettifyError(parsed.error)}`.slice(0, 500)
  return { ok: false, failure: { kind: 'bad-request', problem } }
}
