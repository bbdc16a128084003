// Signing out: at once on this computer, and at Google as soon as it can be reached.
import { describe, expect, it, vi } from 'vitest'
import { recordingBrowser } from '../../fakes/recording-browser.ts'
import { signedIn, signInBench } from './sign-in-bench.ts'

const turn = async (): Promise<void> => {
  for (let once = 0; once < 10; once += 1) await new Promise((resolve) => setImmediate(resolve))
}

describe('signing out', () => {
  it('tells Google and forgets', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    expect(await bench.signIn.signOut()).toEqual({ isRevoked: true })
    const failure = { kind: 'signed-out', reason: 'user' }
    expect(bench.signIn.state()).toEqual(failure)
    expect(bench.signIn.account()).toBeNull()
    expect(await bench.signIn.finished()).toEqual({ ok: false, failure })
    expect(bench.vault.kept).toBeNull()
    expect(await bench.signIn.tokens.get()).toEqual({ ok: false, failure })
    const rows = await bench.emulator.control.ledger()
    expect(rows.filter((row) => row.operation === 'revoke' && row.status === 200)).toHaveLength(1)
  })

  it('forgets without a line too', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    await bench.emulator.stop()
    expect(await bench.signIn.signOut()).toEqual({ isRevoked: false })
    expect(bench.signIn.account()).toBeNull()
    expect(await bench.signIn.tokens.get()).toMatchObject({ ok: false })
    // The permission is still good at Google, and only that is kept, without a name and without a way to use it.
    expect(bench.signIn.state()).toEqual({
      kind: 'signed-out',
      reason: 'user',
      isStillGood: true,
    })
    expect(bench.vault.kept).toMatchObject({ refreshToken: '', account: { email: '', name: '' } })
  })

  it('without a line gives the permission back once there is one, also after a restart', async () => {
    for (const isRestarted of [false, true]) {
      const bench = await signInBench()
      await signedIn(bench)
      await bench.emulator.control.addFault({
        on: 'revoke',
        times: 2,
        action: { kind: 'status', status: 503, body: '' },
      })
      expect(await bench.signIn.signOut()).toEqual({ isRevoked: false })
      let signIn = bench.signIn
      if (isRestarted) {
        await signIn.close()
        signIn = bench.restarted()
        await signIn.restore()
        expect(signIn.account()).toBeNull()
      }
      for (let asked = 0; asked < 3; asked += 1) {
        await turn()
        bench.clock.advance(60 * 60_000)
      }
      await vi.waitFor(() =>
        expect(signIn.state()).toEqual({ kind: 'signed-out', reason: 'user', isStillGood: false }),
      )
      expect(bench.vault.kept).toBeNull()
      const rows = await bench.emulator.control.ledger()
      const asked = rows.filter((row) => row.operation === 'revoke').map(({ status }) => status)
      expect(asked).toEqual([503, 503, 200])
      await signIn.close()
    }
  })

  it('without a line takes nothing from who signs in with the same account after it', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    await bench.emulator.control.addFault({
      on: 'revoke',
      times: 1,
      action: { kind: 'status', status: 503, body: '' },
    })
    await bench.signIn.signOut()
    await signedIn(bench)
    bench.clock.advance(24 * 60 * 60_000)
    await turn()
    expect(await bench.signIn.tokens.get()).toMatchObject({ ok: true })
    const rows = await bench.emulator.control.ledger()
    expect(rows.filter((row) => row.operation === 'revoke' && row.status === 200)).toEqual([])
  })

  it('with a vault that refuses is done at once, said, logged once and made up for', async () => {
    const bench = await signInBench()
    await signedIn(bench)
    const { clear } = bench.vault
    bench.vault.clear = () => Promise.reject(new Error('EBUSY: resource busy or locked'))
    await bench.signIn.signOut()
    expect(bench.signIn.account()).toBeNull()
    expect(bench.signIn.state()).toEqual({ kind: 'signed-out', reason: 'user', isStillKept: true })
    for (let ask = 0; ask < 20; ask += 1)
      expect(await bench.signIn.tokens.get()).toMatchObject({ ok: false })
    for (let minute = 0; minute < 10; minute += 1) {
      bench.clock.advance(60_000)
      await turn()
    }
    expect(bench.logged.filter((line) => line.includes('refused'))).toHaveLength(1)
    bench.vault.clear = clear
    bench.clock.advance(10 * 60_000)
    await turn()
    expect(bench.vault.kept).toBeNull()
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-out', isStillKept: false })
  })

  it('ends a sign-in under way', async () => {
    const bench = await signInBench({ browser: recordingBrowser() })
    await bench.signIn.start()
    await bench.signIn.signOut()
    expect(bench.signIn.state()).toEqual({ kind: 'signed-out', reason: 'user' })
    expect(bench.clock.pending()).toBe(0)
  })
})
