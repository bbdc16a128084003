// First step: what Shoebox does, and the sign-in. The user's own client is offered beside a built-in one; where there is
// none, or it is their own, the guide and what came of it stand above the button.
import { Disclosure, DisclosurePanel } from 'react-aria-components/Disclosure'
import { Button as AriaButton } from 'react-aria-components/Button'
import { Heading } from 'react-aria-components/Heading'
import { Banner } from '../../parts/card.tsx'
import { Button } from '../../parts/button.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { useLanguage, useWindowState } from '../../state/use-window.tsx'
import { ClientGuide } from '../sign-in/client-guide.tsx'
import { ClientReady } from '../sign-in/client-ready.tsx'
import { SignInPanel, useSignIn } from '../sign-in/sign-in-panel.tsx'
import { useOwnClient, type OwnClient } from '../sign-in/use-own-client.ts'

const promiseIcons: IconName[] = ['shield', 'history', 'key']

/** The step itself. */
export function SignInStep() {
  const { words } = useLanguage()
  const client = useOwnClient(true)
  const isSignedOut = useWindowState((state) => state.status?.signIn.kind !== 'signed-in')
  const isOwnNeeded = client.isOwn || !client.hasClient
  const panel = <SignInPanel isOwn={client.isOwn} onStep={client.toStep} taken={client.taken} />
  return (
    <>
      <p className="lead">{words.firstRun.signIn.lead}</p>
      {isSignedOut && <Promises isBrief={isOwnNeeded} />}
      {isOwnNeeded ? (
        <>
          <section className="stack" aria-label={words.signIn.ownClientShort} {...focusPlace}>
            <OwnClientPart client={client} />
          </section>
          {client.hasClient && panel}
        </>
      ) : (
        <>
          {panel}
          <Disclosure className="disclosure">
            <Heading level={2} className="disclosure-heading">
              <AriaButton slot="trigger" className="disclosure-button">
                <Icon name="forward" size={16} />
                {words.signIn.ownClient}
              </AriaButton>
            </Heading>
            <DisclosurePanel className="disclosure-panel">
              <Why />
              <ClientGuide hasClient={client.hasClient} onTaken={client.onTaken} />
            </DisclosurePanel>
          </Disclosure>
        </>
      )}
    </>
  )
}

function OwnClientPart({ client }: { client: OwnClient }) {
  const { words } = useLanguage()
  const own = words.clientGuide
  const { signIn } = useSignIn()
  const isForgotten = useWindowState(
    ({ status }) => status?.signIn.kind === 'signed-out' && status.signIn.reason === 'not-kept',
  )
  if (!client.isGuideOpen)
    return (
      <ClientReady
        isKept={client.value?.isKept ?? true}
        check={client.check}
        onChange={() => client.openGuide(true)}
        onStep={client.toStep}
        onSignIn={signIn}
        onKept={client.again}
      />
    )
  return (
    <>
      {client.hasClient ? (
        <div>
          <Button icon="back" onPress={() => client.openGuide(false)}>
            {own.keep}
          </Button>
        </div>
      ) : isForgotten ? (
        <Banner tone="warn">{own.forgotten}</Banner>
      ) : (
        <Why />
      )}
      <ClientGuide
        hasClient={client.hasClient}
        takesFocus={client.hasClient}
        onTaken={client.onTaken}
      />
    </>
  )
}

function Why() {
  const { words } = useLanguage()
  return (
    <p>
      {words.clientGuide.why} <span className="soft">{words.clientGuide.keyMeaning}</span>
    </p>
  )
}

/** What Shoebox promises; side by side where there is much below it. */
function Promises({ isBrief }: { isBrief: boolean }) {
  const { words } = useLanguage()
  return (
    <ul className={isBrief ? 'promises promises-brief' : 'promises'}>
      {words.firstRun.signIn.promises.map((promise, at) => (
        <li key={promise.title}>
          <Icon name={promiseIcons[at] ?? 'check'} />
          <div>
            <h2>{promise.title}</h2>
            <p className={isBrief ? 'soft small' : 'soft'}>{promise.text}</p>
          </div>
        </li>
      ))}
    </ul>
  )
}
