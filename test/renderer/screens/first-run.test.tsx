// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { sinceOf } from '../../../src/shared/already.ts'
import { freshStatus, setAt, uploadingStatus } from '../fake-data.ts'
import { settled } from '../fake-bridge.ts'
import { called, lastInput, show } from '../render.tsx'

const fresh = (firstRunStep: 'sign-in' | 'folders' | 'size' | 'review' = 'sign-in') => ({
  status: freshStatus(),
  settings: settled({ firstRunStep, isBackupOn: false }),
})
const { signIn } = uploadingStatus()

describe('the first run', () => {
  it('takes a double click for one, so that no step is gone past unseen', async () => {
    const { user } = await show(fresh('folders'))
    await user.click(await screen.findByRole('checkbox', { name: 'Pictures' }))
    const next = screen.getByRole('button', { name: 'Continue' })
    await waitFor(() => expect(next.hasAttribute('disabled')).toBe(false))
    await user.dblClick(next)
    expect(await screen.findByRole('heading', { name: 'Choose the photo size' })).toBeDefined()
    await user.dblClick(screen.getByRole('button', { name: 'Continue' }))
    expect(await screen.findByRole('heading', { name: 'Ready to start' })).toBeDefined()
    await user.dblClick(screen.getByRole('button', { name: 'Back' }))
    expect(await screen.findByRole('heading', { name: 'Choose the photo size' })).toBeDefined()
  })

  it('leads from signing in to a running backup', async () => {
    const { bridge, user } = await show(fresh())
    const next = () => screen.getByRole('button', { name: 'Continue' })
    expect(next().hasAttribute('disabled')).toBe(true)

    await user.click(screen.getByRole('button', { name: 'Sign in with Google' }))
    expect(await screen.findByText('Go on in your browser')).toBeDefined()
    bridge.setStatus({ signIn })
    expect(await screen.findByText('Signed in as First Tester')).toBeDefined()
    await user.click(next())

    expect(await screen.findByRole('heading', { name: 'Choose folders' })).toBeDefined()
    await user.click(await screen.findByRole('checkbox', { name: 'Pictures' }))
    await waitFor(() => expect(next().hasAttribute('disabled')).toBe(false))
    await user.click(next())

    await user.click(await screen.findByRole('radio', { name: 'Original' }))
    await user.click(next())

    expect(await screen.findByRole('heading', { name: 'Ready to start' })).toBeDefined()
    expect(screen.getByText('first@example.test')).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Start backup' }))

    expect(await screen.findByRole('heading', { name: 'Home' })).toBeDefined()
    expect(bridge.world.settings).toMatchObject({
      isBackupOn: true,
      photoSize: 'original',
      firstRunStep: 'done',
    })
  })

  it('says why nothing runs instead of its steps, and comes back once something does', async () => {
    const { bridge } = await show(fresh())
    const failure = { kind: 'catalogue-newer', found: 9, known: 2 } as const
    act(() => bridge.emit('engineStateChanged', { state: 'failed', failure }))
    expect(await screen.findByText('A newer Shoebox was here')).toBeDefined()
    expect(screen.queryByRole('button', { name: 'Continue' })).toBeNull()
    act(() => bridge.emit('engineStateChanged', { state: 'running', failure: null }))
    expect(await screen.findByRole('button', { name: 'Continue' })).toBeDefined()
  })

  it('says why it begins anew for somebody whose records were lost', async () => {
    const { bridge } = await show(fresh())
    expect(screen.queryByText(/was damaged and is being built anew/)).toBeNull()
    act(() => bridge.setStatus({ catalogue: 'rebuilt' }))
    expect(await screen.findByText(/was damaged and is being built anew/)).toBeDefined()
  })

  it('takes up where a restart interrupted it', async () => {
    await show({ ...fresh('size') })
    expect(screen.getByRole('heading', { name: 'Choose the photo size' })).toBeDefined()
  })

  it('goes back without losing what was chosen', async () => {
    const { user, bridge } = await show({ ...fresh('size') })
    await user.click(screen.getByRole('radio', { name: 'Original' }))
    await user.click(screen.getByRole('button', { name: 'Back' }))
    await user.click(screen.getByRole('button', { name: 'Back' }))
    expect(bridge.world.settings.photoSize).toBe('original')
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe(
      'Back up your photos to Google Photos',
    )
  })

  it('puts the focus on the heading of each step', async () => {
    const { user } = await show({ ...fresh('size') })
    await user.click(screen.getByRole('button', { name: 'Continue' }))
    const heading = await screen.findByRole('heading', { name: 'Ready to start' })
    await waitFor(() => expect(document.activeElement).toBe(heading))
  })

  it('waits for the browser with a way to open it again, to copy the link and to cancel', async () => {
    const { bridge, user } = await show({
      ...fresh(),
      status: { ...freshStatus(), signIn: { kind: 'waiting-for-browser', since: setAt } },
    })
    await user.click(screen.getByRole('button', { name: 'Open the browser again' }))
    await user.click(screen.getByRole('button', { name: 'Copy the link' }))
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(called(bridge)).toEqual(
      expect.arrayContaining(['openSignInPage', 'copySignInLink', 'cancelSignIn']),
    )
    expect(await screen.findByText('The sign-in was cancelled. Nothing was changed.')).toBeDefined()
    expect(screen.queryByRole('alert')).toBeNull()
  })

  it('explains a permission that was left unticked', async () => {
    await show({
      ...fresh(),
      status: { ...freshStatus(), signIn: { kind: 'signed-out', reason: 'missing-scope' } },
    })
    expect(within(screen.getByRole('alert')).getByText('Sign in again')).toBeDefined()
    expect(screen.getByRole('button', { name: 'Sign in with Google' })).toBeDefined()
  })

  it('says so when the sign-in cannot be kept', async () => {
    await show({
      ...fresh(),
      status: { ...freshStatus(), signIn: { ...signIn, isKept: false } as typeof signIn },
    })
    expect(screen.getByText(/keeps it in memory only/)).toBeDefined()
  })

  it('asks in the last step whose account it is, and takes the start for a yes', async () => {
    const asked = { ...signIn, isUnconfirmed: true } as typeof signIn
    const { bridge, user } = await show({
      ...fresh('review'),
      status: { ...uploadingStatus(), signIn: asked },
    })
    expect(screen.getByText('Signed in as first@example.test: is this you?')).toBeDefined()
    expect(called(bridge)).not.toContain('confirmAccount')
    await user.click(screen.getByRole('button', { name: 'Start backup' }))
    expect(lastInput(bridge, 'confirmAccount')).toEqual({ email: 'first@example.test' })
  })

  it('offers the start with the computer before it asks for lines and power', async () => {
    await show({ ...fresh('review'), status: uploadingStatus() })
    const start = await screen.findByRole('checkbox', { name: /Start Shoebox with the computer/ })
    const line = screen.getByRole('radio', { name: 'Any network' })
    expect(start.compareDocumentPosition(line)).toBe(Node.DOCUMENT_POSITION_FOLLOWING)
  })

  it('asks nothing about an account that is the user’s own', async () => {
    const { bridge, user } = await show({ ...fresh('review'), status: uploadingStatus() })
    expect(screen.queryByText(/is this you/)).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Start backup' }))
    expect(called(bridge)).not.toContain('confirmAccount')
  })

  it('warns about cloud-only files, photo libraries and counts that still grow', async () => {
    await show({ ...fresh('folders') })
    expect(await screen.findByText(/340 files are only in another cloud/)).toBeDefined()
    expect(screen.getByText(/a photo library of another app/)).toBeDefined()
    expect(screen.getByText('(still counting)')).toBeDefined()
    expect(screen.getByText('11,204 photos, 73 GB')).toBeDefined()
  })

  it('says beside a folder how many inside are left out', async () => {
    const { bridge, user } = await show(fresh('folders'))
    await user.click(await screen.findByRole('checkbox', { name: 'Pictures' }))
    await screen.findByRole('button', { name: /^Choose folders inside/ })
    expect(screen.queryByText(/^\d folders? (?:is|are) left out/)).toBeNull()
    const { sources } = bridge.world.status
    act(() =>
      bridge.setStatus({ sources: sources.map((one) => ({ ...one, leftOut: ['a', 'b'] })) }),
    )
    expect(await screen.findByText('2 folders are left out.')).toBeDefined()
  })

  it.each([
    [99_500, false],
    [90_000, true],
  ])(
    'tells of %d bytes instead of 100,000 only where that is worth choosing',
    async (highBytes, isTold) => {
      await show({
        ...fresh('size'),
        estimate: {
          ...{ files: 9, photos: 9, videos: 0, sampled: 9, isWhole: true },
          ...{ originalBytes: 100_000, highBytes, spreadBytes: 0 },
        },
      })
      expect(await screen.findAllByText(/^(?:About )?\d\d kB$/)).toHaveLength(2)
      expect(screen.queryByText(/less to upload/) !== null).toBe(isTold)
    },
  )

  it('unticks a folder again when it could not be added, and says why', async () => {
    const { bridge, user } = await show({ ...fresh('folders') })
    bridge.failWith('addOfferedFolder', {
      kind: 'folder-overlaps',
      path: 'C:\\Users\\first\\Pictures',
      other: 'C:\\Users\\first',
    })
    const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: 'Pictures' })
    await user.click(box)
    expect(await screen.findByText(/is already backed up as part of/)).toBeDefined()
    expect(box.checked).toBe(false)
  })

  it('follows a hand that unticks a folder before the answer to its tick is there', async () => {
    const { bridge } = await show({ ...fresh('folders') })
    const box = await screen.findByRole<HTMLInputElement>('checkbox', { name: 'Pictures' })
    fireEvent.click(box)
    fireEvent.click(box)
    await waitFor(() => expect(lastInput(bridge, 'removeSource')).toBeDefined())
    await waitFor(() => expect(box.checked).toBe(false))
    expect(bridge.world.status.sources).toEqual([])
  })

  it('backs up only what is new from today for those who come from another backup', async () => {
    const { bridge, user } = await show({ ...fresh('folders') })
    await user.click(screen.getByRole('radio', { name: 'All of it: only what is new since a day' }))
    await user.click(screen.getByRole('radio', { name: /^Today, / }))
    expect(sinceOf(bridge.world.settings.already)).toBe(new Date().setHours(0, 0, 0, 0))
  })
})
