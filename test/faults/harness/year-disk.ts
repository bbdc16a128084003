// What people do with their files in a year: a home folder and two drives on which photos arrive, are edited, copied, moved
// and deleted, also while a drive is elsewhere. It changes the real folders and keeps the list of what should be there.
import { chmod, mkdir, readFile, rename, rm, utimes, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Random } from '../../../src/main/engine/ports/outside.ts'
import { largePhoto, photo, writeVideo } from './pictures.ts'
import { chance, oneOf, weighted, within } from './seeded-random.ts'
import { sessionBytes, type Content, type World } from './world.ts'

/** A folder that is backed up. */
export interface Place {
  readonly name: string
  /** Where it is while it is there. */
  readonly path: string
  isPlugged: boolean
  /** By path in the folder. */
  readonly files: Map<string, Omit<Content, 'name'>>
  /** Files and folders that nobody may read now. */
  readonly locked: Set<string>
}

/** The folders of one life. */
export interface Disk {
  readonly places: readonly Place[]
  /** One thing that somebody does with files; returns what. */
  happen(now: number): Promise<string>
  unplug(place: Place): Promise<void>
  plug(place: Place): Promise<void>
  /** Takes the rights to a file or folder; null when there is nothing to take. */
  lock(): Promise<{ what: string; unlock: () => Promise<void> } | null>
  /** How many files were moved so far. */
  moved(): number
  /** Whether every place is there and nothing is locked. */
  isWhole(): boolean
  /** How many files are there that look like photos. */
  count(): number
  /** Everything that is somewhere. */
  all(): Content[]
  /** What a program can read now. */
  readable(): Content[]
}

