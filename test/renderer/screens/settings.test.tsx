// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Settings } from '../../../src/shared/model.ts'
import { allHours, nights, placeInWeek } from '../../../src/renderer/state/hours.ts'
import { settled } from '../fake-bridge.ts'
import { called, show } from '../render.tsx'

const route = { to: 'settings', section: null } as const

describe('settings', () => {
  const changes: ['switch' | 'radio', string, Partial<Settings>][] = [
    ['switch', 'Back up photos', { isBackupOn: false }],
    ['radio', 'Take all that Google takes', { limits: 'google' }],
    ['switch', 'Leave out small pictures', { leaveOutSmallPictures: true }],
    ['switch', 'Send captions', { sendCaptions: false }],
    ['radio', 'Only Wi-Fi and cable', { network: 'wifi-and-cable' }],
    ['switch', 'Pause on metered networks', { pauseOnMetered: true }],
    ['radio', 'At most', { speedLimit: 2_000_000 }],
    ['radio', 'Only while plugged in', { power: 'charging' }],
    ['switch', 'Only while nobody uses this computer', { onlyWhileUnused: true }],
    ['radio', 'The newest first', { uploadOrder: 'newest' }],
    ['radio', 'Only in chosen hours', { allowedHours: allHours }],
    ['switch', 'Start with the computer', { startAtLogin: true }],
    ['radio', 'Dark', { theme: 'dark' }],
    ['switch', 'When the first backup is complete', { notifyFirstBackup: false }],
    ['switch', 'When something needs you', { notifyAttention: false }],
    ['switch', 'When you were signed out', { notifySignedOut: false }],
  ]
  it.each(changes)('%s “%s” takes effect at once', async (role, name, expected) => {
    const { bridge, user } = await show({}, route)
    await user.click(await screen.findByRole(role, { name }))
    await waitFor(() => expect(bridge.world.settings).toMatchObject(expected))
    expect(screen.queryByRole('button', { name: /^Save$/ })).toBeNull()
  })

  it('goes back, and says so, when a change could not be kept', async () => {
    const { bridge, user } = await show({}, route)
    bridge.failWith('changeSettings', { kind: 'disk-full' })
    const option = await screen.findByRole<HTMLInputElement>('radio', { name: 'Dark' })
    await user.click(option)
    expect(await screen.findByText('The setting could not be saved.')).toBeDefined()
    await waitFor(() => expect(option.checked).toBe(false))
  })

  it('puts the chosen look on the page', async () => {
    const { user } = await show({}, route)
    await user.click(await screen.findByRole('radio', { name: 'Dark' }))
    expect(document.documentElement.dataset['theme']).toBe('dark')
    await user.click(screen.getByRole('radio', { name: 'As the system' }))
    expect(document.documentElement.dataset['theme']).toBeUndefined()
  })

  it('refuses a speed that is none, and keeps the last good one', async () => {
    const { bridge, user } = await show({ settings: settled({ speedLimit: 2_000_000 }) }, route)
    const field = await screen.findByRole('textbox', { name: /megabytes per second/ })
    await user.clear(field)
    expect(await screen.findByText('Give a number above 0, for example 2.5.')).toBeDefined()
    expect(bridge.world.settings.speedLimit).toBe(2_000_000)
    await user.type(field, '0,5')
    expect(bridge.world.settings.speedLimit).toBe(500_000)
  })

  it('signs out after a question', async () => {
    const { bridge, user } = await show({}, { to: 'settings', section: 'account' })
    await user.click(await screen.findByRole('button', { name: 'Sign out' }))
    const question = await screen.findByRole('alertdialog')
    expect(within(question).getByText(/gives its permission back/)).toBeDefined()
    await user.click(within(question).getByRole('button', { name: 'Sign out' }))
    expect(called(bridge)).toContain('signOut')
    expect(await screen.findByRole('button', { name: 'Sign in with Google' })).toBeDefined()
  })

  it('forgets everything only after a question', async () => {
    const { bridge, user } = await show({}, route)
    await user.click(await screen.findByRole('button', { name: 'Forget everything' }))
    expect(called(bridge)).not.toContain('eraseAll')
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', {
        name: 'Forget everything',
      }),
    )
    expect(called(bridge)).toContain('eraseAll')
  })
})

