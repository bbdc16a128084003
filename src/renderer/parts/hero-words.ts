// The headline and the detail of a status card, and of the lines below it.
import { filesWaiting, restEnd, sourceOf } from '../../shared/standing.ts'
import type { Condition, Status } from '../../shared/status.ts'
import { unreadablePlaces } from '../../shared/unreadable.ts'
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
  if (hero.kind === 'restarting') return own.restarting
  if (hero.kind === 'engine-failed')
    return hero.failure === null || hero.failure.kind === 'engine-down'
      ? own.engineFailed
      : words.failure(hero.failure)
  if (hero.kind === 'starting' || status === null) return own.starting
  const waiting = filesWaiting(status)
  const leftOut = status.counts.skipped.files
  switch (hero.kind) {
    case 'signing-in':
      return {
        title: words.signIn.waitingTitle,
        text: `${words.signIn.waitingText} ${words.signIn.waitingSince(hero.since)}.`,
      }
    case 'condition':
      return conditionWords(hero.condition, status, words, now, true)
    case 'uploading':
      return { title: own.uploading(waiting), text: own.uploadingDetail(status.progress, now) }
    case 'scanning':
      return { title: own.scanning, text: own.scanningDetail(status.progress.filesTotal) }
    case 'failed':
      return {
        title: own.failed(hero.files),
        text: own.failedDetail(waiting, leftOut, unreadablePlaces(status)),
      }
    case 'unreadable':
      return { title: own.unreadable(hero.places), text: own.unreadableDetail(waiting) }
    case 'skipped':
      return {
        title: own.skipped(hero.files),
        text: own.rest(waiting, leftOut - hero.files, 0),
      }
    case 'resting':
      return {
        title: own.resting(status.nextTryAt, now),
        text: own.restingDetail(hero.files, status.nextTryAt, now),
      }
    case 'undecided':
      return { title: own.undecided(hero.files), text: own.undecidedDetail(hero.files) }
    case 'away':
      return {
        title: own.away(hero.card),
        text: `${own.awayDetail(hero.files, hero.card !== null)} ${own.rest(0, leftOut, 0)}`,
      }
    case 'complete':
      return { title: own.complete, text: completeText(status, own, now) }
  }
}

function completeText(status: Status, own: Words['status'], now: number): string {
  const skipped = status.counts.skipped.files
  if (status.counts.done.files !== 0) return own.completeDetail(skipped, status.lastCheckedAt, now)
  return skipped === 0 ? own.completeEmpty : own.completeAllLeftOut(skipped)
}

/** The words for a condition; on the card itself with what waits for it. */
export function conditionWords(
  condition: Condition,
  status: Status,
  words: Words,
  now: number,
  isCard: boolean,
): { title: string; text: string } {
  const explained = words.status.condition(condition, {
    now,
    waiting: isCard ? filesWaiting(status) : 0,
    end: restEnd(status.conditions),
    source: 'sourceId' in condition ? sourceOf(condition, status.sources) : null,
  })
  const { signIn, progress } = status
  if (condition.kind === 'signed-out' && signIn.kind === 'failed')
    return {
      title: explained.title,
      text: words.status.andWaiting(
        words.failure(signIn.failure).text,
        isCard ? filesWaiting(status) : 0,
      ),
    }
  const { finishAt } = progress
  if (condition.kind !== 'daily-quota' || finishAt === null) return explained
  const further = words.status.budgetDetail(finishAt, condition.until, now)
  return further === null ? explained : { ...explained, text: `${explained.text} ${further}` }
}
