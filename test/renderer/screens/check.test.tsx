// @vitest-environment jsdom
// "Safe to erase?": begun from the card of a folder, followed, stopped, told with its moment, saved, and refused with what helps.
import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Route } from '../../../src/renderer/state/window-state.ts'
import type { SourceView } from '../../../src/shared/status.ts'
import { aCheck, aRunningCheck, everyReason } from '../fake-checks.ts'
import { completeStatus } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

const route: Route = { to: 'check', sourceId: '2' }
const withState = (state: SourceView['state']): SourceView[] =>
  completeStatus().sources.map((source) =>
    source.sourceId === '2' ? { ...source, state } : source,
  )
const checkedAt = (endedAt: number, change: Parameters<typeof aCheck>[0] = {}) =>
  aCheck({ endedAt, ...change })
/** Later than any visit of a test begins, however long it takes. */
const afterAll = (): number => Date.now() + 3_600_000
const begun = (names: string[]): number =>
  names.filter((name) => name === 'startSourceCheck').length
const reloaded = (bridge: Awaited<ReturnType<typeof show>>['bridge']): void =>
  act(() => bridge.emit('historyChanged', { revision: 99 }))

describe('from the card of its folder', () => {
  it('the check begins at once, and tells its answer, its moment and its account', async () => {
    const nextCheck = checkedAt(afterAll())
    const { bridge, user } = await show({ nextCheck }, { to: 'folders' })
    await user.click(screen.getByRole('button', { name: 'Safe to erase?: EOS card' }))
    await screen.findByText('Everything in “EOS card” is in Google Photos.')
    expect(lastInput(bridge, 'startSourceCheck')).toEqual({ sourceId: '2' })
    screen.getByText(/^Checked .*, in the Google Photos of first@example\.test$/)
    screen.getByText(/Shoebox itself erases nothing/)
    expect(begun(called(bridge))).toBe(1)
    expect(screen.queryByText('Not safe to erase')).toBeNull()
    bridge.world.sourceChecks = [checkedAt(Date.now() - 7_200_000)]
    await user.click(within(screen.getByRole('main')).getByRole('button', { name: 'Folders' }))
    await screen.findByText(/^Safe to erase\? Answered 2 hours ago/)
    await user.click(screen.getByRole('button', { name: 'Show the answer: EOS card' }))
    await screen.findByText(/everything in “EOS card” was in Google Photos/)
    // It is not made anew unasked.
    expect(begun(called(bridge))).toBe(1)
  })

  it('one that goes on is told on the card', async () => {
    const sourceChecks = [aRunningCheck(), aCheck({ sourceId: '3', state: 'queued' })]
    const { user } = await show({ sourceChecks }, { to: 'folders' })
    await screen.findByText(/^Checking whether it is safe to erase: 102 of 412/)
    screen.getByText(/^Waits to be checked/)
    await user.click(screen.getByRole('button', { name: 'Show: EOS card' }))
    await screen.findByText('Checking “EOS card”…')
  })
})

