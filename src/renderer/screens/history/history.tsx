// The history: search, filters, the list, and what can be done with a row.
import { useMemo, useState } from 'react'
import type { HistoryFilter } from '../../../shared/contract.ts'
import { Button } from '../../parts/button.tsx'
import { Screen } from '../../parts/screen.tsx'
import { createHistoryLoader } from '../../state/history-loader.ts'
import { useCall, useLanguage, useLater, useSession } from '../../state/use-window.tsx'
import { Filters } from './filters.tsx'
import { HistoryList } from './history-list.tsx'
import './history.css'
import { isNarrowed } from './outcomes.ts'

/** Typing rests this long before the search is asked. */
const searchRestMs = 180

/** The screen, narrowed to what another screen asked for. */
export function HistoryScreen({ initialFilter }: { initialFilter: Partial<HistoryFilter> }) {
  const { words } = useLanguage()
  const session = useSession()
  const call = useCall()
  const [filter, setFilter] = useState(initialFilter)
  const filterText = useLater(JSON.stringify(filter), searchRestMs)
  const loader = useMemo(
    () => createHistoryLoader(session.bridge, JSON.parse(filterText) as Partial<HistoryFilter>),
    [session.bridge, filterText],
  )
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
        key={filterText}
        loader={loader}
        isFiltered={isNarrowed(filter)}
        onReason={(reason) => setFilter({ reason })}
      />
    </Screen>
  )
}
