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
  AlbumOwner,
  AlbumPlace,
  AlbumStore,
  StoredAlbum,
} from '../ports/albums.ts'
import type { Change } from '../ports/changes.ts'
import type { Checkpoint, Clock } from '../ports/outside.ts'
import type { LibraryAlbums } from '../ports/photos.ts'
import { findLostAlbum, isSameTitle } from './lost-album.ts'
import { fullAt, inAlbumOrder, partFor } from './parts.ts'
import { folderName, partTitle, titleOf } from './titles.ts'

/** What the keeper works with. */
export interface AlbumKeeperOptions {
  store: AlbumStore
  sources(): readonly { sourceId: number; path: string }[]
  photos: LibraryAlbums
  clock: Pick<Clock, 'monotonic'>
  /** Stores changes in the order of the calls, with everything else that is stored. */
  recorder: { recordSoon(changes: readonly Change[]): Promise<void> }
  checkpoint: Checkpoint
  /** How many photos an album gets; {@link fullAt} unless told otherwise. */
  holds?: number
}

/** So many photos go into one request (photos-api.md 4). */
const batchSize = 50
/** After so many in a row that Google takes into no album, nobody looks for the one that is to blame in a batch. */
const mostInARow = 8

/** Which folders there are is looked up so often at the most: of very many that takes its time, and titles are told apart without. */
const foldersKnownMs = 10_000
/** Trouble with a title: it follows another time. */
const passing: ReadonlySet<Failure['kind']> = new Set(['server-error', 'unexpected-answer'])

/** Makes the keeper. One request at a time is the caller's to see to. */
export function createAlbumKeeper(options: AlbumKeeperOptions): AlbumKeeper {
  const { store, photos, recorder, checkpoint, holds = fullAt } = options
  let refusedInARow = 0

  const folderAt = (place: AlbumPlace): AlbumFolder => ({
    ...place,
    sourcePath: options.sources().find((one) => one.sourceId === place.sourceId)?.path ?? '',
  })
  const storeAlbum = async (
    owner: AlbumOwner,
    { sourceId, key }: AlbumPlace,
    part: number,
    album: AlbumFacts,
  ): Promise<void> => {
    await recorder.recordSoon([{ of: 'album', owner, place: { sourceId, key }, part, album }])
    if (album.state === 'intended') checkpoint('album-intended')
    else checkpoint('album-stored')
  }
  const isStillOf = ({ accountId, clientId }: AlbumOwner): boolean => {
    const now = store.albumOwner()
    return now?.accountId === accountId && now.clientId === clientId
  }
  const change = (album: StoredAlbum, by: Partial<AlbumFacts>): Promise<void> => {
    // Somebody else is signed in by now: what Google says to them says nothing of this album.
    if (!isStillOf(album.owner)) return Promise.resolve()
    const { state, albumId, productUrl, title, name, isRenamed } = album
    const facts = { state, albumId, productUrl, title, name, isRenamed }
    return storeAlbum(album.owner, album, album.part, { ...facts, ...by })
  }

  let known = { until: -Infinity, byName: new Map<string, AlbumFolder[]>() }
  /** The folders that are called the same: no other's title could be that of this one. */
  const namesakesOf = (folder: AlbumFolder): readonly AlbumFolder[] => {
    const now = options.clock.monotonic()
    if (now >= known.until) {
      const byName = Map.groupBy(store.albumFolders(), (one) => folderName(one))
      known = { until: now + foldersKnownMs, byName }
    }
    return known.byName.get(folderName(folder)) ?? []
  }

  /** What an album is called after its folder, beside all others. */
  const ownTitle = (place: AlbumPlace, part: number): string => {
    const folder = folderAt(place)
    const taken = { has: (title: string) => store.isTitleTaken(title, place) }
    return partTitle(titleOf(folder, namesakesOf(folder), taken), part)
  }
  const newTitle = (place: AlbumPlace, part: number): string => {
    const [first] = store.albumsAt(place)
    return first !== undefined && first.part < part
      ? partTitle(first.title, part)
      : ownTitle(place, part)
  }

  const make = async (
    place: AlbumPlace,
    part: number,
    intended: StoredAlbum | undefined,
    signal: AbortSignal,
  ): Promise<Result<StoredAlbum | null, Failure>> => {
    const owner = store.albumOwner()
    if (owner === null) return ok(null)
    // The name belongs to its title: where the folder is called otherwise since, the title follows.
    const name = intended?.name ?? folderName(folderAt(place))
    const title = intended?.title ?? newTitle(place, part)
    const facts: AlbumFacts = {
      ...{ state: 'intended', albumId: null, productUrl: null, title, name, isRenamed: false },
    }
    const known = (): (string | null)[] => store.allAlbums().map(({ albumId }) => albumId)
    const lost =
      intended === undefined ? ok(null) : await findLostAlbum(photos, title, known(), signal)
    if (!lost.ok) return lost
    let made = lost.value
    if (made === null) {
      if (intended === undefined) await storeAlbum(owner, place, part, facts)
      if (!isStillOf(owner)) return ok(null)
      const answer = await photos.createAlbum(title, signal)
      if (answer.ok) checkpoint('album-made')
      // Somebody else signed in meanwhile: whose album it is, the list tells once this account is back.
      if (!isStillOf(owner)) return ok(null)
      // Google makes no album of that title: its photos are none the worse for it.
      if (!answer.ok && answer.failure.kind === 'rejected') {
        await storeAlbum(owner, place, part, { ...facts, state: 'refused' })
        return ok(null)
      }
      if (!answer.ok) return answer
      made = answer.value
    }
    const { albumId, productUrl } = made
    await storeAlbum(owner, place, part, { ...facts, state: 'made', albumId, productUrl })
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
    else if (!passing.has(failure.kind)) return fail(failure)
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
      ...{ part, count: state === 'full' ? holds : count },
    }))
    const part = partFor(counted, more, holds)
    const there = parts.find((album) => album.part === part)
    return there?.state === 'made'
      ? await follow(there, signal)
      : await make(place, part, there, signal)
  }

  const lookAt: AlbumKeeper['lookAt'] = async (album, signal) => {
    if (album.albumId === null) return 'open'
    const now = await photos.readAlbum(album.albumId, signal)
    const isGone = !now.ok && now.failure.kind === 'album-gone'
    if (!now.ok && !isGone) return 'unknown'
    // People put photos there by hand, which nobody counts.
    const isFull = now.ok && now.value.count + batchSize > holds
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
    addDue: async (isLeftAlone, signal) => {
      const due = store.nextForAlbum(batchSize, isLeftAlone)
      if (due === null) return { place: null, added: ok(false) }
      const { place } = due
      if (due.photos.length === 0) return { place: null, added: ok(true) }
      const album = await albumFor(place, due.photos.length, signal)
      if (!album.ok) return { place, added: album }
      // Made, taken over or closed meanwhile: what is due may be less, or of another folder.
      const now = store.nextForAlbum(batchSize, isLeftAlone)
      const isSame = now !== null && isSamePlace(now.place, place) && now.photos.length > 0
      if (album.value === null || !isSame) return { place: null, added: ok(!isSame) }
      return { place, added: await add(album.value, [...now.photos].sort(byOrder), signal) }
    },
  }
}

const byOrder = (one: AlbumCandidate, other: AlbumCandidate): number =>
  inAlbumOrder({ ...one, id: one.fileId }, { ...other, id: other.fileId })

const isSamePlace = (one: AlbumPlace, other: AlbumPlace): boolean =>
  one.sourceId === other.sourceId && one.key === other.key
