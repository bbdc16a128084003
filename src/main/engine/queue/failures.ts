// Carries out a remedy: turns a failure of some items into stored transitions and holds. The decision
// itself is remedy.ts; this file only does what the table says.
import type { Failure } from '../../../shared/failure.ts'
import { undecidedUntil } from '../../../shared/photo-dates.ts'
import type { Change, WorkItem, WorkStore } from '../ports/catalogue.ts'
import type { Checkpoint, Clock, Logger, Random } from '../ports/outside.ts'
import { holdRules, type HoldKind, type HoldOwner } from '../ports/resting.ts'
import { withJitter } from './back-off.ts'
import type { Holds } from './holds.ts'
import { advance, failedAttempts, type LifecycleEvent } from './lifecycle.ts'
import type { Recorder } from './recorder.ts'
import { remedyFor, scopeOf, type Remedy, type Row, type Whose } from './remedy.ts'
import type { Standing, TroubleBook } from './trouble.ts'

/** What carrying out a remedy needs. */
export interface FailureHandling {
  store: Pick<WorkStore, 'currentAccount' | 'retryFile'>
  clock: Clock
  random: Random
  recorder: Recorder
  holds: Holds
  trouble: TroubleBook
  logger: Logger
  checkpoint: Checkpoint
  /** A file is not what the last scan saw. */
  onFileChanged(item: WorkItem): void
  /** Whether the folder that a missing file belongs to is there at all; a drive may have been pulled out. */
  isSourceThere(sourceId: number): Promise<boolean>
  /** Whether a file that was missing is found now, where its folder is now; null: that cannot be told. */
  isFileThere(item: WorkItem): Promise<boolean | null>
  /** Google no longer accepts the sign-in; where nobody mends that, one more try after `afterMs` may show that it does. */
  onSignedOut(failure: Failure, afterMs: number): void
  /** Google or the line asked for less at the same time. */
  onAskedForLess(): void
  /** The requests of a day are spent. */
  onBudgetSpent(): void
  /** Asks whether the way to Google works at all; null: it does. */
  probe(): Promise<Failure | null>
}

/** What is done about failures. */
export interface Failures {
  /** A failure that these items share; `isAnswered`: the request went well, and just these were refused. */
  ofItems(items: readonly WorkItem[], failure: Failure, isAnswered?: boolean): Promise<void>
  /** A bug met these items: it is not tried again, and one after another means that they are not at fault. */
  ofBug(items: readonly WorkItem[], bug: unknown): Promise<void>
  /** A file was sent as it was read: it holds still. */
  heldStill(item: WorkItem): void
  /** A failure that belongs to no photo: everything rests for as long as it asks. */
  ofNobody(failure: Failure): void
}

/** The line may be back at once, and what was put off must not wait for long then. */
const shortestPutOffMs = 1_000

const noTrouble: Standing = { inARow: 0, isVouched: true }

