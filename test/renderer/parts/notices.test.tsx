// @vitest-environment jsdom
import { act, screen } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { show } from '../render.tsx'

/** Longer than good news stays. */
const longMs = 60_000

describe('a notice', () => {
  beforeEach(() => {
    vi.useFakeTimers({ shouldAdvanceTime: true })
  })
  afterEach(() => {
    vi.useRealTimers()
  })
  const pass = () => act(() => vi.advanceTimersByTimeAsync(longMs))

  it('leaves by itself when it is good news', async () => {
    const { session } = await show()
    act(() => session.say('The folder is added.'))
    expect(screen.getByText('The folder is added.')).toBeDefined()
    await pass()
    expect(screen.queryByText('The folder is added.')).toBeNull()
  })

  it('stays while the focus is on it', async () => {
    const { session } = await show()
    act(() => session.say('The folder is added.'))
    act(() => screen.getByRole('button', { name: 'Dismiss' }).focus())
    await pass()
    expect(screen.getByText('The folder is added.')).toBeDefined()
    act(() => screen.getByRole('heading', { level: 1 }).focus())
    await pass()
    expect(screen.queryByText('The folder is added.')).toBeNull()
  })

  it('stays until it is put away when it tells of a problem', async () => {
    const { session } = await show()
    act(() => session.say('That did not work', 'problem', 'Look again.'))
    await pass()
    expect(screen.getByText('Look again.')).toBeDefined()
  })
})
