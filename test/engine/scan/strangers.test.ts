// Files whose names claim nothing: told by their first bytes, once, and never at the cost of the others.
import { chmodSync, truncateSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import type {
  Entry,
  FileReader,
  WalkEvent,
  WalkRequest,
} from '../../../src/main/engine/ports/files.ts'
import { createWalker } from '../../../src/main/engine/scan/index.ts'
import { createSettling } from '../../../src/main/engine/scan/strangers.ts'
import { fail } from '../../../src/shared/result.ts'
import { fileReader } from '../../builders/file-reader.ts'
import { smallJpeg } from '../../builders/jpegs.ts'
import { tempFolder, withoutRights } from './temp-folder.ts'
import { posixIt } from '../../builders/posix.ts'

type Reader = Pick<FileReader, 'readStart'>

/** A real reader that notes which files it was asked for. */
function noting(read: Reader['readStart'] = fileReader.readStart): Reader & { paths: string[] } {
  const paths: string[] = []
  return {
    paths,
    readStart: (path, mostBytes, signal) => {
      expect(mostBytes).toBeLessThanOrEqual(4096)
      paths.push(shortPath(path))
      return read(path, mostBytes, signal)
    },
  }
}

/** Walks a folder of one level. */
async function walk(root: string, reader: Reader, recall?: WalkRequest['recall']) {
  const walker = createWalker({ reader })
  onTestFinished(() => walker.close())
  const events: WalkEvent[] = []
  await walker.walk(
    {
      root,
      folders: [''],
      isRecursive: true,
      includeSubfolders: true,
      ignorePatterns: ['private*'],
      signal: new AbortController().signal,
      ...(recall === undefined ? {} : { recall }),
    },
    (batch) => void events.push(...batch),
  )
  const [event] = events
  if (event?.kind !== 'listing') throw new Error('no listing')
  const { entries, others, unreadable } = event.listing
  return {
    photos: entries.map(({ name }) => name).sort(),
    kinds: Object.fromEntries(entries.map(({ name, mediaKind }) => [name, mediaKind])),
    others: others?.files ?? 0,
    strangers: others?.strangers.map(({ name }) => name).sort() ?? [],
    unreadable,
  }
}

/** Windows' long form of a path, in which the walk asks, without its beginning. */
const shortPath = (path: string): string => path.replace(/^\\\\\?\\/, '')

const film = Buffer.from('\0\0\0\x14ftypisom\0\0\0\0isom\0\0\0\x08moov', 'latin1')

async function aFolder(): Promise<string> {
  const root = tempFolder('README', 'letter.txt', 'book.pdf', 'private', '.nomedia')
  const jpeg = await smallJpeg(1)
  for (const name of ['IMG_0001', 'scan.0001', 'usual.jpg']) writeFileSync(join(root, name), jpeg)
  writeFileSync(join(root, 'clip.MP~2'), film)
  writeFileSync(join(root, 'empty'), '')
  return root
}

describe('a file whose name claims nothing', () => {
  it('is taken where its first bytes are those of a photo or video, and counted where not', async () => {
    const root = await aFolder()
    const reader = noting()
    expect(await walk(root, reader)).toEqual({
      photos: ['IMG_0001', 'clip.MP~2', 'scan.0001', 'usual.jpg'],
      kinds: {
        IMG_0001: 'photo',
        'clip.MP~2': 'video',
        'scan.0001': 'photo',
        'usual.jpg': undefined,
      },
      others: 4,
      strangers: ['README'],
      unreadable: undefined,
    })
    // Nothing else was opened: neither what cannot hold a picture nor what is a photo by its name.
    const opened = ['IMG_0001', 'README', 'clip.MP~2', 'scan.0001']
    expect(reader.paths.sort()).toEqual(opened.map((name) => join(root, name)).sort())
  })

  it('is not opened again where it is known', async () => {
    const root = await aFolder()
    const first = await walk(root, noting())
    const reader = noting()
    const again = await walk(root, reader, (_, { name }) =>
      name === 'empty' ? null : { isMedia: name !== 'README', isSame: true },
    )
    expect(reader.paths).toEqual([])
    expect({ ...again, kinds: first.kinds }).toEqual(first)
  })

  it('is looked at again once it has changed', async () => {
    const root = await aFolder()
    writeFileSync(join(root, 'README'), await smallJpeg(2))
    const reader = noting()
    const { photos } = await walk(root, reader, (_, { name }) => ({
      isMedia: false,
      isSame: name !== 'README',
    }))
    expect(reader.paths).toEqual([join(root, 'README')])
    expect(photos).toEqual(['README', 'usual.jpg'])
  })

  posixIt(
    'that may not be read is told of as such, since it may be a photo, and not remembered',
    async () => {
      const root = await aFolder()
      chmodSync(join(root, 'IMG_0001'), 0)
      const read = noting((path, mostBytes, signal) =>
        withoutRights(() => fileReader.readStart(path, mostBytes, signal)),
      )
      chmodSync(root, 0o755)
      const { photos, others, strangers, unreadable } = await walk(root, read)
      expect(photos).toEqual(['clip.MP~2', 'scan.0001', 'usual.jpg'])
      expect({ others, strangers }).toEqual({ others: 4, strangers: ['README'] })
      expect(unreadable).toEqual([{ name: 'IMG_0001', code: 'EACCES' }])
      // One that was a photo before is left to the queue, which tells why it cannot be read.
      const known = await walk(root, read, () => ({ isMedia: true, isSame: false }))
      expect(known.photos).toContain('IMG_0001')
      expect(known.unreadable).toBeUndefined()
    },
  )

  it('that hangs holds up no other: none is opened after it', async () => {
    const root = tempFolder(...Array.from({ length: 60 }, (_, file) => `file${file}`))
    const reader = noting(async () => fail({ kind: 'file-unreadable', code: 'ETIMEDOUT' }))
    const { photos, others, strangers, unreadable } = await walk(root, reader)
    expect({ photos, others, strangers }).toEqual({ photos: [], others: 0, strangers: [] })
    expect(unreadable).toHaveLength(60)
    expect(new Set(unreadable?.map(({ code }) => code))).toEqual(new Set(['ETIMEDOUT']))
    expect(reader.paths.length).toBeLessThan(20)
  })

  it('is an other file where nobody reads', async () => {
    const walker = createWalker()
    onTestFinished(() => walker.close())
    const files: unknown[] = []
    await walker.walk(
      {
        ...{ root: await aFolder(), folders: [''], isRecursive: true, includeSubfolders: true },
        ...{ ignorePatterns: [], signal: new AbortController().signal },
      },
      (events) => {
        for (const event of events)
          if (event.kind === 'listing') files.push(event.listing.others?.files)
      },
    )
    expect(files).toEqual([8])
  })

  const entry: Entry = {
    ...{ name: 'file', sizeBytes: 9, mtimeUs: 1, ctimeUs: 1, inode: 1 },
    ...{ isOnlineOnly: false, isNameUnusable: false },
  }
  it.each<[string, Partial<Entry>]>([
    ['that only the cloud has', { isOnlineOnly: true }],
    ['that no name reaches', { isNameUnusable: true }],
    ['that is empty', { sizeBytes: 0 }],
  ])('%s is not opened', async (_, change) => {
    const reader = noting()
    const { signal } = new AbortController()
    const settle = createSettling({ request: { root: '/nowhere', signal }, reader })
    const unnamed = [{ ...entry, ...change }]
    const listing = { folder: '', entries: [], subfolders: [], otherFiles: 2, unnamed }
    expect(await settle([{ kind: 'listing', listing }])).toEqual([
      {
        kind: 'listing',
        listing: { folder: '', entries: [], subfolders: [], others: { files: 3, strangers: [] } },
      },
    ])
    expect(reader.paths).toEqual([])
  })

  it('is told by bytes that one read gives, however large it is', async () => {
    const root = tempFolder()
    writeFileSync(join(root, 'huge'), film)
    truncateSync(join(root, 'huge'), 3_000_000_000)
    // Written out, so that it is no placeholder.
    expect(await walk(root, noting())).toMatchObject({ photos: ['huge'], others: 0 })
  })
})
