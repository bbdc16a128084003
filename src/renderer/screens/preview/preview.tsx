// What a backup would do: how far the looking is, what it comes to, and the photos by what becomes of them.
import { useState, type ReactNode } from 'react'
import type { Output } from '../../../shared/contract.ts'
import { outcomes, type Outcome } from '../../../shared/rehearsal.ts'
import { Button } from '../../parts/button.tsx'
import { useAnswer, useExplain, useLanguage } from '../../state/use-window.tsx'
import { PreviewAlbums } from './preview-albums.tsx'
import { PreviewList } from './preview-list.tsx'
import { useRehearsal } from './use-rehearsal.ts'
import './preview.css'

/** Often enough to see it grow. */
const askAgainMs = 700
/** Rows that are asked for at once, and by how many they move. */
const rowsAtOnce = 200
const step = 50

/** The preview of one folder, or of all. */
export function Preview({ sourceId }: { sourceId: string | null }) {
  const { words } = useLanguage()
  const own = words.preview
  const explain = useExplain()
  const { rehearsalId, failure } = useRehearsal(sourceId)
  return (
    <>
      <p className="soft">{own.lead}</p>
      {failure !== null && (
        <p role="alert">
          {own.failed}. {explain(failure).text}
        </p>
      )}
      {failure === null && rehearsalId === null && <p className="soft">{own.steps.looking}</p>}
      {rehearsalId !== null && <Looked rehearsalId={rehearsalId} />}
    </>
  )
}

/** A rehearsal that has begun. */
function Looked({ rehearsalId }: { rehearsalId: string }) {
  const { words } = useLanguage()
  const own = words.preview
  const explain = useExplain()
  const [outcome, setOutcome] = useState<Outcome>('goes')
  const [from, setFrom] = useState(0)
  const { value, failure } = useAnswer(
    'readRehearsal',
    { rehearsalId, outcome, from, limit: rowsAtOnce },
    { repeatMs: ({ isDone }) => (isDone ? null : askAgainMs) },
  )
  if (failure !== null && value === null)
    return (
      <p role="alert">
        {own.failed}. {explain(failure).text}
      </p>
    )
  if (value === null) return <p className="soft">{own.steps.looking}</p>
  const { rehearsal, isDone, stage, listed } = value
  const total = rehearsal.outcomes[outcome].files
  return (
    <>
      <p role="status" className={isDone ? 'visually-hidden' : 'preview-stage'}>
        <span className="visually-hidden">{own.steps[isDone ? 'done' : stage.does]}</span>
      </p>
      {!isDone && (
        <p className="preview-stage" aria-hidden="true">
          {own.stage(stage, rehearsal.found)}
        </p>
      )}
      <Figures value={value} />
      {value.albums !== null && <PreviewAlbums albums={value.albums} />}
      <div className="preview-groups" role="group" aria-label={own.choose}>
        {outcomes
          .filter((one) => one === 'goes' || rehearsal.outcomes[one].files > 0)
          .map((one) => (
            <Button
              key={one}
              weight={one === outcome ? 'primary' : 'plain'}
              aria-pressed={one === outcome}
              onPress={() => {
                setOutcome(one)
                setFrom(0)
              }}
            >
              {own.group(own.groups[one], rehearsal.outcomes[one].files)}
            </Button>
          ))}
      </div>
      <PreviewList
        key={outcome}
        name={own.groups[outcome]}
        count={listed[outcome]}
        from={value.from}
        rows={value.outcome === outcome ? value.rows : []}
        onWant={(first) => setFrom(Math.max(0, Math.floor((first - step) / step) * step))}
      />
      {total > listed[outcome] && <p className="soft small">{own.more(total - listed[outcome])}</p>}
      {isDone && <p className="soft small">{own.unknown}</p>}
    </>
  )
}

function Figures({ value: { rehearsal } }: { value: Output<'readRehearsal'> }) {
  const { words } = useLanguage()
  const own = words.preview
  const goes = rehearsal.outcomes.goes.files
  const beside = own.beside(rehearsal)
  return (
    <>
      <dl className="preview-figures">
        <Figure name={own.figures.sent}>
          {own.sent(rehearsal)}
          {rehearsal.reduced.files > 0 && (
            <span className="soft small">{own.reduced(rehearsal)}</span>
          )}
        </Figure>
        {goes > 0 && <Figure name={own.figures.dates}>{own.dates(rehearsal)}</Figure>}
        {rehearsal.captions > 0 && (
          <Figure name={own.figures.captions}>{own.captions(rehearsal.captions)}</Figure>
        )}
        {goes > 0 && <Figure name={own.figures.requests}>{own.requests(rehearsal)}</Figure>}
      </dl>
      {beside.length > 0 && <p className="soft small">{beside.join(' ')}</p>}
    </>
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
