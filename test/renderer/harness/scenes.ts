// The scenes that are looked at: one for every screen, every status card, and every empty or broken state.
import { settled, type FakeBridge, type FakeWorld } from '../fake-bridge.ts'
import {
  aSource,
  aStatement,
  checks,
  completeStatus,
  coverageRows,
  freshStatus,
  setAt,
  uploadingStatus,
  unreadable,
  somePartners,
} from '../fake-data.ts'
import { anAlbum, someAlbums } from '../fake-albums.ts'
import { aCard, aCardSource, aKnownCard } from '../fake-cards.ts'
import { aCheck, aRunningCheck, everyReason } from '../fake-checks.ts'
import type { SourceCheck } from '../../../src/shared/check-schemas.ts'
import type { ClientStep } from '../../../src/shared/model.ts'
import type { Condition, SourceView, Status } from '../../../src/shared/status.ts'
import type { Route } from '../../../src/renderer/state/window-state.ts'

/** A world and a place in it. */
export type Scene = {
  world?: () => Partial<FakeWorld>
  route?: Route
  /** What the bridge is told before the window opens. */
  before?(bridge: FakeBridge): void
  /** What happens once it is open. */
  after?(bridge: FakeBridge): void
}

const hour = 3_600_000
const signedIn = (change: Partial<Status> = {}): Status => ({
  ...freshStatus(),
  signIn: uploadingStatus().signIn,
  ...change,
})
const withFolders = (): Status => signedIn({ sources: uploadingStatus().sources })
const firstRun = (
  step: 'sign-in' | 'folders' | 'size' | 'review',
  status: () => Status,
  world: Partial<FakeWorld> = {},
): Scene => ({
  world: () => ({
    status: status(),
    settings: settled({ firstRunStep: step, isBackupOn: false, startAtLogin: true }),
    rows: 0,
    ...world,
  }),
})
const signInStep = (change: Partial<Status>): Scene =>
  firstRun('sign-in', () => ({ ...freshStatus(), ...change }))
const ownClient = {
  client: { origin: 'own', clientId: '1234.apps.example.test', isKept: true },
} satisfies Partial<FakeWorld>
const goodFindings: FakeWorld['findings'] = [
  { name: 'client-type', answer: 'yes' },
  { name: 'known-to-google', answer: 'yes' },
  { name: 'api-enabled', answer: 'unknown' },
  { name: 'scopes', answer: 'unknown' },
  { name: 'consent-published', answer: 'unknown' },
]
/** An app without a client, with the guide open at a step. */
const guideAt = (clientStep: ClientStep): Scene =>
  firstRun('sign-in', () => ({ ...freshStatus(), hasClient: false }), {
    settings: settled({ firstRunStep: 'sign-in', isBackupOn: false, clientStep }),
    client: { origin: 'none', clientId: null, isKept: true },
  })
const resting = (...conditions: Condition[]): Scene => ({
  world: () => ({
    status: { ...uploadingStatus(), activity: 'resting', active: [], conditions },
  }),
})
const uploading = (change: Partial<Status>): Scene => ({
  world: () => ({ status: { ...uploadingStatus(), ...change } }),
})
const complete = (change: Partial<Status> = {}): Scene => ({
  world: () => ({ status: { ...completeStatus(), ...change } }),
})
const broken =
  (name: Parameters<FakeBridge['failWith']>[0]) =>
  (bridge: FakeBridge): void =>
    bridge.failWith(name, { kind: 'engine-down' })
const noCatalogue = broken('getStatus')
const history: Route = { to: 'history', filter: {} }
const undated: Route = { to: 'undated' }
/** All that is left waits for a decision. */
const allUndecided: Scene = {
  world: () => {
    const status = completeStatus()
    const waiting = { files: 3, bytes: 12e6 }
    const counts = { ...status.counts, waiting }
    const undecided = { files: 3, undecided: 3 }
    return { status: { ...status, activity: 'resting', counts, undated: undecided } }
  },
}
const check: Route = { to: 'check', sourceId: '2' }
/** The check that the page finds. */
const checkOf = (known: SourceCheck): Scene => ({
  world: () => ({ sourceChecks: [known] }),
  route: check,
})
/** The check that the page begins, which is through at once. */
const checkedNow = (nextCheck: SourceCheck) => (): Partial<FakeWorld> => ({ nextCheck })
const account: Route = { to: 'settings', section: 'account' }
/** Complete, with every folder looked through. */
const looked = (): Status => ({
  ...completeStatus(),
  sources: completeStatus().sources.map((source) => ({ ...source, lastScanAt: setAt - hour })),
})
const signedOut = (status: Status): Status => ({
  ...status,
  activity: 'resting',
  active: [],
  signIn: { kind: 'signed-out', reason: 'revoked' },
  conditions: [{ kind: 'signed-out', reason: 'revoked', until: null }],
})

