// Keeps albums: has one made just before its first photos, lets its title follow its folder, and puts in later what was in the
// library already. The intention is stored before the request leaves: after a lost answer the album is looked for, not made
// again. When it is asked is the queue's, and so is what follows a failure.
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok, type Result } from '../../../shared/result.ts'
import type {
  AlbumCandidate,
  AlbumFacts,
  AlbumFolder,
  AlbumKeeper,
  AlbumPlace,
  AlbumStore,
  StoredAlbum,
} from '../ports/albums.ts'
import type { Change } from '../ports/changes.ts'
import type { Checkpoint } from '../ports/outside.ts'
import type { LibraryAlbum, LibraryAlbums } from '../ports/photos.ts'
import { fullAt, inAlbumOrder, partFor } from './parts.ts'
import { folderName, partTitle, titleOf } from './titles.ts'

/** What the keeper works with. */
export interface AlbumKeeperOptions {
  store: AlbumStore
  sources(): readonly { sourceId: number; path: string }[]
  photos: LibraryAlbums
  /** Stores changes in the order of the calls, with everything else that is stored. */
  recorder: { recordSoon(changes: readonly Change[]): Promise<void> }
  checkpoint: Checkpoint
}

/** So many photos go into one request (photos-api.md 4). */
const batchSize = 50
/** After so many in a row that Google takes into no album, nobody looks for the one that is to blame in a batch. */
const mostInARow = 8

