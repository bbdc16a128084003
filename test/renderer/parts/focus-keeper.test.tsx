// @vitest-environment jsdom
import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { HistoryFilter } from '../../../src/shared/contract.ts'
import { aSource, uploadingStatus } from '../fake-data.ts'
import { show, type Shown } from '../render.tsx'

const focused = () => document.activeElement
const heading = () => screen.getByRole('heading', { level: 1 })
const rowOf = (element: Element | null) =>
  element?.closest('[role="row"]')?.getAttribute('aria-rowindex')
const failed: Partial<HistoryFilter> = { states: ['failed'] }

/** A narrowed history of so many rows, and the way to let one leave it. */
async function showFailed(rows: number): Promise<Shown & { leave(files: number): void }> {
  // Every 67th of the fake's rows has failed, from the eleventh on.
  const shown = await show({ rows: 11 + (rows - 1) * 67 + 1 }, { to: 'history', filter: failed })
  await screen.findByText(rows === 1 ? '1 file' : `${rows} files`)
  return {
    ...shown,
    leave(files) {
      shown.bridge.world.rows -= files * 67
      act(() => shown.bridge.emit('historyChanged', { revision: 100 }))
    },
  }
}

describe('the focus', () => {
  it('goes to the last row when the row that held it leaves the history', async () => {
    const { leave } = await showFailed(3)
    screen.getAllByRole('row')[3]?.focus()
    expect(rowOf(focused())).toBe('4')
    leave(1)
    await screen.findByText('2 files', undefined, { timeout: 30_000 })
    await waitFor(() => expect(rowOf(focused())).toBe('3'))
  })

  it('goes to the heading when the last row leaves the history', async () => {
    const { leave } = await showFailed(1)
    screen.getAllByRole('row')[1]?.focus()
    leave(1)
    await screen.findByText('Nothing matches', undefined, { timeout: 30_000 })
    await waitFor(() => expect(focused()).toBe(heading()))
  })

  it('goes to the heading when the group that was solved disappears', async () => {
    const { user } = await show({}, { to: 'problems' })
    await user.click(await screen.findByRole('button', { name: 'Try again: File cannot be read' }))
    await waitFor(() =>
      expect(screen.queryByRole('heading', { name: 'File cannot be read' })).toBeNull(),
    )
    await waitFor(() => expect(focused()).toBe(heading()))
  })

  it('goes to the heading when the last group was solved', async () => {
    const { bridge, user } = await show({}, { to: 'problems' })
    bridge.world.groups = bridge.world.groups.slice(0, 1)
    await user.click(await screen.findByRole('button', { name: 'Try again: File cannot be read' }))
    await screen.findByText('No problems')
    await waitFor(() => expect(focused()).toBe(heading()))
  })

  it('goes to the heading when the engine loses the folder that held it', async () => {
    const { bridge } = await show({}, { to: 'folders' })
    const folder = within(await screen.findByRole('region', { name: 'Pictures' }))
    folder.getByRole('button', { name: 'Show its files' }).focus()
    act(() => bridge.setStatus({ sources: [aSource({ sourceId: '2', name: 'EOS card' })] }))
    await waitFor(() => expect(focused()).toBe(heading()))
  })

  it('stays with the sign-in when the wait takes the place of its button', async () => {
    const { user } = await show(
      {
        status: { ...uploadingStatus(), signIn: { kind: 'signed-out', reason: 'user' } },
      },
      { to: 'settings', section: 'account' },
    )
    await user.click(await screen.findByRole('button', { name: 'Sign in with Google' }))
    await screen.findByText('Go on in your browser')
    await waitFor(() =>
      expect(focused()).toBe(screen.getByRole('group', { name: 'Google account' })),
    )
  })

  it('stays with the client when the guide folds under its button', async () => {
    const { user } = await show({}, { to: 'settings', section: 'account' })
    await user.click(await screen.findByRole('button', { name: 'Use your own Google client' }))
    await user.click(screen.getByRole('button', { name: 'I have the file already' }))
    await user.click(await screen.findByRole('textbox', { name: 'Or paste its content' }))
    await user.paste('{"installed": {}}')
    // The question before a switch is for those who have uploaded something.
    await user.click(screen.getByRole('button', { name: 'Use this client' }))
    await user.click(await screen.findByRole('button', { name: 'Switch client' }))
    await screen.findByText(/^You may delete the downloaded file/)
    const part = screen.getByRole('group', { name: 'Your own Google client' })
    await waitFor(() => expect(focused()).toBe(part))
  })

  it('goes to the heading when a notice is put away', async () => {
    const { session, user } = await show()
    act(() => session.say('Done.'))
    await user.click(await screen.findByRole('button', { name: 'Dismiss' }))
    await waitFor(() => expect(focused()).toBe(heading()))
  })

  it('stays where the user left it, whatever disappears meanwhile', async () => {
    const { leave } = await showFailed(3)
    screen.getAllByRole('row')[3]?.focus()
    act(() => (focused() as HTMLElement).blur())
    leave(1)
    await screen.findByText('2 files', undefined, { timeout: 30_000 })
    expect(focused()).toBe(document.body)
  })
})
