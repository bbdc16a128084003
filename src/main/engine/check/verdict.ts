// The one decision of a check: whether a file is in Google Photos as it is here, by what was read of it now, what the catalogue
// knows and what Google answered. Pure; in doubt a file is not safe. How the evidence is gathered is check-folder.ts.
import type { UnsafeReason, Verdict } from '../../../shared/check-schemas.ts'
import type { Failure } from '../../../shared/failure.ts'
import { mediaTypes } from '../../../shared/media-types.ts'
import type { Lifecycle, SkipReason } from '../../../shared/model.ts'
import type { Result } from '../../../shared/result.ts'
import type { KnownBytes, KnownPlace } from '../ports/check.ts'
import type { ItemAnswer } from '../ports/photos.ts'

/** What is known of one file. */
export interface Evidence {
  /** Why it cannot be opened, by its entry in the folder. */
  atFirstSight: SkipReason | null
  /** Its bytes as they are now. */
  read: Result<unknown, Failure>
  /** What became of these bytes. */
  bytes: KnownBytes | null
  /** What lay at its path. */
  place: KnownPlace
  /** What Google says of its photo; null: it was not asked. */
  item: Result<ItemAnswer, Failure> | null
}

type Done = Extract<Lifecycle, { state: 'done' }>
type Sides = { width: number; height: number }

const safe = (dateAdded: Extract<Verdict, { is: 'safe' }>['dateAdded'] = null): Verdict => ({
  is: 'safe',
  dateAdded,
})
const not = (reason: UnsafeReason): Verdict => ({ is: 'not-safe', reason })

/** INVALID_ARGUMENT, as Google answers for an id that it does not know, and NOT_FOUND (photos-api.md, section 5). */
const codesOfNoItem: ReadonlySet<number> = new Set([3, 5])

/** What follows from all that is known of a file. */
export function verdictOf(evidence: Evidence): Verdict {
  const { atFirstSight, read, bytes, place } = evidence
  if (atFirstSight !== null) return not({ kind: 'skipped', skip: atFirstSight })
  if (!read.ok) return not(unread(read.failure))
  const isKnown = bytes !== null && bytes.lifecycle.state !== 'gone'
  if (isKnown && bytes.lifecycle.state === 'done')
    return inLibrary(bytes.lifecycle, bytes, evidence.item)
  const lifecycle = isKnown ? bytes.lifecycle : place.lifecycle
  return not(lifecycle === null ? unknown(place) : (underWay(lifecycle) ?? unknown(place)))
}

const unknown = ({ hasSentBefore }: KnownPlace): UnsafeReason => ({
  kind: hasSentBefore ? 'changed' : 'never-sent',
})

function unread(failure: Failure): UnsafeReason {
  if (failure.kind === 'file-changed' || failure.kind === 'file-gone') return { kind: 'changing' }
  return {
    kind: 'unreadable',
    code: failure.kind === 'file-unreadable' ? failure.code : failure.kind,
  }
}

/** What became of bytes that are not in the library; null: nothing. */
function underWay(lifecycle: Lifecycle): UnsafeReason | null {
  switch (lifecycle.state) {
    case 'found':
    case 'fingerprinted':
    case 'ready':
    case 'sent':
    case 'creating':
      return { kind: 'waiting', failure: null }
    case 'waiting':
      return { kind: 'waiting', failure: lifecycle.failure }
    case 'skipped':
      return { kind: 'skipped', skip: lifecycle.reason }
    case 'failed':
      return { kind: 'refused', failure: lifecycle.failure }
    case 'done':
    case 'gone':
      return null
  }
}

function inLibrary(
  { plan }: Done,
  { facts, isOfThisClient }: KnownBytes,
  item: Evidence['item'],
): Verdict {
  const answer = item?.ok === true ? item.value : null
  const isRefused = answer?.is === 'refused'
  if (isRefused && codesOfNoItem.has(answer.code))
    return not({ kind: isOfThisClient ? 'not-found' : 'other-client' })
  // Whatever Google says, no more than the copy is there.
  if (plan?.kind === 'reduced') return not({ kind: 'reduced' })
  if (item?.ok === false) return not({ kind: 'not-asked', failure: item.failure })
  if (isRefused)
    return not({ kind: 'not-asked', failure: { kind: 'item-error', code: answer.code } })
  if (answer === null) return not({ kind: 'not-asked', failure: { kind: 'missing-result' } })
  const dateAdded = plan?.kind === 'dated' ? plan.date : null
  const video = answer.video ?? (facts?.mediaKind === 'video' ? 'unknown' : null)
  if (video === 'ready') return safe(dateAdded)
  if (video !== null) return not({ kind: 'video-not-ready', status: video })
  const sent = sidesOf(facts)
  if (sent === null) return safe(dateAdded)
  const { width, height } = answer
  const found = width === null || height === null ? null : { width, height }
  return found !== null && isSameSize(sent, found)
    ? safe(dateAdded)
    : not({ kind: 'other-size', sent, found })
}

/**
 * The sides that Google must show; null: they are not known, or Google shows what it developed from a RAW photo, which is not
 * what is written in that.
 */
function sidesOf(facts: KnownBytes['facts']): Sides | null {
  if (facts === null || facts.width === null || facts.height === null) return null
  const isRaw = mediaTypes.some(
    ({ mimeType, format }) => mimeType === facts.mimeType && format === 'raw',
  )
  return isRaw ? null : { width: facts.width, height: facts.height }
}

/** Upright or as the camera held it: both are the same picture. */
const isSameSize = (sent: Sides, found: Sides): boolean =>
  (sent.width === found.width && sent.height === found.height) ||
  (sent.width === found.height && sent.height === found.width)