/** Makes the keeper. One request at a time is the caller's to see to. */
export function createAlbumKeeper(options: AlbumKeeperOptions): AlbumKeeper {
  const { store, photos, recorder, checkpoint } = options
  let refusedInARow = 0

  const folderAt = (place: AlbumPlace): AlbumFolder => ({
    ...place,
    sourcePath: options.sources().find((one) => one.sourceId === place.sourceId)?.path ?? '',
  })
  const storeAlbum = async (
    { sourceId, key }: AlbumPlace,
    part: number,
    album: AlbumFacts,
  ): Promise<void> => {
    await recorder.recordSoon([{ of: 'album', place: { sourceId, key }, part, album }])
    if (album.state === 'intended') checkpoint('album-intended')
    else checkpoint('album-stored')
  }
  const change = (album: StoredAlbum, by: Partial<AlbumFacts>): Promise<void> => {
    const { state, albumId, productUrl, title, name, isRenamed } = album
    const facts = { state, albumId, productUrl, title, name, isRenamed }
    return storeAlbum(album, album.part, { ...facts, ...by })
  }

  /** What an album is called after its folder, beside all others. */
  const ownTitle = (place: AlbumPlace, part: number): string => {
    const others = store.allAlbums().filter((album) => !isSamePlace(album, place))
    const taken = new Set(others.map(({ title }) => title))
    return partTitle(titleOf(folderAt(place), store.albumFolders(), taken), part)
  }
  const newTitle = (place: AlbumPlace, part: number): string => {
    const [first] = store.albumsAt(place)
    return first !== undefined && first.part < part
      ? partTitle(first.title, part)
      : ownTitle(place, part)
  }

  /** The album of an intention whose answer was lost: ours, of that title, empty, and none that is known otherwise. */
  const findLost = async (
    title: string,
    signal: AbortSignal,
  ): Promise<Result<LibraryAlbum | null, Failure>> => {
    const known = new Set(store.allAlbums().map(({ albumId }) => albumId))
    let pageToken: string | null = null
    do {
      const page: Awaited<ReturnType<LibraryAlbums['listAlbums']>> = await photos.listAlbums(
        pageToken,
        signal,
      )
      if (!page.ok) return page
      const found = page.value.albums.find(
        (album) =>
          isSameTitle(album.title, title) && album.count === 0 && !known.has(album.albumId),
      )
      if (found !== undefined) return ok(found)
      pageToken = page.value.next
    } while (pageToken !== null)
    return ok(null)
  }

  const make = async (
    place: AlbumPlace,
    part: number,
    intended: StoredAlbum | undefined,
    signal: AbortSignal,
  ): Promise<Result<StoredAlbum | null, Failure>> => {
    const name = folderName(folderAt(place))
    const title = intended?.title ?? newTitle(place, part)
    const facts: AlbumFacts = {
      ...{ state: 'intended', albumId: null, productUrl: null, title, name, isRenamed: false },
    }
    const lost = intended === undefined ? ok(null) : await findLost(title, signal)
    if (!lost.ok) return lost
    let made = lost.value
    if (made === null) {
      if (intended === undefined) await storeAlbum(place, part, facts)
      const answer = await photos.createAlbum(title, signal)
      if (answer.ok) checkpoint('album-made')
      // Google makes no album of that title: its photos are none the worse for it.
      if (!answer.ok && answer.failure.kind === 'rejected') {
        await storeAlbum(place, part, { ...facts, state: 'refused' })
        return ok(null)
      }
      if (!answer.ok) return answer
      made = answer.value
    }
    const { albumId, productUrl } = made
    await storeAlbum(place, part, { ...facts, state: 'made', albumId, productUrl })
    return ok(store.albumsAt(place).find((album) => album.part === part) ?? null)
  }

  /** Lets the title follow a folder that is called otherwise now, while the title at Google is still the one that was set. */
  const follow = async (
    album: StoredAlbum,
    signal: AbortSignal,
  ): Promise<Result<StoredAlbum | null, Failure>> => {
    const name = folderName(folderAt(album))
    if (album.isRenamed || album.name === name || album.albumId === null) return ok(album)
    const now = await photos.readAlbum(album.albumId, signal)
    if (!now.ok) return ofGone(album, now.failure)
    const title = ownTitle(album, album.part)
    // Where the answer to the last rename was lost, it has the new title already.
    if (!isSameTitle(now.value.title, album.title) && !isSameTitle(now.value.title, title)) {
      // People look for it under the title that they gave it.
      const theirs = now.value.title.trim() === '' ? album.title : now.value.title
      await change(album, { isRenamed: true, name, title: theirs })
      return ok(album)
    }
    const renamed = await photos.renameAlbum(album.albumId, title, signal)
    if (!renamed.ok) return ofGone(album, renamed.failure)
    checkpoint('album-renamed')
    await change(album, { title, name })
    return ok(album)
  }

  const ofGone = async (
    album: StoredAlbum,
    failure: Failure,
  ): Promise<Result<StoredAlbum | null, Failure>> => {
    if (failure.kind === 'album-gone') await change(album, { state: 'deleted' })
    // A title that Google does not take stays as it was.
    else if (failure.kind === 'rejected') await change(album, { isRenamed: true })
    else return fail(failure)
    return ok(failure.kind === 'album-gone' ? null : album)
  }

  const albumFor: AlbumKeeper['albumFor'] = async (place, more, signal) => {
    // Taken out while its photos were on their way.
    if (folderAt(place).sourcePath === '') return ok(null)
    if (store.albumsAt(place).length === 0) store.takeOverAlbum(place)
    const parts = store.albumsAt(place)
    const last = parts.at(-1)
    if (last?.state === 'deleted' || last?.state === 'refused') return ok(null)
    const counted = parts.map(({ part, count, state }) => ({
      ...{ part, count: state === 'full' ? fullAt : count },
    }))
    const part = partFor(counted, more)
    const there = parts.find((album) => album.part === part)
    return there?.state === 'made'
      ? await follow(there, signal)
      : await make(place, part, there, signal)
  }

  const lookAt: AlbumKeeper['lookAt'] = async (album, signal) => {
    if (album.albumId === null) return 'open'
    const now = await photos.readAlbum(album.albumId, signal)
    const isGone = !now.ok && now.failure.kind === 'album-gone'
    // People put photos there by hand, which nobody counts.
    const isFull = now.ok && now.value.count + batchSize > fullAt
    if (!isGone && !isFull) return 'open'
    await change(album, { state: isGone ? 'deleted' : 'full' })
    return isGone ? 'gone' : 'full'
  }

  const note = async (
    { rowId }: StoredAlbum,
    those: readonly AlbumCandidate[],
    isIn: boolean,
  ): Promise<void> => {
    refusedInARow = isIn ? 0 : refusedInARow + those.length
    await recorder.recordSoon(
      those.map(({ uploadId }) => ({ ...{ of: 'in-album', uploadId, rowId, isIn } })),
    )
    checkpoint('album-stored')
  }

  /** All or none of a request go in: it is halved until the photo that Google does not take stands alone. */
  const add = async (
    album: StoredAlbum,
    all: readonly AlbumCandidate[],
    signal: AbortSignal,
  ): Promise<Result<boolean, Failure>> => {
    const wasHopeless = refusedInARow >= mostInARow
    /** Of a batch after many that were refused, one tells of the others. */
    let doubted: readonly AlbumCandidate[] = []
    const parts: (readonly AlbumCandidate[])[] = [all]
    for (let part = parts.shift(); part !== undefined; part = parts.shift()) {
      // Two uploads may have given one photo, as two copies of one picture do.
      const ids = [...new Set(part.map(({ mediaItemId }) => mediaItemId))]
      const answer = await photos.addToAlbum(album.albumId ?? '', ids, signal)
      if (answer.ok) {
        checkpoint('album-filled')
        await note(album, part, true)
        if (doubted.length > 0) parts.push(doubted)
        doubted = []
        continue
      }
      const { failure } = answer
      if (failure.kind === 'album-gone') await change(album, { state: 'deleted' })
      if (failure.kind === 'album-gone') return ok(true)
      if (failure.kind !== 'rejected') return answer
      if (part === all && (await lookAt(album, signal)) !== 'open') return ok(true)
      if (part === all && wasHopeless && part.length > 1) {
        doubted = part.slice(1)
        parts.push(part.slice(0, 1))
      } else if (part.length === 1 || refusedInARow >= mostInARow) {
        await note(album, [...part, ...doubted], false)
        doubted = []
      } else {
        const middle = Math.ceil(part.length / 2)
        parts.unshift(part.slice(0, middle), part.slice(middle))
      }
    }
    return ok(true)
  }

  return {
    compare: inAlbumOrder,
    albumFor,
    lookAt,
    isGone: (album) => change(album, { state: 'deleted' }),
    addDue: async (signal) => {
      const due = store.nextForAlbum(batchSize)
      if (due === null) return ok(false)
      const album = await albumFor(due.place, due.photos.length, signal)
      if (!album.ok) return album
      // Made, taken over or closed meanwhile: what is due may be less, or of another folder.
      const now = store.nextForAlbum(batchSize)
      const isSame = now !== null && isSamePlace(now.place, due.place)
      if (album.value === null || !isSame) return ok(!isSame)
      return add(album.value, [...now.photos].sort(byOrder), signal)
    },
  }
}

const byOrder = (one: AlbumCandidate, other: AlbumCandidate): number =>
  inAlbumOrder({ ...one, id: one.fileId }, { ...other, id: other.fileId })

/** Google may keep a title in another form of the same letters. */
const isSameTitle = (one: string, other: string): boolean =>
  one.normalize('NFC').trim() === other.normalize('NFC').trim()

const isSamePlace = (one: AlbumPlace, other: AlbumPlace): boolean =>
  one.sourceId === other.sourceId && one.key === other.key
