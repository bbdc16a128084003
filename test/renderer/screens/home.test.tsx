// @vitest-environment jsdom
import { act, cleanup, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Condition, SourceView } from '../../../src/shared/status.ts'
import { clockTime } from '../../../src/shared/until.ts'
import { aSource, completeStatus, freshStatus, uploadingStatus } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

const resting = (condition: Condition) => ({
  status: {
    ...uploadingStatus(),
    activity: 'resting' as const,
    active: [],
    conditions: [condition],
  },
})
/** A few minutes ahead. */
const soon = Date.now() + 240_000
const soonWritten = clockTime(soon, Date.now(), 'en-GB')
const hero = () => within(document.querySelector<HTMLElement>('.hero') ?? document.body)

describe('the status card', () => {
  it('shows how far the backup is, by count, bytes and time', async () => {
    await show()
    expect(hero().getByText('Backing up photos: 11,203 left')).toBeDefined()
    expect(hero().getByText(/3,607 of 14,810 · 23 GB of 99 GB/)).toBeDefined()
    const bar = hero().getByRole('progressbar', { name: 'Progress of the backup' })
    expect(Math.round(Number(bar.getAttribute('aria-valuenow')))).toBe(23)
  })

  it('hides the finishing time while it is unknown', async () => {
    const status = uploadingStatus()
    await show({ status: { ...status, progress: { ...status.progress, finishAt: null } } })
    expect(hero().queryByText(/about/)).toBeNull()
  })

  it('pauses for an hour, until tomorrow or until resumed', async () => {
    const { bridge, user } = await show()
    await user.click(hero().getByRole('button', { name: 'Pause' }))
    const names = screen.getAllByRole('menuitem').map((item) => item.textContent)
    expect(names).toEqual(['For 1 hour', 'Until tomorrow', 'Until I resume'])
    await user.click(screen.getByRole('menuitem', { name: 'Until I resume' }))
    expect(lastInput(bridge, 'pause')).toEqual({ until: 'resumed' })
    expect(await hero().findByText('Backup is paused')).toBeDefined()
    await user.click(hero().getByRole('button', { name: 'Resume' }))
    expect(called(bridge)).toContain('resume')
  })

  it('is complete, with the age of the last check and the way to Google Photos', async () => {
    const { bridge, user } = await show({
      status: { ...completeStatus(), lastCheckedAt: Date.now() - 12 * 60_000 },
    })
    expect(hero().getByText('Backup complete')).toBeDefined()
    expect(hero().getByText(/Last checked 12 minutes ago/)).toBeDefined()
    await user.click(hero().getByRole('button', { name: 'Open Google Photos' }))
    expect(lastInput(bridge, 'openPage')).toEqual({ page: 'google-photos' })
  })

  it('asks whose account it is, and says so to the engine', async () => {
    const email = 'first@example.test'
    const { bridge, user } = await show(
      resting({ kind: 'account-unconfirmed', email, until: null }),
    )
    expect(hero().getByText('Is this you?')).toBeDefined()
    expect(hero().getByText(/^Signed in as first@example\.test/)).toBeDefined()
    await user.click(hero().getByRole('button', { name: 'Yes, this is me' }))
    expect(lastInput(bridge, 'confirmAccount')).toEqual({ email })
  })

  it('says how many were left out where nothing else is there', async () => {
    const status = completeStatus()
    const nothing = { files: 0, bytes: 0 }
    await show({ status: { ...status, counts: { ...status.counts, done: nothing } } })
    expect(hero().getByText(/^31 photos or videos are there and were left out/)).toBeDefined()
    expect(hero().queryByText(/No photos/)).toBeNull()
  })

  it('says so where there is no photo at all', async () => {
    const status = completeStatus()
    const nothing = { files: 0, bytes: 0 }
    const counts = { ...status.counts, done: nothing, skipped: nothing }
    await show({ status: { ...status, counts } })
    expect(hero().getByText(/^No photos in your folders yet/)).toBeDefined()
  })

  it('does not say that every photo is in Google Photos when some were left out', async () => {
    await show({ status: completeStatus() })
    expect(hero().getByText(/but the 31 left out/)).toBeDefined()
    expect(hero().queryByText(/Every photo/)).toBeNull()
  })

  const cards: [Condition, string, string[]][] = [
    [{ kind: 'backup-off', until: null }, 'Backup is off', ['Turn on backup']],
    [{ kind: 'no-folders', until: null }, 'Choose folders to back up', ['Choose folders']],
    [{ kind: 'offline', until: null }, 'Waiting for connection', ['Try now', 'Why?']],
    [
      { kind: 'not-wifi-or-cable', until: null },
      'Waiting for Wi-Fi',
      ['Change network settings', 'Why?'],
    ],
    [
      { kind: 'metered', until: null },
      'Waiting for an unmetered network',
      ['Change network settings', 'Why?'],
    ],
    [{ kind: 'on-battery', until: null }, 'Waiting to charge', ['Change power settings', 'Why?']],
    [
      { kind: 'in-use', until: null },
      'Waiting until you are away',
      ['Change when to back up', 'Why?'],
    ],
    [
      { kind: 'outside-hours', until: null },
      'Waiting for the allowed hours',
      ['Change hours', 'Why?'],
    ],
    [{ kind: 'google-asked-to-wait', until: soon }, `Waiting until ${soonWritten}`, ['Why?']],
    [
      { kind: 'google-unavailable', until: soon },
      `Waiting until ${soonWritten}`,
      ['Try now', 'Why?'],
    ],
    [{ kind: 'daily-quota', until: soon }, `Waiting until ${soonWritten}`, ['Try now', 'Why?']],
    [
      { kind: 'storage-full', until: null },
      'Google storage is full',
      ['Free up space', 'Check again', 'Why?'],
    ],
    [{ kind: 'signed-out', reason: 'revoked', until: null }, 'Sign in again', ['Sign in again']],
    [
      { kind: 'forbidden', reason: 'api-disabled', until: null },
      'Photos is not switched on',
      ['Open Google Cloud', 'Check again', 'Why?'],
    ],
    [
      { kind: 'source-missing', sourceId: '2', name: 'EOS card', until: null },
      'EOS card is not connected',
      ['Look at folders'],
    ],
    [{ kind: 'disk-full', until: null }, 'This computer’s disk is full', ['Check again', 'Why?']],
    [
      { kind: 'catalogue-unwritable', until: 0 },
      'The list of your photos cannot be written',
      ['Try now', 'Why?'],
    ],
    [{ kind: 'unexpected', until: 0 }, 'Something unexpected happened', ['Try now', 'Why?']],
  ]
  it.each(cards)('for %o says “%s” and offers %j', async (condition, headline, offered) => {
    await show(resting(condition))
    expect(hero().getByRole('heading', { name: headline })).toBeDefined()
    const buttons = hero()
      .queryAllByRole('button')
      .map((one) => one.textContent)
    expect(buttons).toEqual(offered)
  })

  it('says what waits, and how it goes on', async () => {
    await show(resting({ kind: 'offline', until: null }))
    expect(
      hero().getByText('Google cannot be reached. Goes on by itself; 11,203 photos wait.'),
    ).toBeDefined()
  })

  it.each([
    ['offline', 'Try now'],
    ['storage-full', 'Check again'],
    ['disk-full', 'Check again'],
    ['google-unavailable', 'Try now'],
    ['daily-quota', 'Try now'],
    ['unexpected', 'Try now'],
  ] as const)(
    'with %s tries at a press of “%s”, without a search of the folders',
    async (kind, name) => {
      const { bridge, user } = await show(resting({ kind, until: soon }))
      await user.click(hero().getByRole('button', { name }))
      expect(called(bridge)).toContain('tryNow')
      expect(called(bridge)).not.toContain('scanNow')
    },
  )

  it('tries when somebody comes back who may have freed some room, and not for every look', async () => {
    const { bridge } = await show(resting({ kind: 'storage-full', until: null }))
    const tries = () => called(bridge).filter((name) => name === 'tryNow')
    act(() => void window.dispatchEvent(new Event('focus')))
    act(() => void window.dispatchEvent(new Event('focus')))
    expect(tries()).toHaveLength(1)
  })

  it('does not try for coming back while nothing waits for that', async () => {
    const { bridge } = await show(resting({ kind: 'google-asked-to-wait', until: soon }))
    act(() => void window.dispatchEvent(new Event('focus')))
    expect(called(bridge)).not.toContain('tryNow')
  })

  it('leads from a card that waits to what is in the way', async () => {
    const { user } = await show(resting({ kind: 'offline', until: null }))
    await user.click(hero().getByRole('button', { name: 'Why?' }))
    expect(
      await screen.findByRole('heading', { name: 'Why are my photos not backing up?' }),
    ).toBeDefined()
  })

  it('says of a card that is away with everything backed up no more than a quiet line', async () => {
    const status = completeStatus()
    const away = (given: Partial<SourceView>) => ({
      status: {
        ...status,
        sources: [aSource({ sourceId: '2', name: 'Camera', state: 'not-connected', ...given })],
        conditions: [
          { kind: 'source-missing', sourceId: '2', name: 'Camera', until: null } as const,
        ],
      },
    })
    await show(away({ files: 5, done: 5, waiting: 0 }))
    expect(hero().getByText('Backup complete')).toBeDefined()
    const line = screen.getByText('Camera is not connected').closest('.banner')
    expect(line?.className).toBe('banner banner-quiet')
    expect(line?.textContent).toContain('Everything found in it is backed up.')
    cleanup()
    await show(away({ files: 14, done: 5, waiting: 9 }))
    expect(hero().getByText('Camera is not connected')).toBeDefined()
    expect(hero().getByText(/^9 photos in it wait\./)).toBeDefined()
  })

  it('leaves one where one is while one signs in, and takes a cancelled one for no trouble', async () => {
    const { bridge, user } = await show(
      resting({ kind: 'signed-out', reason: 'revoked', until: null }),
    )
    await user.click(hero().getByRole('button', { name: 'Sign in again' }))
    expect(await hero().findByText('Go on in your browser')).toBeDefined()
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Home')
    expect(hero().getByRole('button', { name: 'Open the browser again' })).toBeDefined()
    // Elsewhere the wait is a line above the screen.
    await user.click(screen.getByRole('button', { name: 'Folders' }))
    await waitFor(() =>
      expect(document.querySelector('.sign-in-wait')?.textContent).toContain(
        'Go on in your browser',
      ),
    )
    await user.click(screen.getByRole('button', { name: 'Cancel' }))
    expect(await screen.findByText('The sign-in was cancelled. Nothing was changed.')).toBeDefined()
    expect(document.querySelector('.notice-problem, .banner-warn')).toBeNull()
    expect(screen.getByRole('heading', { level: 1 }).textContent).toBe('Folders')
    expect(called(bridge)).toContain('cancelSignIn')
  })

  it('says on the card what became of a sign-in that failed', async () => {
    const status = {
      ...resting({ kind: 'signed-out', reason: 'never', until: null }).status,
      signIn: { kind: 'failed', failure: { kind: 'sign-in-timeout' } } as const,
    }
    await show({ status })
    expect(hero().getByText(/^The page in the browser was not answered\./)).toBeDefined()
  })

  it('leads from a condition to the setting that changes it', async () => {
    const { user } = await show(resting({ kind: 'on-battery', until: null }))
    await user.click(hero().getByRole('button', { name: 'Change power settings' }))
    const heading = await screen.findByRole('heading', { name: 'Power' })
    await waitFor(() => expect(document.activeElement).toBe(heading))
  })

  it('turns the backup on', async () => {
    const { bridge, user } = await show(resting({ kind: 'backup-off', until: null }))
    await user.click(hero().getByRole('button', { name: 'Turn on backup' }))
    expect(bridge.world.settings.isBackupOn).toBe(true)
  })

  it('calls nothing complete while a folder cannot be looked into', async () => {
    const status = completeStatus()
    const sources = status.sources.map((source, at) => ({
      ...source,
      unreadableFolders: at === 0 ? 1 : 0,
    }))
    const { user } = await show({ status: { ...status, sources } })
    expect(hero().getByText('1 place could not be looked into')).toBeDefined()
    // The way to what is in the way, also from elsewhere.
    expect(screen.getByRole('button', { name: /^Problems/ }).textContent).toContain('1')
    await user.click(hero().getByRole('button', { name: 'See why' }))
    expect(await screen.findByRole('heading', { name: 'Problems' })).toBeDefined()
  })

  it('tells of skipped files until they were looked at', async () => {
    const { bridge, user } = await show({ status: { ...completeStatus(), skippedUnseen: 31 } })
    expect(hero().getByText('31 files were skipped')).toBeDefined()
    await user.click(hero().getByRole('button', { name: 'See why' }))
    expect(await screen.findByRole('heading', { name: 'Problems' })).toBeDefined()
    await waitFor(() => expect(bridge.world.settings.skippedSeenUpTo).toBe(4_711))
  })

  it('says on no screen that an engine that gave up is on its way back, and starts it when asked to', async () => {
    const { bridge, user, session } = await show()
    const down = { kind: 'engine-down' } as const
    for (const name of ['getStatus', 'problems', 'listHistory', 'countHistory'] as const)
      bridge.failWith(name, down)
    act(() => bridge.emit('engineStateChanged', { state: 'failed', failure: down }))
    await user.click(await hero().findByRole('button', { name: 'Start it again' }))
    expect(bridge.calls.filter(({ name }) => name === 'restartEngine')).toHaveLength(1)
    for (const to of ['problems', 'history'] as const) {
      act(() => session.go(to === 'history' ? { to, filter: {} } : { to }))
      const main = within(screen.getByRole('main'))
      expect(await main.findByText(/It stopped several times in a row/)).toBeDefined()
      expect(screen.queryByText(/is being restarted/)).toBeNull()
      await user.click(main.getByRole('button', { name: 'Try again' }))
    }
    expect(bridge.calls.filter(({ name }) => name === 'restartEngine')).toHaveLength(3)
    act(() => session.go({ to: 'folders' }))
    expect(await screen.findAllByText('Looked at again once the backup runs')).not.toEqual([])
    expect(screen.queryByText(/new photos are noticed at once/)).toBeNull()
  })

  it('asks once more, when the engine is back, for what it could not answer', async () => {
    const { bridge, session } = await show()
    bridge.failWith('problems', { kind: 'engine-down' })
    act(() => bridge.emit('engineStateChanged', { state: 'restarting', failure: null }))
    act(() => session.go({ to: 'problems' }))
    expect(await screen.findByText(/is being restarted/)).toBeDefined()
    bridge.failWith('problems', null)
    act(() => bridge.emit('engineStateChanged', { state: 'running', failure: null }))
    await waitFor(() => expect(screen.queryByText(/is being restarted/)).toBeNull())
    expect(await screen.findByText('Needs you')).toBeDefined()
  })

  it('says so while the engine starts again, and offers a support file when it gives up', async () => {
    const { bridge } = await show()
    act(() => bridge.emit('engineStateChanged', { state: 'restarting', failure: null }))
    expect(await hero().findByText('The backup is starting again')).toBeDefined()
    bridge.failWith('getStatus', { kind: 'engine-down' })
    act(() =>
      bridge.emit('engineStateChanged', {
        state: 'failed',
        failure: { kind: 'catalogue-newer', found: 9, known: 2 },
      }),
    )
    expect(await hero().findByText('A newer Shoebox was here')).toBeDefined()
    expect(hero().getByRole('button', { name: 'Save a support file' })).toBeDefined()
  })
})

