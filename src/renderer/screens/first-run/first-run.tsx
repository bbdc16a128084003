// The first run: sign in, folders, photo size, review. The step is a setting, so a restart resumes it.
import { useEffect, useRef } from 'react'
import { Button } from '../../parts/button.tsx'
import { Banner } from '../../parts/card.tsx'
import { Icon } from '../../parts/icon.tsx'
import { BoxMark } from '../../parts/sidebar.tsx'
import { useOneOfTwo } from '../../parts/one-of-two.ts'
import {
  useAnswer,
  useCall,
  useChangeSettings,
  useLanguage,
  useWindowState,
} from '../../state/use-window.tsx'
import './first-run.css'
import { FoldersStep } from './folders-step.tsx'
import { ReviewStep } from './review-step.tsx'
import { SignInStep } from './sign-in-step.tsx'
import { SizeStep } from './size-step.tsx'
import { stepOrder, type Step } from './steps.ts'

/** The first run at one of its steps. */
export function FirstRun({ step }: { step: Step }) {
  const { words } = useLanguage()
  const changeSettings = useChangeSettings()
  const call = useCall()
  const signIn = useWindowState((state) => state.status?.signIn)
  const isSignedIn = signIn?.kind === 'signed-in'
  const { value: client } = useAnswer('getClient', {}, { revision: signIn?.kind ?? '' })
  const hasFolders = useWindowState((state) => (state.status?.sources.length ?? 0) > 0)
  // Who has been here before is not left to wonder why it all begins anew.
  const lost = useWindowState(({ status }) => status?.catalogue === 'rebuilt')
    ? words.firstRun.lost
    : null
  const main = useRef<HTMLElement>(null)
  const go = (to: Step | 'done'): void => changeSettings({ firstRunStep: to })
  const { watch, unlessSecond } = useOneOfTwo()
  const at = stepOrder.indexOf(step)
  const titles: Record<Step, string> = {
    'sign-in': words.firstRun.signIn.title,
    folders: words.firstRun.folders.title,
    size: words.firstRun.size.title,
    review: words.firstRun.review.title,
  }
  const title = titles[step]

  useEffect(() => {
    document.title = words.common.pageTitle(title)
    main.current?.scrollTo({ top: 0 })
    main.current?.querySelector('h1')?.focus({ preventScroll: true })
  }, [title, words])

  const start = (): void => {
    // The account is named just above the button.
    if (signIn?.kind === 'signed-in' && signIn.isUnconfirmed === true)
      void call('confirmAccount', { email: signIn.email })
    changeSettings({ isBackupOn: true, firstRunStep: 'done' })
  }
  const next = stepOrder[at + 1]
  const previous = stepOrder[at - 1]
  // Where a client is still to be made or signed in with, a grey button below would seem to be what comes next.
  const isNextShown =
    step !== 'sign-in' || isSignedIn || (client?.origin ?? 'built-in') === 'built-in'
  const canGoOn = step === 'sign-in' ? isSignedIn : step === 'folders' ? hasFolders : true

  return (
    <div className="first-run">
      <header className="first-run-head">
        <p className="first-run-name" aria-hidden="true">
          <BoxMark />
          {words.common.appName}
        </p>
        <nav aria-label={words.firstRun.title}>
          <ol className="steps">
            {stepOrder.map((name, index) => (
              <li
                key={name}
                className={index < at ? 'step step-done' : 'step'}
                aria-current={name === step ? 'step' : undefined}
              >
                <span className="step-mark" aria-hidden="true">
                  {index < at ? <Icon name="check" size={16} /> : index + 1}
                </span>
                <span className="step-name">{words.firstRun.steps[name]}</span>
                {index < at && <span className="visually-hidden">({words.firstRun.stepDone})</span>}
              </li>
            ))}
          </ol>
        </nav>
      </header>
      <main className="first-run-main" ref={main} tabIndex={-1}>
        <div className="first-run-column">
          <p className="soft small">{words.firstRun.progress(at + 1, stepOrder.length)}</p>
          <h1 tabIndex={-1}>{title}</h1>
          {lost !== null && <Banner tone="warn">{lost}</Banner>}
          <CurrentStep step={step} onChange={go} />
        </div>
      </main>
      {(previous !== undefined || isNextShown) && (
        <footer className="first-run-foot" {...watch}>
          <div className="first-run-column row-apart">
            {previous === undefined ? (
              <span />
            ) : (
              <Button onPress={unlessSecond(() => go(previous))}>{words.common.back}</Button>
            )}
            {next === undefined ? (
              <Button
                weight="primary"
                isDisabled={!isSignedIn || !hasFolders}
                onPress={unlessSecond(start)}
              >
                {words.firstRun.review.start}
              </Button>
            ) : (
              isNextShown && (
                <Button
                  weight={canGoOn ? 'primary' : 'plain'}
                  isDisabled={!canGoOn}
                  onPress={unlessSecond(() => go(next))}
                >
                  {words.common.continue}
                </Button>
              )
            )}
          </div>
        </footer>
      )}
    </div>
  )
}

function CurrentStep({ step, onChange }: { step: Step; onChange(step: Step): void }) {
  switch (step) {
    case 'sign-in':
      return <SignInStep />
    case 'folders':
      return <FoldersStep />
    case 'size':
      return <SizeStep />
    case 'review':
      return <ReviewStep onChange={onChange} />
  }
}
