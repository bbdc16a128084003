// Quotas over real HTTP: photos-api.md 6, and the self-test failures of a user's own client.
import { expect, it } from 'vitest'
import { clientOf, jsonOf, startForTest, startSignedIn, tempDir, tinyJpeg } from '../testing.ts'
import { quotaDay } from './clock.ts'

it('answers the daily 429 once the project has spent its requests, until Pacific midnight', async () => {
  const { emulator, client } = await startSignedIn({
    settings: { dailyQuota: 2, accessTokenLifeSeconds: 1e6 },
  })
  expect((await client.raw(await tinyJpeg())).status).toBe(200)
  expect((await client.call('GET', '/v1/mediaItems')).status).toBe(200)
  const reply = await client.call('GET', '/v1/mediaItems')
  expect(reply.status).toBe(429)
  const { error } = jsonOf(reply) as {
    error: { message: string; errors: unknown; details: unknown }
  }
  expect(error.message).toMatch(
    /^Quota exceeded for quota metric 'All requests' and limit 'All requests per day' of service 'photoslibrary\.googleapis\.com' for consumer 'project_number:\d+'\.$/,
  )
  expect(error.errors).toMatchObject([{ domain: 'global', reason: 'rateLimitExceeded' }])
  expect(error.details).toMatchObject([
    { reason: 'RATE_LIMIT_EXCEEDED', metadata: { quota_limit: 'ApiCallsPerProjectPerDay' } },
    {},
  ])
  // The quota is the project's: another account of the same client has none left either.
  const other = await emulator.control.signIn({ user: 'second@example.test' })
  expect((await clientOf(emulator, other.accessToken).call('GET', '/v1/albums')).status).toBe(429)
  expect((await client.call('GET', '/drive/v3/about?fields=*')).status).toBe(200)
  expect(await emulator.control.counters()).toMatchObject({ requestsToday: 4 })
  await emulator.control.changeSettings({ clockOffsetMs: 86_400_000 })
  expect((await client.call('GET', '/v1/mediaItems')).status).toBe(200)
})

it('changes the quota day at midnight in California, in winter and summer', () => {
  expect(quotaDay(Date.UTC(2026, 0, 15, 7, 59))).toBe('2026-01-14')
  expect(quotaDay(Date.UTC(2026, 0, 15, 8, 0))).toBe('2026-01-15')
  expect(quotaDay(Date.UTC(2026, 6, 15, 6, 59))).toBe('2026-07-14')
  expect(quotaDay(Date.UTC(2026, 6, 15, 7, 0))).toBe('2026-07-15')
})

it('remembers over a restart how much of the day is spent', async () => {
  const dataDir = tempDir()
  const first = await startForTest({ dataDir })
  const { accessToken } = await first.control.signIn()
  await clientOf(first, accessToken).call('GET', '/v1/mediaItems')
  await first.stop()
  const second = await startForTest({ dataDir, settings: { dailyQuota: 1 } })
  expect((await clientOf(second, accessToken).call('GET', '/v1/mediaItems')).status).toBe(429)
})

it('counts writes per account and minute, and reads not at all', async () => {
  const { emulator, client } = await startSignedIn({ settings: { minuteQuota: 1 } })
  expect((await client.raw(await tinyJpeg())).status).toBe(200)
  const reply = await client.raw(await tinyJpeg())
  expect(reply.status).toBe(429)
  expect(reply.text).toContain("limit 'Write requests per minute per user'")
  expect((await client.call('GET', '/v1/mediaItems')).status).toBe(200)
  await emulator.control.changeSettings({ clockOffsetMs: 60_000 })
  expect((await client.raw(await tinyJpeg())).status).toBe(200)
})

it('answers like a project in which an API was never enabled', async () => {
  const { emulator, client } = await startSignedIn()
  const { clientId } = emulator.client
  const { projectNumber } = await emulator.control.putClient({ clientId, photosApiEnabled: false })
  const reply = await client.call('GET', '/v1/mediaItems')
  expect(reply.status).toBe(403)
  expect(reply.text).toContain(
    `has not been used in project ${projectNumber} before or it is disabled`,
  )
  expect((await client.raw(await tinyJpeg())).status).toBe(403)
  await emulator.control.putClient({ clientId, photosApiEnabled: true, driveApiEnabled: false })
  expect((await client.call('GET', '/v1/mediaItems')).status).toBe(200)
  expect((await client.call('GET', '/drive/v3/about?fields=*')).status).toBe(403)
})

it('tells a missing credential from a bad one', async () => {
  const { emulator, client } = await startSignedIn()
  const stranger = clientOf(emulator, 'nonsense')
  const bad = await stranger.call('GET', '/v1/mediaItems')
  expect(bad.status).toBe(401)
  expect(bad.text).toContain('Request had invalid authentication credentials.')
  const missing = await fetch(`${emulator.origin}/v1/mediaItems`)
  expect(await missing.text()).toContain('Request is missing required authentication credential.')
  await emulator.control.expireAccessTokens()
  expect((await client.call('GET', '/v1/mediaItems')).status).toBe(401)
})
