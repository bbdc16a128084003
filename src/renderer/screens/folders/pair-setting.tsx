// What a folder leaves out of files that are one picture together: RAW photos beside their JPEG, the films of Live Photos. Which
// files are pairs is the engine's; what that would save is asked when somebody looks at the choice.
import {
  bothOfPairs,
  pairsText,
  parsePairs,
  secondRoles,
  type PairPolicy,
} from '../../../shared/pairs.ts'
import type { SourceView } from '../../../shared/status.ts'
import { Button } from '../../parts/button.tsx'
import { Switch } from '../../parts/choice.tsx'
import { useAnswer, useCall, useLanguage, useSession } from '../../state/use-window.tsx'

const policyOf = ({ pairs = bothOfPairs }: SourceView): PairPolicy =>
  parsePairs(pairs) ?? { raw: false, film: false }

/** A switch for each, with what it saves. */
export function PairSetting({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.folders.pairs
  const call = useCall()
  const { sourceId } = source
  const policy = policyOf(source)
  const figures = useAnswer('pairFigures', { sourceId }).value
  return (
    <div className="stack-tight pairs" role="group" aria-label={own.label}>
      <p className="field-label">{own.label}</p>
      {secondRoles.map((role) => (
        <Switch
          key={role}
          title={own.leaveOut[role]}
          text={[
            own.meaning[role],
            ...(figures === null ? [] : [own.saves(figures[role], policy[role])]),
          ].join(' ')}
          isSelected={policy[role]}
          onChange={(isOut) =>
            void call('changeSource', { sourceId, pairs: pairsText({ ...policy, [role]: isOut }) })
          }
        />
      ))}
      <p className="soft small">{own.note}</p>
    </div>
  )
}

/** On the card itself: what is left out, and a way to it. */
export function PairLine({ source }: { source: SourceView }) {
  const { words } = useLanguage()
  const own = words.folders.pairs
  const session = useSession()
  const { sourceId } = source
  const policy = policyOf(source)
  const without = secondRoles.filter((role) => policy[role]).map((role) => own.without[role])
  if (without.length === 0) return null
  const filter = { sourceId, folder: '', states: ['skipped' as const], reason: 'left-to-partner' }
  return (
    <p className="small already-line">
      <span className="soft">{without.join(' ')}</span>
      <Button weight="quiet" onPress={() => session.go({ to: 'history', filter })}>
        {words.folders.already.showOlder}
      </Button>
    </p>
  )
}
