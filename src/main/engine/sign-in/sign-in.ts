// Who is signed in: begins and ends a sign-in, restores it at start, hands out access tokens and keeps the client.
// The browser, the vault and the clock are ports; what Google's answers mean is google-auth.ts.
import type { Failure } from '../../../shared/failure.ts'
import { fail, ok } from '../../../shared/result.ts'
import type { SignInState } from '../../../shared/status.ts'
import type { KeptSignIn, OAuthClient } from '../ports/outside.ts'
import { createTokenKeeper } from './access-tokens.ts'
import { fetchPicture } from './account.ts'
import { beginAttempt, type SignedIn } from './attempt.ts'
import { createAttempts } from './attempts.ts'
import { checkClient } from './client-check.ts'
import { parseClientFile } from './client-file.ts'
import type { SignedInAccount, SignIn } from './door.ts'
import { signInEndpoints } from './endpoints.ts'
import { because, endedIn, isGivenUp, signedOutFailure, type Ended } from './ended.ts'
import { createGoogleAuth } from './google-auth.ts'
import { createPatientVault } from './patient-vault.ts'
import { createRevocation } from './revocation.ts'
import { asTakenUp } from './taken-up.ts'
import type { SignInOptions } from './sign-in-options.ts'

const defaultTimeoutMs = 5 * 60_000

