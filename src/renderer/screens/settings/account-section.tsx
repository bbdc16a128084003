// The Google account and the client behind it.
import { useState } from 'react'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Button } from '../../parts/button.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import {
  useAnswer,
  useCall,
  useLanguage,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { ClientGuide } from '../sign-in/client-guide.tsx'
import { SignInPanel } from '../sign-in/sign-in-panel.tsx'
import { Section } from './section.tsx'

/** The section. */
export function AccountSection() {
  const { words } = useLanguage()
  const own = words.signIn
  const session = useSession()
  const call = useCall()
  const isSignedIn = useWindowState((state) => state.status?.signIn.kind === 'signed-in')
  const hasClient = useWindowState((state) => state.status?.hasClient ?? true)
  const { value: client, again } = useAnswer('getClient', {}, { revision: hasClient ? 1 : 0 })
  const [isAsking, setAsking] = useState(false)
  const clientNames = {
    'built-in': own.builtInClient,
    own: own.ownClientShort,
    none: own.noClient,
  }
  return (
    <Section name="account">
      <SignInPanel />
      {isSignedIn && (
        <div>
          <Button onPress={() => setAsking(true)}>{own.signOut}</Button>
        </div>
      )}
      <Disclosure className="disclosure" defaultExpanded={!hasClient}>
        <h3>{words.settings.client}</h3>
        {client !== null && <p className="soft">{own.clientInUse(clientNames[client.origin])}</p>}
        <AriaButton slot="trigger" className="disclosure-button">
          <Icon name="forward" size={16} />
          {client?.origin === 'own' ? words.settings.changeClient : own.ownClient}
        </AriaButton>
        <DisclosurePanel className="disclosure-panel">
          <p className="soft">{own.ownClientWhy}</p>
          <ClientGuide onTaken={again} />
        </DisclosurePanel>
      </Disclosure>
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
