// What is asked about cards and drives that are in: each with what is on it, and the three answers.
import type { CardQuestion } from '../../../shared/card-schemas.ts'
import { cardAnswers } from '../../../shared/cards.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { useCall, useLanguage, useSession } from '../../state/use-window.tsx'
import './card-questions.css'

/** The questions; nothing where there are none. */
export function CardQuestions({ cards }: { cards: readonly CardQuestion[] }) {
  return cards.map((card) => <Question key={card.cardId} card={card} />)
}

function Question({ card }: { card: CardQuestion }) {
  const { words } = useLanguage()
  const own = words.cards
  const call = useCall()
  const session = useSession()
  const { cardId, kind, answered } = card
  const known = own.known(card)
  return (
    <section className="card card-question" aria-label={own.question(card)}>
      <Icon name={kind === 'card' ? 'card' : 'computer'} size={24} />
      <div className="card-question-words">
        <h2>
          <bdi>{own.question(card)}</bdi>
        </h2>
        <p>{own.figures(card)}</p>
        {known !== null && <p className="soft small">{known}</p>}
        <p className="soft small">
          {own.text(card)} {own.alwaysText}
        </p>
        <div className="row card-question-answers">
          {cardAnswers.map((answer) => {
            const title = answer === 'never' ? own.never(card) : own.answers[answer]
            return (
              <Button
                key={answer}
                weight={answer === answered ? 'primary' : answer === 'never' ? 'quiet' : 'plain'}
                aria-label={words.common.actionOn(title, own.name(card))}
                onPress={() =>
                  void call('answerCard', { cardId, answer }).then((done) => {
                    if (done !== null) session.say(own.said(card, answer))
                  })
                }
              >
                {title}
              </Button>
            )
          })}
        </div>
      </div>
    </section>
  )
}
