// The receipts: the newest or the one that is chosen, by folder, to be read and saved.
import { useState } from 'react'
import type { FileState } from '../../../shared/model.ts'
import type { Statement, StatementFolder, StatementHead } from '../../../shared/statement.ts'
import { BackButton } from '../../parts/back-button.tsx'
import { Button } from '../../parts/button.tsx'
import { Card, Empty } from '../../parts/card.tsx'
import { Select } from '../../parts/choice.tsx'
import { Screen } from '../../parts/screen.tsx'
import { Shape } from '../../parts/shape.tsx'
import { Unanswered } from '../../parts/unanswered.tsx'
import { useOneOfTwo } from '../../parts/one-of-two.ts'
import { useAnswer, useCall, useLanguage, useSession } from '../../state/use-window.tsx'
import type { Route } from '../../state/window-state.ts'
import { inLineStates } from '../history/outcomes.ts'
import './receipts.css'

const figures = ['safe', 'needYou', 'waiting', 'leftOut', 'noPhotos'] as const
type Figure = (typeof figures)[number]
/** The files behind a number. What is left out has many causes: they are told apart where problems are. */
const statesOf: Partial<Record<Figure, FileState[]>> = {
  safe: ['done'],
  needYou: ['failed'],
  waiting: [...inLineStates, 'waiting'],
}

/** The screen. */
export function ReceiptsScreen() {
  const { words } = useLanguage()
  const own = words.receipts
  const call = useCall()
  const [chosen, setChosen] = useState<string | null>(null)
  const list = useAnswer('listStatements', {})
  const heads = list.value?.statements ?? []
  const { watch, unlessSecond } = useOneOfTwo()
  const make = async (): Promise<void> => {
    const answer = await call('makeStatement', {})
    if (answer === null) return
    setChosen(answer.statement.statementId)
    list.again()
  }
  const shown = chosen ?? heads[0]?.statementId ?? null
  return (
    <Screen
      title={own.title}
      lead={own.lead}
      before={<BackButton to="history" />}
      action={
        <span {...watch}>
          <Button icon="plus" onPress={unlessSecond(() => void make())}>
            {own.now}
          </Button>
        </span>
      }
    >
      {list.value === null ? (
        <Unanswered answer={list} />
      ) : shown === null ? (
        <Empty icon="shield" title={own.empty.title} text={own.empty.text} />
      ) : (
        <>
          <ReceiptChoice heads={heads} shown={shown} onChange={setChosen} />
          <Receipt key={shown} statementId={shown} />
        </>
      )}
    </Screen>
  )
}

function ReceiptChoice({
  heads,
  shown,
  onChange,
}: {
  heads: StatementHead[]
  shown: string
  onChange(statementId: string): void
}) {
  const { words, format } = useLanguage()
  const own = words.receipts
  return heads.length < 2 ? null : (
    <Select
      label={own.choose}
      value={shown}
      choices={heads.map(({ statementId, at, why }) => ({
        value: statementId,
        title: `${format.dateTime(at)} · ${own.why[why]}`,
      }))}
      onChange={onChange}
    />
  )
}

function Receipt({ statementId }: { statementId: string }) {
  const { words, format } = useLanguage()
  const own = words.receipts
  const session = useSession()
  const call = useCall()
  const { value } = useAnswer('getStatement', { statementId })
  if (value === null) return <p className="soft">{words.common.loading}</p>
  const { statement } = value
  const { total } = statement
  const save = async (format: 'html' | 'csv'): Promise<void> => {
    const answer = await call('saveStatement', { statementId, format })
    if (answer?.isSaved === true) session.say(own.saved)
  }
  const unsure = statement.unread + (statement.doubtful ?? 0)
  const isCalm = total.needYou + total.waiting + unsure === 0 && total.safe > 0
  return (
    <>
      <Card>
        <div className="receipt-head">
          <Shape
            name={total.needYou + unsure > 0 ? 'attention' : isCalm ? 'complete' : 'uploading'}
            share={total.safe / Math.max(1, total.safe + total.needYou + total.waiting)}
          />
          <div>
            <p className="receipt-title">{own.heading(statement)}</p>
            <p className="soft">
              {format.dateTime(statement.at)} · {own.why[statement.why]}
            </p>
            <p className="soft">
              <bdi>{own.of(statement.account)}</bdi>
            </p>
          </div>
        </div>
        <div className="row">
          <Button icon="download" onPress={() => void save('html')}>
            {own.savePage}
          </Button>
          <Button icon="download" onPress={() => void save('csv')}>
            {own.saveTable}
          </Button>
        </div>
      </Card>
      <ReceiptTable statement={statement} />
      {[...own.notes(statement), own.meaning, own.asNow].map((note) => (
        <p key={note} className="soft small">
          {note}
        </p>
      ))}
    </>
  )
}

function ReceiptTable({ statement }: { statement: Statement }) {
  const { words, format } = useLanguage()
  const own = words.receipts
  const rows: (Omit<StatementFolder, 'sourceId'> & { sourceId: string | null })[] = [
    { ...statement.total, sourceId: null, source: own.whole, folder: '' },
    ...statement.folders,
  ]
  return (
    // Scrolled by keys, too, where the columns need more room.
    <div className="card receipt-scroll" role="region" aria-label={own.table} tabIndex={0}>
      <table className="receipt">
        <thead>
          <tr>
            <th scope="col">{own.columns.folder}</th>
            {figures.map((figure) => (
              <th key={figure} scope="col">
                {own.columns[figure]}
              </th>
            ))}
            <th scope="col">{own.columns.size}</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row) => (
            <tr
              key={`${row.sourceId} ${row.folder}`}
              className={row.folder === '' ? 'receipt-source' : 'receipt-folder'}
            >
              <th scope="row">
                <bdi>{row.folder === '' ? row.source : row.folder}</bdi>
              </th>
              {figures.map((figure) => (
                <td key={figure}>
                  <Count row={row} figure={figure} />
                </td>
              ))}
              <td>{format.bytes(row.safeBytes)}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  )
}

/** A number that leads to its files. */
function Count({
  row,
  figure,
}: {
  row: Omit<StatementFolder, 'sourceId'> & { sourceId: string | null }
  figure: Figure
}) {
  const { words, format } = useLanguage()
  const own = words.receipts
  const session = useSession()
  const count = row[figure]
  const states = statesOf[figure]
  const route: Route | null =
    states !== undefined
      ? {
          to: 'history',
          filter: {
            states,
            ...(row.sourceId === null ? {} : { sourceId: row.sourceId, folder: row.folder }),
          },
        }
      : row.sourceId === null
        ? { to: 'problems' }
        : null
  if (count === 0 || route === null)
    return <span className={count === 0 ? 'soft' : undefined}>{format.number(count)}</span>
  const place = row.folder === '' ? row.source : row.folder
  return (
    <Button
      weight="quiet"
      aria-label={`${format.number(count)} ${own.showFiles(own.columns[figure], place)}`}
      onPress={() => session.go(route)}
    >
      {format.number(count)}
    </Button>
  )
}
