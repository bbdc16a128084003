// A bridge in memory that answers every command of the window from a small world of its own. For tests of the
// window and for its screenshots; it keeps the contract's shapes and none of the engine's rules.
import type { PairFigures, Partner } from '../../src/shared/pair-schemas.ts'
import type { Bridge, Initial } from '../../src/renderer/bridge.ts'
import { isNarrowed } from '../../src/renderer/screens/history/outcomes.ts'
import type {
  Chosen,
  HistoryOrder,
  HistoryRow,
  Input,
  Output,
  Payload,
  SizePreview,
} from '../../src/shared/contract.ts'
import type { RememberedCard } from '../../src/shared/card-schemas.ts'
import type { SourceCheck } from '../../src/shared/check-schemas.ts'
import type { Failure } from '../../src/shared/failure.ts'
import type { Settings } from '../../src/shared/model.ts'
import type { EventName, WindowCommandName } from '../../src/shared/names.ts'
import type { Result } from '../../src/shared/result.ts'
import type { Statement } from '../../src/shared/statement.ts'
import { unknownTakenAt } from '../../src/shared/order-keys.ts'
import type { SourceView, Status } from '../../src/shared/status.ts'
import type { RehearsedAlbums } from '../../src/shared/rehearsal-schemas.ts'
import type { Outcome } from '../../src/shared/rehearsal.ts'
import { afterTick } from '../../src/shared/sub-folders.ts'
import type { UndatedGroup } from '../../src/shared/undated-schemas.ts'
import {
  aSource,
  aStatement,
  checks,
  coverageRows,
  fits,
  historyFolders,
  offers,
  previews,
  problemGroups,
  rowAtNumber,
  setAt,
  sizeEstimate,
  uploadingStatus,
} from './fake-data.ts'
import { albumPreview, type FakeAlbum } from './fake-albums.ts'
import { aCheck, unsafeAnswer } from './fake-checks.ts'
import { rehearsalAnswer, rehearsalOf } from './fake-rehearsal.ts'
import { afterDecision, aGroup, photosOf, summaryOf, undatedGroups } from './fake-undated.ts'

/** What the fake starts with. */
export type FakeWorld = {
  status: Status
  settings: Settings
  /** Rows in the history. */
  rows: number
  client: Output<'getClient'>
  findings: Output<'testClient'>['findings']
  /** What lies in the folder of downloads. */
  downloads: Output<'findClientFiles'>['files']
  checks: Output<'diagnose'>['checks']
  /** What can be compared. */
  previews: SizePreview[]
  offers: Output<'offerFolders'>['offers']
  /** What the folders come to; null while nobody knows. */
  estimate: Output<'estimateSizes'> | null
  groups: Output<'problems'>['groups']
  unreadable: Output<'problems'>['unreadable']
  /** Folders with photos that carry no date. */
  undated: UndatedGroup[]
  coverage: Output<'coverage'>['rows']
  /** What a rehearsal finds, by what becomes of it. */
  rehearsed: Readonly<Record<Outcome, number>>
  rehearsedAlbums: RehearsedAlbums | null
  /** The last check of each folder, and what the next one finds. */
  sourceChecks: SourceCheck[]
  nextCheck: Partial<SourceCheck>
  /** Albums that are there, of every folder. */
  albums: FakeAlbum[]
  /** What is one picture with a file of the history. */
  partnersOf(row: HistoryRow): Partner[]
  /** What each folder could leave out of pairs. */
  pairFigures: PairFigures
  /** Cards that somebody answered for. */
  cards: RememberedCard[]
  /** So many folders more, for what a choice of albums would make. */
  manyFolders: number
  /** Receipts, the newest first. */
  statements: Statement[]
  /** Folders of the history. */
  folders: Output<'historyFolders'>['folders']
  initial: Initial
}

/** The fake, with what a test may look at and bring about. */
export type FakeBridge = Bridge & {
  world: FakeWorld
  /** Every call so far, in order. */
  calls: { name: WindowCommandName; input: unknown }[]
  emit<K extends EventName>(name: K, payload: Payload<K>): void
  /** Changes the status, and tells the window. */
  setStatus(change: Partial<Status>): void
  /** Lets a command fail from now on, or no longer. */
  failWith(name: WindowCommandName, failure: Failure | null): void
}

/** Fewer than the engine's, so that jsdom need not build a long list. */
const foldersAtOnce = 20

type Answers = {
  [K in WindowCommandName]: (input: Input<K>) => Output<K> | Failure
}

