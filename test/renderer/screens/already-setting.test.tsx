// @vitest-environment jsdom
// What the window asks and says about what is in Google Photos already: in the first run for all folders, and on each card.
import { screen, waitFor, within } from '@testing-library/react'
import { beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import type { SourceView } from '../../../src/shared/status.ts'
import { settled } from '../fake-bridge.ts'
import { aSource, uploadingStatus } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

const question = 'What is in Google Photos already?'
const nothing = 'Nothing of this'
const some = 'Some of it'
const all = 'All of it: only what is new since a day'
const stopped = /^10 Aug 2026, when Google’s own program stopped backing up photos$/

beforeEach(() => {
  vi.useFakeTimers({ now: new Date(2026, 10, 27, 15).getTime(), toFake: ['Date'] })
  onTestFinished(() => void vi.useRealTimers())
})

const group = () => within(screen.getByRole('radiogroup', { name: question }))
const days = () => within(screen.getByRole('radiogroup', { name: 'New since' }))
const checkedIn = (where: Pick<typeof screen, 'getAllByRole'>): string[] =>
  where
    .getAllByRole<HTMLInputElement>('radio')
    .filter((radio) => radio.checked)
    .map((radio) => {
      const id = radio.closest('[aria-labelledby]')?.getAttribute('aria-labelledby') ?? ''
      return document.getElementById(id)?.textContent ?? ''
    })

describe('the first run', () => {
  const ask = (already = 'nothing') =>
    show({ settings: settled({ firstRunStep: 'folders', already }) })

  it('asks it with nothing of it there, which leaves nothing out and says what each answer means', async () => {
    const { bridge } = await ask()
    expect(checkedIn(group())).toEqual([nothing])
    for (const said of [
      /^Everything goes up, and photos that carry no date can get one\.$/,
      /^Everything goes up; Google recognises files that it has unchanged\. So no dates are added/,
      /^What was on this computer before that day is left out and listed as skipped\./,
    ])
      expect(screen.getByText(said)).toBeDefined()
    expect(screen.queryByRole('radiogroup', { name: 'New since' })).toBeNull()
    expect(called(bridge)).not.toContain('changeSettings')
  })

  it('takes the earlier of the days that it offers, and today where that is chosen', async () => {
    const { bridge, user } = await ask()
    await user.click(group().getByRole('radio', { name: all }))
    expect(bridge.world.settings.already).toBe('2026-08-10')
    expect(days().getByRole<HTMLInputElement>('radio', { name: stopped }).checked).toBe(true)
    await user.click(days().getByRole('radio', { name: 'Today, 27 Nov 2026' }))
    expect(bridge.world.settings.already).toBe('2026-11-27')
    await user.click(group().getByRole('radio', { name: some }))
    expect(bridge.world.settings.already).toBe('some')
    expect(checkedIn(group())).toEqual([some])
  })

  it('goes on to say which day was chosen', async () => {
    const { bridge, user } = await ask('2026-08-10')
    await user.click(screen.getByRole('button', { name: 'Continue' }))
    await user.click(await screen.findByRole('button', { name: 'Continue' }))
    expect(await screen.findByText('Only what is new since 10 Aug 2026')).toBeDefined()
    expect(bridge.world.settings.already).toBe('2026-08-10')
  })
})

/** The options of a folder, opened. */
async function opened(change: Partial<SourceView>) {
  const sources = [aSource(change)]
  const shown = await show({ status: { ...uploadingStatus(), sources } }, { to: 'folders' })
  const card = within(await screen.findByRole('region', { name: 'Pictures' }))
  await shown.user.click(card.getByRole('button', { name: 'Options Pictures' }))
  const sent = (): number => called(shown.bridge).filter((name) => name === 'changeSource').length
  return { ...shown, card, sent }
}

describe('the card of a folder', () => {
  it('offers no day that is still to come where the clock is behind, and shows the one it has', async () => {
    vi.setSystemTime(new Date(2026, 5, 12, 15))
    const { card } = await opened({ already: '2026-08-10' })
    expect(days().queryByRole('radio', { name: stopped })).toBeNull()
    expect(checkedIn(days())).toEqual(['Another day'])
    expect(card.getByLabelText<HTMLInputElement>('The day').value).toBe('2026-08-10')
  })

  it.each([
    ['nothing', nothing],
    ['some', some],
    ['2026-08-10', all],
  ])('shows “%s”, and says on its face what it leaves out', async (already, title) => {
    const { card } = await opened({ already })
    expect(checkedIn(group())).toEqual([title])
    const line = card.queryByText(/^Only what is new since 10 Aug 2026: what was here before/)
    expect(line !== null).toBe(already === '2026-08-10')
  })

  it('leads to what is left out', async () => {
    const { card, user } = await opened({ already: '2026-08-10' })
    await user.click(card.getByRole('button', { name: 'Show what is left out' }))
    expect(await screen.findByText(/here before your start date/)).toBeDefined()
  })

  it('changes it at once', async () => {
    const { bridge, user } = await opened({ already: 'some', undated: 'leave' })
    await user.click(group().getByRole('radio', { name: all }))
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', already: '2026-08-10' })
    await user.click(group().getByRole('radio', { name: nothing }))
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', already: 'nothing' })
  })

  it('takes another day once it is typed to its end', async () => {
    const { bridge, card, user, sent } = await opened({ already: '2026-08-10' })
    await user.click(days().getByRole('radio', { name: 'Another day' }))
    expect(sent()).toBe(0)
    const field = card.getByLabelText<HTMLInputElement>('The day')
    expect(field.value).toBe('2026-08-10')
    await user.clear(field)
    await user.type(field, '2025-12-24')
    expect(sent()).toBe(0)
    await user.tab()
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', already: '2025-12-24' })
    await waitFor(() => expect(checkedIn(days())).toEqual(['Another day']))
  })

  it('takes none that is still to come but tomorrow, and says so', async () => {
    const { bridge, card, user, sent } = await opened({ already: '2026-01-01' })
    const field = card.getByLabelText<HTMLInputElement>('The day')
    for (const wrong of ['2026-11-29', '2062-08-10', '']) {
      await user.clear(field)
      if (wrong !== '') await user.type(field, wrong)
      await user.tab()
      expect(card.getByText(/^Choose a day no later than tomorrow\./)).toBeDefined()
      expect(field.getAttribute('aria-invalid')).toBe('true')
    }
    expect(sent()).toBe(0)
    await user.type(field, '2026-11-28{Enter}')
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', already: '2026-11-28' })
    expect(card.queryByText(/^Choose a day no later/)).toBeNull()
  })

  const look = 'Look for their dates'
  const none = 'Add no dates'
  it.each([
    ['nothing', 'file', null],
    ['nothing', 'name', null],
    ['nothing', 'leave', [look, 'file']],
    ['some', 'leave', null],
    ['some', 'file', [none, 'leave']],
    ['2026-08-10', '1987', [none, 'leave']],
  ] as const)(
    'with “%s” and “%s” for photos without a date, offers %j',
    async (already, undated, offer) => {
      const { bridge, card, user } = await opened({ already, undated })
      for (const name of [look, none])
        expect(card.queryByRole('button', { name }) !== null).toBe(offer?.[0] === name)
      if (offer === null) return
      await user.click(card.getByRole('button', { name: offer[0] }))
      expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', undated: offer[1] })
      await waitFor(() => expect(card.queryByRole('button', { name: offer[0] })).toBeNull())
    },
  )
})
