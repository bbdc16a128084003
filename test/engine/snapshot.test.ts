// What the snapshot says while the catalogue follows another account: no count of the one before passes for the end.
import { expect, it } from 'vitest'
import { takeSnapshot, type SnapshotSources } from '../../src/main/engine/snapshot.ts'
import { defaultSettings } from '../../src/shared/model.ts'
import {
  aCatalogWithSource,
  as,
  entry,
  listing,
  noon,
  sha,
  testClock,
} from './catalog/catalog-builder.ts'

const none: ReadonlySet<number> = new Set()

it('says that all is done only once every file shows the account', async () => {
  // Each look at it takes a millisecond, so that a slice has an end.
  let looks = 0
  const clock = { ...testClock(), monotonic: () => (looks += 1) }
  const { catalog, sourceId } = await aCatalogWithSource({ clock })
  const account = (sub: string) => ({ sub, email: `${sub}@example.test`, clientId: 'client' })
  await catalog.useAccount(account('first'))
  const many = 200
  const names = Array.from({ length: many }, (_, index) =>
    entry(`${index}.jpg`, { inode: index + 1 }),
  )
  await catalog.applyWalk(sourceId, [listing('', names)], noon, 0)
  catalog.record(
    catalog.next('found', many, noon, none).map(({ fileId, name, stamp }) => ({
      ...({ of: 'fingerprint', fileId, sha256: sha(name), stamp } as const),
    })),
  )
  catalog.record(
    catalog.next('fingerprinted', many, noon, none).map(({ uploadId }) => ({
      ...({ of: 'upload', uploadId: uploadId ?? 0, next: as.done(`item-${uploadId}`) } as const),
    })),
  )
  // All but the last that was found have left the disk since.
  await catalog.applyWalk(sourceId, [listing('', names.slice(-1))], noon, 0)
  const from: SnapshotSources = {
    ...{
      catalog,
      clock,
      settings: () => defaultSettings,
      signIn: () => ({ kind: 'signed-out', reason: 'user' }),
    },
    ...{ hasClient: () => true, conditions: () => [], active: () => [], isIdle: () => true },
    ...{
      storage: () => null,
      statement: () => null,
      cards: () => [],
      checks: () => [],
      cardOf: () => null,
    },
    rate: { bytesPerSecond: () => null, history: () => [], activeMs: () => 0 },
    sources: {
      views: () => [],
      lastCheckedAt: () => noon,
      isScanning: () => false,
      isScannedOnce: () => true,
    } as unknown as SnapshotSources['sources'],
  }
  const activity = () => takeSnapshot(from, 1).activity
  expect(activity()).toBe('complete')
  const change = catalog.useAccount(account('second'))
  expect(catalog.tally().done.files).toBeGreaterThan(1)
  const said = new Set([activity()])
  while (catalog.isBusy()) {
    said.add(activity())
    await new Promise((resolve) => setImmediate(resolve))
  }
  await change
  expect(said).not.toContain('complete')
  expect(catalog.remaining().files).toBe(1)
})