const orderedRow = (row: HistoryRow, order: HistoryOrder): HistoryRow =>
  order === 'changed'
    ? row
    : {
        ...row,
        orderKey: order === 'size' ? row.sizeBytes : (row.facts?.takenAt ?? unknownTakenAt),
      }

// No answer has a `kind`; every failure has.
const isFailure = (answer: unknown): answer is Failure =>
  typeof answer === 'object' && answer !== null && 'kind' in answer

/** Settings of somebody whose first run is over. */
export const settled = (change: Partial<Settings> = {}): Settings => ({
  // Not shared's own defaults: they would bring zod, which tries `eval`, into the page whose policy is watched.
  photoSize: 'high',
  limits: 'small',
  leaveOutSmallPictures: false,
  sendCaptions: true,
  uploadOrder: 'found',
  isBackupOn: true,
  pausedUntil: null,
  network: 'any',
  pauseOnMetered: false,
  power: 'any',
  onlyWhileUnused: false,
  allowedHours: null,
  speedLimit: null,
  startAtLogin: false,
  notifyFirstBackup: true,
  notifyAttention: true,
  notifySignedOut: true,
  theme: 'system',
  firstRunStep: 'done',
  clientStep: 'project',
  hasSeenTrayHint: true,
  already: 'nothing',
  skippedSeenUpTo: 0,
  ...change,
})

