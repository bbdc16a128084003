// Gives a client file to the engine, whichever way it came, and keeps what was wrong with it until the next one, or until
// it is mended. Whether it takes the place of another is asked first, because what an app made belongs to its client.
import { useState } from 'react'
import type { Failure } from '../../../shared/failure.ts'
import { useSession, useWindowState } from '../../state/use-window.tsx'

/** A file that is given: its text, a choice in the system's own dialog, or one that was found in the downloads. */
export type Wish = { by: 'text'; json: string } | { by: 'file' } | { by: 'found'; fileId: string }

/** Giving a client, as it stands. */
export type ClientGiving = {
  refusal: Failure | null
  /** Waits for the user's word before the client in use is replaced. */
  wish: Wish | null
  /** How many albums the client in use has made: another one can add to none of them (photos-api.md 4). */
  albums: number
  give(wish: Wish): void
  /** The user's word: yes, or no. */
  answer(isYes: boolean): void
}

/** `onTaken` is called when a client came into use. */
export function useClientGiving(hasClient: boolean, onTaken: () => void): ClientGiving {
  const session = useSession()
  const hasUploads = useWindowState((state) => (state.status?.counts.done.files ?? 0) > 0)
  const albums = useWindowState((state) => state.status?.albums?.created ?? 0)
  const [refusal, setRefusal] = useState<Failure | null>(null)
  const [wish, setWish] = useState<Wish | null>(null)

  const take = async (chosen: Wish): Promise<void> => {
    const { call } = session.bridge
    const answer =
      chosen.by === 'text'
        ? await call('useClient', { json: chosen.json })
        : chosen.by === 'file'
          ? await call('chooseClientFile', {})
          : await call('useFoundClient', { fileId: chosen.fileId })
    if (!answer.ok) {
      // Whoever said no knows that nothing was changed.
      setRefusal(answer.failure.kind === 'declined' ? null : answer.failure)
      return
    }
    setRefusal(null)
    // Nothing was chosen in the system's dialog.
    if (answer.value.clientId === null) return
    await session.refresh()
    onTaken()
  }

  return {
    refusal,
    wish,
    albums,
    give(chosen) {
      if (hasUploads && hasClient) setWish(chosen)
      else void take(chosen)
    },
    answer(isYes) {
      setWish(null)
      if (isYes && wish !== null) void take(wish)
    },
  }
}
