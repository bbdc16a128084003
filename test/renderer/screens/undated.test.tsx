// @vitest-environment jsdom
// Behaviour of the page of photos without a date: what it shows of each folder, what can be decided, and the ways to it.
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { UndatedGroup } from '../../../src/shared/undated-schemas.ts'
import { completeStatus, uploadingStatus } from '../fake-data.ts'
import { aGroup } from '../fake-undated.ts'
import { called, lastInput, show } from '../render.tsx'

const place = 'Pictures / Scans / 1987'

/** The page with these folders, and the card of the first. */
async function page(...groups: Partial<UndatedGroup>[]) {
  const undated = groups.map((group, at) => aGroup({ folderId: `${11 + at}`, ...group }))
  const shown = await show({ undated }, { to: 'undated' })
  const card = within(await screen.findByRole('region', { name: place }))
  const press = (name: string) =>
    shown.user.click(card.getByRole('button', { name: `${name}: ${place}` }))
  const offers = (): string[] =>
    card
      .getAllByRole('button')
      .map((button) => button.textContent)
      .filter((text) => text !== 'Show each photo')
  return { ...shown, card, press, offers }
}

describe('a folder with photos without a date', () => {
  it('shows how many, which dates are proposed, and whence they are', async () => {
    const { card, offers } = await page({})
    expect(card.getByText('3 photos')).toBeDefined()
    expect(await card.findByText('1 Jan 1987 – 3 Jan 1987')).toBeDefined()
    expect(card.getByText('From the folder’s name, a guess.')).toBeDefined()
    expect(offers()).toEqual([
      'Use these dates',
      'Set a date…',
      'Leave without a date',
      'Decide later',
    ])
  })

  it('tells how many have none, and how many can take none', async () => {
    const { card } = await page({ files: 10, unwritable: 2 })
    expect(await card.findByText(/^6 of 10: /)).toBeDefined()
    expect(card.getByText('2 have no date that we could find, and go as they are.')).toBeDefined()
    expect(card.getByText(/^2 are of a type that takes no date/)).toBeDefined()
  })

  it('is asked about the file’s own time only while that is wanted', async () => {
    const { bridge, user, card, press } = await page({})
    await waitFor(() =>
      expect(lastInput(bridge, 'undatedSummary')).toEqual({ folderId: '11', as: 'file' }),
    )
    await user.click(card.getByRole('checkbox', { name: 'Also by the time of the file' }))
    await waitFor(() =>
      expect(lastInput(bridge, 'undatedSummary')).toEqual({ folderId: '11', as: 'name' }),
    )
    await press('Use these dates')
    expect(lastInput(bridge, 'decideDates')).toEqual({ folderId: '11', choice: 'name' })
  })

  it.each([
    ['Use these dates', 'file', 'You decided: they get the dates that were found.'],
    ['Leave without a date', 'leave', 'You decided: they go without a date.'],
  ])('is decided by “%s”, and the decision is taken back', async (button, choice, told) => {
    const { bridge, card, press, offers } = await page({})
    await press(button)
    expect(lastInput(bridge, 'decideDates')).toEqual({ folderId: '11', choice })
    expect(await card.findByText(told)).toBeDefined()
    expect(await screen.findByText('Decided for 3 photos.')).toBeDefined()
    expect(offers()).toEqual(['Undo'])
    await press('Undo')
    expect(called(bridge)).toContain('undoDates')
    expect(await card.findByText('They wait until you decide.')).toBeDefined()
    expect(offers()).toEqual(['Use these dates', 'Set a date…', 'Leave without a date'])
  })

  it('waits where the decision is left for later', async () => {
    const { bridge, card, press } = await page({})
    await press('Decide later')
    expect(lastInput(bridge, 'decideDates')).toEqual({ folderId: '11', choice: 'later' })
    expect(await card.findByText('They wait until you decide.')).toBeDefined()
    expect(await screen.findByText('3 photos wait until you decide.')).toBeDefined()
  })

  it('asks nothing where no type takes a date', async () => {
    const { card, offers } = await page({ files: 2, unwritable: 2 })
    expect(await card.findByText(/^2 are of a type that takes no date/)).toBeDefined()
    expect(offers()).toEqual([])
  })

  it('of which all have gone asks nothing, and can be forgotten', async () => {
    const { bridge, card, offers, press } = await page({ files: 0, choice: '1987', went: 3 })
    expect(card.getByText('3 have gone already and stay as they went.')).toBeDefined()
    expect(offers()).toEqual(['Ask again next time'])
    await press('Ask again next time')
    expect(lastInput(bridge, 'decideDates')).toEqual({ folderId: '11', choice: null })
    expect(await screen.findByText('No photo waits for a date')).toBeDefined()
  })

  it('tells whoever decides too late', async () => {
    const { bridge, press } = await page({})
    bridge.world.undated = [aGroup({ files: 0, choice: 'leave', went: 3 })]
    await press('Leave without a date')
    expect(await screen.findByText(/^All of them have gone by now/)).toBeDefined()
  })
})

