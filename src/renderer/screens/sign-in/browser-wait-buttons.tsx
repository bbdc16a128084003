// What can be done while the browser is open, wherever the wait is shown.
import { Button } from '../../parts/button.tsx'
import { useCall, useLanguage, useSession } from '../../state/use-window.tsx'
import { cancelledCause } from '../../state/window-state.ts'

/** The buttons. */
export function BrowserWaitButtons() {
  const { words } = useLanguage()
  const session = useSession()
  const call = useCall()
  return (
    <>
      <Button onPress={() => void call('openSignInPage', {})} icon="external">
        {words.signIn.openBrowserAgain}
      </Button>
      <Button
        icon="copy"
        onPress={() =>
          void call('copySignInLink', {}).then((done) => {
            if (done !== null) session.say(words.signIn.linkCopied)
          })
        }
      >
        {words.signIn.copyLink}
      </Button>
      <Button
        weight="quiet"
        onPress={() =>
          void call('cancelSignIn', {}).then(async (done) => {
            await session.refresh()
            if (done !== null) session.say(words.signIn.cancelled, 'good', null, cancelledCause)
          })
        }
      >
        {words.common.cancel}
      </Button>
    </>
  )
}
