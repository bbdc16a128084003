// A vault that refuses for a while: what should be kept is believed at once, written as soon as it can be, and the log is
// told once.
import { describe, expect, it } from 'vitest'
import type { KeptSignIn, OAuthClient, TokenVault } from '../../../src/main/engine/ports/outside.ts'
import { createPatientVault } from '../../../src/main/engine/sign-in/patient-vault.ts'
import { manualClock } from '../../fakes/manual-clock.ts'
import { memoryVault } from '../../fakes/memory-vault.ts'

const kept = (refreshToken: string): KeptSignIn => ({
  refreshToken,
  clientId: 'client',
  scopes: ['openid'],
  account: { sub: '1', email: 'one@example.test', name: 'One', pictureUrl: null },
  endsAt: null,
})
const client: OAuthClient = { clientId: 'own', clientSecret: 'secret' }

const settle = async (): Promise<void> => {
  for (let turn = 0; turn < 10; turn += 1) await new Promise(setImmediate)
}

/** A patient vault over one that the test locks. */
function bench() {
  const inner = memoryVault()
  const lock = { isLocked: false, writes: 0 }
  const guarded = <A extends unknown[], T>(act: (...given: A) => Promise<T>, isWrite: boolean) => {
    return async (...given: A): Promise<T> => {
      if (isWrite) lock.writes += 1
      if (lock.isLocked) throw new Error('locked')
      return act(...given)
    }
  }
  const vault: TokenVault = {
    load: guarded(() => inner.load(), false),
    save: guarded((one: KeptSignIn) => inner.save(one), true),
    clear: guarded(() => inner.clear(), true),
    loadClient: guarded(() => inner.loadClient(), false),
    saveClient: guarded((one: OAuthClient | null) => inner.saveClient(one), true),
    isLasting: guarded(() => inner.isLasting(), false),
    keepInFile: () => inner.keepInFile(),
  }
  const clock = manualClock()
  const told = { errors: 0, changes: 0 }
  const patient = createPatientVault(vault, {
    clock,
    logger: { info: () => undefined, error: () => (told.errors += 1) },
    onChange: () => (told.changes += 1),
  })
  const pass = async (ms: number): Promise<void> => {
    clock.advance(ms)
    await settle()
  }
  return { inner, lock, clock, told, patient, pass }
}

describe('a vault that lets everything through', () => {
  it('keeps it at once, and nobody is told', async () => {
    const { inner, patient, told } = bench()
    await patient.save(kept('a'))
    await patient.saveClient(client)
    expect(await inner.load()).toEqual(kept('a'))
    expect(await inner.loadClient()).toEqual(client)
    expect([await patient.load(), await patient.loadClient()]).toEqual([kept('a'), client])
    expect([patient.isBehind(), await patient.isLasting()]).toEqual([
      false,
      await inner.isLasting(),
    ])
    await patient.clear()
    expect(await inner.load()).toBeNull()
    expect(told).toEqual({ errors: 0, changes: 0 })
  })
})

describe('a vault that refuses', () => {
  it('is behind with what is believed all the same, and says so once', async () => {
    const { inner, lock, patient, told } = bench()
    lock.isLocked = true
    await patient.save(kept('a'))
    await patient.saveClient(client)
    expect([await patient.load(), await patient.loadClient()]).toEqual([kept('a'), client])
    expect([patient.isBehind(), await patient.isLasting()]).toEqual([true, false])
    expect(await inner.load()).toBeNull()
    expect(told).toEqual({ errors: 1, changes: 1 })
  })

  it('is tried again after five seconds and then later and later, ten minutes at most', async () => {
    const { inner, lock, patient, told, pass } = bench()
    lock.isLocked = true
    await patient.save(kept('a'))
    const waits = [5, 10, 20, 40, 80, 160, 320, 600, 600]
    for (const seconds of waits) {
      const before = lock.writes
      await pass(seconds * 1_000 - 1)
      expect(lock.writes).toBe(before)
      await pass(1)
      expect(lock.writes).toBe(before + 1)
    }
    lock.isLocked = false
    await pass(600_000)
    expect(await inner.load()).toEqual(kept('a'))
    expect(patient.isBehind()).toBe(false)
    expect(told).toEqual({ errors: 1, changes: 2 })
    // The next trouble is a new one: told anew, and tried again as soon.
    lock.isLocked = true
    await patient.save(kept('b'))
    expect(told).toEqual({ errors: 2, changes: 3 })
    lock.isLocked = false
    await pass(5_000)
    expect(await inner.load()).toEqual(kept('b'))
  })

  it('gets only what was wanted last', async () => {
    const { inner, lock, patient, pass } = bench()
    lock.isLocked = true
    await patient.save(kept('a'))
    await patient.clear()
    await patient.saveClient(client)
    await patient.saveClient(null)
    expect([await patient.load(), await patient.loadClient()]).toEqual([null, null])
    expect(patient.isBehind()).toBe(true)
    lock.isLocked = false
    await pass(600_000)
    expect([await inner.load(), await inner.loadClient()]).toEqual([null, null])
    expect(patient.isBehind()).toBe(false)
  })

  it('is as good as empty where it cannot be read', async () => {
    const { lock, patient, told } = bench()
    await patient.save(kept('a'))
    await patient.saveClient(client)
    lock.isLocked = true
    expect([await patient.load(), await patient.loadClient()]).toEqual([null, null])
    expect(await patient.isLasting()).toBe(false)
    expect(told.errors).toBe(1)
    expect(patient.isBehind()).toBe(false)
    lock.isLocked = false
    expect(await patient.load()).toEqual(kept('a'))
  })

  it('is left alone once the app stops', async () => {
    const { clock, lock, patient } = bench()
    lock.isLocked = true
    await patient.save(kept('a'))
    expect(clock.pending()).toBe(1)
    patient.stop()
    expect(clock.pending()).toBe(0)
    await patient.save(kept('b'))
    expect(clock.pending()).toBe(0)
  })

  it('keeps what it was given, whatever is done to that later', async () => {
    const { lock, patient } = bench()
    lock.isLocked = true
    const mine = { ...kept('a'), scopes: ['openid'] }
    await patient.save(mine)
    mine.scopes.push('more')
    const loaded = await patient.load()
    expect(loaded?.scopes).toEqual(['openid'])
    loaded?.scopes.push('more')
    expect((await patient.load())?.scopes).toEqual(['openid'])
  })
})
