// @vitest-environment jsdom
// The folders inside a watched one: ticked by pointer and by keys, read when they are opened, and what is said of photos
// that are in the library already.
import { screen, waitFor, within } from '@testing-library/react'
import type { UserEvent } from '@testing-library/user-event'
import { describe, expect, it } from 'vitest'
import { createFakeBridge, settled, type FakeBridge, type FakeWorld } from '../fake-bridge.ts'
import { aSource, uploadingStatus } from '../fake-data.ts'
import { lastInput, show } from '../render.tsx'

const row = (folder: string, files = 12, done = 0) => ({
  ...{ sourceId: '1', folder, name: folder.split('/').at(-1) ?? '', files, done, bytes: 1e6 },
  ...{ hasChildren: ['2026', '2026/06'].includes(folder), reasons: [] },
})
const coverage = ['2026', '2026/05', '2026/06', '2026/06/Lake', 'Scans', 'Screenshots'].map(
  (folder) => row(folder, 12, folder === 'Scans' ? 12 : 0),
)

const openTree = async (
  change: Partial<FakeWorld> = {},
  leftOut: string[] = [],
): Promise<{ bridge: FakeBridge; user: UserEvent }> => {
  const status = { ...uploadingStatus(), sources: [aSource({ leftOut })] }
  const shown = await show({ status, coverage, ...change }, { to: 'folders' })
  const { user } = shown
  await user.click(await screen.findByRole('button', { name: 'Options Pictures' }))
  await user.click(screen.getByRole('button', { name: 'Choose folders inside: Pictures' }))
  await screen.findByRole('tree', { name: 'Folders inside “Pictures”' })
  return shown
}
const item = (name: string): HTMLElement =>
  screen.getByRole('treeitem', { name: new RegExp(`^${name}`) })
const isTicked = (name: string): string | null => item(name).getAttribute('aria-checked')
const focused = (): string | null => document.activeElement?.getAttribute('data-name') ?? null

