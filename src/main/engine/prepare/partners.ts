// What belongs to a file in its folder: whether it and one of a like name are one picture, by what the bytes of both say. The rule
// is media/pairs.ts; what follows from a pair is the queue's.
import type { Failure } from '../../../shared/failure.ts'
import { pairRoleOf, type SecondRole } from '../../../shared/pairs.ts'
import { ok, type Result } from '../../../shared/result.ts'
import { beginSourceFile } from '../media/byte-source.ts'
import { pairOf, type PairFile } from '../media/pairs.ts'
import { readPairFacts } from '../media/pairs/pair-facts.ts'
import type { WorkStore } from '../ports/catalogue.ts'
import type { FileOpener } from '../ports/files.ts'
import type { FoundPair, PairCandidate } from '../ports/pairs.ts'
import { reading, withPhotoFile } from './photo-file.ts'

type NamedFile = Pick<PairCandidate, 'path' | 'name'>

/**
 * Makes what finds out, of each file with a like name, whether both are one picture; nothing is told of one that cannot be read.
 * It reads nothing where no name is alike.
 */
export function createPartners({
  store,
  reader,
}: {
  store: Pick<WorkStore, 'pairCandidates'>
  reader: FileOpener
}): (item: PairCandidate, signal: AbortSignal) => Promise<FoundPair[]> {
  return async (item, signal) => {
    const found: FoundPair[] = []
    const isStill = pairRoleOf(item.name) === 'still'
    for (const candidate of store.pairCandidates(item)) {
      const [still, second] = isStill ? [item, candidate] : [candidate, item]
      const role = await judgePair(reader, still, second, signal)
      if (!role.ok) continue
      found.push({ fileId: second.fileId, stillId: still.fileId, role: role.value })
      // A RAW beside a JPEG and a HEIC belongs to one of them.
      if (role.value !== null && !isStill) break
    }
    return found
  }
}

/** What `second` is to `still`, by what is read of both; null: they are not one picture. */
export async function judgePair(
  reader: FileOpener,
  still: NamedFile,
  second: NamedFile,
  signal: AbortSignal,
): Promise<Result<SecondRole | null, Failure>> {
  const one = await readPairFile(reader, still, signal)
  if (!one.ok) return one
  const other = await readPairFile(reader, second, signal)
  return other.ok ? ok(pairOf(one.value, other.value)) : other
}

function readPairFile(
  reader: FileOpener,
  { path, name }: NamedFile,
  signal: AbortSignal,
): Promise<Result<PairFile, Failure>> {
  const opening = beginSourceFile(reader, path, signal)
  return withPhotoFile(opening, name, async ({ source, type, head }) => {
    if (type === null) return ok({ name, facts: null })
    const facts = await reading(readPairFacts(source, type, head))
    return facts.ok ? ok({ name, facts: facts.value }) : facts
  })
}
