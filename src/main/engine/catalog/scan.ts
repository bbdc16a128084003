// Compares what a walk saw with the rows of the same folders, one folder at a time, so that memory does not grow with the
// tree, and in slices, so that a folder of very many files holds nobody up. Decides only whether a path is new, changed,
// gone or back; what that means for uploads is in states.ts.
import type { Catalog, ScanOutcome } from '../ports/catalogue.ts'
import type { Entry, Listing, WalkEvent } from '../ports/files.ts'
import { byName, isQuiet, isUnchanged, lookedAtOnce, type Known } from './compare.ts'
import type { Room } from './database.ts'
import { createFolders } from './folders.ts'
import { firstLifecycle, found, onlineOnly } from './first-sight.ts'
import { fileDetail, historyDetail, placeOf } from './lifecycle-rows.ts'
import type { Linker } from './link.ts'
import { partnerWait } from './partner-wait.ts'
import type { Pairs } from './pairs.ts'
import { claimsVideo, foldedName } from './paths.ts'
import { isHeld } from './shows.ts'
import type { Others } from './others.ts'
import type { Slices } from './slices.ts'
import type { Sources } from './sources.ts'
import { storable } from './stamps.ts'
import { fileColumns, type FileRow } from './file-rows.ts'
import type { States } from './states.ts'
import type { Unreadable } from './unreadable.ts'
import type { Versions } from './versions.ts'

type Scan = Pick<Catalog, 'applyWalk' | 'finishScan'>

/** Work that may pause between two of its steps. */
type Steps = Generator<undefined, void>

const rowsAtOnce = 1_000
const insertedAtOnce = 32

