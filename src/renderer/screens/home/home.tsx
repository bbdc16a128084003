// Home: the status card, what is on its way, the counters, what lately arrived, and the Google account's room.
import { Screen } from '../../parts/screen.tsx'
import { Card } from '../../parts/card.tsx'
import {
  useAnswer,
  useChangeSettings,
  useLanguage,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { BlockedHelp, UnverifiedNote } from '../sign-in/unverified.tsx'
import { AccountCard } from './account-card.tsx'
import { Banners } from './banners.tsx'
import { CardQuestions } from './card-questions.tsx'
import { CardRuns } from './card-runs.tsx'
import { Counters } from './counters.tsx'
import { HeroCard } from './hero-card.tsx'
import './home.css'
import { OnTheWay } from './on-the-way.tsx'
import { Recent } from './recent.tsx'

/** The screen. */
export function HomeScreen() {
  const { words } = useLanguage()
  const status = useWindowState((state) => state.status)
  return (
    <Screen title={words.home.title}>
      <HeroCard />
      {status?.signIn.kind === 'waiting-for-browser' && <WarningExplained />}
      {status !== null && (
        <>
          <CardQuestions cards={status.cards ?? []} />
          <CardRuns sources={status.sources} />
          <Banners status={status} />
          {status.activity === 'uploading' && <OnTheWay status={status} />}
          <Recent isBusy={status.activity === 'uploading'} />
          <Counters status={status} />
          <AccountCard status={status} />
        </>
      )}
    </Screen>
  )
}

/** What Google's pages say meanwhile to somebody with a client of their own. */
function WarningExplained() {
  const session = useSession()
  const changeSettings = useChangeSettings()
  const client = useAnswer('getClient', {})
  if (client.value?.origin !== 'own') return null
  return (
    <Card>
      <UnverifiedNote />
      <BlockedHelp
        onStep={(clientStep) => {
          changeSettings({ clientStep })
          session.go({ to: 'settings', section: 'account' })
        }}
      />
    </Card>
  )
}
