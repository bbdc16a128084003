// Signing in from wherever one is, and staying there: the wait is shown on Home's card, or above the screen.
import { useSession, useWindowState } from '../../state/use-window.tsx'
import { useSignIn } from './sign-in-panel.tsx'

/** Starts a sign-in; without a client it leads to the place where one is given. */
export function useSignInHere(): () => void {
  const session = useSession()
  const hasClient = useWindowState((state) => state.status?.hasClient ?? true)
  const { signIn } = useSignIn()
  return hasClient ? signIn : () => session.go({ to: 'settings', section: 'account' })
}
