// Signing in: the button, the wait while the browser is open, and what went wrong the last time.
// Used by the first run, Home and Settings alike.
import { useState } from 'react'
import { Banner } from '../../parts/card.tsx'
import { Button } from '../../parts/button.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { AccountPicture } from '../../parts/account-picture.tsx'
import { useCall, useLanguage, useSession, useWindowState } from '../../state/use-window.tsx'
import { BrowserWaitButtons } from './browser-wait-buttons.tsx'
import './sign-in.css'

/** Starts a sign-in; the snapshot tells how it goes. */
export function useSignIn(): { signIn(): void; isStarting: boolean } {
  const call = useCall()
  const session = useSession()
  const [isStarting, setStarting] = useState(false)
  return {
    isStarting,
    signIn() {
      setStarting(true)
      void call('signIn', {})
        .then(() => session.refresh())
        .finally(() => setStarting(false))
    },
  }
}

/** What the user did, or has not done yet, is no problem. */
const ownDoing: ReadonlySet<string> = new Set(['never', 'user', 'cancelled'])

/** The sign-in as it stands, with what can be done next. */
export function SignInPanel() {
  const { words } = useLanguage()
  return (
    <div role="group" aria-label={words.settings.sections.account} {...focusPlace}>
      <SignInStage />
    </div>
  )
}

function SignInStage() {
  const { words } = useLanguage()
  const signInState = useWindowState((state) => state.status?.signIn ?? null)
  const hasClient = useWindowState((state) => state.status?.hasClient ?? true)
  const { signIn, isStarting } = useSignIn()
  if (signInState?.kind === 'waiting-for-browser') return <BrowserWait since={signInState.since} />
  if (signInState?.kind === 'signed-in')
    return (
      <div className="stack">
        <div className="row signed-in">
          <AccountPicture signIn={signInState} />
          <div>
            <p className="signed-in-name">{words.signIn.signedInAs(signInState.name)}</p>
            <p className="soft">
              <bdi>{signInState.email}</bdi>
            </p>
          </div>
        </div>
        {!signInState.isKept && <Banner tone="warn">{words.signIn.notKept}</Banner>}
      </div>
    )
  const failure =
    signInState?.kind === 'failed'
      ? words.failure(signInState.failure)
      : signInState?.kind === 'signed-out' && !ownDoing.has(signInState.reason)
        ? words.failure({ kind: 'signed-out', reason: signInState.reason })
        : null
  return (
    <div className="stack">
      {failure !== null && (
        <div role="alert">
          <Banner tone="warn" title={failure.title}>
            {failure.text}
          </Banner>
        </div>
      )}
      {signInState?.kind === 'signed-out' && signInState.isStillKept === true && (
        <Banner tone="warn">{words.signIn.stillKept}</Banner>
      )}
      {signInState?.kind === 'signed-out' && signInState.isStillGood === true && (
        <Banner tone="warn">{words.signIn.stillGood}</Banner>
      )}
      <div>
        <Button weight="primary" isPending={isStarting} isDisabled={!hasClient} onPress={signIn}>
          {words.signIn.signIn}
        </Button>
      </div>
    </div>
  )
}

function BrowserWait({ since }: { since: number }) {
  const { words } = useLanguage()
  return (
    <div className="browser-wait" role="group" aria-label={words.signIn.waitingTitle}>
      <div className="stack-tight" role="status">
        <p className="browser-wait-title">{words.signIn.waitingTitle}</p>
        <p className="soft">{words.signIn.waitingText}</p>
        <p className="soft small">{words.signIn.waitingSince(since)}</p>
      </div>
      <div className="row">
        <BrowserWaitButtons />
      </div>
    </div>
  )
}