describe('a check that goes on', () => {
  it('tells how far it is, and stops when it is told to', async () => {
    const sourceChecks = [aRunningCheck({ reasons: { 'never-sent': 2 } })]
    const { bridge, user } = await show({ sourceChecks }, route)
    await screen.findByText(/^128 of 412 photos and videos read, .* of .*/)
    screen.getByText('Google has answered for 100 of them')
    screen.getByText('2 not safe so far')
    screen.getByText(/It goes on when you leave this page or close the window/)
    screen.getByRole('progressbar', { name: 'How much of the folder is read' })
    expect(begun(called(bridge))).toBe(0)
    await user.click(screen.getByRole('button', { name: 'Stop' }))
    await screen.findByText('The check of “EOS card” was stopped')
    screen.getByText('102 of 412 photos and videos were looked at. That is no answer.')
    expect(lastInput(bridge, 'stopSourceCheck')).toEqual({ sourceId: '2' })
    bridge.world.nextCheck = checkedAt(afterAll())
    await user.click(screen.getByRole('button', { name: 'Check again' }))
    await screen.findByText('Everything in “EOS card” is in Google Photos.')
  })

  it('goes on when its page is left', async () => {
    const { bridge, user } = await show({ sourceChecks: [aRunningCheck()] }, route)
    await screen.findByText('Checking “EOS card”…')
    await user.click(screen.getByRole('button', { name: 'Home' }))
    await screen.findByRole('heading', { level: 1, name: 'Home' })
    expect(called(bridge)).not.toContain('stopSourceCheck')
    expect(called(bridge)).not.toContain('endCheck')
  })

  it('that ends while it is looked at becomes its answer', async () => {
    const { bridge } = await show({ sourceChecks: [aRunningCheck()] }, route)
    await screen.findByText('Checking “EOS card”…')
    bridge.world.sourceChecks = [checkedAt(afterAll())]
    await screen.findByText('Everything in “EOS card” is in Google Photos.')
  })

  it('that is lost says so, and is not begun again unasked', async () => {
    const { bridge, user } = await show({ sourceChecks: [aRunningCheck()] }, route)
    await screen.findByText('Checking “EOS card”…')
    bridge.world.sourceChecks = []
    await screen.findByText(/^Shoebox was interrupted/)
    expect(begun(called(bridge))).toBe(0)
    bridge.world.nextCheck = checkedAt(afterAll())
    await user.click(screen.getByRole('button', { name: 'Check again' }))
    await screen.findByText('Everything in “EOS card” is in Google Photos.')
  })

  it('whose folder was taken away has no answer', async () => {
    const taken = aRunningCheck({
      ...{ state: 'failed', endedAt: Date.now() },
      failure: { kind: 'folder-missing', path: 'E:\\DCIM' },
    })
    await show({ sourceChecks: [taken] }, route)
    await screen.findByText('The check has no answer')
    screen.getByText(/^“EOS card” was taken away before the check was through/)
    expect(screen.queryByRole('button', { name: 'Save as CSV' })).toBeNull()
  })
})

describe('the answer', () => {
  it('lists each reason with its files, a page at a time', async () => {
    const nextCheck = checkedAt(afterAll(), { of: 11_204, reasons: everyReason })
    const { user } = await show({ nextCheck }, route)
    await screen.findByText(/^1,289 of 11,204 photos and videos in “EOS card” are not surely/)
    const group = screen.getByRole('region', { name: 'Never sent' })
    within(group).getByRole('heading', { name: 'Never sent: 1,204' })
    const names = async (first: string): Promise<(string | null)[]> => {
      await within(group).findByText(first)
      return within(group)
        .getAllByRole('listitem')
        .map((item) => item.querySelector('bdi')?.textContent ?? null)
    }
    expect(await names('IMG_4001.JPG')).toHaveLength(20)
    within(group).getByText('1 to 20 of 1,204')
    await user.click(within(group).getByRole('button', { name: 'Next: Never sent' }))
    expect((await names('IMG_4021.JPG')).at(-1)).toBe('IMG_4040.JPG')
    await user.click(within(group).getByRole('button', { name: 'Previous: Never sent' }))
    await names('IMG_4001.JPG')
    const size = screen.getByRole('region', { name: 'Different in Google Photos' })
    await within(size).findByText(/3,000 × 4,000 in Google Photos, 6,000 × 4,000 here/)
    expect(screen.getAllByRole('list', { name: /^Files: / })).toHaveLength(14)
  })

  it('leads to the history, which tells more of some', async () => {
    const nextCheck = checkedAt(afterAll(), { reasons: { skipped: 4 } })
    const { session, user } = await show({ nextCheck }, route)
    const name = 'Show in the history: Left out of the backup'
    await user.click(await screen.findByRole('button', { name }))
    expect(session.store.get().route).toEqual({
      to: 'history',
      filter: { sourceId: '2', folder: '', states: ['skipped'] },
    })
  })

  it('says what it does not know', async () => {
    const nextCheck = checkedAt(afterAll(), {
      reasons: { reduced: 2 },
      sums: { datesAdded: 31, otherFiles: 12, passedBy: ['.Trashes'], morePassedBy: 3 },
    })
    await show({ nextCheck }, route)
    await screen.findByText(
      '2 of 412 photos and videos in “EOS card” are in Google Photos only as smaller copies.',
    )
    screen.getByText(/^31 count as safe although a date was added to them there/)
    screen.getByText(
      'Not looked at, and perhaps only here: 12 other files and 4 hidden or system folders (“.Trashes” and others).',
    )
    screen.getByText('A smaller copy is no backup of its original: that is only here.')
    screen.getByText(/put into its trash/)
  })

  it('is saved as a table', async () => {
    const nextCheck = checkedAt(afterAll())
    const { bridge, user } = await show({ nextCheck }, route)
    await user.click(await screen.findByRole('button', { name: 'Save as CSV' }))
    await screen.findByText('The table of all files is saved.')
    expect(lastInput(bridge, 'saveSourceCheck')).toEqual({ checkId: nextCheck.checkId })
  })

  it('of an earlier visit is told as what was so then', async () => {
    // However shortly before.
    const sourceChecks = [checkedAt(Date.now() - 1_000)]
    const { bridge, user } = await show({ sourceChecks }, route)
    await screen.findByText(/^At .*\d:\d\d.*, everything in “EOS card” was in Google Photos\.$/)
    screen.getByText(/^This was so then\./)
    expect(screen.queryByText(/is in Google Photos\./)).toBeNull()
    expect(begun(called(bridge))).toBe(0)
    bridge.world.nextCheck = checkedAt(afterAll())
    await user.click(screen.getByRole('button', { name: 'Check again' }))
    await screen.findByText('Everything in “EOS card” is in Google Photos.')
    expect(screen.queryByText(/^This was so then\./)).toBeNull()
  })

  it('says when its folder changed while it is looked at', async () => {
    const { bridge } = await show({ nextCheck: checkedAt(afterAll()) }, route)
    await screen.findByText('Everything in “EOS card” is in Google Photos.')
    bridge.world.sourceChecks = bridge.world.sourceChecks.map((check) => ({
      ...check,
      changedAt: Date.now(),
    }))
    reloaded(bridge)
    await screen.findByText(/^Something in this folder changed or was backed up at /)
    screen.getByText(/everything in “EOS card” was in Google Photos/)
  })
})