/** Creates a fake; what is not given is a backup in full swing. */
export function createFakeBridge(given: Partial<FakeWorld> = {}): FakeBridge {
  const world: FakeWorld = {
    status: uploadingStatus(),
    settings: settled(),
    rows: 2_000,
    client: { origin: 'built-in', clientId: '1234.apps.example.test', isKept: true },
    findings: [
      { name: 'client-type', answer: 'yes' },
      { name: 'known-to-google', answer: 'yes' },
      { name: 'api-enabled', answer: 'no' },
      { name: 'scopes', answer: 'unknown' },
      { name: 'consent-published', answer: 'unknown' },
    ],
    downloads: [],
    checks,
    groups: problemGroups,
    unreadable: [],
    undated: undatedGroups,
    previews,
    offers,
    estimate: sizeEstimate,
    coverage: coverageRows,
    albums: [],
    cards: [],
    manyFolders: 0,
    rehearsed: { goes: 240, copy: 3, done: 18, skipped: 7, failed: 2 },
    rehearsedAlbums: null,
    sourceChecks: [],
    partnersOf: () => [],
    pairFigures: { raw: { files: 0, bytes: 0 }, film: { files: 0, bytes: 0 } },
    nextCheck: aCheck(),
    statements: [
      aStatement(),
      aStatement({ statementId: '1', at: setAt - 30 * 86_400_000, why: 'first' }),
    ],
    folders: historyFolders,
    initial: { platform: 'win32', locale: 'en-GB', direction: 'ltr', standIn: null },
    ...given,
  }
  const listeners = new Map<EventName, Set<(payload: never) => void>>()
  const calls: FakeBridge['calls'] = []
  const failing = new Map<WindowCommandName, Failure>()

  const emit = <K extends EventName>(name: K, payload: Payload<K>): void => {
    for (const listener of listeners.get(name) ?? []) (listener as (p: Payload<K>) => void)(payload)
  }
  const setStatus = (change: Partial<Status>): void => {
    world.status = { ...world.status, ...change, revision: world.status.revision + 1 }
    emit('statusChanged', world.status)
  }
  const addSource = (source: Partial<SourceView> & { sourceId: string }): { sourceId: string } => {
    const added = aSource({ files: 12, bytes: 48e6, done: 0, state: 'scanning', ...source })
    setStatus({ sources: [...world.status.sources, added] })
    return { sourceId: added.sourceId }
  }
  const useOwnClient = (): { clientId: string } => {
    world.client = { ...world.client, origin: 'own', clientId: '1234.apps.example.test' }
    setStatus({ hasClient: true })
    return { clientId: '1234.apps.example.test' }
  }
  type Asked = Pick<Input<'listHistory'>, 'filter' | 'order' | 'after'>
  const rowsFor = ({ filter, order = 'changed', after }: Asked, limit: number): HistoryRow[] => {
    const rows = []
    // By the last change a page is made alone, so that a long history costs no more than a short one.
    const isByChange = order === 'changed'
    const from = isByChange && after !== null ? world.rows - Number(after.fileId) + 1 : 0
    for (let at = from; at < world.rows && !(isByChange && rows.length >= limit); at += 1) {
      const plain = rowAtNumber(at, world.rows)
      const row = orderedRow({ ...plain, partners: world.partnersOf(plain) }, order)
      if (fits(row, filter)) rows.push(row)
    }
    if (isByChange) return rows
    rows.sort((a, b) => b.orderKey - a.orderKey || Number(b.fileId) - Number(a.fileId))
    const begin = after === null ? 0 : rows.findIndex(({ fileId }) => fileId === after.fileId) + 1
    return rows.slice(begin, begin + limit)
  }
  const chosenCount = (of: Chosen): number =>
    'fileIds' in of
      ? of.fileIds.length
      : rowsFor({ filter: of.filter, after: null }, world.rows).length - of.except.length
  const takeGroup = (reason: string): { files: number } => {
    const group = world.groups.find((candidate) => candidate.reason === reason)
    world.groups = world.groups.filter((candidate) => candidate !== group)
    return { files: group?.files ?? 0 }
  }

  const answerAlbum = (albumId: string, change: Partial<FakeAlbum>): Record<string, never> => {
    world.albums = world.albums.map((album) =>
      album.albumId === albumId ? { ...album, ...change } : album,
    )
    setStatus({ albumQuestions: world.albums.filter(({ asks }) => asks !== null).length })
    return {}
  }
  const groupAt = (folderId: string): UndatedGroup =>
    world.undated.find((group) => group.folderId === folderId) ?? aGroup({ folderId, files: 0 })
  const decide = (folderId: string, choice: string | null | undefined) => {
    world.undated = afterDecision(world.undated, folderId, choice)
    const group = world.undated.find((one) => one.folderId === folderId)
    return { group: group ?? null }
  }

  const answers: Answers = {
    getStatus: () => world.status,
    getSettings: () => world.settings,
    changeSettings: ({ change }) => {
      world.settings = { ...world.settings, ...change }
      const { already } = change
      if (already !== undefined)
        setStatus({ sources: world.status.sources.map((source) => ({ ...source, already })) })
      if (change.isBackupOn !== undefined) setStatus({ isBackupOn: change.isBackupOn })
      return world.settings
    },
    signIn: () => {
      setStatus({ signIn: { kind: 'waiting-for-browser', since: setAt } })
      return { url: 'https://example.test/sign-in' }
    },
    cancelSignIn: () => {
      setStatus({ signIn: { kind: 'signed-out', reason: 'cancelled' } })
      return {}
    },
    signOut: () => {
      setStatus({ signIn: { kind: 'signed-out', reason: 'user' } })
      return {}
    },
    useClient: ({ json }) => {
      if (!json.trim().startsWith('{')) return { kind: 'bad-client', problem: 'not-json' }
      if (json.includes('"web"')) return { kind: 'bad-client', problem: 'web-client' }
      if (!json.includes('"installed"')) return { kind: 'bad-client', problem: 'not-a-client-file' }
      return useOwnClient()
    },
    getClient: () => world.client,
    testClient: () => ({ findings: world.findings }),
    keepInFile: () => {
      world.client = { ...world.client, isKept: true }
      const { signIn } = world.status
      if (signIn.kind === 'signed-in') setStatus({ signIn: { ...signIn, isKept: true } })
      return {}
    },
    pairFigures: () => world.pairFigures,
    removeSource: ({ sourceId }) => {
      setStatus({ sources: world.status.sources.filter((source) => source.sourceId !== sourceId) })
      return {}
    },
    changeSource: ({ sourceId, ...change }) => {
      const parts = Object.entries(change).filter(([, part]) => part !== undefined)
      setStatus({
        sources: world.status.sources.map((source) =>
          source.sourceId === sourceId ? { ...source, ...Object.fromEntries(parts) } : source,
        ),
      })
      return {}
    },
    startRehearsal: () => ({ rehearsalId: '00000000-0000-4000-8000-000000000018' }),
    readRehearsal: (ask) =>
      rehearsalAnswer(world.rehearsed, ask, rehearsalOf(world.rehearsed), world.rehearsedAlbums),
    endRehearsal: () => ({}),
    startSourceCheck: ({ sourceId }) => {
      const others = world.sourceChecks.filter((one) => one.sourceId !== sourceId)
      world.sourceChecks = [...others, { ...aCheck(), ...world.nextCheck, sourceId }]
      return {}
    },
    stopSourceCheck: ({ sourceId }) => {
      world.sourceChecks = world.sourceChecks.map((one) =>
        one.sourceId === sourceId ? { ...one, state: 'stopped', endedAt: setAt } : one,
      )
      return {}
    },
    sourceChecks: () => ({ checks: world.sourceChecks }),
    unsafeFiles: (ask) => unsafeAnswer(world.sourceChecks, ask),
    listFolders: ({ sourceId, folder }) => ({
      folders: world.coverage
        .filter(
          (row) =>
            row.sourceId === sourceId &&
            row.folder !== '' &&
            row.folder.split('/').slice(0, -1).join('/') === folder,
        )
        .map(({ folder: path, name, files, done, hasChildren }) => ({
          ...{ folder: path, name, files, done, hasChildren },
        })),
      more: 0,
    }),
    leaveOut: ({ sourceId, folder, isLeftOut }) => {
      setStatus({
        sources: world.status.sources.map((source) =>
          source.sourceId === sourceId
            ? { ...source, leftOut: [...afterTick(source.leftOut ?? [], folder, isLeftOut)] }
            : source,
        ),
      })
      return {}
    },
    confirmAccount: () => ({}),
    confirmSource: () => ({}),
    scanNow: () => ({}),
    tryNow: () => ({}),
    pause: ({ until }) => {
      setStatus({
        pausedUntil: until,
        activity: 'resting',
        conditions: [{ kind: 'paused', until: until === 'resumed' ? null : until }],
      })
      return {}
    },
    resume: () => {
      setStatus({ pausedUntil: null, activity: 'uploading', conditions: [] })
      return {}
    },
    listHistory: ({ limit, ...asked }) => {
      const rows = rowsFor(asked, limit)
      const last = rows.at(-1)
      const hasMore = last !== undefined && rows.length === limit
      return { rows, next: hasMore ? { key: last.orderKey, fileId: last.fileId } : null }
    },
    countHistory: ({ filter }) => ({
      files: isNarrowed(filter) ? rowsFor({ filter, after: null }, world.rows).length : world.rows,
      next: null,
    }),
    outlineHistory: ({ pageRows, inPage, ...asked }) => {
      const rows = rowsFor(asked, world.rows)
      return {
        files: rows.length,
        marks: rows
          .filter((_, at) => (inPage + at + 1) % pageRows === 0)
          .map(({ orderKey, fileId }) => ({ key: orderKey, fileId })),
        days: rows.map(({ orderKey }, row) => ({ row, key: orderKey })),
        next: null,
      }
    },
    historyFolders: ({ search }) => {
      const fitting = world.folders.filter(({ folder }) =>
        folder.toLowerCase().includes(search.toLowerCase()),
      )
      return { folders: fitting.slice(0, foldersAtOnce), isWhole: fitting.length <= foldersAtOnce }
    },
    coverage: ({ sourceId, folder }) => ({
      rows: world.coverage.filter((row) =>
        sourceId === null
          ? row.folder === ''
          : row.sourceId === sourceId &&
            row.folder !== '' &&
            row.folder.split('/').slice(0, -1).join('/') === folder,
      ),
    }),
    problems: () => ({ groups: world.groups, upTo: 4_711, unreadable: world.unreadable }),
    retryItem: () => ({}),
    retryAll: ({ reason }) => takeGroup(reason),
    ignoreAll: ({ reason }) => takeGroup(reason),
    retryChosen: ({ of }) => ({ files: chosenCount(of) }),
    ignoreChosen: ({ of }) => ({ files: chosenCount(of) }),
    raiseLimits: () => {
      world.settings = { ...world.settings, limits: 'google' }
      return takeGroup('too-large')
    },
    estimateSizes: () => world.estimate ?? { kind: 'engine-down' },
    previewSize: ({ not }) => {
      const at = world.previews.findIndex(({ fileId }) => fileId === not)
      const preview = world.previews[(at + 1) % Math.max(1, world.previews.length)]
      return { preview: preview === undefined || preview.fileId === not ? null : preview }
    },
    makeStatement: () => {
      const [newest] = world.statements
      const statement: Statement = {
        ...(newest ?? aStatement()),
        ...{ statementId: `${world.statements.length + 1}`, at: setAt, why: 'asked' },
      }
      world.statements = [statement, ...world.statements]
      return { statement }
    },
    listStatements: () => ({
      statements: world.statements,
    }),
    getStatement: ({ statementId }) => {
      const statement = world.statements.find((one) => one.statementId === statementId)
      return statement === undefined ? { kind: 'not-found' } : { statement }
    },
    listAlbums: ({ sourceId, limit = 500 }) => {
      const all = world.albums.filter((album) => album.sourceId === sourceId)
      const made = all.filter(({ state }) => state === 'made' || state === 'full')
      const items = made.reduce((sum, album) => sum + album.items, 0)
      const more = Math.max(0, all.length - limit)
      return { albums: all.slice(0, limit), more, made: made.length, items }
    },
    previewAlbums: ({ albums }) => albumPreview(albums, world.manyFolders),
    remakeAlbum: ({ albumId }) => answerAlbum(albumId, { state: 'intended', asks: null }),
    leaveAlbum: ({ albumId }) => answerAlbum(albumId, { asks: null }),
    answerCard: ({ cardId }) => {
      setStatus({ cards: (world.status.cards ?? []).filter((card) => card.cardId !== cardId) })
      return {}
    },
    listCards: () => ({ cards: world.cards }),
    changeCard: ({ rememberedId, answer }) => {
      world.cards = world.cards.map((card) =>
        card.rememberedId === rememberedId ? { ...card, answer } : card,
      )
      return {}
    },
    undatedGroups: () => ({ groups: world.undated, next: null }),
    undatedPhotos: ({ folderId, as, after, limit }) =>
      photosOf(groupAt(folderId), as, after, limit),
    undatedSummary: ({ folderId, as }) => summaryOf(groupAt(folderId), as),
    decideDates: ({ folderId, choice }) => decide(folderId, choice),
    undoDates: ({ folderId }) => decide(folderId, undefined),
    diagnose: () => ({ checks: world.checks }),
    verify: () => ({ broken: [], files: 14_841 }),
    eraseAll: () => ({}),
    chooseFolder: () => addSource({ sourceId: '9', name: 'Old disk', path: 'D:\\Old disk' }),
    offerFolders: () => ({
      offers: world.offers.map((offer) => {
        const known = world.status.sources.find((source) => source.path === offer.path)
        return { ...offer, sourceId: known?.sourceId ?? null }
      }),
    }),
    addOfferedFolder: ({ offerId }) => {
      const offer = world.offers.find((candidate) => candidate.offerId === offerId)
      if (offer === undefined) return { kind: 'not-found' }
      const { name, path, files, bytes } = offer
      return addSource({ sourceId: `source-${offerId}`, name, path, files, bytes })
    },
    dropFolder: ({ path }) => addSource({ sourceId: `dropped-${path}`, name: path, path }),
    chooseClientFile: useOwnClient,
    findClientFiles: () => ({ files: world.downloads }),
    useFoundClient: ({ fileId }) => {
      const { name } = world.downloads.find((file) => file.fileId === fileId) ?? { name: '' }
      if (name === '') return { kind: 'not-found' }
      return name.includes('web') ? { kind: 'bad-client', problem: 'web-client' } : useOwnClient()
    },
    openSignInPage: () => ({}),
    copySignInLink: () => ({}),
    openPage: () => ({}),
    openItem: () => ({}),
    openAlbum: () => ({}),
    showInFolder: () => ({}),
    openFolder: () => ({}),
    copyText: () => ({}),
    copyPaths: ({ of }) => ({ files: chosenCount(of), isWhole: true }),
    saveHistory: ({ of }) => ({ rows: of === undefined ? world.rows : chosenCount(of) }),
    saveStatement: () => ({ isSaved: true }),
    saveSourceCheck: () => ({ is: 'saved' }),
    saveSupportBundle: () => ({ isSaved: true }),
    getAppInfo: () => ({
      version: '0.1.0',
      platform: world.initial.platform,
      locale: world.initial.locale,
      isStartAtLoginPossible: true,
      isAutoUpdatePossible: true,
      isGoogleReal: true,
    }),
    getLastSeen: () => ({ seen: null, place: null }),
    leave: () => ({}),
    restartEngine: () => ({}),
    quit: () => ({}),
  }

  return {
    world,
    calls,
    emit,
    setStatus,
    failWith(name, failure) {
      if (failure === null) failing.delete(name)
      else failing.set(name, failure)
    },
    call: async <K extends WindowCommandName>(name: K, input: Input<K>) => {
      calls.push({ name, input })
      const failure = failing.get(name)
      if (failure !== undefined) return { ok: false, failure }
      const answer = (answers[name] as (input: Input<K>) => Output<K> | Failure)(input)
      const result = isFailure(answer)
        ? { ok: false, failure: answer }
        : { ok: true, value: structuredClone(answer) }
      return result as Result<Output<K>, Failure>
    },
    on: (name, listener) => {
      const own = listeners.get(name) ?? new Set()
      listeners.set(name, own)
      own.add(listener)
      return () => own.delete(listener)
    },
    pathForDrop: (file) => file.name,
    thumbnail: (fileId, side) => `thumb://file/${fileId}?side=${side}`,
    previewPicture: (previewId, which) => `thumb://preview/${previewId}/${which}`,
    initial: world.initial,
  }
}
