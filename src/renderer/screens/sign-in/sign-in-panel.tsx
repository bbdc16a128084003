// Signing in: the button, the wait while the browser is open, and what went wrong the last time.
// Used by the first run, Home and Settings alike.
import { useEffect, useRef, useState } from 'react'
import type { Failure } from '../../../shared/failure.ts'
import type { ClientStep } from '../../../shared/model.ts'
import { Banner } from '../../parts/card.tsx'
import { Button } from '../../parts/button.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { AccountPicture } from '../../parts/account-picture.tsx'
import { stepForFailure } from '../../state/client-steps.ts'
import { useCall, useLanguage, useSession, useWindowState } from '../../state/use-window.tsx'
import { BrowserWaitButtons } from './browser-wait-buttons.tsx'
import { KeepInFile } from './client-ready.tsx'
import { BlockedHelp, UnverifiedNote } from './unverified.tsx'
import './sign-in.css'

/** Starts a sign-in; the snapshot tells how it goes. Without a client there is nothing to start. */
export function useSignIn(): { signIn(): void; isStarting: boolean } {
  const call = useCall()
  const session = useSession()
  const hasClient = useWindowState((state) => state.status?.hasClient ?? true)
  const [isStarting, setStarting] = useState(false)
  return {
    isStarting,
    signIn() {
      // There is nothing to sign in with: the guide comes first.
      if (!hasClient) {
        session.go({ to: 'settings', section: 'account' })
        return
      }
      setStarting(true)
      void call('signIn', {})
        .then(() => session.refresh())
        .finally(() => setStarting(false))
    },
  }
}

/** What the user did, or has not done yet, is no problem. */
const ownDoing: ReadonlySet<string> = new Set(['never', 'user', 'cancelled'])

/** What the panel is given by those who show it. */
export type SignInPanelProps = {
  /** The client is the user's own, of which Google warns. */
  isOwn: boolean
  /** Opens the guide at a step. */
  onStep(step: ClientStep): void
  /** Rises each time a client was taken: the button comes into view and has the focus. */
  taken: number
}

/** The sign-in as it stands, with what can be done next. */
export function SignInPanel(props: SignInPanelProps) {
  const { words } = useLanguage()
  return (
    <div role="group" aria-label={words.settings.sections.account} {...focusPlace}>
      <SignInStage {...props} />
    </div>
  )
}

function SignInStage({ isOwn, onStep, taken }: SignInPanelProps) {
  const { words } = useLanguage()
  const signInState = useWindowState((state) => state.status?.signIn ?? null)
  const hasClient = useWindowState((state) => state.status?.hasClient ?? true)
  const { signIn, isStarting } = useSignIn()
  const action = useRef<HTMLDivElement>(null)
  useEffect(() => {
    if (taken === 0) return
    // A question that closes gives the focus back first, in the frame after.
    const frame = requestAnimationFrame(() => {
      const button = action.current?.querySelector('button')
      button?.scrollIntoView({ block: 'center' })
      button?.focus({ preventScroll: true })
    })
    return () => cancelAnimationFrame(frame)
  }, [taken])
  if (signInState?.kind === 'waiting-for-browser')
    return <BrowserWait since={signInState.since} isOwn={isOwn} onStep={onStep} />
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
        {!signInState.isKept && (
          <Banner tone="warn" action={<KeepInFile />}>
            {words.signIn.notKept}
          </Banner>
        )}
      </div>
    )
  const failure: Failure | null =
    signInState?.kind === 'failed'
      ? signInState.failure
      : signInState?.kind === 'signed-out' && !ownDoing.has(signInState.reason)
        ? { kind: 'signed-out', reason: signInState.reason }
        : null
  return (
    <div className="stack">
      {failure !== null && (
        <div role="alert">
          <Banner
            tone="warn"
            title={words.failure(failure).title}
            action={isOwn && <StepButton failure={failure} onStep={onStep} />}
          >
            {words.failure(failure).text}
          </Banner>
        </div>
      )}
      {signInState?.kind === 'signed-out' && signInState.isStillKept === true && (
        <Banner tone="warn">{words.signIn.stillKept}</Banner>
      )}
      {signInState?.kind === 'signed-out' && signInState.isStillGood === true && (
        <Banner tone="warn">{words.signIn.stillGood}</Banner>
      )}
      {hasClient && (
        <div ref={action}>
          <Button weight="primary" isPending={isStarting} onPress={signIn}>
            {words.signIn.signIn}
          </Button>
        </div>
      )}
      {hasClient && isOwn && <UnverifiedNote />}
    </div>
  )
}

/** The way to the step that mends a failure, where one does. */
function StepButton({ failure, onStep }: { failure: Failure; onStep(step: ClientStep): void }) {
  const { words } = useLanguage()
  const step = stepForFailure(failure)
  if (step === null) return null
  const { showStep, steps } = words.clientGuide
  return <Button onPress={() => onStep(step)}>{showStep(steps[step].title)}</Button>
}

function BrowserWait({
  since,
  isOwn,
  onStep,
}: {
  since: number
  isOwn: boolean
  onStep(step: ClientStep): void
}) {
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
      {isOwn && (
        <>
          <UnverifiedNote />
          <BlockedHelp onStep={onStep} />
        </>
      )}
    </div>
  )
}