describe('a check that cannot be made now', () => {
  it('says that the folder is away, and begins once it is back', async () => {
    const status = { ...completeStatus(), sources: withState('not-connected') }
    const { bridge } = await show({ status, nextCheck: checkedAt(afterAll()) }, route)
    await screen.findByText('This folder is not connected')
    screen.getByText('Connect its drive or card. The check then begins by itself.')
    expect(begun(called(bridge))).toBe(0)
    act(() => bridge.setStatus({ sources: withState('watching') }))
    await screen.findByText('Everything in “EOS card” is in Google Photos.')
  })

  it('says that nobody is signed in, and signs in', async () => {
    const conditions = [{ kind: 'signed-out', reason: 'revoked', until: null }] as const
    const signIn = { kind: 'signed-out', reason: 'revoked' } as const
    const status = { ...completeStatus(), signIn, conditions: [...conditions] }
    const { bridge, user } = await show({ status }, route)
    await screen.findByText('Sign in first')
    await user.click(screen.getByRole('button', { name: 'Sign in again' }))
    expect(called(bridge)).toContain('signIn')
    expect(begun(called(bridge))).toBe(0)
  })

  it('says that there is no connection; the last answer stays, as what was so', async () => {
    const status = {
      ...completeStatus(),
      conditions: [{ kind: 'offline' as const, until: null }],
    }
    const sourceChecks = [checkedAt(Date.now() - 7_200_000)]
    await show({ status, sourceChecks }, route)
    await screen.findByText('It cannot be checked again now')
    screen.getByText('No connection.')
    screen.getByText(/everything in “EOS card” was in Google Photos/)
    expect(screen.queryByRole('button', { name: 'Check again' })).toBeNull()
  })

  it('says what the engine found in its way, and tries again when told to', async () => {
    const shown = await show({ nextCheck: checkedAt(afterAll()) }, route, (bridge) =>
      bridge.failWith('startSourceCheck', { kind: 'daily-quota', resetsAt: 1 }),
    )
    await screen.findByText('Today’s requests are used up')
    shown.bridge.failWith('startSourceCheck', null)
    await shown.user.click(screen.getByRole('button', { name: 'Check again' }))
    await screen.findByText('Everything in “EOS card” is in Google Photos.')
    await waitFor(() => expect(screen.queryByText('It cannot be checked again now')).toBeNull())
  })

  it('says that the folder is no longer backed up', async () => {
    const { bridge } = await show({}, { to: 'check', sourceId: '99' })
    await screen.findByText('This folder is no longer backed up')
    expect(begun(called(bridge))).toBe(0)
  })
})