describe('the tree', () => {
  it('shows the first level, and reads others when they are opened', async () => {
    const { bridge, user } = await openTree()
    const tree = screen.getByRole('tree')
    expect(
      within(tree)
        .getAllByRole('treeitem')
        .map(({ dataset }) => dataset['name']),
    ).toEqual(['2026', 'Scans', 'Screenshots'])
    expect(bridge.calls.filter(({ name }) => name === 'listFolders')).toHaveLength(1)
    await user.click(item('2026').querySelector('.tree-opener') ?? tree)
    expect(await screen.findByRole('treeitem', { name: /^06/ })).toBeDefined()
    expect(lastInput(bridge, 'listFolders')).toEqual({ sourceId: '1', folder: '2026' })
    expect(item('06').getAttribute('aria-level')).toBe('2')
    expect([
      item('06').getAttribute('aria-posinset'),
      item('06').getAttribute('aria-setsize'),
    ]).toEqual(['2', '2'])
    // Opening a folder is no tick.
    expect(isTicked('2026')).toBe('true')
  })

  it('takes a folder out with all below it, and shows in part what is above', async () => {
    const { bridge, user } = await openTree()
    item('2026').focus()
    await user.keyboard('{ArrowRight}')
    await screen.findByRole('treeitem', { name: /^06/ })
    await user.keyboard('{ArrowRight}{ArrowDown}')
    expect(focused()).toBe('06')
    await user.keyboard(' ')
    expect(lastInput(bridge, 'leaveOut')).toEqual({
      ...{ sourceId: '1', folder: '2026/06', isLeftOut: true },
    })
    expect([isTicked('06'), isTicked('05'), isTicked('2026')]).toEqual(['false', 'true', 'mixed'])
    // What is left out is not looked into.
    expect(item('06').hasAttribute('aria-expanded')).toBe(false)
    await user.keyboard('{Enter}')
    expect([isTicked('06'), isTicked('2026')]).toEqual(['true', 'true'])
    await waitFor(() => expect(bridge.world.status.sources[0]?.leftOut).toEqual([]))
  })

  it('is walked through by keys alone, letters included', async () => {
    const { user } = await openTree()
    const order = (): string[] =>
      screen
        .getAllByRole('treeitem')
        .filter(({ tabIndex }) => tabIndex === 0)
        .map(({ dataset }) => dataset['name'] ?? '')
    expect(order()).toEqual(['2026'])
    item('2026').focus()
    await user.keyboard('{End}')
    expect([focused(), order()]).toEqual(['Screenshots', ['Screenshots']])
    await user.keyboard('{ArrowDown}{Home}')
    expect(focused()).toBe('2026')
    await user.keyboard('s')
    expect(focused()).toBe('Scans')
    await user.keyboard('s')
    expect(focused()).toBe('Screenshots')
    await user.keyboard('{Home}{ArrowRight}')
    await screen.findByRole('treeitem', { name: /^05/ })
    await user.keyboard('{ArrowDown}')
    expect(focused()).toBe('05')
    await user.keyboard('{ArrowLeft}')
    expect(focused()).toBe('2026')
    await user.keyboard('{ArrowLeft}')
    expect(screen.queryByRole('treeitem', { name: /^05/ })).toBeNull()
  })

  it('opens inwards, which is to the left where one reads from the right', async () => {
    const status = { ...uploadingStatus(), sources: [aSource()] }
    const initial = { ...createFakeBridge().initial, locale: 'ar-XB' }
    const { user } = await show({ status, coverage, initial }, { to: 'folders' })
    const press = (selector: string): Promise<void> =>
      user.click(document.querySelector(selector) ?? document.body)
    await press('.disclosure-button')
    await press('.folders-inside button')
    await screen.findByRole('tree')
    const level = (): string[] =>
      screen.getAllByRole('treeitem').map((one) => one.getAttribute('aria-level') ?? '')
    screen.getAllByRole('treeitem')[0]?.focus()
    await user.keyboard('{ArrowRight}')
    expect(level()).toEqual(['1', '1', '1'])
    await user.keyboard('{ArrowLeft}')
    await waitFor(() => expect(level()).toEqual(['1', '2', '2', '1', '1']))
  })

  it('says that photos which are up already stay there', async () => {
    const { user } = await openTree()
    const status = screen.getByText('No folder is left out.')
    await user.click(within(item('Scans')).getByText('Scans'))
    expect(status.textContent).toBe(
      '12 photos of “Scans” are in Google Photos already and stay there.',
    )
    await user.click(within(item('Screenshots')).getByText('Screenshots'))
    expect(status.textContent).toBe('2 folders are left out.')
    await user.click(screen.getByRole('button', { name: 'Close' }))
    expect(await screen.findByText('2 folders are left out.')).toBeDefined()
  })

  it('takes a tick back that could not be kept', async () => {
    const { bridge, user } = await openTree()
    bridge.failWith('leaveOut', { kind: 'disk-full' })
    await user.click(within(item('Scans')).getByText('Scans'))
    await waitFor(() => expect(isTicked('Scans')).toBe('true'))
  })

  it('has no tick of its own where the folder above is left out', async () => {
    const { bridge, user } = await openTree({}, ['2026'])
    expect(isTicked('2026')).toBe('false')
    expect(item('2026').hasAttribute('aria-expanded')).toBe(false)
    await user.click(within(item('2026')).getByText('2026'))
    expect(lastInput(bridge, 'leaveOut')).toMatchObject({ folder: '2026', isLeftOut: false })
    expect(item('2026').getAttribute('aria-expanded')).toBe('false')
  })

  it('is there in the first run for a folder that was chosen', async () => {
    const status = { ...uploadingStatus(), sources: [aSource()] }
    await show({ status, coverage, settings: settled({ firstRunStep: 'folders' }) })
    expect(
      await screen.findByRole('button', { name: 'Choose folders inside: Pictures' }),
    ).toBeDefined()
  })

  it('says when there is nothing inside, or the folder cannot be read', async () => {
    const status = { ...uploadingStatus(), sources: [aSource()] }
    const { bridge, user } = await show({ status, coverage: [] }, { to: 'folders' })
    const open = async (): Promise<void> =>
      user.click(await screen.findByRole('button', { name: 'Choose folders inside: Pictures' }))
    await user.click(await screen.findByRole('button', { name: 'Options Pictures' }))
    await open()
    expect(await screen.findByText('There are no folders inside.')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Close' }))
    bridge.failWith('listFolders', { kind: 'folder-missing', path: '/x' })
    await open()
    expect(await screen.findByRole('dialog')).toBeDefined()
    expect(screen.queryByRole('tree')).toBeNull()
  })
})
