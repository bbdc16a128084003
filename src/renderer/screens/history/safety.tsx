// "Is everything safe?": every folder with the share that is backed up and what keeps the rest.
import { useState } from 'react'
import type { Output } from '../../../shared/contract.ts'
import type { FileState } from '../../../shared/model.ts'
import type { SourceView } from '../../../shared/status.ts'
import { unreadableIn } from '../../../shared/unreadable.ts'
import { BackButton } from '../../parts/back-button.tsx'
import { Button, IconButton } from '../../parts/button.tsx'
import { Card, Empty } from '../../parts/card.tsx'
import { ProgressLine } from '../../parts/progress.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Shape } from '../../parts/shape.tsx'
import { Unanswered } from '../../parts/unanswered.tsx'
import type { Shape as ShapeName } from '../../state/hero.ts'
import { notPhotosIn, safetyOf, verdictOf, type Verdict } from '../../state/safety.ts'
import {
  useAnswer,
  useCall,
  useExplain,
  useLanguage,
  useLater,
  useSession,
  useWindowState,
} from '../../state/use-window.tsx'
import { doubtfulFilter, inLineStates, outcomeStates } from './outcomes.ts'
import './safety.css'

type CoverageRow = Output<'coverage'>['rows'][number]

const againEveryMs = 3_000
/** The same thing for the same state, while there is none. */
const noSources: readonly SourceView[] = []

const shapes: Record<Verdict, ShapeName> = {
  safe: 'complete',
  nothing: 'complete',
  doubtful: 'attention',
  unreadable: 'attention',
  unseen: 'scanning',
  'not-yet': 'uploading',
}

const isInLine = ({ reason }: { reason: string }): boolean =>
  (outcomeStates.inLine as readonly string[]).includes(reason)

/** The states of what is not backed up in a folder; what is merely in line only where there is some. */
const missingStates = ({ reasons }: CoverageRow): FileState[] => [
  'skipped',
  'failed',
  'waiting',
  ...(reasons.some(isInLine) ? inLineStates : []),
]

/** The screen. */
export function SafetyScreen() {
  const { words } = useLanguage()
  const own = words.safety
  const session = useSession()
  const call = useCall()
  const revision = useLater(
    useWindowState((state) => state.historyRevision),
    againEveryMs,
  )
  const answer = useAnswer('coverage', { sourceId: null, folder: '' }, { revision })
  const rows = answer.value?.rows ?? []
  const sources = useWindowState(({ status }) => status?.sources ?? noSources)
  const safety = safetyOf(rows, sources)
  const verdict = verdictOf(safety)
  const verify = async (): Promise<void> => {
    const result = await call('verify', {})
    if (result === null) return
    const broken = result.broken.reduce((sum, { count }) => sum + count, 0)
    if (broken === 0) session.say(own.verified(result.files))
    else session.say(own.broken(broken), 'problem')
  }
  return (
    <Screen
      title={own.title}
      lead={own.lead}
      before={<BackButton to="history" />}
      action={
        <div className="row">
          <Button icon="check" onPress={() => session.go({ to: 'receipts' })}>
            {words.receipts.open}
          </Button>
          <Button icon="shield" onPress={() => void verify()}>
            {own.verify}
          </Button>
        </div>
      }
    >
      {answer.value === null ? (
        <Unanswered answer={answer} />
      ) : verdict === 'nothing' && safety.notPhotos === 0 ? (
        <Empty icon="photo" title={own.none} text={words.folders.empty.text} />
      ) : (
        <>
          <Card>
            <div className="safety-verdict">
              <Shape
                name={shapes[verdict]}
                share={safety.photos === 0 ? 1 : safety.done / safety.photos}
              />
              <p className="verdict">{own.verdict(verdict, safety)}</p>
            </div>
            <p className="soft">{own.sides}</p>
          </Card>
          <div className="card coverage" role="group" aria-label={own.tree}>
            <CoverageList rows={rows} revision={revision} />
          </div>
        </>
      )}
    </Screen>
  )
}

