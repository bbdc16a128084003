// What the catalogue says of a file decides before its bytes are looked at: it is done, it was given up, or a choice holds. Pure.
import type { SkipKind } from '../../../shared/model.ts'
import type { RehearsedFile } from '../../../shared/rehearsal-schemas.ts'
import type { FileStamp } from '../ports/files.ts'
import type { KnownFile, RehearsedFolder } from '../ports/rehearsal.ts'

/** What would become of a file whatever its bytes say. */
export type KnownFate = Pick<RehearsedFile, 'outcome' | 'skip' | 'failure'>

/** Reasons that only the catalogue knows; for all others the file itself is asked again. */
const remembered: ReadonlySet<SkipKind> = new Set([
  'ignored-by-user',
  'changed-version',
  'not-taken',
])

const none = { skip: null, failure: null }

/** The fate of a file; null: its bytes decide. */
export function knownFate(
  known: KnownFile | undefined,
  stamp: Pick<FileStamp, 'sizeBytes' | 'mtimeUs'>,
  changedVersions: RehearsedFolder['changedVersions'],
): KnownFate | null {
  if (known === undefined || known.state === 'gone') return null
  const { state, skip, failure } = known
  const isSame =
    known.sizeBytes === stamp.sizeBytes && known.modifiedAt === Math.floor(stamp.mtimeUs / 1000)
  if (!isSame) {
    const isNewer = state === 'done' || known.hasOlderVersion
    return isNewer && changedVersions === 'keep'
      ? { ...none, outcome: 'skipped', skip: { kind: 'changed-version' } }
      : null
  }
  if (state === 'done') return { ...none, outcome: 'done' }
  if (state === 'skipped' && skip !== null && remembered.has(skip.kind))
    return { ...none, outcome: 'skipped', skip }
  // What could not be read is tried again with each scan; whatever else failed rests until somebody wants it.
  const isGivenUp = state === 'failed' && failure !== null && failure.kind !== 'file-unreadable'
  return isGivenUp ? { ...none, outcome: 'failed', failure } : null
}
