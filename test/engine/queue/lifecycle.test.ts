// The life of an upload: each legal step, each illegal one, and what is carried along.
import { describe, expect, it } from 'vitest'
import {
  advance,
  isTokenFresh,
  tokenLifeMs,
  type LifecycleEvent,
} from '../../../src/main/engine/queue/lifecycle.ts'
import { fileStates, type Lifecycle } from '../../../src/shared/model.ts'
import { aLifecycle, aPlan } from '../../builders/items.ts'

const now = 10_000
const created = { kind: 'created', mediaItemId: 'item', productUrl: 'https://x' } as const

describe('the way of an upload', () => {
  it('goes from found to done through every state and keeps plan and token', () => {
    const steps: LifecycleEvent[] = [
      { kind: 'fingerprinted' },
      { kind: 'planned', plan: aPlan() },
      { kind: 'bytesSent', token: 'token' },
      { kind: 'createStarted' },
      created,
    ]
    const states = steps.reduce<Lifecycle[]>(
      (way, event) => [...way, advance(way.at(-1) ?? aLifecycle('found'), event, now)],
      [],
    )
    expect(states.map((item) => item.state)).toEqual([
      'fingerprinted',
      'ready',
      'sent',
      'creating',
      'done',
    ])
    expect(states[3]).toEqual({ state: 'creating', plan: aPlan(), token: 'token', tokenAt: now })
    expect(states[4]).toMatchObject({ mediaItemId: 'item', plan: aPlan() })
  })

  it('ends with the photo that another upload of the same bytes made', () => {
    const made = advance(aLifecycle('ready'), { ...created, kind: 'madeByTwin' }, now)
    const { mediaItemId, productUrl } = created
    expect(made).toEqual({ state: 'done', plan: aPlan(), mediaItemId, productUrl })
  })

  it('takes a waiting item up where it stopped, with its token', () => {
    const sent = aLifecycle('sent')
    const waiting = advance(
      sent,
      { kind: 'postponed', failure: { kind: 'aborted' }, untilMs: 20_000 },
      now,
    )
    expect(waiting).toMatchObject({
      state: 'waiting',
      resumesAs: 'sent',
      until: 20_000,
      attempts: 1,
    })
    expect(advance(waiting, { kind: 'createStarted' }, now)).toMatchObject({
      state: 'creating',
      token: 'token',
      tokenAt: 1_000,
    })
  })

  it('counts failures in a row and starts anew after a success', () => {
    const fail: LifecycleEvent = { kind: 'postponed', failure: { kind: 'stalled' }, untilMs: 1 }
    const twice = advance(advance(aLifecycle('ready'), fail, now), fail, now)
    expect(twice).toMatchObject({ attempts: 2 })
    const sent = advance(twice, { kind: 'bytesSent', token: 'token' }, now)
    expect(advance(sent, fail, now)).toMatchObject({ attempts: 1 })
  })

  it('counts on while a batch is created, because creating is no success yet', () => {
    const fail: LifecycleEvent = { kind: 'postponed', failure: { kind: 'aborted' }, untilMs: 1 }
    const once = advance(advance(aLifecycle('sent'), { kind: 'createStarted' }, now), fail, now)
    const again = advance(once, { kind: 'createStarted' }, now)
    expect(advance(again, fail, now)).toMatchObject({ attempts: 2 })
    expect(advance(again, { kind: 'createUndone' }, now)).toMatchObject({ attempts: 1 })
  })

  it('counts refused tokens over the sending in between', () => {
    const refused: LifecycleEvent = {
      kind: 'tokenRefused',
      failure: { kind: 'upload-token-invalid' },
      untilMs: 1,
    }
    const once = advance(aLifecycle('creating'), refused, now)
    expect(once).toMatchObject({ state: 'waiting', resumesAs: 'ready', attempts: 1, token: null })
    const sent = advance(once, { kind: 'bytesSent', token: 'next' }, now)
    const creating = advance(sent, { kind: 'createStarted' }, now)
    expect(advance(creating, refused, now)).toMatchObject({ attempts: 2 })
  })

  it('starts anew when a large file got further before it failed', () => {
    const fail: LifecycleEvent = { kind: 'postponed', failure: { kind: 'stalled' }, untilMs: 1 }
    const often = advance(advance(aLifecycle('ready'), fail, now), fail, now)
    const further = advance(often, { kind: 'gotFurther' }, now)
    expect(advance(further, fail, now)).toMatchObject({ attempts: 1 })
    expect(advance(aLifecycle('ready'), { kind: 'gotFurther' }, now)).toEqual(aLifecycle('ready'))
  })

  it('resumes a failed batch as sent, never as creating', () => {
    const waiting = advance(
      aLifecycle('creating'),
      { kind: 'postponed', failure: { kind: 'server-error', status: 503 }, untilMs: 1 },
      now,
    )
    expect(waiting).toMatchObject({ resumesAs: 'sent', token: 'token' })
    expect(advance(aLifecycle('creating'), { kind: 'createUndone' }, now).state).toBe('sent')
  })

  it('sends the same plan again when the token is lost', () => {
    expect(advance(aLifecycle('creating'), { kind: 'tokenLost' }, now)).toEqual({
      state: 'ready',
      plan: aPlan(),
    })
  })

  it('never goes back from a state that rests', () => {
    const events: LifecycleEvent[] = [
      { kind: 'fingerprinted' },
      { kind: 'planned', plan: aPlan() },
      { kind: 'bytesSent', token: 't' },
      { kind: 'createStarted' },
      created,
      { kind: 'createUndone' },
      { kind: 'tokenLost' },
      { kind: 'planLost' },
      { kind: 'fileChanged' },
      { kind: 'fileVanished' },
      { kind: 'postponed', failure: { kind: 'stalled' }, untilMs: 1 },
    ]
    for (const state of ['done', 'skipped', 'failed', 'gone'] as const)
      for (const event of events)
        expect(() => advance(aLifecycle(state), event, now), `${state} ${event.kind}`).toThrow()
  })

  it('takes each event where it makes sense, and nowhere else', () => {
    const failure = { kind: 'upload-token-invalid' } as const
    const asReady = ['ready', 'waiting'] as const
    const fromDisk = ['found', 'fingerprinted', ...asReady] as const
    const underWay = [...fromDisk, 'sent', 'creating'] as const
    const table: [LifecycleEvent, readonly Lifecycle['state'][]][] = [
      [{ kind: 'fingerprinted' }, ['found']],
      [{ kind: 'planned', plan: aPlan() }, ['fingerprinted']],
      [{ kind: 'leftOut', reason: { kind: 'empty' } }, fromDisk],
      [{ kind: 'bytesSent', token: 't' }, asReady],
      [{ kind: 'createStarted' }, ['sent']],
      [created, ['creating']],
      [{ ...created, kind: 'madeByTwin' }, asReady],
      [{ kind: 'createUndone' }, ['creating']],
      [{ kind: 'tokenLost' }, ['sent', 'creating']],
      [{ kind: 'tokenRefused', failure, untilMs: 1 }, ['creating']],
      [{ kind: 'gotFurther' }, fileStates],
      [{ kind: 'planLost' }, asReady],
      [{ kind: 'postponed', failure, untilMs: 1 }, underWay],
      [{ kind: 'putOff', failure, untilMs: 1 }, underWay],
      [{ kind: 'gaveUp', failure }, fileStates],
      [{ kind: 'fileChanged' }, fromDisk],
      [{ kind: 'fileVanished' }, fromDisk],
    ]
    const isTaken = (state: Lifecycle['state'], event: LifecycleEvent): boolean => {
      try {
        advance(aLifecycle(state), event, now)
        return true
      } catch {
        return false
      }
    }
    for (const [event, states] of table)
      expect([event.kind, ...fileStates.filter((state) => isTaken(state, event))].sort()).toEqual(
        [event.kind, ...states].sort(),
      )
  })

  it.each([
    ['postponed', 'waiting', 2],
    ['putOff', 'waiting', 1],
    ['gaveUp', 'failed', 2],
  ] as const)('counts "%s" after one failure: %s with %i', (kind, state, attempts) => {
    const failure = { kind: 'stalled' } as const
    expect(advance(aLifecycle('waiting'), { kind, failure, untilMs: 9_000 }, now)).toMatchObject({
      ...{ state, attempts, failure },
    })
  })

  it.each([{ plan: null }, { token: null }, { tokenAt: null }])(
    'makes no photo of what waits without all that it takes: %o',
    (without) => {
      const waiting = advance(
        aLifecycle('sent'),
        { kind: 'putOff', failure: { kind: 'stalled' }, untilMs: 1 },
        now,
      )
      expect(advance(waiting, { kind: 'createStarted' }, now).state).toBe('creating')
      const lacking = { ...waiting, ...without } as Lifecycle
      expect(() => advance(lacking, { kind: 'createStarted' }, now)).toThrow('cannot take')
    },
  )

  it('does not lose a photo whose file vanished after its bytes were sent', () => {
    for (const state of ['sent', 'creating'] as const)
      expect(() => advance(aLifecycle(state), { kind: 'fileVanished' }, now)).toThrow()
  })

  it('answers every state and event with a state or a clear error', () => {
    const kinds = ['planLost', 'fileChanged', 'fileVanished', 'fingerprinted'] as const
    for (const state of fileStates)
      for (const kind of kinds) {
        try {
          expect(fileStates).toContain(advance(aLifecycle(state), { kind }, now).state)
        } catch (error) {
          expect(String(error)).toContain(`cannot take "${kind}"`)
        }
      }
  })
})

describe('the age of a token', () => {
  it('ends an hour before Google forgets it', () => {
    expect(tokenLifeMs).toBe(23 * 60 * 60 * 1_000)
    expect(isTokenFresh(0, tokenLifeMs - 1)).toBe(true)
    expect(isTokenFresh(0, tokenLifeMs)).toBe(false)
  })

  it('is not trusted after the clock was set back by more than a day', () => {
    expect(isTokenFresh(2 * tokenLifeMs, 0)).toBe(false)
    expect(isTokenFresh(1_000, 0)).toBe(true)
  })
})
