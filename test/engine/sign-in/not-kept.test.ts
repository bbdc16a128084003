// A computer that cannot keep a sign-in: what a start makes of a vault that forgot, and the wish to keep it in a file.
import { describe, expect, it } from 'vitest'
import { asTakenUp } from '../../../src/main/engine/sign-in/taken-up.ts'
import { neededScopes } from '../../../src/main/engine/sign-in/scopes.ts'
import type { KeptSignIn } from '../../../src/main/engine/ports/outside.ts'
import { memoryVault } from '../../fakes/memory-vault.ts'
import { signedIn, signInBench } from './sign-in-bench.ts'

const good: KeptSignIn = {
  refreshToken: 'refresh',
  clientId: 'mine',
  scopes: [...neededScopes],
  account: { sub: '1', email: 'first@example.test', name: 'First', pictureUrl: null },
}
const notKept = { kind: 'signed-out', reason: 'not-kept' } as const

describe('a start', () => {
  it.each([
    ['nothing, where things are kept', null, 'mine', false, null, null],
    ['nothing, where nothing is kept', null, 'mine', true, null, notKept],
    ['nothing, not even a client', null, null, true, null, notKept],
    ['the sign-in of another client', { ...good, clientId: 'other' }, 'mine', false, null, null],
    ['a sign-in that Google ended', { ...good, refreshToken: '' }, 'mine', true, '', 'revoked'],
    [
      'fewer permissions than are needed',
      { ...good, scopes: [] },
      'mine',
      false,
      '',
      'missing-scope',
    ],
    ['a good sign-in', good, 'mine', true, 'refresh', null],
  ] as const)('finds %s', (_, found, clientId, isForgetful, token, said) => {
    const { kept, state } = asTakenUp(found as KeptSignIn | null, clientId, isForgetful)
    expect(kept?.refreshToken ?? null).toBe(token)
    expect(typeof said === 'string' ? state?.reason : state).toEqual(said)
  })

  it('says that the sign-in was not kept only to somebody who was signed in', async () => {
    const bench = await signInBench({ vault: memoryVault({ isLasting: false }) })
    const first = bench.restarted()
    await first.restore()
    expect(first.state()).toEqual({ kind: 'signed-out', reason: 'never' })
    const later = bench.restarted({ wasSignedIn: true })
    await later.restore()
    expect(later.state()).toEqual(notKept)
    expect(await later.tokens.get()).toEqual({ ok: false, failure: notKept })
  })

  it('says nothing of the kind where a sign-in would have been kept', async () => {
    const bench = await signInBench()
    const later = bench.restarted({ wasSignedIn: true })
    await later.restore()
    expect(later.state()).toEqual({ kind: 'signed-out', reason: 'never' })
  })
})

describe('the wish to keep it in a file', () => {
  it('is shown in the sign-in at once', async () => {
    const bench = await signInBench({ vault: memoryVault({ isLasting: false }) })
    await signedIn(bench)
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in', isKept: false })
    await bench.signIn.keepInFile()
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in', isKept: true })
  })
})

describe('a client that does not work', () => {
  const wrong = JSON.stringify({ installed: { client_id: 'x', client_secret: 'x' } })
  const badClient = { kind: 'failed', failure: { kind: 'bad-client', problem: 'unknown-client' } }

  /** A room whose own client has the right name and another secret, as after it was made anew at Google. */
  async function refusedBench() {
    const bench = await signInBench({ builtInClient: null })
    const { clientId } = bench.emulator.client
    const old = { installed: { client_id: clientId, client_secret: 'of-before' } }
    await bench.signIn.useClient(JSON.stringify(old))
    await bench.signIn.start()
    await bench.signIn.finished()
    expect(bench.signIn.state()).toEqual(badClient)
    return bench
  }

  it('is not spoken of any more once another is given', async () => {
    const bench = await refusedBench()
    expect(await bench.signIn.useClient(wrong)).toMatchObject({ ok: true })
    expect(bench.signIn.state()).toEqual({ kind: 'signed-out', reason: 'never' })
  })

  it('is not spoken of any more once its new file is given, and works', async () => {
    const bench = await refusedBench()
    await bench.signIn.useClient(JSON.stringify(bench.emulator.clientJson))
    expect(bench.signIn.state()).toEqual({ kind: 'signed-out', reason: 'never' })
    await signedIn(bench)
    expect(bench.signIn.state()).toMatchObject({ kind: 'signed-in' })
  })

  it('leaves in sight what no file mends', async () => {
    const bench = await refusedBench()
    await bench.signIn.useClient('{"web":{}}')
    expect(bench.signIn.state()).toEqual(badClient)
  })
})
