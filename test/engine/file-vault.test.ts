// The command's vault: what is kept for one origin is given to no other, and outlives whatever another keeps.
import { mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { createFileVault } from '../../src/main/engine/file-vault.ts'
import type { KeptSignIn } from '../../src/main/engine/ports/outside.ts'

const kept: KeptSignIn = {
  refreshToken: 'refresh',
  clientId: 'client',
  scopes: ['a'],
  account: { sub: '1', email: 'first@example.test', name: 'First', pictureUrl: null },
}
const client = { clientId: 'client', clientSecret: 'secret' }
const standIn = 'http://127.0.0.1:8090'
const newFolder = (): string => mkdtempSync(join(tmpdir(), 'shoebox-file-vault-'))

test('what is kept for Google is no stand-in’s, and survives one', async () => {
  const folder = newFolder()
  const google = createFileVault(folder, null)
  await google.save(kept)
  await google.saveClient(client)
  const other = createFileVault(folder, standIn)
  expect([await other.load(), await other.loadClient()]).toEqual([null, null])
  await other.clear()
  await other.saveClient(null)
  await other.save({ ...kept, refreshToken: 'of-a-trial' })
  expect(await createFileVault(folder, 'http://127.0.0.1:8091').load()).toBeNull()
  expect([await google.load(), await google.loadClient()]).toEqual([kept, client])
})

test('what a version before wrote is Google’s', async () => {
  const folder = newFolder()
  writeFileSync(join(folder, 'sign-in.json'), JSON.stringify({ signIn: kept, client }))
  expect(await createFileVault(folder, standIn).load()).toBeNull()
  expect(await createFileVault(folder, null).load()).toEqual(kept)
  expect(await createFileVault(folder, null).loadClient()).toEqual(client)
})

test('half of a file that cannot be read leaves the other half', async () => {
  const folder = newFolder()
  const text = JSON.stringify({ version: 1, signIn: { refreshToken: 7 }, client, standIn: 'x' })
  writeFileSync(join(folder, 'sign-in.json'), text)
  expect(await createFileVault(folder, null).load()).toBeNull()
  expect(await createFileVault(folder, null).loadClient()).toEqual(client)
})

test('an empty file is removed only when no origin has anything in it', async () => {
  const folder = newFolder()
  await createFileVault(folder, standIn).save(kept)
  await createFileVault(folder, null).clear()
  expect(readFileSync(join(folder, 'sign-in.json'), 'utf8')).toContain('refresh')
  await createFileVault(folder, standIn).clear()
  expect(() => readFileSync(join(folder, 'sign-in.json'))).toThrow('ENOENT')
})