/** Makes the room; nothing happens before `restore` or `start`. */
export function createSignIn(options: SignInOptions): SignIn {
  const { browser, clock, logger } = options
  const vault = createPatientVault(options.vault, {
    clock,
    logger,
    onChange: () => void vaultChanged(),
  })
  const endpoints = signInEndpoints(options.origin)
  const closing = new AbortController()
  const listeners = new Set<(state: SignInState) => void>()
  let state: SignInState = { kind: 'signed-out', reason: 'never' }
  /** With an empty refresh token once Google has refused that: who it was stays known. */
  let kept: KeptSignIn | null = null
  let ownClient: OAuthClient | null = null
  let cancelAgain: () => void = () => undefined

  /** How Google ended the sign-in that was: that stays so however an attempt to mend it ends. */
  let ended: Ended | null = null

  const setState = (next: SignInState): void => {
    state = next
    if (next.kind === 'signed-out' || next.kind === 'signed-in') ended = endedIn(next)
    for (const listener of listeners) listener(next)
  }

  /** The vault refused, or takes things again: what is said of the sign-in says so. */
  const vaultChanged = async (): Promise<void> => {
    const now = living()
    if (state.kind === 'signed-in' && now !== null) await showSignedIn(now)
    else if (state.kind === 'signed-out' && state.reason === 'user')
      setState({ ...state, isStillKept: vault.isBehind() })
  }

  const revocation = createRevocation({
    vault,
    clock,
    // Whatever the client is by now: Google asks for the token alone.
    revoke: (token, clientId) =>
      createGoogleAuth(endpoints, currentClient() ?? { clientId, clientSecret: '' }).revoke(token),
    onBug: (bug) => logger.error('Giving the sign-in back ended with a bug', bug),
    onDone: () => showSignedOut(),
  })

  /** The user has signed out, and whether Google and the vault have let go as well. */
  const showSignedOut = (): void => {
    if (state.kind === 'signed-out' && state.reason === 'user')
      setState({ ...state, isStillGood: revocation.isPending() })
  }

  const currentClient = (): OAuthClient | null => ownClient ?? options.builtInClient

  const living = (): KeptSignIn | null => (kept === null || kept.refreshToken === '' ? null : kept)

  const account = (): SignedInAccount | null => {
    const now = living()
    return now && { sub: now.account.sub, email: now.account.email, clientId: now.clientId }
  }

  const showSignedIn = async (now: KeptSignIn): Promise<void> => {
    const { email, name, pictureUrl } = now.account
    const isKept = await vault.isLasting()
    if (kept !== now) return
    const isUnconfirmed = now.isConfirmed === false ? { isUnconfirmed: true } : {}
    setState({ kind: 'signed-in', email, name, picture: null, isKept, ...isUnconfirmed })
    // The picture is decoration: nobody waits for it.
    const show = (picture: string | null): void => {
      if (picture === null || kept !== now || state.kind !== 'signed-in') return
      setState({ ...state, picture })
    }
    // Only a picture: without it the account is shown by its letter.
    void fetchPicture(endpoints, pictureUrl, closing.signal)
      .then(show)
      .catch((bug: unknown) => logger.error('The account has no picture', bug))
  }

  const tokens = createTokenKeeper(clock, async () => {
    const mine = living()
    if (mine === null) return fail(signedOutFailure(state))
    const client = currentClient()
    if (client?.clientId !== mine.clientId) {
      return fail({ kind: 'bad-client', problem: client === null ? 'no-client' : 'unknown-client' })
    }
    const grant = await createGoogleAuth(endpoints, client).refresh(mine.refreshToken)
    if (kept !== mine) return grant
    if (!grant.ok) await noteRefusal(mine, grant.failure)
    else if (state.kind === 'failed') await showSignedIn(mine)
    return grant
  })

  /** Google no longer takes the refresh token, or the client: nothing but the user can mend either. */
  const noteRefusal = async (mine: KeptSignIn, failure: Failure): Promise<void> => {
    if (failure.kind !== 'bad-client' && failure.kind !== 'signed-out') return
    logger.info('Google refused the sign-in', failure)
    if (failure.kind === 'signed-out') {
      kept = { ...mine, refreshToken: '' }
      ended = endedIn(failure)
    }
    // A sign-in under way mends it, and says itself how it ends.
    if (!attempts.isUnderWay())
      setState(failure.kind === 'signed-out' ? failure : { kind: 'failed', failure })
    else if (state.kind === 'waiting-for-browser') setState({ ...state, ...because(ended) })
    if (kept !== null) await vault.save(kept)
  }

  const refused = (failure: Failure, afterMs: number): void => {
    const mine = living()
    // Where the token endpoint refused, `noteRefusal` knows already.
    if (mine === null || state.kind !== 'signed-in') return
    logger.info('The library refused a fresh token', failure)
    setState(failure.kind === 'signed-out' ? failure : { kind: 'failed', failure })
    cancelAgain()
    cancelAgain = clock.after(afterMs, () => {
      if (kept === mine && !attempts.isUnderWay()) void showSignedIn(mine)
    })
  }

  const takeUp = async ({ kept: granted, grant }: SignedIn): Promise<SignedInAccount> => {
    // Whoever went through the browser need not be whose computer this is: a new account is asked about first.
    const isSame = kept?.account.sub === granted.account.sub && kept.isConfirmed !== false
    const next = { ...granted, isConfirmed: isSame }
    kept = next
    revocation.signedIn(next.account.sub)
    tokens.hold(grant)
    await vault.save(next)
    await showSignedIn(next)
    return { sub: next.account.sub, email: next.account.email, clientId: next.clientId }
  }

  const noteEnd = async (failure: Failure): Promise<void> => {
    const before = living()
    // Whoever is signed in and gives up on another sign-in stays signed in.
    if (before !== null) await showSignedIn(before)
    else if (failure.kind === 'signed-out')
      setState(isGivenUp(failure) ? (ended ?? failure) : failure)
    else setState({ kind: 'failed', failure, ...because(ended) })
  }

  const attempts = createAttempts({
    logger,
    begin: async () => {
      const client = currentClient()
      if (client === null) return fail({ kind: 'bad-client', problem: 'no-client' })
      return beginAttempt({
        clock,
        endpoints,
        client,
        loginHint: living() === null ? (kept?.account.email ?? null) : null,
        port: options.port ?? 0,
        timeoutMs: options.timeoutMs ?? defaultTimeoutMs,
      })
    },
    onBegun: () => setState({ kind: 'waiting-for-browser', since: clock.now(), ...because(ended) }),
    onSignedIn: takeUp,
    onFailure: noteEnd,
    onBug: (failure) => setState({ kind: 'failed', failure, ...because(ended) }),
  })

  const forget = async (): Promise<KeptSignIn | null> => {
    const before = living()
    kept = null
    tokens.forget()
    // Whatever the vault says to it, from now on nothing is done in this name.
    setState({ kind: 'signed-out', reason: 'user' })
    await vault.clear()
    return before
  }

  const signOut = async (): Promise<{ isRevoked: boolean }> => {
    await attempts.stop()
    const before = await forget()
    if (before === null) return { isRevoked: false }
    const isRevoked = await revocation.begin(before)
    if (!isRevoked) showSignedOut()
    return { isRevoked }
  }

  return {
    tokens,
    state: () => state,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
    account,

    restore: async () => {
      ownClient = await vault.loadClient()
      const found = await vault.load()
      if (found !== null && revocation.takeUp(found)) {
        setState({ kind: 'signed-out', reason: 'user', isStillGood: true })
        return
      }
      const isForgetful = options.wasSignedIn === true && !(await vault.isLasting())
      const taken = asTakenUp(found, currentClient()?.clientId ?? null, isForgetful)
      kept = taken.kept
      if (taken.state !== null) setState(taken.state)
      else if (kept !== null) await showSignedIn(kept)
    },

    start: async () => {
      const begun = await attempts.open()
      if (!begun.ok) return begun
      const { url } = begun.value
      // A browser that does not open is no end: the window and the command offer the link as well.
      await browser.open(url).catch((error: unknown) => {
        logger.error('The browser did not open', error)
      })
      return ok({ url })
    },

    cancel: attempts.cancel,

    finished: async () => {
      const outcome = await attempts.ended()
      if (outcome?.ok === false) return outcome
      // What was true when it ended may be over.
      const now = account()
      return now === null ? fail(signedOutFailure(state)) : ok(now)
    },

    refused,

    confirm: async (email) => {
      const now = living()
      if (now?.account.email !== email) return false
      kept = { ...now, isConfirmed: true }
      await vault.save(kept)
      await showSignedIn(kept)
      return true
    },

    signOut,

    hasClient: () => currentClient() !== null,

    useClient: async (json) => {
      const parsed = parseClientFile(json)
      if (!parsed.ok) return parsed
      const before = currentClient()
      if (before?.clientId !== parsed.value.clientId)
        await (kept === null ? attempts.stop() : signOut())
      ownClient = parsed.value
      await vault.saveClient(ownClient)
      // What was wrong with the one before is over; a sign-in that lives shows itself whether this one works.
      if (living() === null && state.kind === 'failed' && state.failure.kind === 'bad-client')
        setState(ended ?? { kind: 'signed-out', reason: 'never' })
      return ok({ clientId: parsed.value.clientId })
    },

    testClient: async () => {
      const client = currentClient()
      if (client === null) return fail({ kind: 'bad-client', problem: 'no-client' })
      const findings = await checkClient({
        auth: createGoogleAuth(endpoints, client),
        kept: living(),
        wasScopeLeftOut: ended?.reason === 'missing-scope',
        probeLibrary: options.probeLibrary,
      })
      return ok({ findings })
    },

    keepInFile: async () => {
      await vault.keepInFile()
      await vaultChanged()
    },

    close: async () => {
      closing.abort()
      cancelAgain()
      revocation.stop()
      vault.stop()
      await attempts.stop()
    },
  }
}