describe('one date for a folder', () => {
  async function asked() {
    const shown = await page({})
    await shown.press('Set a date…')
    const dialog = within(await screen.findByRole('dialog'))
    const field = dialog.getByRole<HTMLInputElement>('textbox', { name: 'Date' })
    return { ...shown, dialog, field }
  }

  it.each(['1987', '1987-07', '1987-07-14', ' 1987 '])('may be %s', async (typed) => {
    const { bridge, user, field, card } = await asked()
    await user.type(field, `${typed}{Enter}`)
    expect(lastInput(bridge, 'decideDates')).toEqual({ folderId: '11', choice: typed.trim() })
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(await card.findByText(`You decided: they get the date ${typed.trim()}.`)).toBeDefined()
  })

  it.each(['', 'summer', '87', '1987-13', '1987-02-30', '14.07.1987'])(
    'is refused where it is none: “%s”',
    async (typed) => {
      const { bridge, user, dialog, field } = await asked()
      if (typed !== '') await user.type(field, typed)
      await user.click(dialog.getByRole('button', { name: 'Set this date' }))
      expect(dialog.getByText(/^This is not a date\./)).toBeDefined()
      expect(called(bridge)).not.toContain('decideDates')
      expect(field.getAttribute('aria-invalid')).toBe('true')
    },
  )

  it('is put away by Escape, and nothing is changed', async () => {
    const { bridge, user, field } = await asked()
    await user.type(field, '1987{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(called(bridge)).not.toContain('decideDates')
  })

  it('is refused where it is still to come', async () => {
    const { bridge, user, dialog, field } = await asked()
    await user.type(field, '2999{Enter}')
    expect(dialog.getByText('This date is still to come. No photo can be of it.')).toBeDefined()
    expect(called(bridge)).not.toContain('decideDates')
  })
})

describe('each photo of a folder', () => {
  it('is shown with its name, its date and why', async () => {
    const { press } = await page({})
    await press('Show each photo')
    const dialog = within(await screen.findByRole('dialog', { name: place }))
    expect(await dialog.findByText('scan 0001.jpg')).toBeDefined()
    expect(dialog.getByText('1 Jan 1987, from the folder’s name, a guess')).toBeDefined()
  })

  it('of a thousand is in the page only where it is in view, and knows its number', async () => {
    const { press, bridge } = await page({ files: 1_000 })
    await press('Show each photo')
    const dialog = within(await screen.findByRole('dialog', { name: place }))
    await dialog.findByText('scan 0001.jpg')
    const rows = dialog.getAllByRole('listitem')
    expect(rows.length).toBeLessThan(40)
    expect(rows[0]?.getAttribute('aria-setsize')).toBe('1000')
    expect(called(bridge).filter((name) => name === 'undatedPhotos').length).toBe(1)
  })
})

describe('the ways to it', () => {
  it('is a line on Home while photos carry no date', async () => {
    const { user } = await show({
      status: { ...uploadingStatus(), undated: { files: 12, undecided: 0 } },
    })
    expect(await screen.findByText('12 photos carry no date')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Look at them' }))
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Photos without a date' }),
    ).toBeDefined()
  })

  it('is no line where none does', async () => {
    await show({ status: { ...uploadingStatus(), undated: { files: 0, undecided: 0 } } })
    await screen.findByRole('heading', { level: 1 })
    expect(screen.queryByRole('button', { name: 'Look at them' })).toBeNull()
  })

  it('is the card itself where nothing else is left', async () => {
    const status = completeStatus()
    const counts = { ...status.counts, waiting: { files: 3, bytes: 1 } }
    const { user } = await show({
      status: { ...status, counts, activity: 'resting', undated: { files: 3, undecided: 3 } },
    })
    expect(
      await screen.findByRole('heading', { name: '3 photos wait for your decision' }),
    ).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Look at them' })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Decide now' }))
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Photos without a date' }),
    ).toBeDefined()
  })

  it('is on the folder’s card', async () => {
    const { user } = await show({}, { to: 'folders' })
    const card = within(await screen.findByRole('region', { name: 'Pictures' }))
    await user.click(card.getByRole('button', { name: 'Options Pictures' }))
    await user.click(card.getByRole('button', { name: 'Photos without a date' }))
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Photos without a date' }),
    ).toBeDefined()
  })

  it('is what a notification opens', async () => {
    const { bridge } = await show({})
    bridge.emit('navigate', { to: 'undated' })
    expect(
      await screen.findByRole('heading', { level: 1, name: 'Photos without a date' }),
    ).toBeDefined()
  })
})

it('is told under Problems as what waits for a decision, and not as what goes on by itself', async () => {
  const group = (reason: 'undated' | 'undecided') =>
    ({
      state: 'waiting',
      reason,
      files: 3,
      bytes: 9,
      skip: null,
      failure: { kind: reason },
    }) as const
  const { user } = await show(
    { groups: [group('undated'), group('undecided')] },
    { to: 'problems' },
  )
  const waits = within(await screen.findByRole('region', { name: 'Waits for your decision' }))
  expect(waits.getByText(/It waits for you and does not go by itself/)).toBeDefined()
  const passes = within(screen.getByRole('region', { name: 'Goes on by itself' }))
  expect(passes.getAllByRole('listitem')).toHaveLength(1)
  await user.click(waits.getByRole('button', { name: /^Photos without a date/ }))
  expect(await screen.findByRole('region', { name: place })).toBeDefined()
})

it('says why nothing can be shown, and asks again', async () => {
  const { bridge, user } = await show({}, { to: 'undated' }, (fake) =>
    fake.failWith('undatedGroups', { kind: 'engine-down' }),
  )
  expect(await screen.findByText('These photos cannot be shown right now.')).toBeDefined()
  bridge.failWith('undatedGroups', null)
  await user.click(screen.getByRole('button', { name: 'Try again' }))
  expect(await screen.findByRole('region', { name: place })).toBeDefined()
})
