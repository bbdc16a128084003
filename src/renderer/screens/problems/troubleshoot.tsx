// "Why are my photos not backing up?": the real conditions one after another, and a file for whoever helps.
import type { Output } from '../../../shared/contract.ts'
import { BackButton } from '../../parts/back-button.tsx'
import { Button } from '../../parts/button.tsx'
import { Banner, Card } from '../../parts/card.tsx'
import { conditionWords } from '../../parts/hero-words.ts'
import { Icon, type IconName } from '../../parts/icon.tsx'
import { Screen } from '../../parts/screen.tsx'
import {
  useAnswer,
  useCall,
  useExplain,
  useLanguage,
  useNow,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import type { Route } from '../../state/window-state.ts'
import './problems.css'

type Check = Output<'diagnose'>['checks'][number]

const icons: Record<Check['answer'], IconName> = { yes: 'check', no: 'alert', unknown: 'info' }

/** Where each condition can be changed; null where nothing in the window changes it. */
const places: Record<Check['name'], Route | null> = {
  'backup-on': { to: 'settings', section: 'photos' },
  'not-paused': { to: 'home' },
  'signed-in': { to: 'settings', section: 'account' },
  online: null,
  network: { to: 'settings', section: 'network' },
  power: { to: 'settings', section: 'power' },
  hours: { to: 'settings', section: 'hours' },
  google: { to: 'home' },
  storage: { to: 'home' },
  sources: { to: 'folders' },
  disk: null,
  catalogue: { to: 'safety' },
  shoebox: { to: 'home' },
}

/** The screen. */
export function TroubleshootScreen() {
  const { words } = useLanguage()
  const explain = useExplain()
  const own = words.problems.troubleshoot
  const session = useSession()
  const call = useCall()
  // A changed condition is a changed answer.
  const conditions = useWindowState((state) =>
    (state.status?.conditions ?? []).map(({ kind }) => kind).join(),
  )
  const answer = useAnswer('diagnose', {}, { revision: conditions })
  const checks = answer.value?.checks ?? []
  const inTheWay = checks.filter((check) => check.answer === 'no').length
  return (
    <Screen title={own.title} lead={own.lead} before={<BackButton to="problems" />}>
      <Card>
        <div className="row-apart">
          <p className="verdict" role="status">
            {answer.value === null
              ? answer.failure === null
                ? own.running
                : explain(answer.failure).text
              : inTheWay === 0
                ? own.allGood
                : own.inTheWay(inTheWay)}
          </p>
          <Button icon="refresh" isPending={answer.isLoading} onPress={answer.again}>
            {own.again}
          </Button>
        </div>
        <ul className="checks">
          {checks.map((check) => {
            const place = places[check.name]
            return (
              <li key={check.name} className={`check-line check-${check.answer}`}>
                <Icon name={icons[check.answer]} />
                <CheckWords check={check} />
                {check.answer === 'no' && place !== null && (
                  <Button
                    onPress={() => session.go(place)}
                    aria-label={words.common.actionOn(words.common.change, own.check(check))}
                  >
                    {words.common.change}
                  </Button>
                )}
              </li>
            )
          })}
        </ul>
      </Card>
      <Banner
        tone="quiet"
        title={own.support}
        action={
          <Button
            icon="download"
            onPress={() =>
              void call('saveSupportBundle', {}).then((done) => {
                if (done?.isSaved) session.say(own.supportSaved)
              })
            }
          >
            {own.support}
          </Button>
        }
      >
        {own.supportText}
      </Banner>
    </Screen>
  )
}

/** What a check found: where a condition is in the way, in the words in which its card tells it. */
function CheckWords({ check }: { check: Check }) {
  const { words } = useLanguage()
  const own = words.problems.troubleshoot
  const status = useWindowState((state) => state.status)
  const now = useNow()
  // The detail begins with the kind; what else is in it is for a support file.
  const [kind] = check.detail.split(' ')
  const condition = status?.conditions.find((one) => one.kind === kind)
  const told =
    check.answer !== 'no' || status === null || condition === undefined
      ? null
      : conditionWords(condition, status, words, now, false)
  return (
    <div className="check-words">
      <p>
        <span className="visually-hidden">{own.answer[check.answer]}: </span>
        {told?.title ?? own.check(check)}
      </p>
      {told !== null && <p className="soft small">{told.text}</p>}
    </div>
  )
}
