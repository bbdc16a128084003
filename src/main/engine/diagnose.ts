// "Why are my photos not backing up?": asks the real conditions one after another and says of each yes,
// no, or unknown. Pure over the snapshot; the words are the window's.
import type { Output } from '../../shared/contract.ts'
import type { ConditionKind, Status } from '../../shared/status.ts'

type Check = Output<'diagnose'>['checks'][number]

/** The checks in the order in which a person would ask them. */
export function diagnose(status: Status): Check[] {
  const unmet = new Map(status.conditions.map((condition) => [condition.kind, condition]))
  const check = (name: Check['name'], ...kinds: ConditionKind[]): Check => {
    const found = kinds.map((kind) => unmet.get(kind)).find((condition) => condition !== undefined)
    const detail =
      found === undefined ? '' : found.until === null ? found.kind : `${found.kind} ${found.until}`
    return { name, answer: found === undefined ? 'yes' : 'no', detail }
  }
  return [
    check('backup-on', 'backup-off'),
    check('not-paused', 'paused'),
    check('signed-in', 'signed-out'),
    check('sources', 'no-folders', 'source-missing'),
    check('online', 'offline'),
    check('network', 'not-wifi-or-cable', 'metered'),
    check('power', 'on-battery'),
    check('hours', 'outside-hours'),
    check('google', 'google-asked-to-wait', 'daily-quota', 'forbidden'),
    check('storage', 'storage-full'),
    check('disk', 'disk-full'),
    // Its file was checked at this start; the thorough check of every promise is `verify`.
    {
      name: 'catalogue',
      answer: status.catalogue === 'good' ? 'yes' : 'no',
      detail: status.catalogue === 'good' ? '' : status.catalogue,
    },
  ]
}
