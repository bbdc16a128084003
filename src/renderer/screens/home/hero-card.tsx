// The status card: a shape, a headline, a line, and one action; beside it what else helps, quietly.
import type { Condition } from '../../../shared/status.ts'
import { pauseEnd, type PauseLength } from '../../../shared/until.ts'
import { Button } from '../../parts/button.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { heroWords } from '../../parts/hero-words.ts'
import { Menu } from '../../parts/menu.tsx'
import { ProgressLine } from '../../parts/progress.tsx'
import { Shape } from '../../parts/shape.tsx'
import { heroFor, isWaitingCard, shapeOf, shareDone, type Hero } from '../../state/hero.ts'
import {
  useCall,
  useLanguage,
  useNow,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { BrowserWaitButtons } from '../sign-in/browser-wait-buttons.tsx'
import { useFix, useSecondFix } from './use-fix.ts'

/** The card for the state at hand. */
export function HeroCard() {
  const { words, format } = useLanguage()
  const status = useWindowState((state) => state.status)
  const engine = useWindowState((state) => state.engine)
  const now = useNow()
  const hero = heroFor({ status, engine })
  const { title, text } = heroWords(hero, status, words, now)
  const share = status === null ? 0 : shareDone(status.progress)
  const isUploading = hero.kind === 'uploading'
  return (
    <section className="hero" aria-labelledby="hero-title" {...focusPlace}>
      <Shape name={shapeOf(hero)} share={share} />
      <div className="hero-words">
        <h2 className="hero-title" id="hero-title">
          {title}
        </h2>
        <p className="hero-text">{text}</p>
        {isUploading && (
          <ProgressLine
            label={words.status.progress}
            share={share}
            valueLabel={format.percent(share)}
          />
        )}
      </div>
      <div className="hero-action">
        <HeroAction hero={hero} />
        {isWaitingCard(hero) && <WhyButton />}
      </div>
    </section>
  )
}

function HeroAction({ hero }: { hero: Hero }) {
  const { words } = useLanguage()
  const call = useCall()
  const session = useSession()
  const own = words.status
  switch (hero.kind) {
    case 'uploading':
    case 'scanning':
    case 'resting':
      return <PauseMenu />
    case 'signing-in':
      return <BrowserWaitButtons />
    case 'condition':
      return (
        <>
          <FixButton condition={hero.condition} weight="primary" />
          <SecondFixButton condition={hero.condition} />
        </>
      )
    case 'away':
    case 'complete':
      return (
        <>
          <Button
            weight="primary"
            iconAfter="external"
            onPress={() => void call('openPage', { page: 'google-photos' })}
          >
            {own.openGooglePhotos}
          </Button>
          <Button
            weight="quiet"
            onPress={() =>
              void call('scanNow', {}).then((done) => {
                if (done !== null) session.say(words.folders.checking)
              })
            }
          >
            {own.uploadNow}
          </Button>
        </>
      )
    case 'undecided':
      return (
        <Button weight="primary" onPress={() => session.go({ to: 'undated' })}>
          {own.decide}
        </Button>
      )
    case 'failed':
    case 'unreadable':
    case 'skipped':
      return (
        <Button weight="primary" onPress={() => session.go({ to: 'problems' })}>
          {own.seeWhy}
        </Button>
      )
    case 'engine-failed':
      return (
        <>
          <Button weight="primary" onPress={() => void call('restartEngine', {})}>
            {own.startAgain}
          </Button>
          <Button
            onPress={() =>
              void call('saveSupportBundle', {}).then((done) => {
                if (done?.isSaved) session.say(words.problems.troubleshoot.supportSaved)
              })
            }
          >
            {own.saveSupport}
          </Button>
        </>
      )
    case 'starting':
    case 'restarting':
      return null
  }
}

/** The one thing that helps against a condition; nothing where it ends by itself. */
export function FixButton({
  condition,
  weight,
}: {
  condition: Condition
  weight: 'primary' | 'plain' | 'quiet'
}) {
  const fix = useFix(condition)
  if (fix === null) return null
  return (
    <Button weight={weight} onPress={fix.run}>
      {fix.label}
    </Button>
  )
}

function SecondFixButton({ condition }: { condition: Condition }) {
  const fix = useSecondFix(condition)
  return fix === null ? null : <Button onPress={fix.run}>{fix.label}</Button>
}

/** The way from a card that waits to each condition, one after another. */
function WhyButton() {
  const { words } = useLanguage()
  const session = useSession()
  return (
    <Button weight="quiet" onPress={() => session.go({ to: 'troubleshoot' })}>
      {words.status.why}
    </Button>
  )
}

function PauseMenu() {
  const { words } = useLanguage()
  const call = useCall()
  const own = words.status
  const pause = (length: PauseLength): void =>
    void call('pause', { until: pauseEnd(length, Date.now()) })
  return (
    <Menu
      label={own.pauseOptions}
      trigger={
        <Button icon="pause" iconAfter="down">
          {own.pause}
        </Button>
      }
      actions={[
        { id: 'hour', label: own.pauseHour, onAction: () => pause('hour') },
        { id: 'tomorrow', label: own.pauseTomorrow, onAction: () => pause('tomorrow') },
        { id: 'resumed', label: own.pauseResumed, onAction: () => pause('resumed') },
      ]}
    />
  )
}