describe('the allowed hours', () => {
  const show7x24 = (hours: string) =>
    show({ settings: settled({ allowedHours: hours }) }, { to: 'settings', section: 'hours' })
  const cell = (name: string) => screen.getByRole('gridcell', { name })

  it('are 168 cells and one stop for the Tab key', async () => {
    await show7x24(nights)
    const cells = screen.getAllByRole('gridcell')
    expect(cells).toHaveLength(168)
    expect(cells.filter(({ tabIndex }) => tabIndex === 0)).toHaveLength(1)
    expect(screen.getByText('63 hours a week')).toBeDefined()
  })

  it('are switched and painted with the keyboard alone', async () => {
    const { bridge, user } = await show7x24('0'.repeat(168))
    expect(screen.getByText('No hour is allowed, so nothing is backed up.')).toBeDefined()
    cell('Monday, 00').focus()
    await user.keyboard(' {Shift>}{ArrowRight}{ArrowRight}{/Shift}{ArrowDown} ')
    const hours = bridge.world.settings.allowedHours ?? ''
    expect(hours.slice(0, 4)).toBe('1110')
    expect(hours.slice(24, 28)).toBe('0010')
    expect(document.activeElement).toBe(cell('Tuesday, 02'))
    expect(cell('Tuesday, 02').getAttribute('aria-selected')).toBe('true')
  })

  it('are switched by a click, a whole day at its name, and by quick choices', async () => {
    const { bridge, user } = await show7x24('0'.repeat(168))
    await user.click(cell('Sunday, 23'))
    expect(bridge.world.settings.allowedHours?.at(-1)).toBe('1')
    await user.click(screen.getByRole('button', { name: /^Wed/ }))
    expect(bridge.world.settings.allowedHours?.slice(48, 72)).toBe('1'.repeat(24))
    await user.click(screen.getByRole('button', { name: 'Weekends' }))
    expect(screen.getByText('48 hours a week')).toBeDefined()
  })

  it('begin with all of them, so that choosing some stops nothing by itself', async () => {
    const { bridge, user } = await show({}, { to: 'settings', section: 'hours' })
    await user.click(await screen.findByRole('radio', { name: 'Only in chosen hours' }))
    expect(screen.getByText('168 hours a week')).toBeDefined()
    expect(bridge.world.settings.allowedHours).toBe(allHours)
    await user.click(screen.getByRole('button', { name: 'Nights, 22:00 to 07:00' }))
    expect(bridge.world.settings.allowedHours).toBe(nights)
  })

  it('say what their looks mean, and what holds now', async () => {
    await show7x24('0'.repeat(168))
    const { day, hour } = placeInWeek(Date.now())
    expect(screen.getByText('Photos go up')).toBeDefined()
    expect(screen.getByText(/^Now, \d\d:\d\d: uploads rest$/)).toBeDefined()
    const now = screen.getAllByRole('gridcell').filter((one) => one.hasAttribute('aria-current'))
    expect(now.map((one) => one.dataset['cell'])).toEqual([`${day}-${hour}`])
    expect(now[0]?.querySelector('.hours-now')).not.toBeNull()
  })
})

describe('the list of sections', () => {
  it('leads to each of them with the keyboard, and moves the focus there', async () => {
    const { user } = await show({}, route)
    const list = within(await screen.findByRole('navigation', { name: 'Sections' }))
    const names = list.getAllByRole('link').map(({ textContent }) => textContent)
    const headings = screen.getAllByRole('heading', { level: 2 })
    expect(headings.map(({ textContent }) => textContent)).toEqual(names)
    for (const name of names) {
      list.getByRole('link', { name }).focus()
      await user.keyboard('{Enter}')
      expect(document.activeElement?.textContent).toBe(name)
      expect(document.activeElement?.tagName).toBe('H2')
    }
  })
})

describe('the Google client in use', () => {
  it('is changed where it is an own one, and never shown by its number', async () => {
    const client = { origin: 'own' as const, clientId: '1234.apps.example.test', isKept: true }
    await show({ client }, { to: 'settings', section: 'account' })
    expect(await screen.findByRole('button', { name: 'Change the Google client' })).toBeDefined()
    expect(screen.queryByText(/1234/)).toBeNull()
  })
})
