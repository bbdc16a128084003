// The check of a Google client: what it found, each trouble with the button that leads to where it is mended. Looking is the
// engine's work; which step mends what is state/client-steps.ts.
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import type { ClientStep } from '../../../shared/model.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { findingSteps } from '../../state/client-steps.ts'
import { useCall, useLanguage, useSession } from '../../state/use-window.tsx'
import type { WindowState } from '../../state/window-state.ts'

type Findings = Output<'testClient'>['findings']

/** The check as it stands. */
export type ClientCheckState = {
  findings: Findings | null
  isRunning: boolean
  run(): Promise<void>
}

/** Keeps a check; once it has looked it looks again after each sign-in. `looksByItself`: it begins without being asked. */
export function useClientCheck(looksByItself = false): ClientCheckState {
  const call = useCall()
  const { store } = useSession()
  const [findings, setFindings] = useState<Findings | null>(null)
  const [isRunning, setRunning] = useState(false)
  const rounds = useRef(0)
  const look = async (): Promise<void> => {
    rounds.current += 1
    const mine = rounds.current
    const answer = await call('testClient', {})
    // A later look knows more.
    if (answer !== null && mine === rounds.current) setFindings(answer.findings)
  }
  const run = async (): Promise<void> => {
    setRunning(true)
    await look()
    setRunning(false)
  }
  const begin = useEffectEvent(() => void look())
  useEffect(() => {
    if (looksByItself) begin()
  }, [looksByItself])
  // A sign-in shows more than can be known before, and one that failed shows why.
  const onSignIn = useEffectEvent(() => {
    if (findings !== null) void look()
  })
  useEffect(() => {
    let before = signInStage(store.get())
    return store.subscribe(() => {
      const stage = signInStage(store.get())
      if (stage === before) return
      before = stage
      if (stage !== 'waiting-for-browser') onSignIn()
    })
  }, [store])
  return { findings, isRunning, run }
}

const signInStage = ({ status }: WindowState): string | null =>
  status?.signIn.kind === 'signed-out' ? status.signIn.reason : (status?.signIn.kind ?? null)

/** What was found, the troubles first, with a way to each; and the button that looks again. */
export function ClientCheck({
  check,
  onStep,
  onSignIn,
}: {
  check: ClientCheckState
  onStep(step: ClientStep): void
  onSignIn(): void
}) {
  const { words } = useLanguage()
  const own = words.signIn
  const mend = (step: ClientStep | 'sign-in') =>
    step === 'sign-in' ? (
      <Button key={step} onPress={onSignIn}>
        {own.signInAgain}
      </Button>
    ) : (
      <Button key={step} onPress={() => onStep(step)}>
        {words.clientGuide.showStep(words.clientGuide.steps[step].title)}
      </Button>
    )
  return (
    <div className="client-check">
      <div role="status">
        {check.findings !== null && (
          <ul className="findings" aria-label={own.testTitle}>
            {check.findings
              .toSorted((one, other) => troubleFirst(one.answer) - troubleFirst(other.answer))
              .map((finding) => (
                <li key={finding.name} className={`finding finding-${finding.answer}`}>
                  <Icon
                    name={
                      finding.answer === 'yes'
                        ? 'check'
                        : finding.answer === 'no'
                          ? 'alert'
                          : 'info'
                    }
                  />
                  <div className="finding-words">
                    <p>
                      <span className="visually-hidden">{own.answer[finding.answer]}: </span>
                      {own.finding(finding)}
                    </p>
                    {finding.answer === 'no' && (
                      <div className="row">{findingSteps[finding.name].map(mend)}</div>
                    )}
                  </div>
                </li>
              ))}
          </ul>
        )}
      </div>
      <div>
        <Button icon="shield" isPending={check.isRunning} onPress={() => void check.run()}>
          {check.isRunning ? own.testing : own.test}
        </Button>
      </div>
    </div>
  )
}

const troubleFirst = (answer: Findings[number]['answer']): number => (answer === 'no' ? 0 : 1)
