// The status card: a shape, a headline, a line, and one action.
import type { Condition } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { focusPlace } from '../../parts/focus-keeper.ts'
import { heroWords } from '../../parts/hero-words.ts'
import { Menu } from '../../parts/menu.tsx'
import { ProgressLine } from '../../parts/progress.tsx'
import { Shape } from '../../parts/shape.tsx'
import { heroFor, shapeOf, shareDone, type Hero } from '../../state/hero.ts'
import {
  useCall,
  useLanguage,
  useNow,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { useFix } from './use-fix.ts'

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
    case 'condition':
      return <FixButton condition={hero.condition} weight="primary" />
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
        <Button
          weight="primary"
          onPress={() =>
            void call('saveSupportBundle', {}).then((done) => {
              if (done?.isSaved) session.say(words.problems.troubleshoot.supportSaved)
            })
          }
        >
          {own.saveSupport}
        </Button>
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
  weight: 'primary' | 'plain'
}) {
  const fix = useFix(condition)
  if (fix === null) return null
  return (
    <Button weight={weight} onPress={fix.run}>
      {fix.label}
    </Button>
  )
}

function PauseMenu() {
  const { words } = useLanguage()
  const call = useCall()
  const own = words.status
  const pause = (until: number | 'resumed'): void => void call('pause', { until })
  const tomorrow = (): number => {
    const date = new Date()
    // Six in the morning: late enough to be tomorrow for those who are up past midnight.
    date.setDate(date.getDate() + 1)
    date.setHours(6, 0, 0, 0)
    return date.getTime()
  }
  return (
    <Menu
      label={own.pauseOptions}
      trigger={
        <Button icon="pause" iconAfter="down">
          {own.pause}
        </Button>
      }
      actions={[
        { id: 'hour', label: own.pauseHour, onAction: () => pause(Date.now() + 3_600_000) },
        { id: 'tomorrow', label: own.pauseTomorrow, onAction: () => pause(tomorrow()) },
        { id: 'resumed', label: own.pauseResumed, onAction: () => pause('resumed') },
      ]}
    />
  )
}
