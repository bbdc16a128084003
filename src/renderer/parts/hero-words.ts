// The headline and the detail of a status card.
import type { Condition, Status } from '../../shared/status.ts'
import type { Hero } from '../state/hero.ts'
import type { Words } from '../words.ts'

/** The words for a card; without a snapshot only cards about the engine itself are possible. */
export function heroWords(
  hero: Hero,
  status: Status | null,
  words: Words,
  now: number,
): { title: string; text: string } {
  const own = words.status
  switch (hero.kind) {
    case 'starting':
      return own.starting
    case 'restarting':
      return own.restarting
    case 'engine-failed':
      return hero.failure === null || hero.failure.kind === 'engine-down'
        ? own.engineFailed
        : words.failure(hero.failure)
    case 'condition':
      return conditionWords(hero.condition, status, words, now)
    case 'uploading':
      return {
        title: own.uploading(
          status === null ? 0 : status.progress.filesTotal - status.progress.filesDone,
        ),
        text: status === null ? '' : own.uploadingDetail(status.progress, now),
      }
    case 'scanning':
      return { title: own.scanning, text: own.scanningDetail(status?.progress.filesTotal ?? 0) }
    case 'failed':
      return { title: own.failed(hero.files), text: own.failedDetail }
    case 'unreadable':
      return { title: own.unreadable(hero.places), text: own.unreadableDetail }
    case 'skipped':
      return { title: own.skipped(hero.files), text: own.skippedDetail }
    case 'resting':
      return { title: own.resting, text: own.restingDetail(hero.files, status?.nextTryAt ?? null) }
    case 'complete':
      return { title: own.complete, text: completeText(status, own, now) }
  }
}

function completeText(status: Status | null, own: Words['status'], now: number): string {
  const skipped = status?.counts.skipped.files ?? 0
  if (status?.counts.done.files !== 0)
    return own.completeDetail(skipped, status?.lastCheckedAt ?? null, now)
  return skipped === 0 ? own.completeEmpty : own.completeAllLeftOut(skipped)
}

function conditionWords(
  condition: Condition,
  status: Status | null,
  words: Words,
  now: number,
): { title: string; text: string } {
  const explained = words.status.condition(condition)
  const finishAt = status?.progress.finishAt ?? null
  if (condition.kind !== 'daily-quota' || finishAt === null) return explained
  const further = words.status.budgetDetail(finishAt, condition.until, now)
  return further === null ? explained : { ...explained, text: `${explained.text} ${further}` }
}
