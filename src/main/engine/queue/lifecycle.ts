// The life of an upload as one pure function: the only place that computes a state. Storing it is
// catalog's, deciding about retries is remedy.ts. An event that is illegal in a state is a bug and throws.
import type { Failure } from '../../../shared/failure.ts'
import type { Lifecycle, ResumableState, SendPlan, SkipReason } from '../../../shared/model.ts'
import { assertNever } from '../../../shared/result.ts'

/** Google forgets an upload token after one day; an hour is kept in hand (photos-api.md 2c, jiotty's 23 h). */
export const tokenLifeMs = 23 * 3600_000

/** What happened to an item. */
export type LifecycleEvent =
  | { kind: 'fingerprinted' }
  | { kind: 'planned'; plan: SendPlan }
  | { kind: 'leftOut'; reason: SkipReason }
  | { kind: 'bytesSent'; token: string }
  | { kind: 'createStarted' }
  | { kind: 'created'; mediaItemId: string; productUrl: string | null }
  /** Another upload of the same bytes made the photo. */
  | { kind: 'madeByTwin'; mediaItemId: string; productUrl: string | null }
  /** The batch did not happen, or it is unknown whether it did: the same token is tried again. */
  | { kind: 'createUndone' }
  /** The token is too old: the same bytes are sent again. */
  | { kind: 'tokenLost' }
  /** Google does not know the token: the same bytes are sent again, at once or later. */
  | { kind: 'tokenRefused'; failure: Failure; untilMs: number }
  /** The server has more of the bytes than before this try, so the row of failures is over. */
  | { kind: 'gotFurther' }
  /** The reduced copy is missing: it is made again. */
  | { kind: 'planLost' }
  | { kind: 'postponed'; failure: Failure; untilMs: number }
  /** Several photos met the same: this one waits, too, but it does not count against it. */
  | { kind: 'putOff'; failure: Failure; untilMs: number }
  | { kind: 'gaveUp'; failure: Failure }
  /** The file is not what was read: it is read again, at once or, when it changes again and again, at a time. */
  | { kind: 'fileChanged'; again?: { failure: Failure; untilMs: number; attempts: number } }
  | { kind: 'fileVanished' }

/** What an item carries from state to state. */
interface Carried {
  plan: SendPlan | null
  token: string | null
  tokenAt: number | null
}

/** The state that the next step starts from: a waiting item counts as the state it resumes as. */
export function effectiveState(item: Lifecycle): Lifecycle['state'] {
  return item.state === 'waiting' ? item.resumesAs : item.state
}

/** How many tries in a row have failed so far. */
export function failedAttempts(item: Lifecycle): number {
  return ('attempts' in item ? item.attempts : undefined) ?? 0
}

/** Failures as the states beside `waiting` carry them on: none is nothing to carry. */
function carriedAttempts(count: number): { attempts?: number } {
  return count === 0 ? {} : { attempts: count }
}

