// The way to "Safe to erase?" on the card of a folder, and what its last check is about.
import type { SourceCheck } from '../../../shared/check-schemas.ts'
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Icon } from '../../parts/icon.tsx'
import { isUnderWay } from '../../state/check.ts'
import { useLanguage, useNow, useSession } from '../../state/use-window.tsx'
import './check.css'

/** The button. */
export function CheckButton({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.check
  const session = useSession()
  return (
    <Button
      weight="quiet"
      icon="shield"
      aria-label={words.common.actionOn(own.action, source.name)}
      onPress={() => session.go({ to: 'check', sourceId: source.sourceId })}
    >
      {own.action}
    </Button>
  )
}

/** How far it is, or when it was answered; nothing where there is no answer. */
export function CheckLine({ source, check }: { source: SourceView; check: SourceCheck | null }) {
  const { words } = useLanguage()
  const own = words.check.line
  const session = useSession()
  const now = useNow()
  if (check === null) return null
  const { state, endedAt, sums } = check
  const isGoing = isUnderWay(check)
  if (!isGoing && (state !== 'whole' || endedAt === null)) return null
  const text =
    state === 'queued' ? own.queued : isGoing ? own.running(sums) : own.whole(endedAt ?? now, now)
  const action = isGoing ? own.watch : own.show
  return (
    <p className="folder-state erase-line">
      <Icon name="shield" size={16} />
      <span>
        {text}{' '}
        <Button
          weight="quiet"
          aria-label={words.common.actionOn(action, source.name)}
          onPress={() => session.go({ to: 'check', sourceId: source.sourceId })}
        >
          {action}
        </Button>
      </span>
    </p>
  )
}
