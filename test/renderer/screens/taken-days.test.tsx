// @vitest-environment jsdom
// Behaviour of the history as the days go by which photos were taken: each stands under the day, and has the time, that its
// camera wrote into it, wherever the computer is. What is today is decided by the clock of here.
import { screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import { createLanguage } from '../../../src/renderer/words.ts'
import { wallText } from '../../../src/shared/days.ts'
import { rowAtNumber } from '../fake-data.ts'
import { show } from '../render.tsx'

const total = 60

describe.each(['UTC', 'Pacific/Auckland', 'America/Los_Angeles'])('in %s', (zone) => {
  beforeEach(() => void vi.stubEnv('TZ', zone))
  afterEach(() => void vi.unstubAllEnvs())

  it('a photo has its own day and time, in the list and in its details', async () => {
    const { takenAt } = rowAtNumber(0, total).facts ?? {}
    const [day = '', time = ''] = wallText(takenAt ?? Number.NaN).split('T')
    const [year, , date] = day.split('-').map(Number)
    const clock = time.slice(0, 5)
    const { user } = await show({ rows: total }, { to: 'history', filter: {} })
    await user.click(await screen.findByRole('button', { name: /Last change first/ }))
    await user.click(await screen.findByRole('option', { name: 'Newest photos first' }))
    const name = await screen.findByText(`IMG_00${total}.JPG`)
    const line = name.closest('[role="row"]') as HTMLElement
    expect(line.querySelector('.cell-time')?.textContent).toMatch(
      new RegExp(`\\b${date} June( ${year})?, ${clock}$`),
    )
    const heading = line.parentElement?.querySelector('.history-day-stuck')
    expect(heading?.textContent).toMatch(new RegExp(`\\b${date} June`))
    await user.dblClick(line)
    const details = within(await screen.findByRole('dialog'))
    expect(details.getByText(`${date} Jun ${year}, ${clock}`)).toBeDefined()
  })

  it('today and yesterday are those of the clock here', () => {
    const { format } = createLanguage('en-GB', 'win32')
    for (const hour of [0, 9, 23]) {
      const now = new Date(2026, 5, 12, hour, 30).getTime()
      const said = (day: number, at: number): string =>
        format.wall.day(Date.UTC(2026, 5, day, at, 45), now)
      for (const at of [0, 12, 23]) {
        expect(said(12, at)).toBe('today')
        expect(said(11, at)).toBe('yesterday')
        expect(said(10, at)).toBe('Wednesday 10 June')
        expect(said(13, at)).toBe('Saturday 13 June')
      }
    }
  })

  it('the year is said where it is not that of the clock here', () => {
    const { format } = createLanguage('en-GB', 'win32')
    const now = new Date(2027, 0, 1, 0, 30).getTime()
    expect(format.wall.day(Date.UTC(2026, 11, 31, 23, 45), now)).toBe('yesterday')
    expect(format.wall.day(Date.UTC(2026, 11, 30, 23, 45), now)).toBe('Wednesday, 30 December 2026')
    expect(format.wall.day(Date.UTC(2027, 0, 3, 0, 15), now)).toBe('Sunday 3 January')
  })

  it('a moment stays one of here', () => {
    const { format } = createLanguage('en-GB', 'win32')
    const at = new Date(2026, 5, 12, 23, 30).getTime()
    expect(format.dateTime(at)).toBe('12 Jun 2026, 23:30')
    expect(format.day(at, at + 3_600_000)).toBe('yesterday')
  })
})
