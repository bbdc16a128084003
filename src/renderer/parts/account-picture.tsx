// The account's picture, or its first letter, or a person where nobody is signed in.
import type { SignInState } from '../../shared/status.ts'
import { Icon } from './icon.tsx'

/** A round picture; decorative, because the name stands beside it. */
export function AccountPicture({ signIn }: { signIn: SignInState }) {
  return (
    <span className="account-picture" aria-hidden="true">
      {signIn.kind !== 'signed-in' ? (
        <Icon name="person" />
      ) : signIn.picture !== null ? (
        <img src={signIn.picture} alt="" />
      ) : (
        (Array.from(signIn.name || signIn.email)[0] ?? '').toLocaleUpperCase()
      )}
    </span>
  )
}
