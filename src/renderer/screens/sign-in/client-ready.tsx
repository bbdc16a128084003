// The guide folded: the client is there, what the check says of it, what becomes of its file, and the way back to change it.
import type { Output } from '../../../shared/contract.ts'
import type { ClientStep } from '../../../shared/model.ts'
import { Banner } from '../../parts/card.tsx'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useLanguage, useSession, useWindowState } from '../../state/use-window.tsx'
import { ClientCheck, type ClientCheckState } from './client-check.tsx'

/** One card with everything that is known of the client. */
export function ClientReady({
  isKept,
  check,
  changeLabel,
  onChange,
  onStep,
  onSignIn,
  onKept,
}: {
  isKept: Output<'getClient'>['isKept']
  check: ClientCheckState
  /** What the button says where nothing beside it says what is changed. */
  changeLabel?: string
  onChange(): void
  onStep(step: ClientStep): void
  onSignIn(): void
  onKept(): void
}) {
  const { words } = useLanguage()
  const own = words.clientGuide
  const isSignedIn = useWindowState((state) => state.status?.signIn.kind === 'signed-in')
  const isWrong = check.findings?.some(({ answer }) => answer === 'no') ?? false
  return (
    <div className={isWrong ? 'client-ready client-wrong' : 'client-ready'}>
      <div className="client-ready-head">
        <Icon name={isWrong ? 'alert' : 'check'} />
        <div className="client-ready-words">
          <h2>{isWrong ? own.needsChange : own.ready}</h2>
          {isKept && <p className="soft">{own.fileMayGo}</p>}
        </div>
        {changeLabel === undefined ? (
          <Button
            onPress={onChange}
            aria-label={words.common.actionOn(own.change, words.signIn.ownClientShort)}
          >
            {own.change}
          </Button>
        ) : (
          <Button onPress={onChange}>{changeLabel}</Button>
        )}
      </div>
      {!isKept && !isSignedIn && (
        <Banner tone="warn" action={<KeepInFile onKept={onKept} />}>
          {own.fileMustStay}
        </Banner>
      )}
      <ClientCheck check={check} onStep={onStep} onSignIn={onSignIn} />
    </div>
  )
}

/** Offers what the command does where there is no keyring; the system asks once more. */
export function KeepInFile({ onKept }: { onKept?: () => void }) {
  const { words } = useLanguage()
  const session = useSession()
  return (
    <Button
      onPress={() =>
        void session.bridge.call('keepInFile', {}).then((answer) => {
          if (answer.ok) {
            onKept?.()
            return session.refresh()
          }
          const { title, text } = words.failure(answer.failure)
          if (answer.failure.kind !== 'declined') session.say(title, 'problem', text)
          return undefined
        })
      }
    >
      {words.clientGuide.keepInFile}
    </Button>
  )
}
