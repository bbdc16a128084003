// What the one button of a condition says and does. Which fix belongs to which condition is the contract's table.
import type { Condition } from '../../../shared/status.ts'
import { fixFor } from '../../../shared/fixes.ts'
import { useCall, useChangeSettings, useLanguage, useSession } from '../../state/use-window.tsx'
import { useSignIn } from '../sign-in/sign-in-panel.tsx'

/** The fix for a condition; null where nothing needs to be done. */
export function useFix(condition: Condition): { label: string; run(): void } | null {
  const { words } = useLanguage()
  const session = useSession()
  const call = useCall()
  const changeSettings = useChangeSettings()
  const { signIn } = useSignIn()
  const toSettings = (section: 'network' | 'power' | 'hours') => (): void =>
    session.go({ to: 'settings', section })
  const label = words.status.fix(fixFor[condition.kind])

  const runs: Record<(typeof fixFor)[Condition['kind']], () => void> = {
    none: () => undefined,
    'turn-on': () => changeSettings({ isBackupOn: true }),
    resume: () => void call('resume', {}),
    'sign-in': () => {
      // The wait, with its buttons, is shown beside the account.
      session.go({ to: 'settings', section: 'account' })
      signIn()
    },
    'add-folder': () => session.go({ to: 'folders' }),
    'change-network': toSettings('network'),
    'change-power': toSettings('power'),
    'change-hours': toSettings('hours'),
    'free-google-storage': () => void call('openPage', { page: 'google-storage' }),
    'enable-api': () => void call('openPage', { page: 'google-api-library' }),
    'reconnect-folder': () => session.go({ to: 'folders' }),
    'confirm-folder': () => session.go({ to: 'folders' }),
    'confirm-account': () => {
      if (condition.kind === 'account-unconfirmed')
        void call('confirmAccount', { email: condition.email }).then(() => session.refresh())
    },
    'free-disk': () => void call('scanNow', {}),
    'try-now': () => void call('scanNow', {}),
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
    condition.kind === 'signed-out' && ['revoked', 'missing-scope'].includes(condition.reason)
  return { label: isAgain ? words.status.signInAgain : label, run: runs[fixFor[condition.kind]] }
}