/** Makes them. */
export function createFailures(options: FailureHandling): Failures {
  const { clock, recorder, holds } = options

  const storeAll = async (
    items: readonly WorkItem[],
    eventFor: (item: WorkItem) => LifecycleEvent | null,
  ): Promise<void> => {
    const changes = items.flatMap((item) => {
      const event = eventFor(item)
      return event === null ? [] : [changeFor(item, event, clock.now())]
    })
    if (changes.length === 0) return
    await recorder.record(changes)
    options.checkpoint('failure-stored')
  }

  const ownerOf = (whose: Whose): HoldOwner => {
    if (whose === 'computer' || whose === 'source') return { of: 'computer' }
    // Asked only where it matters: what is wrong may be the catalogue itself.
    const account =
      whose === 'account' || whose === 'client' ? options.store.currentAccount() : null
    if (account === null) return { of: 'line' }
    return whose === 'account'
      ? { of: 'account', sub: account.sub }
      : { of: 'client', clientId: account.clientId }
  }

  const rest = (
    remedy: Extract<Remedy, { do: 'hold-all' | 'hold-until' }>,
    failure: Failure,
  ): void => {
    if (remedy.hold === 'daily-quota') options.onBudgetSpent()
    holds.start(remedy, failure, ownerOf(scopeOf(failure).several))
  }

  const ofNobody = (failure: Failure): void => {
    const row: Row = {
      ofItem: 0,
      ofHold: holds.inARow,
      victims: Infinity,
      nowMs: clock.now(),
    }
    const remedy = remedyFor(failure, row)
    if (remedy.do === 'hold-all' || remedy.do === 'hold-until') rest(remedy, failure)
    else if (remedy.do === 'ask-sign-in') options.onSignedOut(failure, remedy.afterMs)
    // What would be one photo's own fault is nobody's here.
    else if (failure.kind !== 'unexpected-answer') ofNobody({ kind: 'unexpected-answer' })
  }

  /**
   * Items that rest although it may not be their fault. They come back behind the others, or a few that always fail would
   * be the first each time and let nobody else have a turn.
   */
  const putOff = async (items: readonly WorkItem[], failure: Failure): Promise<void> => {
    const passing = holds.current().filter(({ kind }) => holdRules[kind].isPassing)
    const untilMs = Math.max(clock.now() + shortestPutOffMs, ...passing.map(({ until }) => until))
    await storeAll(items, () => ({ kind: 'putOff', failure, untilMs }))
  }

  const isInForce = (kind: HoldKind): boolean => holds.current().some((hold) => hold.kind === kind)

  /** Those that were given up before it was clear that it was not their fault. */
  const takeBack = (fileIds: readonly number[]): void => {
    for (const fileId of fileIds) options.store.retryFile(fileId)
  }

  /** How often in a row a file was not what was read of it: between two changes it may get as far as to be sent. */
  const changes = new Map<number, number>()
  const triesOf = (item: WorkItem, failure: Failure): number =>
    failure.kind === 'file-changed'
      ? (changes.get(item.fileId) ?? 0)
      : failedAttempts(item.lifecycle)

  const ofItems: Failures['ofItems'] = async (items, failure, isAnswered = false) => {
    const isInARow = scopeOf(failure).counts === 'row' && !isAnswered
    const { inARow: victims, isVouched } = isInARow
      ? options.trouble.meet(items, failure.kind === 'unexpected')
      : noTrouble
    // One time for all that share a failure, so that a batch comes back as a batch: the one of the freshest of them.
    const tries = Math.min(...items.map((item) => triesOf(item, failure)))
    const nowMs = clock.now()
    const rowOf = (ofItem: number): Row => ({ ofItem, ofHold: holds.inARow, victims, nowMs })
    const isGivenUp = (item: WorkItem): boolean =>
      remedyFor(failure, rowOf(triesOf(item, failure))).do === 'give-up'
    const gaveUp: LifecycleEvent = { kind: 'gaveUp', failure }
    const remedy = remedyFor(failure, rowOf(tries))
    // A photo that goes back behind the others is no failure that anybody looks for, and there may be very many.
    if (failure.kind !== 'undated')
      options.logger.info(`${remedy.do} after ${failure.kind}`, { items: items.length, failure })
    switch (remedy.do) {
      case 'hold-all':
      case 'hold-until':
        if (scopeOf(failure).asksForLess) options.onAskedForLess()
        if (remedy.hold === 'unexpected' && !isInForce('unexpected'))
          takeBack(options.trouble.met(items))
        rest(remedy, failure)
        // A stated time is for all requests: whom it was told to is no worse than the others.
        if (isInARow && remedy.hold === scopeOf(failure).holds) await putOff(items, failure)
        else await storeAll(items, keepState)
        return
      case 'ask-sign-in':
        options.onSignedOut(failure, remedy.afterMs)
        await storeAll(items, keepState)
        return
      case 'retry':
      case 'send-again': {
        // Where nothing else has gone well since, a request without a body tells whether it is this item or the line.
        const broken = isVouched ? null : await options.probe()
        if (broken !== null) {
          ofNobody(broken)
          await putOff(items, failure)
          return
        }
        const kind = remedy.do === 'retry' ? 'postponed' : 'tokenRefused'
        const untilMs = nowMs + withJitter(remedy.afterMs, options.random)
        await storeAll(items, (item) => (isGivenUp(item) ? gaveUp : { kind, failure, untilMs }))
        return
      }
      case 'rest':
        await storeAll(items, () => ({ kind: 'putOff', failure, untilMs: undecidedUntil }))
        return
      case 'give-up':
        for (const { fileId } of items) changes.delete(fileId)
        await storeAll(items, () => gaveUp)
        return
      case 'fingerprint-again': {
        const attempts = tries + 1
        const untilMs = nowMs + withJitter(remedy.afterMs, options.random)
        const isAtOnce = remedy.afterMs === 0
        const again = isAtOnce ? {} : { again: { failure, untilMs, attempts } }
        for (const { fileId } of items) changes.set(fileId, attempts)
        await storeAll(items, () => ({ kind: 'fileChanged', ...again }))
        if (isAtOnce) for (const item of items) options.onFileChanged(item)
        return
      }
      case 'note-gone':
        for (const item of items) await noteGone(item)
        return
    }
  }

  const noteGone = async (item: WorkItem): Promise<void> => {
    // Without its folder nothing is known of a file: it keeps its state until the folder is back.
    if (!(await options.isSourceThere(item.sourceId))) return
    // A card that was pulled may be back by now, perhaps elsewhere: what was missing before says nothing about what is on it.
    const isThere = await options.isFileThere(item)
    if (isThere === true) await ofItems([item], { kind: 'file-changed' })
    if (isThere === false && (await options.isSourceThere(item.sourceId)))
      await storeAll([item], () => ({ kind: 'fileVanished' }))
  }

  const ofBug = async (items: readonly WorkItem[], bug: unknown): Promise<void> => {
    options.logger.error('A bug while backing up', bug)
    await ofItems(items, unexpected(bug))
  }

  const heldStill = ({ fileId }: WorkItem): void => {
    changes.delete(fileId)
  }

  return { ofItems, ofNobody, ofBug, heldStill }
}

/** A bug as the failure that it is for whoever met it. */
export function unexpected(bug: unknown): Failure {
  const message = bug instanceof Error ? bug.message : String(bug)
  return { kind: 'unexpected', message: message.slice(0, 500) }
}

/** The stored change that an event brings to an item. */
export function changeFor(item: WorkItem, event: LifecycleEvent, nowMs: number): Change {
  const next = advance(item.lifecycle, event, nowMs)
  // Before the bytes are known, and when the path no longer stands for them, the state is the file's own.
  return item.uploadId === null || event.kind === 'fileChanged' || event.kind === 'fileVanished'
    ? { of: 'file', fileId: item.fileId, next }
    : { of: 'upload', uploadId: item.uploadId, next }
}

/** A stop of everything is nobody's fault: the item keeps its state, a batch under way is undone. */
function keepState(item: WorkItem): LifecycleEvent | null {
  return item.lifecycle.state === 'creating' ? { kind: 'createUndone' } : null
}
