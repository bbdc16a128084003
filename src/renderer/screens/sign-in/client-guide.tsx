// The guide to a Google client of one's own, a step a screen: its clicks, a drawing of Google's page, the button that opens
// it, back and next. Where it was left is a setting. What is drawn is google-pages.tsx, giving the file give-file.tsx.
import { useEffect, useRef, useState } from 'react'
import type { ClientStep } from '../../../shared/model.ts'
import { Banner } from '../../parts/card.tsx'
import { Button } from '../../parts/button.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { clientStepOrder, stepForFailure } from '../../state/client-steps.ts'
import {
  useCall,
  useChangeSettings,
  useLanguage,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { DownloadsWatch, notLooking } from './downloads-watch.tsx'
import { GiveFile } from './give-file.tsx'
import { GooglePage } from './google-pages.tsx'
import { useClientGiving } from './use-client.ts'
import './client-guide.css'

/** The guide at the step where it was left; `onTaken` is called when a client came into use. */
export function ClientGuide({
  hasClient,
  takesFocus = false,
  onTaken,
}: {
  hasClient: boolean
  /** True where a press opened it. */
  takesFocus?: boolean
  onTaken(): void
}) {
  const { words } = useLanguage()
  const session = useSession()
  const own = words.clientGuide
  const changeSettings = useChangeSettings()
  const step = useWindowState((state) => state.settings?.clientStep ?? 'project')
  const [look, setLook] = useState(notLooking)
  const giving = useClientGiving(hasClient, onTaken)
  const at = clientStepOrder.indexOf(step)
  const previous = clientStepOrder[at - 1]
  const next = clientStepOrder[at + 1]
  const go = (to: ClientStep): void => changeSettings({ clientStep: to })
  const guide = useRef<HTMLElement>(null)
  const heading = useRef<HTMLHeadingElement>(null)
  const shown = useRef(takesFocus ? null : step)
  useEffect(() => {
    // Whoever turns a page, or comes for one, begins at its top.
    if (shown.current === step) return
    shown.current = step
    heading.current?.focus({ preventScroll: true })
    guide.current?.scrollIntoView({ block: 'start' })
  }, [step])
  const { title } = own.steps[step]
  const mendedIn = giving.refusal === null ? null : stepForFailure(giving.refusal)

  return (
    <section className="guide" aria-label={own.guide} ref={guide} {...focusPlace}>
      <div className="guide-head">
        <p className="soft small">{own.progress(at + 1, clientStepOrder.length)}</p>
        <h2 tabIndex={-1} ref={heading}>
          {title}
        </h2>
      </div>
      {giving.refusal !== null && (step === 'file' || step === mendedIn) && (
        <div role="alert">
          <Banner tone="bad" title={words.failure(giving.refusal).title}>
            <p>{words.failure(giving.refusal).text}</p>
            {mendedIn !== null && step !== mendedIn && (
              <Button onPress={() => go(mendedIn)}>
                {own.showStep(own.steps[mendedIn].title)}
              </Button>
            )}
          </Banner>
        </div>
      )}
      {step === 'file' ? <GiveFile onWish={giving.give} /> : <AtGoogle step={step} />}
      {(step === 'client' || step === 'file') && (
        <DownloadsWatch
          look={look}
          onLook={setLook}
          onUse={(fileId) => giving.give({ by: 'found', fileId })}
        />
      )}
      <div className="guide-foot">
        {previous !== undefined && (
          <Button icon="back" onPress={() => go(previous)}>
            {own.back}
          </Button>
        )}
        {next !== undefined && (
          <Button iconAfter="forward" onPress={() => go(next)}>
            {own.next}
          </Button>
        )}
        {step !== 'file' && step !== 'client' && (
          <Button weight="quiet" onPress={() => go('file')}>
            {own.haveFile}
          </Button>
        )}
        <Button weight="quiet" onPress={() => session.help('own-google-client')}>
          {own.moreHelp}
        </Button>
      </div>
      <ConfirmDialog
        title={words.signIn.switchTitle}
        text={words.signIn.switchText(giving.albums)}
        action={words.signIn.switchAction}
        isOpen={giving.wish !== null}
        onClose={() => giving.answer(false)}
        onConfirm={() => giving.answer(true)}
      />
    </section>
  )
}

/** What is done on one of Google's pages. */
function AtGoogle({ step }: { step: Exclude<ClientStep, 'file'> }) {
  const { words } = useLanguage()
  const call = useCall()
  const { title, clicks, note, pages } = words.clientGuide.steps[step]
  return (
    <>
      <div className="row">
        {pages.map(({ page, button }, at) => (
          <Button
            key={page}
            weight={at === 0 ? 'primary' : 'plain'}
            iconAfter="external"
            onPress={() => void call('openPage', { page })}
          >
            {button}
          </Button>
        ))}
      </div>
      <div className="guide-page">
        <ol className="clicks">
          {clicks.map((click) => (
            <li key={click}>{click}</li>
          ))}
        </ol>
        <GooglePage page={step} title={title} />
      </div>
      {note !== undefined && <p className="soft">{note}</p>}
    </>
  )
}
