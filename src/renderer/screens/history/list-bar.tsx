// How many files there are, in which order, and the way to choose several.
import type { HistoryOrder } from '../../../shared/contract.ts'
import { Button } from '../../parts/button.tsx'
import { Select } from '../../parts/choice.tsx'
import { useLanguage } from '../../state/use-window.tsx'

const orders = ['changed', 'size', 'taken'] as const satisfies readonly HistoryOrder[]

/** The line above the list. */
export function ListBar({
  total,
  isNew,
  order,
  onOrder,
  onChoose,
}: {
  total: number | null
  /** True for what a search found: that is said aloud, and not that more files have come since. */
  isNew: boolean
  order: HistoryOrder
  onOrder(order: HistoryOrder): void
  onChoose(): void
}) {
  const { words } = useLanguage()
  const own = words.history
  return (
    <div className="list-bar">
      <p className="soft small history-count" role="status" aria-live={isNew ? 'polite' : 'off'}>
        {total === null ? own.counting : own.count(total)}
      </p>
      <Select
        label={own.order}
        isLabelShown={false}
        value={order}
        choices={orders.map((value) => ({ value, title: own.orders[value] }))}
        onChange={onOrder}
      />
      <Button icon="check" onPress={onChoose}>
        {own.choose}
      </Button>
    </div>
  )
}
