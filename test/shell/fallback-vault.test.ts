// The sign-in on a computer without a safe store: in memory, until the user wants it in the command's file.
import { mkdtemp, readdir, readFile, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createFileVault, isVaultFileThere } from '../../src/main/engine/file-vault.ts'
import type { KeptSignIn, TokenVault } from '../../src/main/engine/ports/outside.ts'
import { createFallbackVault } from '../../src/main/shell/fallback-vault.ts'
import { memoryVault } from '../fakes/memory-vault.ts'
import { privateMode } from '../builders/posix.ts'

const kept: KeptSignIn = {
  refreshToken: 'refresh-canary',
  clientId: 'own',
  scopes: ['a'],
  account: { sub: '1', email: 'first@example.test', name: 'First', pictureUrl: null },
}
const client = { clientId: 'own', clientSecret: 'secret-canary' }

let folder: string
/** As at a start: nothing is left in memory. */
const opened = (isLasting = false): TokenVault =>
  createFallbackVault(memoryVault({ isLasting }), {
    vault: createFileVault(folder, null),
    isThere: () => isVaultFileThere(folder),
  })
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-fallback-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('without a safe store', () => {
  it('nothing is written before the user says so', async () => {
    const vault = opened()
    await vault.save(kept)
    await vault.saveClient(client)
    expect(await vault.isLasting()).toBe(false)
    expect(await readdir(folder)).toEqual([])
    expect([await opened().load(), await opened().loadClient()]).toEqual([null, null])
  })

  it('what is known goes into a file for the owner’s eyes only, and outlives a restart', async () => {
    const vault = opened()
    await vault.save(kept)
    await vault.saveClient(client)
    await vault.keepInFile()
    expect(await vault.isLasting()).toBe(true)
    expect((await stat(join(folder, 'sign-in.json'))).mode & 0o777).toBe(privateMode)
    const later = opened()
    expect([await later.load(), await later.loadClient()]).toEqual([kept, client])
    expect(await later.isLasting()).toBe(true)
  })

  it('a wish before there is anything to keep holds for what comes', async () => {
    const vault = opened()
    await vault.keepInFile()
    await vault.saveClient(client)
    expect(await opened().loadClient()).toEqual(client)
  })

  it('a sign-out leaves the client, and forgetting both leaves no file', async () => {
    const vault = opened()
    await vault.keepInFile()
    await vault.save(kept)
    await vault.saveClient(client)
    await vault.clear()
    expect(await readFile(join(folder, 'sign-in.json'), 'utf8')).not.toContain('refresh-canary')
    expect(await opened().loadClient()).toEqual(client)
    await vault.saveClient(null)
    expect(await readdir(folder)).toEqual([])
    expect(await opened().isLasting()).toBe(false)
  })
})

describe('with a safe store', () => {
  it('the file is neither written nor read', async () => {
    await createFileVault(folder, null).save({ ...kept, refreshToken: 'of-the-command' })
    const vault = opened(true)
    await vault.keepInFile()
    await vault.save(kept)
    expect(await vault.load()).toEqual(kept)
    expect(await createFileVault(folder, null).load()).toMatchObject({
      refreshToken: 'of-the-command',
    })
  })
})
