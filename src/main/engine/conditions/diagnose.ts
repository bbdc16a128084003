// "Why are my photos not backing up?": asks the real conditions one after another and says of each yes,
// no, or unknown. Pure over the snapshot, settings and facts; the words are the window's.
import type { Output } from '../../../shared/contract.ts'
import type { Settings } from '../../../shared/model.ts'
import type { ConditionKind, Status } from '../../../shared/status.ts'
import type { SystemFacts } from '../ports/outside.ts'

type Check = Output<'diagnose'>['checks'][number]

/** The checks in the order in which a person would ask them. */
export function diagnose(status: Status, settings: Settings, facts: SystemFacts): Check[] {
  const unmet = new Map(status.conditions.map((condition) => [condition.kind, condition]))
  const check = (name: Check['name'], ...kinds: ConditionKind[]): Check => {
    const found = kinds.map((kind) => unmet.get(kind)).find((condition) => condition !== undefined)
    const detail =
      found === undefined ? '' : found.until === null ? found.kind : `${found.kind} ${found.until}`
    return { name, answer: found === undefined ? 'yes' : 'no', detail }
  }
  // What the user asked to be heeded and the system does not tell stops nothing, yet may be the answer.
  const unless = (isUnknown: boolean, known: Check): Check =>
    isUnknown && known.answer === 'yes' ? { ...known, answer: 'unknown' } : known
  const isNetworkUnknown =
    (settings.network === 'wifi-and-cable' && facts.network === null) ||
    (settings.pauseOnMetered && facts.isMetered === null)
  const isPowerUnknown = settings.power === 'charging' && facts.isOnBattery === null
  return [
    check('backup-on', 'backup-off'),
    check('not-paused', 'paused'),
    check('signed-in', 'signed-out', 'account-unconfirmed'),
    check('sources', 'no-folders', 'source-missing', 'source-unfamiliar'),
    unless(facts.isOnline === null, check('online', 'offline')),
    unless(isNetworkUnknown, check('network', 'not-wifi-or-cable', 'metered')),
    unless(isPowerUnknown, check('power', 'on-battery')),
    check('hours', 'outside-hours', 'in-use'),
    unless(
      status.signIn.kind !== 'signed-in',
      check('google', 'google-asked-to-wait', 'google-unavailable', 'daily-quota', 'forbidden'),
    ),
    unless(status.storage === null, check('storage', 'storage-full')),
    check('disk', 'disk-full'),
    // What was restored or built anew at this start is in nobody's way; the thorough check of every promise is `verify`.
    check('catalogue', 'catalogue-unwritable'),
    check('shoebox', 'unexpected'),
  ]
}
