// What Shoebox is, what leaves the computer and what never does.
import { Button } from '../../parts/button.tsx'
import { Banner, Card } from '../../parts/card.tsx'
import { Screen } from '../../parts/screen.tsx'
import { BoxMark } from '../../parts/sidebar.tsx'
import { BackButton } from '../../parts/back-button.tsx'
import {
  useAnswer,
  useCall,
  useLanguage,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { Licences } from './licences.tsx'
import './about.css'

/** The screen. */
export function AboutScreen() {
  const { words } = useLanguage()
  const own = words.about
  const call = useCall()
  const session = useSession()
  const app = useAnswer('getAppInfo', {}).value
  const signInPlace = useWindowState(({ status }) =>
    status?.signIn.kind !== 'signed-in' ? 'none' : status.signIn.isKept ? 'kept' : 'memory',
  )
  return (
    <Screen title={own.title} before={<BackButton to="settings" />}>
      {app !== null && !app.isGoogleReal && <Banner tone="warn">{own.notGoogle}</Banner>}
      <Card>
        <div className="about-head">
          <BoxMark size={48} />
          <div>
            <p className="about-name">{words.common.appName}</p>
            <p className="soft">{app === null ? ' ' : own.version(app.version)}</p>
          </div>
        </div>
        <p>{own.text}</p>
        {app !== null && (
          <p className="soft">{app.isAutoUpdatePossible ? own.updates.auto : own.updates.manual}</p>
        )}
        <p className="soft small">{own.disclaimer}</p>
      </Card>
      <Card title={own.leavesTitle}>
        <p>{own.leaves(app?.isAutoUpdatePossible ?? false)}</p>
        <div className="stack-tight">
          <h3>{own.staysTitle}</h3>
          <p>{`${own.stays[signInPlace]} ${own.staysWhere}`}</p>
        </div>
        <div className="stack-tight">
          <h3>{own.neverTitle}</h3>
          <p>{own.never}</p>
        </div>
      </Card>
      <Licences />
      <div className="row">
        <Button
          icon="key"
          onPress={() => void call('openPage', { page: 'google-account-permissions' })}
        >
          {own.permissions}
        </Button>
        <Button icon="info" onPress={() => session.help('first-run')}>
          {own.help}
        </Button>
        <Button weight="quiet" onPress={() => void call('quit', {})}>
          {own.quit}
        </Button>
      </div>
    </Screen>
  )
}
