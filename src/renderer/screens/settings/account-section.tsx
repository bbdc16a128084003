// The Google account and the client behind it.
import { useState } from 'react'
import { Button } from '../../parts/button.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Banner } from '../../parts/card.tsx'
import { useCall, useLanguage, useSession, useWindowState } from '../../state/use-window.tsx'
import { ClientGuide } from '../sign-in/client-guide.tsx'
import { ClientReady } from '../sign-in/client-ready.tsx'
import { SignInPanel, useSignIn } from '../sign-in/sign-in-panel.tsx'
import { useOwnClient } from '../sign-in/use-own-client.ts'
import { Section } from './section.tsx'

/** The section. */
export function AccountSection() {
  const { words } = useLanguage()
  const own = words.signIn
  const session = useSession()
  const call = useCall()
  const isSignedIn = useWindowState((state) => state.status?.signIn.kind === 'signed-in')
  const isForgotten = useWindowState(
    ({ status }) => status?.signIn.kind === 'signed-out' && status.signIn.reason === 'not-kept',
  )
  const client = useOwnClient(false)
  const { signIn } = useSignIn()
  const [isAsking, setAsking] = useState(false)
  const clientNames = {
    'built-in': own.builtInClient,
    own: own.ownClientShort,
    none: own.noClient,
  }
  return (
    <Section name="account">
      <SignInPanel isOwn={client.isOwn} onStep={client.toStep} taken={client.taken} />
      {isSignedIn && (
        <div>
          <Button onPress={() => setAsking(true)}>{own.signOut}</Button>
        </div>
      )}
      <div className="stack" role="group" aria-label={own.ownClientShort} {...focusPlace}>
        <div>
          <h3>{words.settings.client}</h3>
          {client.value !== null && (
            <p className="soft">{own.clientInUse(clientNames[client.value.origin])}</p>
          )}
        </div>
        {client.isGuideOpen ? (
          <>
            {!client.hasClient && isForgotten && (
              <Banner tone="warn">{words.clientGuide.forgotten}</Banner>
            )}
            {client.hasClient && (
              <div>
                <Button icon="back" onPress={() => client.openGuide(false)}>
                  {words.clientGuide.keep}
                </Button>
              </div>
            )}
            <p className="soft">
              {words.clientGuide.why} {words.clientGuide.keyMeaning}
            </p>
            <ClientGuide
              hasClient={client.hasClient}
              takesFocus={client.hasClient}
              onTaken={client.onTaken}
            />
          </>
        ) : client.isOwn ? (
          <ClientReady
            isKept={client.value?.isKept ?? true}
            check={client.check}
            changeLabel={words.settings.changeClient}
            onChange={() => client.openGuide(true)}
            onStep={client.toStep}
            onSignIn={signIn}
            onKept={client.again}
          />
        ) : (
          <div>
            <Button icon="key" onPress={() => client.openGuide(true)}>
              {own.ownClient}
            </Button>
          </div>
        )}
      </div>
      <ConfirmDialog
        title={own.signOutTitle}
        text={own.signOutText}
        action={own.signOut}
        isOpen={isAsking}
        onClose={() => setAsking(false)}
        onConfirm={() => void call('signOut', {}).then(() => session.refresh())}
      />
    </Section>
  )
}