/** The state after an event. Pure; `nowMs` is wall time. Throws when the event makes no sense in the state. */
export function advance(item: Lifecycle, event: LifecycleEvent, nowMs: number): Lifecycle {
  const state = effectiveState(item)
  const carried = carriedBy(item)
  const illegal = (): never => {
    throw new Error(`An item that is ${item.state} cannot take "${event.kind}"`)
  }
  switch (event.kind) {
    case 'fingerprinted':
      return state === 'found' ? { state: 'fingerprinted' } : illegal()
    case 'planned':
      return state === 'fingerprinted' ? { state: 'ready', plan: event.plan } : illegal()
    case 'leftOut':
      return state === 'found' || state === 'fingerprinted' || state === 'ready'
        ? { state: 'skipped', reason: event.reason }
        : illegal()
    case 'bytesSent':
      return state === 'ready' && carried.plan !== null
        ? {
            state: 'sent',
            plan: carried.plan,
            token: event.token,
            tokenAt: nowMs,
            // Bytes that arrive are no success while Google refuses each token that it gives for them.
            ...carriedAttempts(isTokenRefused(item) ? failedAttempts(item) : 0),
          }
        : illegal()
    case 'createStarted':
      return state === 'sent' && hasToken(carried)
        ? { state: 'creating', ...carried, ...carriedAttempts(failedAttempts(item)) }
        : illegal()
    case 'created':
      return state === 'creating'
        ? {
            state: 'done',
            plan: carried.plan,
            mediaItemId: event.mediaItemId,
            productUrl: event.productUrl,
          }
        : illegal()
    case 'madeByTwin':
      return state === 'ready' && carried.plan !== null
        ? {
            state: 'done',
            plan: carried.plan,
            mediaItemId: event.mediaItemId,
            productUrl: event.productUrl,
          }
        : illegal()
    case 'createUndone':
      return state === 'creating' && hasToken(carried)
        ? { state: 'sent', ...carried, ...carriedAttempts(failedAttempts(item)) }
        : illegal()
    case 'tokenRefused':
      return state === 'creating' && carried.plan !== null
        ? {
            state: 'waiting',
            until: event.untilMs,
            failure: event.failure,
            attempts: failedAttempts(item) + 1,
            resumesAs: 'ready',
            plan: carried.plan,
            token: null,
            tokenAt: null,
          }
        : illegal()
    case 'gotFurther':
      return item.state === 'waiting' && state === 'ready' ? { ...item, attempts: 0 } : item
    case 'tokenLost':
      return (state === 'sent' || state === 'creating') && carried.plan !== null
        ? { state: 'ready', plan: carried.plan }
        : illegal()
    case 'planLost':
      return state === 'ready' ? { state: 'fingerprinted' } : illegal()
    case 'postponed':
    case 'putOff':
      return {
        state: 'waiting',
        until: event.untilMs,
        failure: event.failure,
        attempts: failedAttempts(item) + (event.kind === 'postponed' ? 1 : 0),
        resumesAs: resumableFrom(state) ?? illegal(),
        ...carried,
      }
    case 'gaveUp':
      return { state: 'failed', failure: event.failure, attempts: failedAttempts(item) + 1 }
    case 'fileChanged':
      if (state !== 'found' && state !== 'fingerprinted' && state !== 'ready') return illegal()
      return event.again === undefined
        ? { state: 'found' }
        : {
            state: 'waiting',
            until: event.again.untilMs,
            failure: event.again.failure,
            attempts: event.again.attempts,
            resumesAs: 'found',
            plan: null,
            token: null,
            tokenAt: null,
          }
    case 'fileVanished':
      return state === 'found' || state === 'fingerprinted' || state === 'ready'
        ? { state: 'gone' }
        : illegal()
    default:
      return assertNever(event)
  }
}

/** Whether a token of this age may still be used. */
export function isTokenFresh(tokenAtMs: number, nowMs: number): boolean {
  // A token from the future means that the clock was set back: trust it no longer than its life.
  const ageMs = Math.abs(nowMs - tokenAtMs)
  return ageMs < tokenLifeMs
}

function carriedBy(item: Lifecycle): Carried {
  switch (item.state) {
    case 'ready':
      return { plan: item.plan, token: null, tokenAt: null }
    case 'sent':
    case 'creating':
    case 'waiting':
      return { plan: item.plan, token: item.token, tokenAt: item.tokenAt }
    case 'done':
      return { plan: item.plan, token: null, tokenAt: null }
    case 'found':
    case 'fingerprinted':
    case 'skipped':
    case 'failed':
    case 'gone':
      return { plan: null, token: null, tokenAt: null }
    default:
      return assertNever(item)
  }
}

function isTokenRefused(item: Lifecycle): boolean {
  return item.state === 'waiting' && item.failure.kind === 'upload-token-invalid'
}

function hasToken(carried: Carried): carried is { plan: SendPlan; token: string; tokenAt: number } {
  return carried.plan !== null && carried.token !== null && carried.tokenAt !== null
}

function resumableFrom(state: Lifecycle['state']): ResumableState | null {
  switch (state) {
    case 'found':
    case 'fingerprinted':
    case 'ready':
    case 'sent':
      return state
    case 'creating':
      return 'sent'
    case 'done':
    case 'waiting':
    case 'skipped':
    case 'failed':
    case 'gone':
      return null
    default:
      return assertNever(state)
  }
}
