// The scenes that are looked at: one for every screen and every status card.
import type { Condition, Status } from '../../../src/shared/status.ts'
import type { Route } from '../../../src/renderer/state/window-state.ts'
import { settled, type FakeWorld } from '../fake-bridge.ts'
import { completeStatus, freshStatus, setAt, uploadingStatus } from '../fake-data.ts'

/** A world and a place in it. */
export type Scene = { world?: () => Partial<FakeWorld>; route?: Route }

const signedIn = (): Status => ({ ...freshStatus(), signIn: uploadingStatus().signIn })
const withFolders = (): Status => ({ ...signedIn(), sources: uploadingStatus().sources })
const firstRun =
  (step: 'sign-in' | 'folders' | 'size' | 'review', status: () => Status) =>
  (): Partial<FakeWorld> => ({
    status: status(),
    settings: settled({ firstRunStep: step, isBackupOn: false }),
    rows: 0,
  })
const resting = (...conditions: Condition[]): Scene => ({
  world: () => ({
    status: { ...uploadingStatus(), activity: 'resting', active: [], conditions },
  }),
})
const complete = (change: Partial<Status> = {}): Scene => ({
  world: () => ({ status: { ...completeStatus(), ...change } }),
})

/** Every scene by name. */
export const scenes: Record<string, Scene> = {
  'first-run-1-sign-in': { world: firstRun('sign-in', freshStatus) },
  'first-run-1-waiting': {
    world: firstRun('sign-in', () => ({
      ...freshStatus(),
      signIn: { kind: 'waiting-for-browser', since: setAt },
    })),
  },
  'first-run-1-signed-in': { world: firstRun('sign-in', signedIn) },
  'first-run-1-missing-scope': {
    world: firstRun('sign-in', () => ({
      ...freshStatus(),
      signIn: { kind: 'signed-out', reason: 'missing-scope' },
    })),
  },
  'first-run-1-own-client': {
    world: () => ({
      ...firstRun('sign-in', () => ({ ...freshStatus(), hasClient: false }))(),
      client: { origin: 'none', clientId: null },
    }),
  },
  'first-run-2-folders': { world: firstRun('folders', signedIn) },
  'first-run-3-size': { world: firstRun('size', withFolders) },
  'first-run-4-review': { world: firstRun('review', withFolders) },
  home: {},
  'home-complete': complete(),
  'home-skipped': complete({ skippedUnseen: 31 }),
  'home-scanning': complete({ activity: 'scanning' }),
  'home-empty': complete({ counts: freshStatus().counts, storage: null, duplicates: 0 }),
  'home-offline': resting({ kind: 'offline', until: null }),
  'home-paused': resting({ kind: 'paused', until: setAt + 3_600_000 }),
  'home-off': resting({ kind: 'backup-off', until: null }),
  'home-battery': resting({ kind: 'on-battery', until: null }),
  'home-google-wait': resting({ kind: 'google-asked-to-wait', until: setAt + 240_000 }),
  'home-signed-out': {
    world: () => ({
      status: {
        ...uploadingStatus(),
        activity: 'resting',
        active: [],
        signIn: { kind: 'signed-out', reason: 'revoked' },
        conditions: [{ kind: 'signed-out', reason: 'revoked', until: null }],
      },
    }),
  },
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
  history: { world: () => ({ rows: 100_000 }), route: { to: 'history', filter: {} } },
  'history-problems': {
    world: () => ({ rows: 100_000 }),
    route: { to: 'history', filter: { states: ['failed'], reason: 'file-unreadable' } },
  },
  'history-empty': { world: () => ({ rows: 0 }), route: { to: 'history', filter: {} } },
  safety: { route: { to: 'safety' } },
  folders: { route: { to: 'folders' } },
  'folders-empty': { world: () => ({ status: signedIn() }), route: { to: 'folders' } },
  problems: { route: { to: 'problems' } },
  'problems-empty': { world: () => ({ groups: [] }), route: { to: 'problems' } },
  troubleshoot: { route: { to: 'troubleshoot' } },
  settings: { route: { to: 'settings', section: null } },
  'settings-hours': {
    world: () => ({
      settings: settled({
        allowedHours: `${'1'.repeat(8)}${'0'.repeat(10)}${'1'.repeat(6)}`.repeat(7),
      }),
    }),
    route: { to: 'settings', section: 'hours' },
  },
  'settings-account': { route: { to: 'settings', section: 'account' } },
  about: { route: { to: 'about' } },
}
