// Tells a line that is down from an item that it does not take: one small request for all who ask at the same time.
import type { Failure } from '../../../shared/failure.ts'
import type { Photos } from '../ports/photos.ts'

/** Makes the question; null: the way to Google works, or nobody waits for the answer any more. */
export function createProbe(
  photos: Pick<Photos, 'probe'>,
  signal: AbortSignal,
): () => Promise<Failure | null> {
  let asking: Promise<Failure | null> | null = null
  const ask = async (): Promise<Failure | null> => {
    try {
      const answer = await photos.probe(signal)
      return answer.ok ? null : answer.failure
    } catch (thrown) {
      if (signal.aborted) return null
      throw thrown
    }
  }
  return () =>
    (asking ??= ask().finally(() => {
      asking = null
    }))
}
