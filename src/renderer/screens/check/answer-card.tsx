// The answer in one sentence, the moment it was made, its figures, and what can be done with it.
import type { ReactNode } from 'react'
import type { SourceCheck } from '../../../shared/check-schemas.ts'
import { Button } from '../../parts/button.tsx'
import { Banner, Card } from '../../parts/card.tsx'
import { Shape } from '../../parts/shape.tsx'
import { answerOf, isCalm } from '../../state/check.ts'
import { useCall, useLanguage, useNow, useSession } from '../../state/use-window.tsx'

/** The card; `isOld`: what it says may not be so any more. */
export function AnswerCard({
  name,
  check,
  isOld,
  again,
}: {
  name: string
  check: SourceCheck
  isOld: boolean
  /** null: not now. */
  again: (() => void) | null
}) {
  const { words } = useLanguage()
  const own = words.check
  const now = useNow()
  const answer = answerOf(check)
  const { endedAt, changedAt, account } = check
  if (answer === null || endedAt === null) return null
  const isNothing = answer.is === 'nothing'
  const shape = !isCalm(answer)
    ? 'attention'
    : isOld
      ? 'waiting'
      : isNothing
        ? 'folder'
        : 'complete'
  return (
    <Card>
      <div className="erase-answer">
        <Shape name={shape} />
        <div role="status">
          <p className="erase-sentence">
            {isOld ? own.answerThen(answer, name, endedAt, now) : own.answer(answer, name)}
          </p>
          <p className="soft">
            <bdi>{own.made(endedAt, account)}</bdi>
          </p>
        </div>
      </div>
      {isOld && (
        <Banner tone="warn">{changedAt === null ? own.old : own.changed(changedAt, now)}</Banner>
      )}
      {!isNothing && <Figures check={check} />}
      <div className="row">
        {again !== null && (
          <Button
            weight={isOld || !isCalm(answer) ? 'primary' : 'plain'}
            icon="refresh"
            onPress={again}
          >
            {own.again}
          </Button>
        )}
        {check.hasTable && !isNothing && <Save checkId={check.checkId} />}
      </div>
    </Card>
  )
}

function Figures({ check: { sums } }: { check: SourceCheck }) {
  const { words, format } = useLanguage()
  const own = words.check
  const unsafe = sums.checked - sums.safe
  return (
    <dl className="erase-figures">
      <Figure name={own.figures.found}>{own.found(sums)}</Figure>
      <Figure name={own.figures.safe}>{format.number(sums.safe)}</Figure>
      {unsafe > 0 && <Figure name={own.figures.unsafe}>{format.number(unsafe)}</Figure>}
      {sums.datesAdded > 0 && (
        <Figure name={own.figures.dated}>{format.number(sums.datesAdded)}</Figure>
      )}
    </dl>
  )
}

function Figure({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div>
      <dt className="soft small">{name}</dt>
      <dd>{children}</dd>
    </div>
  )
}

function Save({ checkId }: { checkId: string }) {
  const { words } = useLanguage()
  const own = words.check
  const session = useSession()
  const call = useCall()
  const save = async (): Promise<void> => {
    const answer = await call('saveSourceCheck', { checkId })
    if (answer?.is === 'saved') session.say(own.saved)
    if (answer?.is === 'inside') session.say(own.inside.title, 'problem', own.inside.text)
  }
  return (
    <Button icon="download" onPress={() => void save()}>
      {own.save}
    </Button>
  )
}
