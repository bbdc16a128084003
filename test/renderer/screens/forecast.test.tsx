// @vitest-environment jsdom
// The forecast on the last step of the first run: how much, until when and whether it fits, as it is known.
import { screen } from '@testing-library/react'
import { afterEach, describe, expect, it, vi } from 'vitest'
import type { Settings } from '../../../src/shared/model.ts'
import type { Status } from '../../../src/shared/status.ts'
import { settled } from '../fake-bridge.ts'
import { setAt, sizeEstimate, uploadingStatus } from '../fake-data.ts'
import { lastInput, show } from '../render.tsx'

const gib = 1024 ** 3
const review = async (
  change: Partial<Status> = {},
  settings: Partial<Settings> = {},
  estimate: Partial<typeof sizeEstimate> = {},
) => {
  const status = uploadingStatus()
  return show({
    status: {
      ...status,
      progress: { ...status.progress, bytesPerSecond: null },
      requests: { usedToday: 0, limit: 10_000, resetsAt: Date.now() + 10 * 3_600_000 },
      storage: { limitBytes: 100 * gib, usedBytes: 52 * gib, at: setAt },
      ...change,
    },
    settings: settled({ firstRunStep: 'review', isBackupOn: false, ...settings }),
    estimate: {
      ...sizeEstimate,
      files: 300,
      highBytes: 61 * gib,
      originalBytes: 80 * gib,
      ...estimate,
    },
  })
}

afterEach(() => {
  vi.useRealTimers()
})

describe('the forecast', () => {
  it('says how much goes, and that the account has too little room', async () => {
    const { bridge, user } = await review()
    expect(await screen.findByText('300 photos and videos, about 61 GB.')).toBeDefined()
    expect(screen.getByText('Your account has 48 GB free, 13 GB too little.')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Free up space' }))
    expect(lastInput(bridge, 'openPage')).toEqual({ page: 'google-storage' })
  })

  it('is of every byte in Original, and says so without "about" once all is counted', async () => {
    await review({}, { photoSize: 'original' })
    expect(await screen.findByText('300 photos and videos, 80 GB.')).toBeDefined()
  })

  it('says what it would be at a usual speed while none is known', async () => {
    await review()
    expect(await screen.findByText(/depends on your line: 15 hours at 10 megabits/)).toBeDefined()
  })

  it('says when it is done at the speed that is known', async () => {
    const { progress } = uploadingStatus()
    await review({ progress: { ...progress, bytesPerSecond: 3_000_000 } })
    expect(await screen.findByText('Done in about 6 hours, at your speed.')).toBeDefined()
  })

  it('names Google’s daily limit where that is the longer wait', async () => {
    const { progress } = uploadingStatus()
    const soon = { progress: { ...progress, bytesPerSecond: 900_000_000 } }
    await review(soon, {}, { files: 45_000 })
    expect(
      await screen.findByText(/^Done .*: Google takes about 10,000 photos a day\.$/),
    ).toBeDefined()
  })

  it('does not promise what the line may not keep', async () => {
    await review({}, {}, { files: 12_000 })
    expect(
      await screen.findByText('At least 10 hours: Google takes about 10,000 photos a day.'),
    ).toBeDefined()
  })

  it('counts the hours that were chosen', async () => {
    // Six hours of line, begun when an hour of the seven has gone by and a half: the rest is for the next night.
    vi.useFakeTimers({ toFake: ['Date'], now: new Date(2026, 5, 17, 1, 30) })
    const { progress } = uploadingStatus()
    const allowedHours = Array.from({ length: 168 }, (_, at) => (at % 24 < 7 ? '1' : '0')).join('')
    await review({ progress: { ...progress, bytesPerSecond: 3_000_000 } }, { allowedHours })
    expect(await screen.findByText(/^Done .*, in the hours you chose\.$/)).toBeDefined()
  })

  it('says what room there is where all fits, and nothing where that is not known', async () => {
    await review({ storage: { limitBytes: 200 * gib, usedBytes: 52 * gib, at: setAt } })
    expect(await screen.findByText('Your account has 148 GB free.')).toBeDefined()
  })

  it('says nothing of a room that was not told', async () => {
    await review({ storage: null })
    expect(await screen.findByText(/photos and videos, about/)).toBeDefined()
    expect(screen.queryByText(/Your account has/)).toBeNull()
  })

  it('of nothing says that new photos go by themselves', async () => {
    await review({}, {}, { files: 0, highBytes: 0, originalBytes: 0, spreadBytes: 0 })
    expect(await screen.findByText(/Nothing to upload yet/)).toBeDefined()
  })
})
