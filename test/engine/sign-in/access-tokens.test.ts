import { describe, expect, it } from 'vitest'
import {
  createTokenKeeper,
  type FreshToken,
} from '../../../src/main/engine/sign-in/access-tokens.ts'
import type { Failure } from '../../../src/shared/failure.ts'
import { fail, ok, type Result } from '../../../src/shared/result.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { signedIn, signInBench } from './sign-in-bench.ts'

const hourMs = 3_599_000

/** A keeper whose refreshes the test answers one by one. */
function aKeeper() {
  const clock = manualClock()
  const asked: ((answer: Result<FreshToken, Failure>) => void)[] = []
  const keeper = createTokenKeeper(clock, () => {
    const { promise, resolve } = Promise.withResolvers<Result<FreshToken, Failure>>()
    asked.push(resolve)
    return promise
  })
  keeper.hold({ accessToken: 'first', lifetimeMs: hourMs })
  const answer = (accessToken: string) => asked.at(-1)?.(ok({ accessToken, lifetimeMs: hourMs }))
  const refuse = (failure: Failure) => asked.at(-1)?.(fail(failure))
  return { clock, keeper, asked, answer, refuse }
}

describe('the access token', () => {
  it('is given out until five minutes before its end', async () => {
    const { clock, keeper, asked } = aKeeper()
    clock.advance(hourMs - 5 * 60_000 - 1)
    expect(await keeper.get()).toEqual(ok('first'))
    expect(asked).toHaveLength(0)
  })

  it('is refreshed then, once for all who ask', async () => {
    const { clock, keeper, asked, answer } = aKeeper()
    clock.advance(hourMs - 5 * 60_000)
    const all = [keeper.get(), keeper.get(), keeper.renew('first')]
    answer('second')
    expect(await Promise.all(all)).toEqual([ok('second'), ok('second'), ok('second')])
    expect(asked).toHaveLength(1)
    expect(await keeper.get()).toEqual(ok('second'))
  })

  it('is refreshed after a sleep that only the wall clock knows of', async () => {
    const { clock, keeper, answer } = aKeeper()
    clock.jump(8 * hourMs)
    const asking = keeper.get()
    answer('second')
    expect(await asking).toEqual(ok('second'))
  })

  it('is refreshed in time although the wall clock was set back', async () => {
    const { clock, keeper, answer } = aKeeper()
    clock.jump(-24 * hourMs)
    clock.advance(hourMs)
    const asking = keeper.get()
    answer('second')
    expect(await asking).toEqual(ok('second'))
  })

  it('still serves while it can when no new one is to be had just now', async () => {
    const { clock, keeper, refuse } = aKeeper()
    clock.advance(hourMs - 60_000)
    const asking = keeper.get()
    refuse({ kind: 'offline' })
    expect(await asking).toEqual(ok('first'))
    clock.advance(40_000)
    const later = keeper.get()
    refuse({ kind: 'offline' })
    expect(await later).toEqual(fail({ kind: 'offline' }))
  })

  it('serves so until half a minute before its end', async () => {
    const { clock, keeper, refuse } = aKeeper()
    clock.advance(hourMs - 30_001)
    const asking = keeper.get()
    refuse({ kind: 'offline' })
    expect(await asking).toEqual(ok('first'))
    clock.advance(1)
    const later = keeper.get()
    refuse({ kind: 'offline' })
    expect(await later).toEqual(fail({ kind: 'offline' }))
  })

  it('of the next sign-in is asked for once, though an answer to the one before comes between', async () => {
    const { keeper, asked, answer } = aKeeper()
    const late = keeper.renew('first')
    keeper.hold({ accessToken: 'of the next', lifetimeMs: hourMs })
    const asking = keeper.renew('of the next')
    asked[0]?.(ok({ accessToken: 'late', lifetimeMs: hourMs }))
    expect(await late).toEqual(ok('of the next'))
    const joining = keeper.renew('of the next')
    answer('renewed')
    expect(await Promise.all([asking, joining])).toEqual([ok('renewed'), ok('renewed')])
    expect(asked).toHaveLength(2)
  })

  it('serves no longer once Google has ended the sign-in', async () => {
    const { clock, keeper, refuse } = aKeeper()
    clock.advance(hourMs - 60_000)
    const asking = keeper.get()
    refuse({ kind: 'signed-out', reason: 'revoked' })
    expect(await asking).toEqual(fail({ kind: 'signed-out', reason: 'revoked' }))
  })

  it('is renewed once when several requests were refused with it', async () => {
    const { keeper, asked, answer } = aKeeper()
    const all = [keeper.renew('first'), keeper.renew('first')]
    answer('second')
    expect(await Promise.all(all)).toEqual([ok('second'), ok('second')])
    expect(await keeper.renew('first')).toEqual(ok('second'))
    expect(asked).toHaveLength(1)
  })

  it('of a sign-in that is over is not kept', async () => {
    const { keeper, answer } = aKeeper()
    const asking = keeper.renew('first')
    keeper.forget()
    answer('late')
    expect(await asking).toMatchObject({ ok: false, failure: { kind: 'signed-out' } })
    const next = keeper.get()
    answer('of nobody')
    expect(await next).toEqual(ok('of nobody'))
  })

  it('of the old account does not reach the new one', async () => {
    const { keeper, answer } = aKeeper()
    const asking = keeper.renew('first')
    keeper.hold({ accessToken: 'of the other account', lifetimeMs: hourMs })
    answer('late')
    expect(await asking).toEqual(ok('of the other account'))
    expect(await keeper.get()).toEqual(ok('of the other account'))
  })
})

describe('access tokens from Google', () => {
  it('are refreshed once for many requests', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    bench.clock.advance(3_600_000)
    const tokens = await Promise.all(Array.from({ length: 8 }, () => bench.signIn.tokens.get()))
    expect(new Set(tokens.map((token) => JSON.stringify(token))).size).toBe(1)
    const rows = await bench.emulator.control.ledger()
    // One for the code, one for the refresh.
    expect(rows.filter((row) => row.operation === 'token')).toHaveLength(2)
  })

  it('wait for the line without ending the sign-in', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    bench.clock.advance(3_600_000)
    await bench.emulator.control.addFault({
      on: 'token',
      action: { kind: 'cut', afterResponseBytes: 0 },
    })
    const failure = { kind: 'offline' }
    expect(await bench.signIn.tokens.get()).toEqual({ ok: false, failure })
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in' })
    expect(await bench.signIn.tokens.get()).toMatchObject({ ok: true })
  })
})