/** Opens the folders; each seed has contents of its own. */
export function createDisk(world: World, random: Random, firstSeed: number): Disk {
  const base = dirname(world.folder)
  const place = (name: string, path: string): Place => ({
    name,
    path,
    isPlugged: true,
    files: new Map(),
    locked: new Set(),
  })
  const home = place('home', world.folder)
  const places: [Place, ...Place[]] = [
    home,
    place('drive', join(base, 'drive')),
    place('card', join(base, 'card')),
  ]
  let made = 0
  let moved = 0
  let notes = 0

  const rootOf = ({ path, isPlugged }: Place): string => (isPlugged ? path : `${path}-away`)
  const draft = join(base, 'year-draft')
  const anyPlace = (): Place => (chance(random, 0.6) ? home : oneOf(random, places))

  const put = async (at: Place, path: string, content: Omit<Content, 'name'>, now: number) => {
    const target = join(rootOf(at), path)
    await mkdir(dirname(target), { recursive: true })
    await writeFile(draft, content.bytes)
    await utimes(draft, now / 1000, now / 1000)
    await rename(draft, target)
    at.files.set(path, content)
    world.expect(content.bytes, nameOf(path), content.isReduced)
  }
  const next = (): number => {
    made += 1
    return firstSeed + made
  }
  const folderFor = (now: number): string =>
    oneOf(random, ['', 'Camera', 'Messages/Images', new Date(now).toISOString().slice(0, 7)])
  const inFolder = (folder: string, name: string): string =>
    folder === '' ? name : `${folder}/${name}`

  const arrive = async (now: number, count: number, folder: string, at: Place) => {
    for (let left = count; left > 0; left -= 1) {
      const seed = next()
      const sizeBytes = chance(random, 0.03) ? sessionBytes : 0
      await put(
        at,
        inFolder(folder, `IMG_${seed}.jpg`),
        { bytes: await photo(seed, sizeBytes) },
        now,
      )
    }
    return `${count} new in ${at.name}/${folder}`
  }

  /** Files that may be touched: not those of which only a reduced copy is sent, for these are known by their name. */
  const touchable = (): { at: Place; path: string; content: Omit<Content, 'name'> }[] =>
    places.flatMap((at) =>
      [...at.files]
        .filter(([path, { isReduced }]) => isReduced !== true && !isLocked(at, path))
        .map(([path, content]) => ({ at, path, content })),
    )
  const folders = (): { at: Place; folder: string }[] =>
    places.flatMap((at) =>
      [...new Set([...at.files.keys()].map((path) => dirname(path)))]
        .filter((folder) => folder !== '.')
        .map((folder) => ({ at, folder })),
    )
  const filesIn = (at: Place, folder: string): string[] =>
    [...at.files.keys()].filter((path) => isUnder(path, folder))
  const isFree = ({ at, folder }: { at: Place; folder: string }): boolean =>
    [...at.locked].every((locked) => !isUnder(locked, folder) && !isUnder(folder, locked)) &&
    filesIn(at, folder).every((path) => at.files.get(path)?.isReduced !== true)

  type Deed = (now: number) => Promise<string | null>
  const withFile =
    (act: (file: ReturnType<typeof touchable>[number], now: number) => Promise<string>): Deed =>
    async (now) => {
      const file = oneOf(random, touchable())
      return file === undefined ? null : act(file, now)
    }
  const withFolder =
    (act: (folder: ReturnType<typeof folders>[number]) => Promise<string>): Deed =>
    async () => {
      const folder = oneOf(random, folders().filter(isFree))
      return folder === undefined ? null : act(folder)
    }

  const deeds: readonly [number, Deed][] = [
    [30, (now) => arrive(now, within(random, 1, 4), folderFor(now), anyPlace())],
    [2, (now) => arrive(now, within(random, 30, 110), `Trip ${next()}`, anyPlace())],
    [
      5,
      async (now) => {
        const [seed, folder] = [next(), folderFor(now)]
        await put(home, inFolder(folder, `DSC_${seed}.jpg`), { bytes: await photo(seed) }, now)
        await put(home, inFolder(folder, `DSC_${seed}.nef`), { bytes: rawPhoto(seed) }, now)
        return 'a photo with its raw file'
      },
    ],
    [
      3,
      async (now) => {
        const seed = next()
        await writeVideo(draft, 60_000, seed)
        await put(
          home,
          inFolder(folderFor(now), `MOV_${seed}.mp4`),
          { bytes: await readFile(draft) },
          now,
        )
        return 'a video'
      },
    ],
    [
      0.4,
      async (now) => {
        const seed = next()
        await put(
          anyPlace(),
          `large-${seed}.jpg`,
          { bytes: await largePhoto(seed), isReduced: true },
          now,
        )
        return 'a large photo'
      },
    ],
    [
      6,
      withFile(async ({ content, path }, now) => {
        const to = anyPlace()
        await put(to, `Copies ${within(random, 1, 3)}/${next()} ${nameOf(path)}`, content, now)
        return `a copy in ${to.name}`
      }),
    ],
    [
      8,
      withFile(async ({ at, path, content }, now) => {
        const bytes = Buffer.concat([content.bytes, Buffer.from(`edit ${next()}`)])
        await put(at, path, { bytes }, now)
        return 'an edit'
      }),
    ],
    [
      3,
      withFile(async ({ at, path }, now) => {
        // Another photo under a name that is taken, as cameras give whose counter begins anew.
        await put(at, path, { bytes: await photo(next()) }, now)
        return 'another under the same name'
      }),
    ],
    [
      2,
      withFile(async ({ at, path, content }) => {
        const bytes = Buffer.from(content.bytes)
        bytes.write(String(next()).padStart(12, '0'), bytes.length - 12, 'latin1')
        world.expect(bytes, nameOf(path))
        at.files.set(path, { bytes })
        await writeFile(join(rootOf(at), path), bytes)
        return 'written over in place, as long as before'
      }),
    ],
    [
      3,
      withFile(async ({ at, path }, now) => {
        await utimes(join(rootOf(at), path), now / 1000, now / 1000)
        return 'touched'
      }),
    ],
    [
      8,
      withFile(async ({ at, path }) => {
        await rm(join(rootOf(at), path))
        at.files.delete(path)
        return 'one deleted'
      }),
    ],
    [
      7,
      withFile(async ({ at, path, content }) => {
        const to = inFolder(`Sorted ${within(random, 1, 5)}`, `${next()} ${nameOf(path)}`)
        await mkdir(dirname(join(rootOf(at), to)), { recursive: true })
        await rename(join(rootOf(at), path), join(rootOf(at), to))
        at.files.delete(path)
        at.files.set(to, content)
        moved += 1
        return 'one moved'
      }),
    ],
    [
      2,
      withFile(async ({ at, path, content }, now) => {
        // A copy that broke off; what came was a file, and the rest comes later.
        const part = content.bytes.subarray(0, Math.floor(content.bytes.length / 2))
        await put(at, `Unfinished/${next()} ${nameOf(path)}`, { bytes: Buffer.from(part) }, now)
        return 'half of a copy'
      }),
    ],
    [
      1,
      withFolder(async ({ at, folder }) => {
        await rm(join(rootOf(at), folder), { recursive: true })
        for (const path of filesIn(at, folder)) at.files.delete(path)
        return 'a folder deleted'
      }),
    ],
    [
      3,
      withFolder(async ({ at, folder }) => {
        const to = `Renamed ${next()}`
        await rename(join(rootOf(at), folder), join(rootOf(at), to))
        for (const path of filesIn(at, folder)) {
          const content = at.files.get(path)
          at.files.delete(path)
          moved += 1
          if (content !== undefined) at.files.set(to + path.slice(folder.length), content)
        }
        return 'a folder renamed'
      }),
    ],
    [
      1,
      async () => {
        await writeFile(join(rootOf(home), `note-${next()}.jpg`), 'these are words')
        notes += 1
        return 'words under a name of a photo'
      },
    ],
  ]

  const contents = (of: (at: Place, path: string) => boolean): Content[] =>
    places.flatMap((at) =>
      [...at.files]
        .filter(([path]) => of(at, path))
        .map(([path, content]) => ({ ...content, name: nameOf(path) })),
    )

  return {
    places,
    async happen(now) {
      return (await weighted(random, deeds)(now)) ?? 'nothing'
    },
    async unplug(at) {
      await rename(at.path, `${at.path}-away`)
      at.isPlugged = false
    },
    async plug(at) {
      await rename(`${at.path}-away`, at.path)
      at.isPlugged = true
    },
    async lock() {
      const found = chance(random, 0.5)
        ? touchable().map(({ at, path }) => ({ at, path, rights: 0o644 }))
        : folders()
            .filter(isFree)
            .map(({ at, folder }) => ({ at, path: folder, rights: 0o755 }))
      const chosen = oneOf(
        random,
        found.filter(({ at }) => at.isPlugged),
      )
      if (chosen === undefined) return null
      const { at, path, rights } = chosen
      await chmod(join(rootOf(at), path), 0)
      at.locked.add(path)
      return {
        what: `${at.name}/${path}`,
        unlock: async () => {
          await chmod(join(rootOf(at), path), rights)
          at.locked.delete(path)
        },
      }
    },
    moved: () => moved,
    isWhole: () => places.every(({ isPlugged, locked }) => isPlugged && locked.size === 0),
    count: () => places.reduce((sum, { files }) => sum + files.size, notes),
    all: () => contents(() => true),
    readable: () => contents((at, path) => at.isPlugged && !isLocked(at, path)),
  }
}

