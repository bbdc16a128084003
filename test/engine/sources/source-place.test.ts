// Where a source is, and what is not it: by the name of its volume, by the folder's own, by its files.
import { mkdir, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type { StoredSource } from '../../../src/main/engine/ports/catalogue.ts'
import type { FolderIdentity, Walker, WalkRequest } from '../../../src/main/engine/ports/files.ts'
import {
  createWalker,
  identifyFolder,
  isEmpty,
  isReachable,
  placesOf,
} from '../../../src/main/engine/scan/index.ts'
import {
  compare,
  looksLikeSource,
  placeOf,
  type Place,
  type RecognisePorts,
} from '../../../src/main/engine/sources/source-place.ts'
import { fail } from '../../../src/shared/result.ts'
import { tempFolder } from '../scan/temp-folder.ts'

const onCard = (change: Partial<FolderIdentity> = {}): FolderIdentity => ({
  volumeId: 'uuid:card',
  pathInVolume: '/DCIM',
  isNetwork: false,
  folderId: null,
  ...change,
})
const nameless = (folderId: string | null = null): FolderIdentity => ({
  volumeId: null,
  pathInVolume: null,
  isNetwork: false,
  folderId,
})

describe('two identities', () => {
  it.each<[string, FolderIdentity, FolderIdentity, ReturnType<typeof compare>]>([
    ['of one volume and path are one folder', onCard(), onCard(), 'same'],
    ['of two volumes are not', onCard(), onCard({ volumeId: 'uuid:other' }), 'other'],
    ['of two paths of a volume may be', onCard(), onCard({ pathInVolume: '/backup' }), 'unknown'],
    ['are one where its path was never known', onCard({ pathInVolume: null }), onCard(), 'same'],
    ['without a volume then may be', nameless(), onCard(), 'unknown'],
    ['without a volume now may be', onCard(), nameless(), 'unknown'],
    ['without volumes are one by the folder itself', nameless('7:1'), nameless('7:1'), 'same'],
    ['without volumes and of two folders may be', nameless('7:1'), nameless('8:1'), 'unknown'],
    [
      'of two volumes are not one, whatever the folder says',
      onCard({ folderId: '2:1' }),
      onCard({ volumeId: 'uuid:other', folderId: '2:1' }),
      'other',
    ],
  ])('%s', (_, then, now, verdict) => {
    expect(compare(then, now)).toBe(verdict)
  })
})

interface Scene {
  source: StoredSource
  ports: RecognisePorts
  place(change?: Partial<RecognisePorts>, isConfirmed?: boolean): Promise<Place>
}

/** A real folder with one photo that the catalogue knows. */
async function openScene(identity: FolderIdentity): Promise<Scene> {
  const path = join(tempFolder(), 'DCIM')
  await mkdir(path)
  await writeFile(join(path, 'mine.jpg'), 'mine')
  const walker = createWalker()
  onTestFinished(() => walker.close())
  const source: StoredSource = {
    sourceId: 1,
    path,
    identity,
    photoSize: null,
    includeSubfolders: true,
    followLinks: false,
    changedVersions: 'send',
    undated: 'leave',
    isUndatedChosen: true,
    already: 'some',
    albums: 'none',
    pairs: 'both',
    ignorePatterns: [],
    leftOut: [],
    goesFirst: false,
    addedAt: 0,
    lastScanAt: null,
    firstScanAt: null,
    isConnected: true,
  }
  const ports: RecognisePorts = {
    walker,
    catalog: { knownFiles: () => [mine], volumeOf: () => null },
    placesOf,
    identifyFolder,
    isEmpty,
    isReachable,
    ownFolders: [],
  }
  return {
    source,
    ports,
    place: (change = {}, isConfirmed) => placeOf(source, { ...ports, ...change }, isConfirmed),
  }
}

const mine = { folder: '', name: 'mine.jpg', sizeBytes: 4 }
const at = (identity: FolderIdentity) => ({ identifyFolder: () => Promise.resolve(identity) })

describe('the place of a source', () => {
  it('is its path, while its own volume is there, whatever became of its files', async () => {
    const { source, place } = await openScene(onCard())
    await rm(join(source.path, 'mine.jpg'))
    expect(await place(at(onCard()))).toMatchObject({ kind: 'here', path: source.path })
  })

  it('is not its path where another drive is mounted, even one that holds the same files', async () => {
    const { place } = await openScene(onCard())
    expect(await place(at(onCard({ volumeId: 'uuid:stranger' })))).toEqual({ kind: 'unfamiliar' })
  })

  it('is the new mount point of its drive, although a stranger is at the old one', async () => {
    const { source, place } = await openScene(onCard())
    const elsewhere = tempFolder()
    const found = await place({
      placesOf: () => Promise.resolve([source.path, join(elsewhere, 'none'), elsewhere]),
      identifyFolder: (path) =>
        Promise.resolve(path === source.path ? onCard({ volumeId: 'uuid:stranger' }) : onCard()),
    })
    expect(found).toMatchObject({ kind: 'here', path: elsewhere })
  })

  it('is nowhere while only an empty mount point is left', async () => {
    const { source, place } = await openScene(onCard())
    await rm(join(source.path, 'mine.jpg'))
    expect(await place(at(onCard({ volumeId: 'uuid:root' })))).toEqual({ kind: 'away' })
  })

  it('is nowhere when nothing is at its path', async () => {
    const { source, place } = await openScene(onCard())
    await rm(source.path, { recursive: true })
    expect(await place()).toEqual({ kind: 'away' })
  })

  it('is its path where no volume has a name and a known file is there', async () => {
    const { source, place } = await openScene(nameless())
    expect(await place(at(nameless()))).toMatchObject({ kind: 'here', path: source.path })
  })

  it('is its path where no volume has a name and nothing is known of its files yet', async () => {
    const { place } = await openScene(nameless())
    const catalog = { knownFiles: () => [], volumeOf: () => null }
    expect(await place({ ...at(nameless()), catalog })).toMatchObject({ kind: 'here' })
  })

  it('is in doubt where no volume has a name and no known file is there, nor of another size', async () => {
    const { source, place } = await openScene(nameless())
    await writeFile(join(source.path, 'mine.jpg'), 'another size')
    await writeFile(join(source.path, 'theirs.jpg'), 'theirs')
    expect(await place(at(nameless()))).toEqual({ kind: 'unfamiliar' })
    expect(await place(at(nameless()), true)).toMatchObject({ kind: 'here' })
  })

  it('is its path without a volume as long as it is the same folder, emptied or not', async () => {
    const { source, place } = await openScene(nameless())
    source.identity = { ...(await identifyFolder(source.path)), volumeId: null }
    const noVolume = {
      identifyFolder: async (path: string) => ({ ...(await identifyFolder(path)), volumeId: null }),
    }
    expect(source.identity.folderId).toEqual(expect.any(String))
    await rm(join(source.path, 'mine.jpg'))
    expect(await place(noVolume)).toMatchObject({ kind: 'here' })
    await rename(source.path, `${source.path}-before`)
    await mkdir(source.path)
    expect(await place(noVolume)).toEqual({ kind: 'away' })
    await writeFile(join(source.path, 'theirs.jpg'), 'theirs')
    expect(await place(noVolume)).toEqual({ kind: 'unfamiliar' })
  })

  it('is nowhere for a card that is not wanted this time, and nobody looks at what is in', async () => {
    const { ports, place } = await openScene(onCard())
    const catalog = { ...ports.catalog, volumeOf: () => 'rests' as const }
    const isReachable = (): Promise<boolean> => Promise.reject(new Error('looked at'))
    expect(await place({ ...at(onCard()), catalog, isReachable })).toEqual({ kind: 'away' })
  })

  it('of a card is its path while it is in, and nowhere while another one is', async () => {
    const { source, ports, place } = await openScene(onCard())
    const catalog = { ...ports.catalog, volumeOf: () => 'wanted' as const }
    expect(await place({ ...at(onCard()), catalog })).toMatchObject({ path: source.path })
    const stranger = at(onCard({ volumeId: 'uuid:stranger' }))
    expect(await place({ ...stranger, catalog })).toEqual({ kind: 'away' })
  })

  it('is found by known files of several folders, one of which is gone', async () => {
    const { source, ports, place } = await openScene(nameless())
    await mkdir(join(source.path, 'x'))
    await rename(join(source.path, 'mine.jpg'), join(source.path, 'x', 'mine.jpg'))
    const known = [
      { ...mine, folder: 'gone' },
      { ...mine, folder: 'x' },
      { ...mine, folder: 'x', name: 'other.jpg' },
    ]
    const catalog = { ...ports.catalog, knownFiles: () => known }
    expect(await place({ ...at(nameless()), catalog })).toMatchObject({ kind: 'here' })
  })

  it('is its path where what is there cannot be read, and only the folders of known files are', async () => {
    const { source, ports, place } = await openScene(nameless())
    source.includeSubfolders = false
    const catalog = {
      ...ports.catalog,
      knownFiles: () => [mine, { ...mine, folder: 'x' }, { ...mine, name: 'other.jpg' }],
    }
    const asked: WalkRequest[] = []
    const walker: Walker = {
      walk: (request) => {
        asked.push(request)
        return Promise.resolve(fail({ kind: 'folder-unreadable', path: request.root, code: 'EIO' }))
      },
      close: () => Promise.resolve(),
    }
    const unread = { ...at(nameless()), catalog, walker, ownFolders: ['/own'] }
    expect(await place(unread)).toMatchObject({ kind: 'here' })
    source.followLinks = true
    expect(await place(unread)).toMatchObject({ kind: 'here' })
    const few = { folders: ['', 'x'], isRecursive: false, includeSubfolders: false }
    expect(asked).toMatchObject([few, { ...few, followLinks: { ownFolders: ['/own'] } }])
    expect(asked[0]).not.toHaveProperty('followLinks')
  })
})

describe('a folder that may be a source', () => {
  it('looks like it where a known file is, and not where none is or none is known', async () => {
    const { source, ports } = await openScene(onCard())
    expect(await looksLikeSource(source, source.path, ports)).toBe(true)
    expect(await looksLikeSource(source, tempFolder(), ports)).toBe(false)
    const catalog = { ...ports.catalog, knownFiles: () => [] }
    expect(await looksLikeSource(source, source.path, { ...ports, catalog })).toBe(false)
  })
})
