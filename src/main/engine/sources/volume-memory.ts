// Whether a volume that is put in is one that somebody was asked about before, and what follows from what they said then. A
// camera gives a card a new number whenever it formats it, and some give all the same: then label, size and the camera's
// folder tell, and nothing is done on that alone. Pure.
import type { RememberedVolume, VolumeMarks } from '../ports/volumes.ts'

/** How a volume stands to a remembered one. */
export type Likeness = 'same' | 'alike' | 'other'

/** The letters of a camera's folder: its number goes on, or begins anew. */
const lettersOf = ({ cameraFolder }: VolumeMarks): string => cameraFolder?.slice(3) ?? ''

/** How `now` stands to `then`. */
export function likeness(then: VolumeMarks, now: VolumeMarks): Likeness {
  // No two volumes of one number differ in size but where one of them is a copy of the other.
  const isSameSize = then.sizeBytes === now.sizeBytes
  if (now.volumeId !== null && then.volumeId === now.volumeId && isSameSize) return 'same'
  const hasMarks = now.label !== '' || now.cameraFolder !== null
  const isAlike =
    hasMarks && isSameSize && then.label === now.label && lettersOf(then) === lettersOf(now)
  return isAlike ? 'alike' : 'other'
}

/** The remembered volume that this one is or looks like, of several that it looks like the one seen last. */
export function recognise(
  now: VolumeMarks,
  remembered: readonly RememberedVolume[],
): { volume: RememberedVolume; likeness: 'same' | 'alike' } | null {
  for (const wanted of ['same', 'alike'] as const) {
    const volume = remembered.find((one) => likeness(one, now) === wanted)
    if (volume !== undefined) return { volume, likeness: wanted }
  }
  return null
}

/** What happens when a volume is put in: it is backed up, somebody is asked, or nothing. */
export function onArrival(known: ReturnType<typeof recognise>): 'start' | 'ask' | 'pass' {
  // What only looks like a known one is asked about, whatever was said of that: it may be somebody else's.
  if (known === null || known.likeness === 'alike') return 'ask'
  const { answer, holds } = known.volume
  if (answer === 'never') return 'pass'
  return holds ? 'start' : 'ask'
}