const nameOf = (path: string): string => path.slice(path.lastIndexOf('/') + 1)
const isUnder = (path: string, folder: string): boolean =>
  path === folder || path.startsWith(`${folder}/`)
const isLocked = ({ locked }: Place, path: string): boolean =>
  [...locked].some((entry) => isUnder(path, entry))

/** The least that begins like a camera's raw file: a TIFF of one pixel, and bytes of its own behind. */
function rawPhoto(seed: number): Buffer {
  const entries: readonly [number, number, number][] = [
    [256, 4, 1],
    [257, 4, 1],
    [258, 3, 8],
    [259, 3, 1],
    [262, 3, 1],
    [273, 4, 8],
    [277, 3, 1],
    [278, 4, 1],
    [279, 4, 1],
  ]
  const head = Buffer.alloc(12)
  head.write('II*\0', 'latin1')
  head.writeUInt32LE(12, 4)
  const directory = Buffer.alloc(2 + entries.length * 12 + 4)
  directory.writeUInt16LE(entries.length, 0)
  for (const [index, [tag, type, value]] of entries.entries()) {
    const at = 2 + index * 12
    directory.writeUInt16LE(tag, at)
    directory.writeUInt16LE(type, at + 2)
    directory.writeUInt32LE(1, at + 4)
    directory.writeUInt32LE(value, at + 8)
  }
  return Buffer.concat([head, directory, Buffer.from(`raw ${seed}`.padEnd(4_000))])
}
