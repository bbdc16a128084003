// The queue over folders that want albums: what its tests of albums share.
import { basename, dirname } from 'node:path'
import { expect } from 'vitest'
import { ok } from '../../../src/shared/result.ts'
import type { FakePhotos, PhotosMethod } from '../../fakes/fake-photos.ts'
import { entry, listing, sha } from '../catalog/catalog-builder.ts'
import { aWorld, type World } from './queue-world.ts'

type More = Parameters<typeof aWorld>[3]

/** A world with photos in folders, by the names of the folders. */
export async function withFolders(
  folders: Readonly<Record<string, readonly string[]>>,
  albums: string,
  more: More & { takenAt?: (name: string) => number | null } = {},
): Promise<World> {
  const { takenAt = () => null, ...rest } = more
  const preparer = {
    prepare: async ({ name, sizeBytes }: { name: string; sizeBytes: number }) =>
      ok({
        ...{ kind: 'send' as const },
        plan: {
          ...{ kind: 'original' as const, mimeType: 'image/jpeg', fileName: name },
          ...{ sizeBytes, keptOriginal: null },
        },
        facts: {
          ...{ mediaKind: 'photo' as const, mimeType: 'image/jpeg', width: 1, height: 1 },
          takenAt: takenAt(name),
        },
      }),
  }
  const fingerprint: NonNullable<More>['fingerprint'] = async (path, stamp) =>
    ok({ sha256: sha(basename(path)), stamp })
  const world = await aWorld([], preparer, {}, { fingerprint, ...rest })
  await world.catalog.changeAlbums(world.sourceId, albums)
  await put(world, folders)
  return world
}

/** The folders hold just these now. */
export async function put(
  { catalog, sourceId, clock }: World,
  folders: Readonly<Record<string, readonly string[]>>,
): Promise<void> {
  const all = new Set(['', ...Object.keys(folders)])
  for (const folder of Object.keys(folders)) if (folder.includes('/')) all.add(dirname(folder))
  const above = (folder: string): string => (folder.includes('/') ? dirname(folder) : '')
  const walk = [...all].map((folder) =>
    listing(
      folder,
      folders[folder]?.map((name) => entry(name)) ?? [],
      [...all].filter((one) => one !== '' && above(one) === folder).map((one) => basename(one)),
    ),
  )
  await catalog.applyWalk(sourceId, walk, clock.now(), 0)
}

/** Lets everything happen, as far as a while takes it. */
export async function run(world: World, ms = 2_000): Promise<void> {
  world.queue.start()
  world.queue.wake()
  await world.settle()
  for (let at = 0; at < ms; at += Math.max(500, ms / 6)) {
    world.clock.advance(Math.max(500, ms / 6))
    await world.settle()
  }
}

/** How often a function was called. */
export const count = ({ calls }: FakePhotos, method: PhotosMethod): number =>
  calls.filter((call) => call.method === method).length
/** What is in the albums, by file names. */
export const contents = ({ albums, items }: FakePhotos): Record<string, string[]> =>
  Object.fromEntries(
    albums.map(({ title, itemIds }) => [
      title,
      itemIds.map((id) => items.find(({ mediaItemId }) => mediaItemId === id)?.fileName ?? id),
    ]),
  )
/** Every promise of the catalogue is kept. */
export const sound = ({ catalog }: World): void => expect(catalog.verify()).toEqual([])