describe('home', () => {
  it('shows what is on its way', async () => {
    await show()
    expect(screen.getByText('IMG_4801.JPG')).toBeDefined()
    expect(screen.getByText('Reducing')).toBeDefined()
    expect(screen.getByRole('progressbar', { name: 'Progress of IMG_4801.JPG' })).toBeDefined()
    expect(
      screen.getByRole('img', { name: /Upload speed over the last ten minutes/ }),
    ).toBeDefined()
  })

  it('tells how much each counter is', async () => {
    await show()
    expect(
      screen.getByRole('button', { name: /^11,203 Waiting to upload .* 67 GB$/ }),
    ).toBeDefined()
    expect(screen.getByRole('button', { name: /^31 Skipped .* 3\.8 GB$/ })).toBeDefined()
  })

  it('shows no speed, and says when it will, while there is none', async () => {
    const status = uploadingStatus()
    const progress = { ...status.progress, bytesPerSecond: null, history: [] }
    await show({ status: { ...status, progress } })
    expect(screen.getByText(/The speed shows after/)).toBeDefined()
    expect(screen.queryByRole('img', { name: /Upload speed/ })).toBeNull()
  })

  it('never shows a speed above the one it calls the highest', async () => {
    const status = uploadingStatus()
    const progress = { ...status.progress, bytesPerSecond: 9_000_000, history: [4_000_000] }
    await show({ status: { ...status, progress } })
    expect(screen.getByText('8.6 MB/s')).toBeDefined()
    expect(screen.getByText('at most 8.6 MB/s')).toBeDefined()
  })

  it('opens the history that a counter counts', async () => {
    const { bridge, user } = await show()
    await user.click(screen.getByRole('button', { name: /31 Skipped/ }))
    expect(await screen.findByRole('heading', { name: 'History' })).toBeDefined()
    expect(lastInput(bridge, 'listHistory')).toMatchObject({ filter: { states: ['skipped'] } })
  })

  it('warns when there is not enough room for what is left', async () => {
    const status = uploadingStatus()
    await show({
      status: {
        ...status,
        storage: { limitBytes: 15 * 1024 ** 3, usedBytes: 14 * 1024 ** 3, at: Date.now() },
      },
    })
    expect(screen.getByText(/Not enough room for what is left/)).toBeDefined()
    expect(screen.getByText('14 GB of 15 GB used')).toBeDefined()
  })

  it('counts the requests that are left today', async () => {
    await show()
    expect(screen.getByText('6,276 of 10,000')).toBeDefined()
  })

  it('calls no requests left that Google calls used up, and says who else may use them', async () => {
    await show(resting({ kind: 'daily-quota', until: soon }))
    expect(screen.getByText('0 of 10,000')).toBeDefined()
    expect(screen.getByText('Something else uses this client, too.')).toBeDefined()
  })

  it('has the way to problems and to troubleshooting also while all is well', async () => {
    const { user } = await show({ status: completeStatus() })
    const places = within(screen.getByRole('navigation', { name: 'Main' }))
      .getAllByRole('button')
      .map((one) => one.textContent)
    expect(places).toEqual([
      'Home',
      'History',
      'Folders',
      'Problems',
      'Troubleshooting',
      'Settings',
    ])
    await user.click(screen.getByRole('button', { name: 'Troubleshooting' }))
    expect(
      await screen.findByRole('heading', { name: 'Why are my photos not backing up?' }),
    ).toBeDefined()
  })

  it('says in an empty place what will appear there', async () => {
    await show({ status: { ...completeStatus(), counts: freshStatus().counts }, rows: 0 })
    expect(await screen.findByText(/Photos appear here as soon as/)).toBeDefined()
  })

  it('tells once that the list of photos was restored', async () => {
    const { user } = await show({
      status: { ...completeStatus(), catalogue: 'restored-from-backup' },
    })
    expect(screen.getByText(/was restored from its copy/)).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Dismiss' }))
    expect(screen.queryByText(/was restored from its copy/)).toBeNull()
  })

  it('says milestones aloud, and not every tick', async () => {
    const { bridge } = await show()
    const heard = () => document.querySelector('[role="status"].visually-hidden')?.textContent
    await waitFor(() => expect(heard()).toBe('Backing up photos: 11,203 left'))
    const { progress } = bridge.world.status
    act(() => bridge.setStatus({ progress: { ...progress, bytesDone: progress.bytesDone + 1 } }))
    expect(heard()).toBe('Backing up photos: 11,203 left')
    act(() =>
      bridge.setStatus({ progress: { ...progress, bytesDone: progress.bytesTotal * 0.31 } }),
    )
    expect(heard()).toBe('31% backed up')
  })

  it('follows the tray to another screen', async () => {
    const { bridge } = await show()
    act(() => bridge.emit('navigate', { to: 'folders' }))
    expect(await screen.findByRole('heading', { name: 'Folders' })).toBeDefined()
  })
})