/** Prepares the statements. */
export function createScan(
  { db, book, write }: Room,
  parts: {
    states: States
    sources: Sources
    linker: Linker
    slices: Slices
    unreadable: Unreadable
    others: Others
    versions: Versions
    pairs: Pick<Pairs, 'doubt' | 'arrived'>
  },
): Scan {
  const { states, sources, linker, slices, unreadable, others, versions, pairs } = parts
  const folders = createFolders(db)
  const knownColumns =
    'name, id, size_bytes, mtime_us, ctime_us, inode, is_present, is_online_only, target'
  const firstIn = db
    .prepare<[number], Known>(
      `SELECT ${knownColumns} FROM file WHERE folder_id = ? ORDER BY name LIMIT ${rowsAtOnce}`,
    )
    .raw()
  const nextIn = db
    .prepare<[number, string], Known>(
      `SELECT ${knownColumns} FROM file WHERE folder_id = ? AND name > ? ORDER BY name LIMIT ${rowsAtOnce}`,
    )
    .raw()
  const presentIn = db
    .prepare<[number, string], string>(
      `SELECT name FROM file WHERE folder_id = ? AND name > ? AND is_present = 1 ORDER BY name LIMIT 200`,
    )
    .pluck()
  // By its name and never by an id read before: a file that vanished may have taken over the row of the next one.
  const presentAt = db.prepare<[number, string], FileRow>(
    `SELECT ${fileColumns} FROM file WHERE folder_id = ? AND name = ? AND is_present = 1`,
  )
  const addFile = db.prepare(
    `INSERT INTO file (source_id, folder_id, name, folded_name, size_bytes, mtime_us, ctime_us, inode,
       claims_video, is_online_only, target, state, turn, due_at, reason, detail, history_seq, found_at, changed_at)
     VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?)
     ON CONFLICT (folder_id, name) DO NOTHING`,
  )
  const noteSeq = db.prepare<[number, number]>('UPDATE file SET history_seq = ? WHERE id = ?')
  const setStamp = db.prepare<[number, number, number, number, number, string | null, number]>(
    `UPDATE file SET size_bytes = ?, mtime_us = ?, ctime_us = ?, inode = ?, is_online_only = ?, target = ?,
       is_present = 1 WHERE id = ?`,
  )
  const setDue = db.prepare<[number, number]>('UPDATE file SET due_at = ? WHERE id = ?')

  const insert = (
    sourceId: number,
    folderId: number,
    entry: Entry,
    dueAt: number,
    now: number,
  ): boolean => {
    const first = firstLifecycle(entry)
    const place = placeOf(first, dueAt)
    const name = entry.name.toWellFormed()
    const { sizeBytes, mtimeUs, ctimeUs, inode } = storable(entry)
    const isVideo = entry.mediaKind === undefined ? claimsVideo(name) : entry.mediaKind === 'video'
    const { changes, lastInsertRowid } = addFile.run(
      sourceId,
      folderId,
      name,
      foldedName(name),
      sizeBytes,
      mtimeUs,
      ctimeUs,
      inode,
      isVideo ? 1 : 0,
      entry.isOnlineOnly ? 1 : 0,
      entry.target ?? null,
      place.state,
      place.turn,
      place.dueAt,
      place.reason,
      fileDetail(first),
      now,
      now,
    )
    // Another scan of the same folder was quicker, or a file that moved is there by now.
    if (changes === 0) return false
    const added = { ...place, sourceId, sizeBytes, isPresent: 1, isDuplicate: 0 }
    book.move(null, { ...added, claimsVideo: isVideo ? 1 : 0 })
    if (first === found) return true
    const fileId = Number(lastInsertRowid)
    noteSeq.run(states.note(now, fileId, null, first.state, historyDetail(first)), fileId)
    return true
  }

  /** A known file that is not as its row says. Answers what the outcome counts it as. */
  const meet = (
    known: Known,
    entry: Entry,
    dueAt: number,
    now: number,
  ): 'changed' | 'returned' | null => {
    const file = states.fileById(known[1])
    if (file === undefined) return null
    const { sizeBytes, mtimeUs, ctimeUs, inode } = storable(entry)
    const isSame = file.sizeBytes === sizeBytes && file.mtimeUs === mtimeUs
    // What a system does when it takes the bytes to the cloud or brings them back changes the ctime alone.
    const isMoved = entry.isOnlineOnly || known[7] === 1
    const isUntouched = isSame && (file.ctimeUs === ctimeUs || isMoved)
    const isOnlineOnly = entry.isOnlineOnly ? 1 : 0
    const target = entry.target ?? null
    setStamp.run(sizeBytes, mtimeUs, ctimeUs, inode, isOnlineOnly, target, file.id)
    const seen: FileRow = { ...file, sizeBytes, isPresent: 1 }
    book.move(file, seen)
    const first = firstLifecycle(entry)

    if (!isUntouched) {
      pairs.doubt(file.id)
      if (file.state === 'found' && first === found) setDue.run(dueAt, file.id)
      else {
        versions.leave(file)
        states.setOwn(seen, first, dueAt, now)
      }
      return 'changed'
    }
    if (file.isPresent === 0) {
      states.comeBack(seen, dueAt, now)
      if (file.contentId !== null) versions.decideAnew(file.contentId, now)
    }
    const met = states.fileById(file.id) ?? seen
    if (first === onlineOnly && !isHeld(met) && met.reason !== 'online-only') {
      // It cannot be read now, whatever was to be done with it.
      states.setOwn(met, onlineOnly, dueAt, now)
    } else if (first === found && met.reason === 'online-only') {
      states.setOwn(met, found, dueAt, now)
    }
    return file.isPresent === 0 ? 'returned' : null
  }

  /** Each `yield` is a place where the work may pause. */
  function* vanishFolder(folderId: number, now: number, outcome: ScanOutcome): Steps {
    for (const below of folders.presentBelow(folderId)) yield* vanishFolder(below.id, now, outcome)
    for (let after = ''; ;) {
      const page = presentIn.all(folderId, after)
      for (const name of page) {
        const file = presentAt.get(folderId, name)
        if (file === undefined) continue
        linker.vanish(file, now)
        outcome.vanished += 1
        yield
      }
      const last = page.at(-1)
      if (last === undefined) break
      after = last
    }
    yield* others.note(folderId)
    folders.vanish(folderId)
    yield
  }

  /** The rows of a folder, some at a time and by name, so that neither reading nor comparing them is one long piece. */
  function* rowsIn(folderId: number): Generator<Known> {
    for (let after: string | null = null; ;) {
      const page: Known[] = after === null ? firstIn.all(folderId) : nextIn.all(folderId, after)
      yield* page
      const last = page.at(-1)
      if (last === undefined || page.length < rowsAtOnce) return
      after = last[0]
    }
  }

  function* applyListing(
    sourceId: number,
    { folder, entries, subfolders, unreadable = [], ...beside }: Listing,
    now: number,
    quietMs: number,
    outcome: ScanOutcome,
  ): Steps {
    const { id: folderId, isNew } = folders.ensure(sourceId, folder)
    yield* others.note(folderId, beside)
    const quietSinceUs = (now - quietMs) * 1000
    const isNetwork = sources.isOnNetwork(sourceId)
    const waitOf = partnerWait(sources.pairsOf(sourceId), entries, now, quietMs)
    const dueAtOf = (entry: Entry, row?: Known): number =>
      Math.max(isQuiet(entry, quietSinceUs, row, isNetwork) ? now : now + quietMs, waitOf(entry))
    // What could not be looked at may be as it was.
    const unseen = new Set(unreadable.map(({ name }) => name.toWellFormed()))
    const unmet = yield* byName(entries)
    let looked = 0
    if (!isNew) {
      for (const row of rowsIn(folderId)) {
        const entry = unmet.get(row[0])
        let isWritten = false
        if (entry === undefined) {
          const isMissed = row[6] === 1 && !unseen.has(row[0])
          const file = isMissed ? presentAt.get(folderId, row[0]) : undefined
          if (file !== undefined) {
            linker.vanish(file, now)
            outcome.vanished += 1
            isWritten = true
          }
        } else {
          unmet.delete(row[0])
          isWritten = !isUnchanged(row, entry)
          const kind = isWritten ? meet(row, entry, dueAtOf(entry, row), now) : null
          if (kind !== null) outcome[kind] += 1
        }
        if (isWritten || (looked += 1) % lookedAtOnce === 0) yield
      }
    }
    for (const entry of unmet.values()) {
      const dueAt = dueAtOf(entry)
      if (insert(sourceId, folderId, entry, dueAt, now)) outcome.added += 1
      pairs.arrived(sourceId, folderId, entry.name, dueAt)
      if ((looked += 1) % insertedAtOnce === 0) yield
    }
    if (isNew) return
    const names = new Set(subfolders)
    for (const below of folders.presentBelow(folderId)) {
      if (!names.has(below.name)) yield* vanishFolder(below.id, now, outcome)
      else if ((looked += 1) % lookedAtOnce === 0) yield
    }
  }

  function* applyAll(
    sourceId: number,
    events: readonly WalkEvent[],
    now: number,
    quietMs: number,
    outcome: ScanOutcome,
  ): Steps {
    yield* unreadable.meet(sourceId, events, now)
    for (const event of events) {
      if (event.kind === 'listing') {
        yield* applyListing(sourceId, event.listing, now, quietMs, outcome)
      } else if (event.kind === 'missing' && event.folder !== '') {
        // A source whose own folder is missing is not connected: nothing of it is given up.
        const folderId = folders.find(sourceId, event.folder)
        if (folderId !== null) yield* vanishFolder(folderId, now, outcome)
      }
      yield
    }
  }

  return {
    applyWalk: async (sourceId, events, at, quietMs, signal) => {
      const outcome: ScanOutcome = { added: 0, changed: 0, vanished: 0, returned: 0 }
      const steps = applyAll(sourceId, events, Math.round(at), quietMs, outcome)
      await slices.run(() => signal?.aborted === true || steps.next().done === true)
      return outcome
    },

    finishScan: (sourceId, at, met) => {
      write(() => {
        unreadable.keepOnly(sourceId, met)
        folders.dropEmpty(sourceId)
        sources.noteScan(sourceId, at)
      })
    },
  }
}
