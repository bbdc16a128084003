import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import type { KeptSignIn } from '../../src/main/engine/ports/outside.ts'
import type { SafeStore } from '../../src/main/shell/safe-store.ts'
import { createSafeStorageVault } from '../../src/main/shell/safe-storage-vault.ts'
import { privateMode } from '../builders/posix.ts'

const kept: KeptSignIn = {
  refreshToken: 'refresh-canary',
  clientId: 'client',
  scopes: ['a'],
  account: { sub: '1', email: 'first@example.test', name: 'First', pictureUrl: null },
}
const client = { clientId: 'own', clientSecret: 'secret-canary' }

/** Turns bytes around instead of encrypting them; the key is a first byte. */
function fakeStore(state: { isAvailable: boolean; key: number; oldKeys: number[] }): SafeStore {
  const flip = (bytes: Buffer): Buffer => Buffer.from(bytes.map((byte) => byte ^ 0x55))
  return {
    isAvailable: () => Promise.resolve(state.isAvailable),
    encrypt: (text) =>
      Promise.resolve(Buffer.concat([Buffer.from([state.key]), flip(Buffer.from(text))])),
    decrypt(bytes) {
      const key = bytes[0] ?? 0
      if (key !== state.key && !state.oldKeys.includes(key)) throw new Error('wrong key')
      return Promise.resolve({
        text: flip(bytes.subarray(1)).toString(),
        shouldReEncrypt: key !== state.key,
      })
    },
  }
}

let folder: string
let path: string
let problems: unknown[]
const state = { isAvailable: true, key: 1, oldKeys: [] as number[] }
const open = (origin: string | null = null): ReturnType<typeof createSafeStorageVault> =>
  createSafeStorageVault(fakeStore(state), path, origin, (problem) => problems.push(problem))

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-vault-'))
  path = join(folder, 'sign-in.bin')
  problems = []
  Object.assign(state, { isAvailable: true, key: 1, oldKeys: [] })
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the vault', () => {
  it('keeps the sign-in and the own client over a restart, for the owner’s eyes only', async () => {
    const first = open()
    await first.save(kept)
    await first.saveClient(client)
    expect((await stat(path)).mode & 0o777).toBe(privateMode)
    const second = open()
    expect(await second.load()).toEqual(kept)
    expect(await second.loadClient()).toEqual(client)
    expect(problems).toEqual([])
  })

  it('writes nothing in the clear and leaves no draft behind', async () => {
    await open().save(kept)
    expect(await readdir(folder)).toEqual(['sign-in.bin'])
    const bytes = await readFile(path, 'latin1')
    expect(bytes).not.toContain('canary')
    expect(bytes).not.toContain('example.test')
  })

  it('stays in memory and writes nothing where there is no safe store', async () => {
    state.isAvailable = false
    const vault = open()
    await vault.save(kept)
    expect(await vault.isLasting()).toBe(false)
    expect(await vault.load()).toEqual(kept)
    expect(await readdir(folder)).toEqual([])
    expect(await open().load()).toBeNull()
  })

  it('forgets the sign-in and keeps the client, then removes an empty file', async () => {
    const vault = open()
    await vault.save(kept)
    await vault.saveClient(client)
    await vault.clear()
    expect(await open().load()).toBeNull()
    expect(await open().loadClient()).toEqual(client)
    await vault.saveClient(null)
    expect(await readdir(folder)).toEqual([])
  })

  it('encrypts anew when the system has a new key', async () => {
    await open().save(kept)
    Object.assign(state, { key: 2, oldKeys: [1] })
    expect(await open().load()).toEqual(kept)
    expect((await readFile(path))[0]).toBe(2)
  })

  it('counts a file that it cannot read as none, says so, and leaves it in place', async () => {
    await open().save(kept)
    Object.assign(state, { key: 9, oldKeys: [] })
    expect(await open().load()).toBeNull()
    expect(problems).toHaveLength(1)
    Object.assign(state, { key: 1 })
    expect(await open().load()).toEqual(kept)
  })

  it('counts garbage as none', async () => {
    await writeFile(path, Buffer.from([1, 2, 3]))
    expect(await open().load()).toBeNull()
    expect(problems).toHaveLength(1)
  })

  it('has the last of many saves on disk', async () => {
    const vault = open()
    await Promise.all(
      Array.from({ length: 20 }, (_, n) => vault.save({ ...kept, refreshToken: `token-${n}` })),
    )
    expect((await open().load())?.refreshToken).toBe('token-19')
  })

  it('gives what was kept for Google to no stand-in, and the other way round', async () => {
    const [one, other] = ['http://127.0.0.1:8090', 'http://127.0.0.1:8091']
    await open().save(kept)
    await open().saveClient(client)
    expect(await open(one).load()).toBeNull()
    expect(await open(one).loadClient()).toBeNull()
    const trial = { ...kept, refreshToken: 'of-a-trial' }
    await open(one).save(trial)
    expect(await open(one).load()).toEqual(trial)
    expect(await open(other).load()).toBeNull()
    expect(await open().load()).toEqual(kept)
    await open(one).clear()
    expect(await open().load()).toEqual(kept)
    expect(await open().loadClient()).toEqual(client)
    expect(problems).toEqual([])
  })

  it('takes what a version before kept for Google’s, and never for a stand-in’s', async () => {
    const store = fakeStore(state)
    const before = { version: 1, signIn: kept, client }
    await writeFile(path, await store.encrypt(JSON.stringify(before)))
    expect(await open('http://127.0.0.1:8090').load()).toBeNull()
    expect(await open().load()).toEqual(kept)
  })
})
