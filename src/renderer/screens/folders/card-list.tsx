// The cards and drives that somebody was asked about, each with its answer, which can be changed here.
import { useState } from 'react'
import type { RememberedCard } from '../../../shared/card-schemas.ts'
import { cardAnswers, type CardAnswer } from '../../../shared/cards.ts'
import type { Output } from '../../../shared/contract.ts'
import { Card } from '../../parts/card.tsx'
import { Select } from '../../parts/choice.tsx'
import { ConfirmDialog } from '../../parts/dialog.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useAnswer, useCall, useLanguage, useNow, useWindowState } from '../../state/use-window.tsx'
import './card-list.css'

/** A folder is seen to be away before its card is seen to be out. */
const repeatMs = ({ cards }: Output<'listCards'>): number | null =>
  cards.length === 0 ? null : 5_000

/** The list; nothing where nobody was asked. */
export function CardList() {
  const { words } = useLanguage()
  // A card that comes, goes or is answered shows in what is asked, or as a folder.
  const news = useWindowState(({ status }) =>
    JSON.stringify([
      status?.cards?.map(({ cardId }) => cardId),
      status?.sources.map(({ sourceId, card, state }) => card !== undefined && [sourceId, state]),
    ]),
  )
  const answer = useAnswer('listCards', {}, { revision: news, repeatMs })
  const cards = answer.value?.cards ?? []
  if (cards.length === 0) return null
  const own = words.cards
  return (
    <Card title={own.listTitle}>
      <p className="soft small">{own.listText}</p>
      <ul className="cards-list">
        {cards.map((card) => (
          <Line key={card.rememberedId} card={card} onDone={answer.again} />
        ))}
      </ul>
    </Card>
  )
}

function Line({ card, onDone }: { card: RememberedCard; onDone(): void }) {
  const { words } = useLanguage()
  const own = words.cards
  const call = useCall()
  const now = useNow()
  const [isLeaving, setLeaving] = useState(false)
  const change = (answer: CardAnswer): void =>
    void call('changeCard', { rememberedId: card.rememberedId, answer }).then(onDone)
  return (
    <li className="cards-line">
      <Icon name={card.kind === 'card' ? 'card' : 'computer'} />
      <div className="cards-words">
        <p>
          <bdi>{own.name(card)}</bdi>
        </p>
        <p className="soft small">
          {card.camera !== null && card.label !== '' && (
            <>
              <bdi>{own.label(card)}</bdi> ·{' '}
            </>
          )}
          {own.seen(card, now)}
        </p>
      </div>
      <Select
        label={own.onArrival(card)}
        isLabelShown={false}
        value={card.answer}
        choices={cardAnswers.map((value) => ({ value, title: own.choices[value] }))}
        onChange={(wish) => {
          if (wish === 'never' && card.sourceId !== null) setLeaving(true)
          else if (wish !== card.answer) change(wish)
        }}
      />
      <ConfirmDialog
        title={own.leaveTitle(card)}
        text={own.leaveText}
        action={own.leave}
        isDangerous
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        onConfirm={() => change('never')}
      />
    </li>
  )
}