/** Folders that hold more than photos, and places that nobody may look into. */
const withBeside = (): SourceView[] => [
  aSource({ done: 11_204, otherFiles: 1_318, links: 4, unreadableFolders: 2, unreadableFiles: 1 }),
  aSource({
    ...{ sourceId: '3', path: '/home/first/Bilder', name: 'Bilder', done: 11_204 },
    ...{ followLinks: true, scanEveryMs: 300_000, links: 1, otherFiles: 1 },
  }),
]

/** Every scene by name. */
export const scenes: Record<string, Scene> = {
  'first-run-1-sign-in': signInStep({}),
  'first-run-1-waiting': signInStep({ signIn: { kind: 'waiting-for-browser', since: setAt } }),
  'first-run-1-signed-in': firstRun('sign-in', signedIn),
  'first-run-1-not-kept': firstRun('sign-in', () =>
    signedIn({
      signIn: {
        kind: 'signed-in',
        name: 'First Tester',
        email: 'first@example.test',
        picture: null,
        isKept: false,
      },
    }),
  ),
  'first-run-1-missing-scope': signInStep({
    signIn: { kind: 'signed-out', reason: 'missing-scope' },
  }),
  'first-run-1-failed': signInStep({
    signIn: { kind: 'failed', failure: { kind: 'sign-in-timeout' } },
  }),
  'first-run-1-own-client': guideAt('project'),
  'first-run-1-guide-2-apis': guideAt('apis'),
  'first-run-1-guide-3-consent': guideAt('consent'),
  'first-run-1-guide-4-publish': guideAt('publish'),
  'first-run-1-guide-5-client': guideAt('client'),
  'first-run-1-guide-6-file': guideAt('file'),
  'first-run-1-client-ready': firstRun('sign-in', freshStatus, {
    ...ownClient,
    findings: goodFindings,
  }),
  'first-run-1-client-wrong': firstRun('sign-in', freshStatus, ownClient),
  'first-run-1-client-not-kept': firstRun('sign-in', freshStatus, {
    client: { origin: 'own', clientId: '1234.apps.example.test', isKept: false },
    findings: goodFindings,
  }),
  'first-run-1-own-waiting': firstRun(
    'sign-in',
    () => ({ ...freshStatus(), signIn: { kind: 'waiting-for-browser', since: setAt } }),
    ownClient,
  ),
  'first-run-2-folders': firstRun('folders', signedIn),
  'first-run-2-chosen': firstRun('folders', () =>
    signedIn({
      sources: [
        aSource(),
        aSource({
          sourceId: '3',
          path: '\\\\attic-nas\\photos\\scans and slides',
          name: 'scans and slides',
          state: 'timer',
          watchProblem: 'network',
          scanEveryMs: 900_000,
          files: 2_410,
          bytes: 19_000_000_000,
        }),
      ],
    }),
  ),
  'first-run-2-already': firstRun('folders', withFolders, {
    settings: settled({ firstRunStep: 'folders', isBackupOn: false, already: '2026-05-31' }),
  }),
  'first-run-2-no-offers': firstRun('folders', signedIn, { offers: [] }),
  'first-run-3-size': firstRun('size', withFolders),
  'first-run-3-counting': firstRun('size', withFolders, { estimate: null }),
  'first-run-4-review': firstRun('review', withFolders),
  'first-run-4-too-little': firstRun('review', () => ({
    ...withFolders(),
    storage: { limitBytes: 100 * 1024 ** 3, usedBytes: 65 * 1024 ** 3, at: setAt },
  })),
  home: {},
  'home-no-speed-yet': uploading({
    progress: {
      ...uploadingStatus().progress,
      bytesPerSecond: null,
      finishAt: null,
      history: [],
    },
  }),
  'home-complete': complete(),
  'home-failed': complete({
    activity: 'resting',
    counts: { ...completeStatus().counts, failed: { files: 4, bytes: 31e6 } },
  }),
  'home-unreadable': complete({
    sources: completeStatus().sources.map((source) => ({ ...source, unreadableFolders: 1 })),
  }),
  'home-skipped': complete({ skippedUnseen: 31 }),
  'home-scanning': complete({ activity: 'scanning' }),
  'home-trying-again': complete({
    activity: 'resting',
    counts: { ...completeStatus().counts, waiting: { files: 3, bytes: 12e6 } },
    nextTryAt: setAt + 240_000,
  }),
  'home-empty': {
    world: () => ({
      status: { ...completeStatus(), counts: freshStatus().counts, storage: null, duplicates: 0 },
      rows: 0,
    }),
  },
  'home-offline': resting({ kind: 'offline', until: null }),
  'home-wifi': resting({ kind: 'not-wifi-or-cable', until: null }),
  'home-metered': resting({ kind: 'metered', until: null }),
  'home-in-use': resting({ kind: 'in-use', until: null }),
  'home-battery': resting({ kind: 'on-battery', until: null }),
  'home-hours': resting({ kind: 'outside-hours', until: setAt + 7 * hour }),
  'home-google-wait': resting({ kind: 'google-asked-to-wait', until: setAt + 240_000 }),
  'home-google-trouble': resting({ kind: 'google-unavailable', until: setAt + 240_000 }),
  'home-daily-quota': resting({ kind: 'daily-quota', until: setAt + 18 * hour }),
  'home-paused': resting({ kind: 'paused', until: setAt + hour }),
  'home-paused-for-good': resting({ kind: 'paused', until: null }),
  'home-off': resting({ kind: 'backup-off', until: null }),
  'home-no-folders': {
    world: () => ({
      status: { ...signedIn(), conditions: [{ kind: 'no-folders', until: null }] },
      rows: 0,
    }),
  },
  'home-folder-missing': resting({
    kind: 'source-missing',
    sourceId: '2',
    name: 'EOS card',
    until: null,
  }),
  'home-folder-away': {
    world: () => ({
      status: {
        ...looked(),
        sources: looked().sources.map((source) =>
          source.sourceId === '2' ? { ...source, state: 'not-connected', waiting: 0 } : source,
        ),
        conditions: [{ kind: 'source-missing', sourceId: '2', name: 'EOS card', until: null }],
      },
    }),
  },
  'home-signing-in': {
    world: () => ({
      status: {
        ...signedOut(uploadingStatus()),
        signIn: { kind: 'waiting-for-browser', since: setAt },
      },
    }),
  },
  'folders-signing-in': {
    world: () => ({
      status: {
        ...signedOut(uploadingStatus()),
        signIn: { kind: 'waiting-for-browser', since: setAt },
      },
    }),
    route: { to: 'folders' },
  },
  'home-paused-and-battery': resting(
    { kind: 'paused', until: setAt + hour },
    { kind: 'on-battery', until: null },
  ),
  'home-api-off': resting({ kind: 'forbidden', reason: 'api-disabled', until: null }),
  'home-disk-full': resting({ kind: 'disk-full', until: null }),
  'home-unwritable': resting({ kind: 'catalogue-unwritable', until: setAt + 60_000 }),
  'home-unexpected': resting({ kind: 'unexpected', until: setAt + 240_000 }),
  'home-signed-out': { world: () => ({ status: signedOut(uploadingStatus()) }) },
  'home-storage-full': {
    world: () => ({
      status: {
        ...uploadingStatus(),
        activity: 'resting',
        active: [],
        conditions: [
          { kind: 'storage-full', until: null },
          { kind: 'source-missing', sourceId: '2', name: 'EOS card', until: null },
        ],
        storage: { limitBytes: 107_374_182_400, usedBytes: 107_100_000_000, at: setAt - 1_500_000 },
        catalogue: 'restored-from-backup',
      },
    }),
  },
  'home-starting': { before: noCatalogue },
  'home-restarting': {
    before: noCatalogue,
    after: (bridge) => bridge.emit('engineStateChanged', { state: 'restarting', failure: null }),
  },
  'home-engine-failed': {
    before: noCatalogue,
    after: (bridge) =>
      bridge.emit('engineStateChanged', { state: 'failed', failure: { kind: 'engine-down' } }),
  },
  'first-run-refused': {
    ...signInStep({}),
    before: noCatalogue,
    after: (bridge) =>
      bridge.emit('engineStateChanged', {
        state: 'failed',
        failure: { kind: 'catalogue-newer', found: 9, known: 1 },
      }),
  },
  history: { world: () => ({ rows: 100_000 }), route: history },
  'history-few': { world: () => ({ rows: 60 }), route: history },
  'history-in-album': {
    world: () => ({ rows: 600 }),
    route: { to: 'history', filter: { album: 'in' } },
  },
  'history-not-in-album': {
    world: () => ({ rows: 600 }),
    route: { to: 'history', filter: { album: 'not' } },
  },
  'history-problems': {
    world: () => ({ rows: 100_000 }),
    route: { to: 'history', filter: { states: ['failed'], reason: 'file-unreadable' } },
  },
  'history-scans': {
    world: () => ({ rows: 200 }),
    route: { to: 'history', filter: { sourceId: '1', folder: 'Scans/1978' } },
  },
  'history-damaged': {
    route: { to: 'history', filter: { states: ['done'], reason: 'undecodable' } },
  },
  'history-no-match': { route: { to: 'history', filter: { search: 'zanzibar' } } },
  'history-empty': { world: () => ({ rows: 0 }), route: history },
  'history-broken': { before: broken('listHistory'), route: history },
  safety: { route: { to: 'safety' } },
  'safety-whole': {
    world: () => ({
      status: looked(),
      coverage: coverageRows
        .filter(({ folder }) => folder === '')
        .map((row) => ({ ...row, done: row.files, reasons: [] })),
    }),
    route: { to: 'safety' },
  },
  'safety-no-photos': {
    world: () => ({
      coverage: coverageRows
        .filter(({ folder }) => folder === '')
        .map((row) => ({
          ...row,
          done: row.files - 2,
          reasons: [
            { reason: 'empty', files: 1 },
            { reason: 'not-a-photo', files: 1 },
          ],
        })),
      status: looked(),
    }),
    route: { to: 'safety' },
  },
  'safety-damaged': {
    world: () => ({
      coverage: coverageRows
        .filter(({ folder }) => folder === '')
        .map((row) => ({ ...row, done: row.files, reasons: [], doubtful: 2 })),
      status: looked(),
    }),
    route: { to: 'safety' },
  },
  'safety-empty': { world: () => ({ coverage: [] }), route: { to: 'safety' } },
  'safety-broken': { before: broken('coverage'), route: { to: 'safety' } },
  receipts: { route: { to: 'receipts' } },
  'receipts-safe': {
    world: () => ({
      statements: [
        aStatement({
          why: 'first',
          total: { safe: 1_204, safeBytes: 5e9, needYou: 0, waiting: 0, leftOut: 0, noPhotos: 2 },
          folders: [],
        }),
      ],
    }),
    route: { to: 'receipts' },
  },
  'receipts-empty': { world: () => ({ statements: [] }), route: { to: 'receipts' } },
  'receipts-broken': { before: broken('listStatements'), route: { to: 'receipts' } },
  folders: { route: { to: 'folders' } },
  'folders-would-get-albums': {
    world: () => ({
      rehearsedAlbums: {
        albums: [
          { title: '2025 / Christmas', files: 61, isMade: false, isTold: true },
          { title: '05 Garden', files: 204, isMade: false, isTold: false },
          { title: '1978', files: 12, isMade: true, isTold: false },
        ],
        ...{ more: 14, new: 16, there: 1, creates: 16, batches: 21 },
      },
    }),
    route: { to: 'folders' },
  },
  'folders-checks': {
    world: () => ({
      sourceChecks: [
        aCheck({ sourceId: '1', endedAt: setAt - 300_000 }),
        aRunningCheck({ sourceId: '2' }),
        aCheck({ sourceId: '3', state: 'queued', endedAt: null }),
      ],
    }),
    route: { to: 'folders' },
  },
  'check-running': checkOf(aRunningCheck({ reasons: { 'never-sent': 2 } })),
  'check-looking': checkOf(
    aRunningCheck({ sums: { of: null, ofBytes: null, read: 0, asked: 0, checked: 0, safe: 0 } }),
  ),
  'check-queued': checkOf(aCheck({ state: 'queued', endedAt: null })),
  'check-everything': { world: checkedNow(aCheck()), route: check },
  'check-beside': {
    world: checkedNow(
      aCheck({
        sums: {
          ...{ otherFiles: 12, links: 1, ownFiles: 2, datesAdded: 31 },
          ...{ passedBy: ['.Trashes', 'System Volume Information'], morePassedBy: 2 },
        },
      }),
    ),
    route: check,
  },
  'check-few': { world: checkedNow(aCheck({ reasons: { 'never-sent': 3 } })), route: check },
  'check-every-reason': {
    world: checkedNow(aCheck({ of: 11_204, reasons: everyReason, sums: { unlookedFolders: 1 } })),
    route: check,
  },
  'check-none': { world: checkedNow(aCheck({ of: 0 })), route: check },
  'check-old': checkOf(aCheck({ endedAt: setAt - 26 * hour })),
  'check-changed': checkOf(
    aCheck({
      ...{ endedAt: setAt - 2 * hour, changedAt: setAt - hour },
      reasons: { waiting: 3 },
    }),
  ),
  'check-old-offline': {
    world: () => ({
      sourceChecks: [aCheck({ endedAt: setAt - 2 * hour })],
      status: {
        ...completeStatus(),
        activity: 'resting',
        conditions: [{ kind: 'offline', until: null }],
      },
    }),
    route: check,
  },
  'check-stopped': checkOf(
    aRunningCheck({ state: 'stopped', endedAt: setAt, reasons: { 'never-sent': 2 } }),
  ),
  'check-taken-away': checkOf(
    aRunningCheck({
      ...{ state: 'failed', endedAt: setAt },
      failure: { kind: 'folder-missing', path: 'E:\\DCIM' },
    }),
  ),
  'check-signed-out': {
    world: () => ({ status: signedOut(uploadingStatus()) }),
    route: check,
  },
  'check-offline': {
    world: () => ({
      status: {
        ...completeStatus(),
        activity: 'resting',
        conditions: [{ kind: 'offline', until: null }],
      },
    }),
    route: check,
  },
  'check-away': {
    world: () => ({
      status: {
        ...completeStatus(),
        sources: completeStatus().sources.map((source) =>
          source.sourceId === '2' ? { ...source, state: 'not-connected' } : source,
        ),
      },
    }),
    route: check,
  },
  'check-no-folder': { route: { to: 'check', sourceId: '99' } },
  'check-broken': { before: broken('startSourceCheck'), route: check },
  'folders-albums': {
    world: () => {
      const [first = aSource(), second = aSource(), third = aSource()] = completeStatus().sources
      const sources = [
        { ...first, albums: 'folders' },
        { ...second, albums: 'source' },
        { ...third, albums: 'none' },
      ]
      const albums = [
        ...someAlbums,
        anAlbum({ sourceId: '2', title: 'EOS card', folder: '', items: 1_227 }),
        anAlbum({ sourceId: '3', title: 'scans and slides', folder: '', items: 2_410 }),
      ]
      const figures = { created: 6, items: 25_101, refused: 3, waiting: 128 }
      return {
        status: { ...completeStatus(), sources, albums: figures, albumQuestions: 2 },
        albums,
      }
    },
    route: { to: 'folders' },
  },
  'home-albums': complete({ albumQuestions: 2 }),
  'home-cards': complete({
    cards: [
      aCard(),
      aCard({
        cardId: '2',
        label: '',
        camera: 'Sony',
        files: 1,
        looksLike: true,
        answered: 'always',
      }),
      aCard({ cardId: '3', kind: 'drive', label: 'Old pictures', camera: null, isCounting: true }),
    ],
  }),
  'home-card-runs': complete({
    sources: [
      ...completeStatus().sources,
      aCardSource('EOS card', { told: 'going', done: 112, waiting: 297, skipped: 2, failed: 1 }),
      aCardSource('Sony card', { told: 'sent', camera: 'Sony', files: 87, done: 87 }),
      aCardSource('Drive “Old pictures”', {
        told: 'looking',
        kind: 'drive',
        label: 'Old pictures',
      }),
      aCardSource('Nikon card', { told: 'away', camera: 'Nikon', done: 300, waiting: 112 }),
    ],
  }),
  'home-card-away': complete({
    activity: 'resting',
    sources: [
      ...completeStatus().sources,
      aCardSource('EOS card', { told: 'away', done: 112, waiting: 300 }),
    ],
    counts: { ...completeStatus().counts, waiting: { files: 300, bytes: 2.1e9 } },
  }),
  'folders-cards': {
    world: () => ({
      cards: [
        aKnownCard({ isIn: true }),
        aKnownCard({ rememberedId: '2', camera: 'Sony', label: '', answer: 'once' }),
        aKnownCard({
          ...{ rememberedId: '3', kind: 'drive', label: 'Old pictures', camera: null },
          ...{ answer: 'never', sourceId: null },
        }),
      ],
    }),
    route: { to: 'folders' },
  },
  'problems-albums': {
    world: () => ({ status: { ...completeStatus(), albumQuestions: 1 }, groups: [] }),
    route: { to: 'problems' },
  },
  'folders-already': {
    world: () => {
      const [first = aSource(), second = aSource({ sourceId: '2' })] = uploadingStatus().sources
      const sources = [
        { ...first, already: '2026-05-31', undated: 'leave' },
        { ...second, already: 'nothing', undated: 'leave' },
      ]
      return { status: { ...uploadingStatus(), sources } }
    },
    route: { to: 'folders' },
  },
  'history-pairs': {
    world: () => ({ status: completeStatus(), rows: 400, partnersOf: somePartners }),
    route: { to: 'history', filter: {} },
  },
  'folders-pairs': {
    world: () => {
      const [first = aSource(), second = aSource({ sourceId: '2' })] = uploadingStatus().sources
      const sources = [
        { ...first, pairs: 'jpeg' },
        { ...second, pairs: 'jpeg,still' },
      ]
      return {
        status: { ...uploadingStatus(), sources },
        pairFigures: {
          raw: { files: 1_204, bytes: 38_200_000_000 },
          film: { files: 310, bytes: 1_100_000_000 },
        },
      }
    },
    route: { to: 'folders' },
  },
  'folders-broken': {
    world: () => ({
      status: {
        ...uploadingStatus(),
        sources: [
          aSource({ state: 'unreadable', files: 0, bytes: 0, done: 0, lastScanAt: null }),
          aSource({
            sourceId: '2',
            path: 'E:\\DCIM',
            name: 'EOS card',
            state: 'not-connected',
            files: 1_227,
            bytes: 8_900_000_000,
            done: 157,
          }),
          aSource({
            sourceId: '4',
            path: '/home/first/Bilder',
            name: 'Bilder',
            state: 'timer',
            watchProblem: 'watch-limit',
          }),
        ],
      },
    }),
    route: { to: 'folders' },
  },
  'folders-beside': {
    world: () => ({ status: { ...uploadingStatus(), sources: withBeside() } }),
    route: { to: 'folders' },
  },
  'safety-beside': {
    world: () => ({
      status: { ...uploadingStatus(), sources: withBeside() },
      coverage: coverageRows
        .filter(({ folder }) => folder === '')
        .map((row) => ({ ...row, done: row.files, reasons: [] })),
    }),
    route: { to: 'safety' },
  },
  'folders-empty': { world: () => ({ status: signedIn() }), route: { to: 'folders' } },
  undated: { route: undated },
  'undated-empty': { world: () => ({ undated: [] }), route: undated },
  'undated-broken': { before: broken('undatedGroups'), route: undated },
  'home-undated': uploading({ undated: { files: 1_255, undecided: 3 } }),
  'home-undecided': allUndecided,
  problems: { route: { to: 'problems' } },
  'problems-unreadable': { world: () => ({ unreadable }), route: { to: 'problems' } },
  'problems-empty': { world: () => ({ groups: [] }), route: { to: 'problems' } },
  'problems-broken': { before: broken('problems'), route: { to: 'problems' } },
  troubleshoot: { route: { to: 'troubleshoot' } },
  'troubleshoot-good': {
    world: () => ({
      checks: checks.map(({ name }) => ({ name, answer: 'yes', detail: '' })),
    }),
    route: { to: 'troubleshoot' },
  },
  settings: { route: { to: 'settings', section: null } },
  'settings-network': {
    world: () => ({ settings: settled({ speedLimit: 2_000_000, pauseOnMetered: true }) }),
    route: { to: 'settings', section: 'network' },
  },
  'settings-hours': {
    world: () => ({
      settings: settled({
        allowedHours: `${'1'.repeat(8)}${'0'.repeat(10)}${'1'.repeat(6)}`.repeat(7),
      }),
    }),
    route: { to: 'settings', section: 'hours' },
  },
  'settings-no-hours': {
    world: () => ({ settings: settled({ allowedHours: '0'.repeat(168) }) }),
    route: { to: 'settings', section: 'hours' },
  },
  'settings-account': { route: account },
  'settings-account-own': {
    world: () => ownClient,
    route: account,
  },
  'settings-account-forgotten': {
    world: () => ({
      status: {
        ...signedOut(uploadingStatus()),
        signIn: { kind: 'signed-out', reason: 'not-kept' },
        hasClient: false,
      },
      client: { origin: 'none', clientId: null, isKept: false },
    }),
    route: account,
  },
  'settings-account-out': {
    world: () => ({ status: signedOut(uploadingStatus()) }),
    route: account,
  },
  about: { route: { to: 'about' } },
}
