// The user's own Google client, as a guided path: what to make where, giving the file, and a check that says
// in words what is wrong. Reading and testing the file is the engine's work.
import { useEffect, useEffectEvent, useRef, useState } from 'react'
import { TextArea } from 'react-aria-components/TextArea'
import { TextField } from 'react-aria-components/TextField'
import { Label } from 'react-aria-components/Label'
import type { Output } from '../../../shared/contract.ts'
import { Banner } from '../../parts/card.tsx'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { DropArea } from '../../parts/drop-area.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { Icon } from '../../parts/icon.tsx'
import {
  useAnswer,
  useCall,
  useLanguage,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import type { WindowState } from '../../state/window-state.ts'
import type { Explanation } from '../../words/failures.ts'

type Findings = Output<'testClient'>['findings']
/** A step that waits for the user's word before the client in use is replaced. */
type Wish = { by: 'text'; json: string } | { by: 'file' }

/** Every step of the path, usable in any order; `onTaken` is called when a client came into use. */
export function ClientGuide({ onTaken }: { onTaken?: () => void }) {
  const { words } = useLanguage()
  const session = useSession()
  const call = useCall()
  const own = words.signIn
  const client = useAnswer('getClient', {})
  const hasUploads = useWindowState((state) => (state.status?.counts.done.files ?? 0) > 0)
  const [text, setText] = useState('')
  const [refusal, setRefusal] = useState<Explanation | null>(null)
  const [isAccepted, setAccepted] = useState(false)
  const [wish, setWish] = useState<Wish | null>(null)
  const check = useClientCheck()

  const take = async (chosen: Wish): Promise<void> => {
    const answer =
      chosen.by === 'text'
        ? await session.bridge.call('useClient', { json: chosen.json })
        : await session.bridge.call('chooseClientFile', {})
    if (!answer.ok) {
      setAccepted(false)
      setRefusal(words.failure(answer.failure))
      return
    }
    setRefusal(null)
    // Nothing was chosen in the system's dialog.
    if (answer.value.clientId === null) return
    setAccepted(true)
    setText('')
    client.again()
    onTaken?.()
    await session.refresh()
    await check.run()
  }
  const wishFor = (chosen: Wish): void => {
    const isSwitch = hasUploads && client.value !== null && client.value.origin !== 'none'
    if (isSwitch) setWish(chosen)
    else void take(chosen)
  }

  return (
    <div className="stack">
      <ol className="guide">
        {own.steps.map((step, at) => (
          <li key={step.page} className="guide-step">
            <span className="guide-number" aria-hidden="true">
              {at + 1}
            </span>
            <div className="guide-words">
              <h2>{step.title}</h2>
              <p className="soft">{step.text}</p>
            </div>
            <Button
              icon="external"
              onPress={() => void call('openPage', { page: step.page })}
              aria-label={words.common.actionOn(step.button, step.title)}
            >
              {step.button}
            </Button>
          </li>
        ))}
        <li className="guide-step">
          <span className="guide-number" aria-hidden="true">
            {own.steps.length + 1}
          </span>
          <div className="guide-words" role="group" aria-label={own.giveFile} {...focusPlace}>
            <DropArea
              hint={own.giveFile}
              onDrop={(files) => {
                const file = files[0]
                if (file !== undefined)
                  void file.text().then((json) => wishFor({ by: 'text', json }))
              }}
            >
              <div className="stack">
                <div>
                  <h2>{own.giveFile}</h2>
                  <p className="soft">{own.giveFileText}</p>
                </div>
                <div className="row">
                  <Button icon="folder" onPress={() => wishFor({ by: 'file' })}>
                    {own.chooseFile}
                  </Button>
                </div>
                <TextField className="field" value={text} onChange={setText}>
                  <Label className="field-label">{own.pasteLabel}</Label>
                  <TextArea className="input paste-area" rows={3} spellCheck="false" dir="ltr" />
                </TextField>
                <div className="row">
                  <Button
                    isDisabled={text.trim() === ''}
                    onPress={() => wishFor({ by: 'text', json: text })}
                  >
                    {own.useClient}
                  </Button>
                </div>
                {refusal !== null && (
                  <div role="alert">
                    <Banner tone="bad" title={refusal.title}>
                      {refusal.text}
                    </Banner>
                  </div>
                )}
                {isAccepted && refusal === null && (
                  <div role="status">
                    <Banner tone="good">{own.clientAccepted}</Banner>
                  </div>
                )}
              </div>
            </DropArea>
          </div>
        </li>
      </ol>
      {client.value !== null && client.value.origin !== 'none' && <ClientCheck check={check} />}
      <ConfirmDialog
        title={own.switchTitle}
        text={own.switchText}
        action={own.switchAction}
        isOpen={wish !== null}
        onClose={() => setWish(null)}
        onConfirm={() => {
          if (wish !== null) void take(wish)
        }}
      />
    </div>
  )
}

type ClientCheckState = { findings: Findings | null; isRunning: boolean; run(): Promise<void> }

function useClientCheck(): ClientCheckState {
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

function ClientCheck({ check }: { check: ClientCheckState }) {
  const { words } = useLanguage()
  const own = words.signIn
  return (
    <div className="stack">
      <div>
        <Button icon="shield" isPending={check.isRunning} onPress={() => void check.run()}>
          {check.isRunning ? own.testing : own.test}
        </Button>
      </div>
      <div role="status">
        {check.findings !== null && (
          <>
            <h2>{own.testTitle}</h2>
            <ul className="findings">
              {check.findings.map((finding) => (
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
                  <span>
                    <span className="visually-hidden">{own.answer[finding.answer]}: </span>
                    {own.finding(finding)}
                  </span>
                </li>
              ))}
            </ul>
          </>
        )}
      </div>
    </div>
  )
}
