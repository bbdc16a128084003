// What the buttons of a condition say and do. Which fix belongs to which condition is the table of shared/fixes.ts.
import type { Condition } from '../../../shared/status.ts'
import { fixFor, secondFixFor } from '../../../shared/fixes.ts'
import { useCall, useChangeSettings, useLanguage, useSession } from '../../state/use-window.tsx'
import { useSignInHere } from '../sign-in/use-sign-in-here.ts'

/** The fix for a condition; null where nothing needs to be done. */
export function useFix(condition: Condition): { label: string; run(): void } | null {
  const { words } = useLanguage()
  const session = useSession()
  const call = useCall()
  const changeSettings = useChangeSettings()
  const signIn = useSignInHere()
  const toSettings = (section: 'network' | 'power' | 'hours') => (): void =>
    session.go({ to: 'settings', section })
  const tryNow = useTryNow()
  const label = words.status.fix(fixFor[condition.kind])

  const runs: Record<(typeof fixFor)[Condition['kind']], () => void> = {
    none: () => undefined,
    'turn-on': () => changeSettings({ isBackupOn: true }),
    resume: () => void call('resume', {}),
    'sign-in': signIn,
    'add-folder': () => session.go({ to: 'folders' }),
    'change-network': toSettings('network'),
    'change-power': toSettings('power'),
    'change-use': toSettings('power'),
    'change-hours': toSettings('hours'),
    'free-google-storage': () => void call('openPage', { page: 'google-storage' }),
    'enable-api': () => void call('openPage', { page: 'google-api-library' }),
    'reconnect-folder': () => session.go({ to: 'folders' }),
    'confirm-folder': () => session.go({ to: 'folders' }),
    'confirm-account': () => {
      if (condition.kind === 'account-unconfirmed')
        void call('confirmAccount', { email: condition.email }).then(() => session.refresh())
    },
    'free-disk': tryNow,
    'try-now': tryNow,
  }
  if (condition.kind === 'forbidden') {
    const run = {
      'api-disabled': runs['enable-api'],
      'photos-disabled': () => void call('openPage', { page: 'google-photos' }),
      'insufficient-scopes': runs['sign-in'],
      unknown: runs['sign-in'],
    }[condition.reason]
    return { label: words.status.fixForbidden[condition.reason], run }
  }
  if (label === null) return null
  const isAgain =
    condition.kind === 'signed-out' &&
    ['not-kept', 'revoked', 'missing-scope'].includes(condition.reason)
  return { label: isAgain ? words.status.signInAgain : label, run: runs[fixFor[condition.kind]] }
}

/** What to press beside it; null where there is nothing. */
export function useSecondFix(condition: Condition): { label: string; run(): void } | null {
  const { words } = useLanguage()
  const run = useTryNow()
  const second = secondFixFor[condition.kind]
  return second === undefined ? null : { label: words.status.secondFix[second], run }
}

function useTryNow(): () => void {
  const { words } = useLanguage()
  const session = useSession()
  const call = useCall()
  return () =>
    void call('tryNow', {}).then((done) => {
      if (done !== null) session.say(words.status.trying)
    })
}
