// A sign-in that the user ended while Google could not be reached: its token stays good there, so that it is kept, without a
// name, only to be given back, and Google is asked again until it has confirmed that. Whether anybody is signed in is
// sign-in.ts.
import type { Clock, KeptSignIn, TokenVault } from '../ports/outside.ts'

/** The giving back of at most one sign-in. */
export interface Revocation {
  /** Gives a sign-in back now, or later; true when Google has confirmed it at once. */
  begin(kept: KeptSignIn): Promise<boolean>
  /** Goes on with what the run before this one left; false when that is nothing of the kind. */
  takeUp(found: KeptSignIn): boolean
  /** Somebody signed in: giving the same account's old sign-in back would take the new one with it. */
  signedIn(sub: string): void
  isPending(): boolean
  stop(): void
}

const firstDelayMs = 60_000
const longestDelayMs = 60 * 60_000

/** Makes it; nothing is pending. */
export function createRevocation(parts: {
  vault: Pick<TokenVault, 'save' | 'clear'>
  clock: Clock
  /** True when Google has confirmed it, or knows no such token any more. */
  revoke: (token: string, clientId: string) => Promise<boolean>
  onBug: (bug: unknown) => void
  /** Google has confirmed it, later. */
  onDone: () => void
}): Revocation {
  const { vault, clock } = parts
  let pending: { token: string; clientId: string; sub: string; isInVault: boolean } | null = null
  let delayMs = firstDelayMs
  let cancel = (): void => undefined

  const wait = (): void => {
    cancel()
    cancel = clock.after(delayMs, () => void again().catch(parts.onBug))
    delayMs = Math.min(2 * delayMs, longestDelayMs)
  }
  const drop = (): void => {
    cancel()
    pending = null
    delayMs = firstDelayMs
  }
  const again = async (): Promise<void> => {
    const mine = pending
    if (mine === null) return
    const isDone = await parts.revoke(mine.token, mine.clientId)
    if (pending !== mine) return
    if (!isDone) wait()
    else {
      drop()
      if (mine.isInVault) await vault.clear()
      parts.onDone()
    }
  }

  return {
    async begin({ refreshToken: token, clientId, account: { sub } }) {
      drop()
      if (await parts.revoke(token, clientId)) return true
      pending = { token, clientId, sub, isInVault: true }
      const nobody = { sub, email: '', name: '', pictureUrl: null }
      await vault.save({ refreshToken: '', clientId, scopes: [], account: nobody, toRevoke: token })
      wait()
      return false
    },
    takeUp({ toRevoke: token, clientId, account: { sub } }) {
      if (token === undefined) return false
      pending = { token, clientId, sub, isInVault: true }
      void again().catch(parts.onBug)
      return true
    },
    signedIn(sub) {
      if (pending?.sub === sub) drop()
      // The vault has the new one in its place.
      else if (pending !== null) pending.isInVault = false
    },
    isPending: () => pending !== null,
    stop: () => cancel(),
  }
}
