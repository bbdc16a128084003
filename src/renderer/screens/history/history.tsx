// The history: search, filters, the list, and what can be done with a row.
import { useDeferredValue, useMemo } from 'react'
import type { HistoryFilter, HistoryOrder } from '../../../shared/contract.ts'
import { Button } from '../../parts/button.tsx'
import { Screen } from '../../parts/screen.tsx'
import { createHistoryLoader } from '../../state/history-loader.ts'
import { useCall, useKept, useLanguage, useLater, useSession } from '../../state/use-window.tsx'
import { Filters } from './filters.tsx'
import { HistoryList } from './history-list.tsx'
import './history.css'
import { searchRestMs } from './outcomes.ts'

/** The screen, narrowed to what another screen asked for. */
export function HistoryScreen({ initialFilter }: { initialFilter: Partial<HistoryFilter> }) {
  const { words } = useLanguage()
  const session = useSession()
  const call = useCall()
  const [filter, setFilter] = useKept('history filter', initialFilter)
  const [order, setOrder] = useKept<HistoryOrder>('history order', 'changed')
  const filterText = useLater(JSON.stringify(filter), searchRestMs)
  const wanted = useMemo(() => {
    const asked = JSON.parse(filterText) as Partial<HistoryFilter>
    const loader = createHistoryLoader(session.bridge, asked, order)
    return { key: `${order} ${filterText}`, filter: asked, order, loader }
  }, [session.bridge, filterText, order])
  // Another list is made in small steps, so that typing goes on meanwhile.
  const shown = useDeferredValue(wanted)
  const exportAll = async (): Promise<void> => {
    const answer = await call('saveHistory', {})
    if (answer !== null && answer.rows !== null) session.say(words.history.exported(answer.rows))
  }
  return (
    <Screen
      title={words.history.title}
      isFull
      action={
        <div className="row">
          <Button icon="shield" onPress={() => session.go({ to: 'safety' })}>
            {words.safety.title}
          </Button>
          <Button icon="download" onPress={() => void exportAll()}>
            {words.history.export}
          </Button>
        </div>
      }
    >
      <Filters filter={filter} onChange={setFilter} />
      <HistoryList
        key={shown.key}
        loader={shown.loader}
        filter={shown.filter}
        order={shown.order}
        onOrder={setOrder}
        onReason={(reason) => setFilter({ reason })}
      />
    </Screen>
  )
}