function CoverageList({ rows, revision }: { rows: CoverageRow[]; revision: number }) {
  return (
    <ul>
      {rows.map((row) => (
        <CoverageLine key={`${row.sourceId} ${row.folder}`} row={row} revision={revision} />
      ))}
    </ul>
  )
}

function CoverageLine({ row, revision }: { row: CoverageRow; revision: number }) {
  const { words, format } = useLanguage()
  const own = words.safety
  const session = useSession()
  const [isOpen, setOpen] = useState(false)
  const photos = row.files - notPhotosIn(row)
  const isWhole = row.done === photos
  const share = photos === 0 ? 1 : row.done / photos
  // What is merely in line is no reason for worry.
  const isMoving = row.reasons.every(isInLine)
  return (
    <li className="coverage-item">
      <div className="coverage-line">
        {row.hasChildren ? (
          <IconButton
            label={isOpen ? own.collapse(row.name) : own.expand(row.name)}
            icon={isOpen ? 'down' : 'forward'}
            aria-expanded={isOpen}
            onPress={() => setOpen(!isOpen)}
          />
        ) : (
          <span className="coverage-space" />
        )}
        <div className="coverage-words">
          <p className="truncate">
            <bdi>{row.name}</bdi>
          </p>
          {row.folder === '' && <Beside sourceId={row.sourceId} />}
          {(row.doubtful ?? 0) > 0 && (
            <Button
              weight="quiet"
              onPress={() =>
                session.go({
                  to: 'history',
                  filter: {
                    sourceId: row.sourceId,
                    folder: row.folder,
                    ...doubtfulFilter,
                  },
                })
              }
            >
              {words.reason('undecodable', row.doubtful ?? 0)}
            </Button>
          )}
          {row.reasons.length > 0 && (
            <p className="soft small">
              {row.reasons.map(({ reason, files }) => words.reason(reason, files)).join(' · ')}
            </p>
          )}
        </div>
        <div className="coverage-share">
          <p className="small">
            <span className="coverage-percent">{format.percent(share)}</span>{' '}
            <span className="soft">{own.share(row.done, photos)}</span>
          </p>
          <ProgressLine
            label={row.name}
            share={share}
            tone={isWhole || isMoving ? 'accent' : 'warn'}
          />
        </div>
        <div className="coverage-action">
          {!isWhole && (
            <Button
              weight="quiet"
              aria-label={words.common.actionOn(own.showMissing, own.showFiles(row.name))}
              onPress={() =>
                session.go({
                  to: 'history',
                  filter: {
                    sourceId: row.sourceId,
                    folder: row.folder,
                    states: missingStates(row),
                  },
                })
              }
            >
              {own.showMissing}
            </Button>
          )}
        </div>
      </div>
      {isOpen && <Children row={row} revision={revision} />}
    </li>
  )
}

/** What a whole folder holds that is no part of its share. */
function Beside({ sourceId }: { sourceId: string }) {
  const { words } = useLanguage()
  const own = words.safety
  const source = useWindowState(({ status }) =>
    status?.sources.find((one) => one.sourceId === sourceId),
  )
  if (source === undefined) return null
  const { otherFiles = 0, links = 0 } = source
  const parts = [
    ...(unreadableIn(source) > 0 ? [own.unread(unreadableIn(source))] : []),
    ...(otherFiles > 0 ? [own.otherFiles(otherFiles)] : []),
    ...(links > 0 ? [own.links(links)] : []),
  ]
  return parts.length === 0 ? null : <p className="soft small">{parts.join(' · ')}</p>
}

function Children({ row, revision }: { row: CoverageRow; revision: number }) {
  const { words } = useLanguage()
  const explain = useExplain()
  const answer = useAnswer('coverage', { sourceId: row.sourceId, folder: row.folder }, { revision })
  if (answer.value === null)
    return (
      <p className="soft small coverage-wait">
        {answer.failure === null ? words.common.loading : explain(answer.failure).text}
      </p>
    )
  return <CoverageList rows={answer.value.rows} revision={revision} />
}
