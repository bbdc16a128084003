// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { aStatement } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

const route = { to: 'receipts' } as const

describe('the receipts', () => {
  it('show the newest, whose it is, and each folder', async () => {
    await show({}, route)
    expect(await screen.findByText('1,204 photos safe, 3 need you, 5 are left out')).toBeDefined()
    expect(screen.getByText('In the Google Photos of first@example.test.')).toBeDefined()
    const table = within(screen.getByRole('region', { name: 'By folder' }))
    const names = table.getAllByRole('rowheader').map(({ textContent }) => textContent)
    expect(names).toEqual(['All folders', 'Pictures', 'Garden', 'Scans', 'EOS card'])
    expect(screen.getByText('2 files are no photos or videos, or empty.')).toBeDefined()
  })

  it('are reached from “Is everything safe?”, and go back', async () => {
    const { user } = await show({}, { to: 'safety' })
    await user.click(await screen.findByRole('button', { name: 'Receipts' }))
    expect(await screen.findByRole('heading', { name: 'Receipts' })).toBeDefined()
    expect(screen.getByRole('button', { name: 'History', current: 'page' })).toBeDefined()
  })

  it('lead from each number to its files', async () => {
    const { bridge, user } = await show({}, route)
    await user.click(await screen.findByRole('button', { name: /^3 Need you, EOS card/ }))
    await screen.findByRole('heading', { name: 'History' })
    await waitFor(() =>
      expect(lastInput(bridge, 'listHistory')).toMatchObject({
        filter: { states: ['failed'], sourceId: '2', folder: '' },
      }),
    )
  })

  it('are saved as a page or a table', async () => {
    const { bridge, user } = await show({}, route)
    await user.click(await screen.findByRole('button', { name: 'Save as page' }))
    expect(lastInput(bridge, 'saveStatement')).toEqual({ statementId: '2', format: 'html' })
    expect(await screen.findByText('The receipt is saved.')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Save as CSV' }))
    expect(lastInput(bridge, 'saveStatement')).toEqual({ statementId: '2', format: 'csv' })
  })

  it('can be looked back at, and made when asked for', async () => {
    const first = aStatement({
      statementId: '1',
      why: 'first',
      total: { ...aStatement().total, needYou: 0, leftOut: 0 },
    })
    const { user } = await show({ statements: [aStatement(), first] }, route)
    await user.click(await screen.findByRole('button', { name: /Receipt of/ }))
    await user.click(await screen.findByRole('option', { name: /first time everything/ }))
    expect(await screen.findByText('All 1,204 photos are safe')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'New receipt' }))
    expect(await screen.findByText(/Asked for/, { selector: 'p' })).toBeDefined()
  })

  it('say when the first one comes while there is none', async () => {
    const { bridge, user } = await show({ statements: [] }, route)
    expect(await screen.findByText('No receipt yet')).toBeDefined()
    await user.dblClick(screen.getByRole('button', { name: 'New receipt' }))
    expect(await screen.findByText('1,204 photos safe, 3 need you, 5 are left out')).toBeDefined()
    // Who clicks twice wants one.
    expect(called(bridge).filter((name) => name === 'makeStatement')).toHaveLength(1)
  })
})
