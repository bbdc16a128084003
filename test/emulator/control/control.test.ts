// The control API in both its forms, and what it refuses.
import { expect, it } from 'vitest'
import { createControlClient, type Control, type Emulator } from '../index.ts'
import { clientOf, send, sha256, startForTest, tinyJpeg } from '../testing.ts'

const forms: [string, (emulator: Emulator) => Control][] = [
  ['in process', (emulator) => emulator.control],
  ['over HTTP', (emulator) => createControlClient(emulator.origin)],
]

it.each(forms)('offers every power %s', async (_name, controlOf) => {
  const emulator = await startForTest()
  const control = controlOf(emulator)
  const { accessToken, refreshToken } = await control.signIn({ user: 'second@example.test' })
  const client = clientOf(emulator, accessToken)
  const bytes = await tinyJpeg()

  const fault = await control.addFault({ on: 'batchCreate', action: { kind: 'stall' } })
  const token = await client.upload(bytes)
  const hanging = client.create([token])
  const row = await control.waitFor((one) => one.outcome === 'stall')
  expect(row).toMatchObject({ operation: 'batchCreate', user: 'second@example.test', fault })
  expect(await control.faults()).toMatchObject([{ id: fault, fired: 1 }])
  await control.release(fault)
  expect((await hanging).status).toBe(200)
  await control.removeFaults(fault)
  expect(await control.faults()).toEqual([])

  const [item] = await control.library()
  expect(item).toMatchObject({ user: 'second@example.test', sha256: sha256(bytes), timesSent: 1 })
  expect((await control.file(item?.id ?? '')).equals(bytes)).toBe(true)
  await expect(control.file('none')).rejects.toThrow('There is no media item none.')
  expect(await control.ledger(row.seq)).toEqual([])
  expect(await control.counters()).toMatchObject({ requestsToday: 2, maxBatchCreateOverlap: 1 })

  expect((await control.changeSettings({ dailyQuota: 5 })).dailyQuota).toBe(5)
  expect((await control.settings()).dailyQuota).toBe(5)
  const made = await control.putClient({ type: 'web', photosApiEnabled: false })
  expect(await control.clients()).toContainEqual(made)

  const album = await client.call('POST', '/v1/albums', { album: { title: 'Gone soon' } })
  const { id } = JSON.parse(album.text) as { id: string }
  await control.deleteAlbum(id)
  await expect(control.deleteAlbum(id)).rejects.toThrow('There is no album')
  expect(await control.expireAccessTokens()).toBe(1)
  expect((await client.call('GET', '/v1/mediaItems')).status).toBe(401)
  expect(await control.revoke('second@example.test')).toBe(1)
  expect(await control.revoke()).toBe(0)
  expect(refreshToken).not.toBe('')

  await control.reset()
  expect(await control.library()).toEqual([])
  expect(await control.ledger()).toEqual([])
  expect((await control.settings()).dailyQuota).toBe(10_000)
  expect(await control.clients()).toContainEqual(made)
  await expect(control.waitFor(() => false, { timeoutMs: 1 })).rejects.toThrow('no such request')
})

it.each(forms)(
  'says in a sentence what is wrong with a rule or setting, %s',
  async (_name, controlOf) => {
    const control = controlOf(await startForTest())
    const rule = { on: 'upload.nothing', action: { kind: 'stall' } } as const
    await expect(control.addFault(rule)).rejects.toThrow('There is no operation "upload.nothing"')
    const typo = { dailyQotua: 1 } as object
    await expect(control.changeSettings(typo)).rejects.toThrow('dailyQotua')
    await expect(control.signIn({ user: 'nobody' })).rejects.toThrow('There is no account nobody.')
  },
)

it('keeps sign-ins over a reset unless told otherwise', async () => {
  const emulator = await startForTest()
  const { accessToken } = await emulator.control.signIn()
  const client = clientOf(emulator, accessToken)
  await client.create([await client.upload(await tinyJpeg())])
  await emulator.control.reset()
  expect((await client.call('GET', '/v1/mediaItems')).text).toBe('{}')
  expect((await client.raw(await tinyJpeg())).status).toBe(200)
  await emulator.control.reset({ signIns: true })
  expect((await client.call('GET', '/v1/mediaItems')).status).toBe(401)
})

it('writes no token and no query into the ledger', async () => {
  const emulator = await startForTest()
  const { accessToken } = await emulator.control.signIn()
  await send(`${emulator.origin}/v1/mediaItems?access_token=${accessToken}`)
  const rows = await emulator.control.ledger()
  expect(rows).toHaveLength(1)
  expect(rows[0]).toMatchObject({ path: '/v1/mediaItems', status: 200 })
  expect(JSON.stringify(rows)).not.toContain(accessToken)
})

it('is closed to pages of other origins and to other host names', async () => {
  const emulator = await startForTest()
  const address = `${emulator.origin}/__control/library`
  expect((await send(address, { headers: { origin: 'https://example.test' } })).status).toBe(403)
  expect((await send(address, { headers: { host: 'example.test' } })).status).toBe(400)
  expect((await send(address)).status).toBe(200)
  expect((await send(`${emulator.origin}/__control/nothing`)).status).toBe(404)
  const broken = await send(`${emulator.origin}/__control/settings`, { body: '{' })
  expect(broken).toMatchObject({ status: 400 })
  expect(broken.text).toContain('not JSON')
})
