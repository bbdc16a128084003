// The wait for the browser on screens that do not show the sign-in themselves, so that signing in leaves one where one is.
import { Banner } from '../../parts/card.tsx'
import { useLanguage, useWindowState } from '../../state/use-window.tsx'
import { BrowserWaitButtons } from './browser-wait-buttons.tsx'
import './sign-in.css'

/** The line above a screen; nothing while no browser is waited for, and where the screen shows it. */
export function SignInWait({ isShownBelow }: { isShownBelow: boolean }) {
  const { words } = useLanguage()
  const isWaiting = useWindowState((state) => state.status?.signIn.kind === 'waiting-for-browser')
  if (!isWaiting || isShownBelow) return null
  return (
    <div className="sign-in-wait" role="status">
      <Banner
        tone="quiet"
        title={words.signIn.waitingTitle}
        action={
          <div className="row">
            <BrowserWaitButtons />
          </div>
        }
      >
        {words.signIn.waitingText}
      </Banner>
    </div>
  )
}
