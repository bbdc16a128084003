// Scopes of every method and the account's storage over real HTTP: photos-api.md 1 and 8.
import { expect, it } from 'vitest'
import { clientOf, jsonOf, onlyId, send, startSignedIn, tinyJpeg, type Reply } from '../testing.ts'

it('checks the scope of every method', async () => {
  const { emulator } = await startSignedIn()
  const prefix = 'https://www.googleapis.com/auth/photoslibrary'
  const statusWith = async (scope: string, method: string, path: string): Promise<number> => {
    const { accessToken } = await emulator.control.signIn({ scopes: [scope] })
    return (await clientOf(emulator, accessToken).call(method, path)).status
  }
  const read = `${prefix}.readonly.appcreateddata`
  const append = `${prefix}.appendonly`
  const edit = `${prefix}.edit.appcreateddata`
  expect(await statusWith(read, 'GET', '/v1/mediaItems')).toBe(200)
  expect(await statusWith(append, 'GET', '/v1/mediaItems')).toBe(403)
  expect(await statusWith(read, 'POST', '/v1/mediaItems:batchCreate')).toBe(403)
  expect(await statusWith(append, 'POST', '/v1/mediaItems:batchCreate')).toBe(400)
  expect(await statusWith(append, 'PATCH', '/v1/mediaItems/x?updateMask=description')).toBe(403)
  expect(await statusWith(edit, 'PATCH', '/v1/mediaItems/x?updateMask=description')).toBe(404)
  // Removed in 2025: consent still works, every call is forbidden.
  expect(await statusWith(prefix, 'GET', '/v1/mediaItems')).toBe(403)
  expect(await statusWith(append, 'GET', '/drive/v3/about?fields=*')).toBe(403)
})

it('tells storage in strings of bytes, and wants to know which fields', async () => {
  const { emulator, client } = await startSignedIn({
    settings: { storageLimitBytes: 5_000_000, storageOtherBytes: 1000, storageInDriveBytes: 200 },
  })
  const bytes = await tinyJpeg()
  await client.create([await client.upload(bytes)])
  const ask = (fields: string): Promise<Reply> =>
    client.call('GET', `/drive/v3/about?fields=${encodeURIComponent(fields)}`)
  expect(jsonOf(await ask('storageQuota,user(emailAddress)'))).toEqual({
    storageQuota: {
      limit: '5000000',
      usage: String(1200 + bytes.length),
      usageInDrive: '200',
      usageInDriveTrash: '0',
    },
    user: { emailAddress: 'first@example.test' },
  })
  expect(jsonOf(await ask('storageQuota/limit'))).toEqual({ storageQuota: { limit: '5000000' } })
  expect((await client.call('GET', '/drive/v3/about')).status).toBe(400)
  expect((await ask('nonsense')).status).toBe(400)
  expect((await send(`${emulator.origin}/drive/v3/about?fields=*`)).status).toBe(401)
  await emulator.control.changeSettings({ storageLimitBytes: null })
  expect((await ask('storageQuota')).text).not.toContain('limit')
})

it('answers the storage-full text when an account has no room, but not for bytes it has', async () => {
  const { emulator, client } = await startSignedIn()
  const bytes = await tinyJpeg()
  await client.create([await client.upload(bytes)])
  const token = await client.upload(await tinyJpeg())
  await emulator.control.changeSettings({ storageLimitBytes: bytes.length + 10 })
  const reply = await client.create([token])
  expect(reply.status).toBe(400)
  expect(reply.text).toContain(
    "The remaining storage in the user's account is not enough to perform this operation.",
  )
  expect((await client.create([await client.upload(bytes)])).status).toBe(200)
  await emulator.control.changeSettings({ storageFullRefusesUploads: true })
  expect((await client.raw(await tinyJpeg())).status).toBe(400)
  await emulator.control.changeSettings({ storageLimitBytes: null })
  expect(onlyId(await client.create([token]))).not.toBe('')
})
