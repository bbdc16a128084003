// First step: what Shoebox does, and the sign-in; the user's own client is offered beside it.
import { useState } from 'react'
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Heading } from 'react-aria-components/Heading'
import { Banner } from '../../parts/card.tsx'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { useLanguage, useWindowState } from '../../state/use-window.tsx'
import { ClientGuide } from '../sign-in/client-guide.tsx'
import { SignInPanel } from '../sign-in/sign-in-panel.tsx'

const promiseIcons: IconName[] = ['shield', 'history', 'key']

/** The step itself. */
export function SignInStep() {
  const { words } = useLanguage()
  const own = words.firstRun.signIn
  const hasClient = useWindowState((state) => state.status?.hasClient ?? true)
  // The guide stays where it is once its client is accepted; moving it would lose what its check found.
  const [hasLackedClient, setLackedClient] = useState(!hasClient)
  if (!hasClient && !hasLackedClient) setLackedClient(true)
  const isSignedOut = useWindowState((state) => state.status?.signIn.kind !== 'signed-in')
  return (
    <>
      <p className="lead">{own.lead}</p>
      {isSignedOut && !hasLackedClient && (
        <ul className="promises">
          {own.promises.map((promise, at) => (
            <li key={promise.title}>
              <Icon name={promiseIcons[at] ?? 'check'} />
              <div>
                <h2>{promise.title}</h2>
                <p className="soft">{promise.text}</p>
              </div>
            </li>
          ))}
        </ul>
      )}
      {!hasLackedClient ? (
        <>
          <SignInPanel />
          <Disclosure className="disclosure">
            <Heading level={2} className="disclosure-heading">
              <AriaButton slot="trigger" className="disclosure-button">
                <Icon name="forward" size={16} />
                {words.signIn.ownClient}
              </AriaButton>
            </Heading>
            <DisclosurePanel className="disclosure-panel">
              <p className="soft">{words.signIn.ownClientWhy}</p>
              <ClientGuide />
            </DisclosurePanel>
          </Disclosure>
        </>
      ) : (
        <>
          <Banner tone={hasClient ? 'good' : 'quiet'} title={words.signIn.ownClientShort}>
            {hasClient ? words.signIn.ownClientReady : words.signIn.ownClientNeeded}
          </Banner>
          <ClientGuide />
          <SignInPanel />
        </>
      )}
    </>
  )
}
