// "Safe to erase?" of one folder: begun at the first look, followed while it goes on, and told with the moment it was made.
// Leaves the deciding to the engine, the answer to answer-card.tsx and the files to unsafe-groups.tsx.
import { useState } from 'react'
import type { SourceCheck } from '../../../shared/check-schemas.ts'
import type { SourceView, Status } from '../../../shared/status.ts'
import { BackButton } from '../../parts/back-button.tsx'
import { Button } from '../../parts/button.tsx'
import { Banner, Card, Empty } from '../../parts/card.tsx'
import { ProgressLine } from '../../parts/progress.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Shape } from '../../parts/shape.tsx'
import { Unavailable } from '../../parts/unanswered.tsx'
import {
  conditionOf,
  isOfThePast,
  isUnderWay,
  obstacleIn,
  obstacleOf,
  type Obstacle,
} from '../../state/check.ts'
import { useCall, useLanguage, useNow, useWindowState } from '../../state/use-window.tsx'
import { useFix } from '../home/use-fix.ts'
import { AnswerCard } from './answer-card.tsx'
import { UnsafeGroups } from './unsafe-groups.tsx'
import { useCheck } from './use-check.ts'
import './check.css'

/** The screen. */
export function CheckScreen({ sourceId }: { sourceId: string }) {
  const { words } = useLanguage()
  const own = words.check
  const status = useWindowState((state) => state.status)
  const source = status?.sources.find((one) => one.sourceId === sourceId) ?? null
  const back = <BackButton to="folders" />
  if (status === null || source === null)
    return (
      <Screen title={own.title} before={back}>
        {status === null ? (
          <p className="soft">{words.common.loading}</p>
        ) : (
          <Empty icon="folder" {...own.sourceGone} />
        )}
      </Screen>
    )
  return (
    <Screen title={own.title} lead={own.lead(source.name)} before={back}>
      <Check source={source} status={status} />
    </Screen>
  )
}

function Check({ source, status }: { source: SourceView; status: Status }) {
  const { words } = useLanguage()
  const own = words.check
  const known = obstacleOf(status, source)
  const [visitAt] = useState(() => Date.now())
  const { check, isInterrupted, failure, begin } = useCheck(source.sourceId, known !== null)
  const obstacle = known ?? (failure === null ? null : obstacleIn(failure))
  if (check !== null && isUnderWay(check)) return <Progress source={source} check={check} />
  return (
    <>
      {obstacle === null && failure !== null && (
        <Unavailable title={own.notBegun} failure={failure} again={begin} />
      )}
      {obstacle !== null && check !== null && (
        <Banner
          tone="warn"
          title={own.notNow}
          action={<ObstacleFix obstacle={obstacle} status={status} />}
        >
          {own.notNowFor(own.obstacles[obstacle])}
        </Banner>
      )}
      {check !== null ? (
        <Ended
          source={source}
          check={check}
          visitAt={visitAt}
          again={obstacle === null ? begin : null}
        />
      ) : obstacle !== null ? (
        <Empty
          icon={source.state === 'not-connected' ? 'card' : 'alert'}
          {...own.obstacles[obstacle]}
          action={
            known === null ? (
              <Button onPress={begin}>{own.again}</Button>
            ) : (
              <ObstacleFix obstacle={obstacle} status={status} />
            )
          }
        />
      ) : isInterrupted ? (
        <Banner tone="warn" action={<Button onPress={begin}>{own.again}</Button>}>
          {own.interrupted}
        </Banner>
      ) : (
        failure === null && <p className="soft">{words.common.loading}</p>
      )}
    </>
  )
}

/** The button that takes the obstacle away, where there is one. */
function ObstacleFix({ obstacle, status }: { obstacle: Obstacle; status: Status }) {
  const condition = conditionOf(obstacle, status.conditions)
  return condition === null ? null : <Fix condition={condition} />
}

function Fix({ condition }: { condition: Status['conditions'][number] }) {
  const fix = useFix(condition)
  return fix === null ? null : (
    <Button weight="primary" onPress={fix.run}>
      {fix.label}
    </Button>
  )
}

function Progress({ source, check }: { source: SourceView; check: SourceCheck }) {
  const { words } = useLanguage()
  const own = words.check
  const call = useCall()
  const { sums, reasons, state } = check
  const { of, readBytes, ofBytes } = sums
  const isQueued = state === 'queued'
  const unsafe = Object.values(reasons).reduce((sum, count) => sum + count, 0)
  const title = isQueued ? own.queued(source.name) : own.running(source.name)
  return (
    <>
      <Card>
        <div className="erase-answer">
          <Shape name={isQueued ? 'waiting' : 'scanning'} />
          <p className="erase-sentence" role="status">
            {title}
          </p>
        </div>
        {isQueued ? (
          <p className="soft">{own.queuedText}</p>
        ) : of === null ? (
          <p className="soft">{own.looking}</p>
        ) : (
          <>
            <ProgressLine
              label={own.share}
              share={ofBytes === null || ofBytes === 0 ? 0 : readBytes / ofBytes}
            />
            <ul className="erase-figures-now">
              <li>{own.read(sums)}</li>
              <li>{own.asked(sums.asked)}</li>
              <li>{own.soFar(unsafe)}</li>
            </ul>
          </>
        )}
        <div className="row">
          <Button
            icon="close"
            onPress={() => void call('stopSourceCheck', { sourceId: source.sourceId })}
          >
            {own.stop}
          </Button>
        </div>
        <p className="soft small">{own.goesOn}</p>
      </Card>
      <UnsafeGroups check={check} />
    </>
  )
}

/** A check that is over, with an answer or without one. */
function Ended({
  source,
  check,
  visitAt,
  again,
}: {
  source: SourceView
  check: SourceCheck
  visitAt: number
  again: (() => void) | null
}) {
  const { words } = useLanguage()
  const own = words.check
  const now = useNow()
  if (check.state === 'whole')
    return (
      <>
        <AnswerCard
          name={source.name}
          check={check}
          isOld={isOfThePast(check, visitAt, now)}
          again={again}
        />
        <UnsafeGroups check={check} />
        <Card title={own.meaning}>
          <ul className="erase-notes">
            {own.notes(check).map((note) => (
              <li key={note}>{note}</li>
            ))}
          </ul>
        </Card>
      </>
    )
  return (
    <>
      <NoAnswer source={source} check={check} again={again} />
      <UnsafeGroups check={check} />
    </>
  )
}

function NoAnswer({
  source,
  check: { state, failure, sums },
  again,
}: {
  source: SourceView
  check: SourceCheck
  again: (() => void) | null
}) {
  const { words } = useLanguage()
  const own = words.check
  const text =
    failure === null
      ? own.stoppedText(sums)
      : failure.kind === 'folder-missing'
        ? own.removed(source.name)
        : words.failure(failure).text
  return (
    <Card>
      <div className="erase-answer">
        <Shape name={state === 'stopped' ? 'paused' : 'attention'} />
        <div role="status">
          <p className="erase-sentence">
            {state === 'stopped' ? own.stopped(source.name) : own.failed}
          </p>
          <p className="soft">{text}</p>
        </div>
      </div>
      {again !== null && (
        <div className="row">
          <Button weight="primary" icon="refresh" onPress={again}>
            {own.again}
          </Button>
        </div>
      )}
    </Card>
  )
}
