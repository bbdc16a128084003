// How far each card or drive is that is backed up, and the way to its check once nothing of it waits.
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { ProgressLine } from '../../parts/progress.tsx'
import { heroFor } from '../../state/hero.ts'
import { useLanguage, useSession, useWindowState } from '../../state/use-window.tsx'
import './card-questions.css'

/** The cards of which something is to be said that the status card does not say; nothing where there are none. */
export function CardRuns({ sources }: { sources: readonly SourceView[] }) {
  const isLookedAfter = useWindowState(
    ({ engine }) => engine.state !== 'failed' && engine.state !== 'restarting',
  )
  const said = useWindowState((state) => {
    const hero = heroFor(state)
    return hero.kind === 'away' ? hero.card : null
  })
  // What was so is no longer known.
  if (!isLookedAfter) return null
  return sources
    .filter(({ name, card }) => name !== said || card?.isLookedThrough !== true)
    .map((source) => <Run key={source.sourceId} source={source} />)
}

function Run({ source }: { source: SourceView }) {
  const { words, format } = useLanguage()
  const session = useSession()
  const { sourceId, name, card } = source
  const own = words.cardRuns
  const text = card === undefined ? null : own.told(card)
  if (card === undefined || text === null) return null
  const share = card.files > 0 ? card.done / card.files : 0
  const isChecking = card.told === 'checking'
  const action = isChecking ? own.watch : words.check.action
  return (
    <section className="card card-question card-run" aria-label={name}>
      <Icon name={card.kind === 'card' ? 'card' : 'computer'} size={24} />
      <div className="card-question-words">
        <h2>
          <bdi>{name}</bdi>
        </h2>
        <p>{text}</p>
        {card.told === 'going' && (
          <ProgressLine
            label={own.progress(name)}
            share={share}
            valueLabel={format.percent(share)}
          />
        )}
      </div>
      {(card.told === 'sent' || isChecking) && card.files > 0 && (
        <Button
          icon="shield"
          weight="quiet"
          aria-label={words.common.actionOn(action, name)}
          onPress={() => session.go({ to: 'check', sourceId })}
        >
          {action}
        </Button>
      )}
    </section>
  )
}
