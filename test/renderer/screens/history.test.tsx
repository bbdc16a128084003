// @vitest-environment jsdom
import { act, fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { isNarrowed } from '../../../src/renderer/screens/history/outcomes.ts'
import type { Input } from '../../../src/shared/contract.ts'
import type { SourceView, Status } from '../../../src/shared/status.ts'
import { aSource, rowAtNumber, uploadingStatus } from '../fake-data.ts'
import { lastInput, show } from '../render.tsx'

const route = { to: 'history', filter: {} } as const
const rows = () =>
  screen.getAllByRole('row').filter((row) => row.getAttribute('aria-rowindex') !== '1')

/**
 * Types into the search of the list of folders. Not by user-event: it would answer the end of the list, which React
 * brings about, with an event of its own in the midst of that.
 */
const search = (value: string): void => {
  fireEvent.change(screen.getByRole('searchbox', { name: 'Search folders' }), { target: { value } })
}

describe('the history', () => {
  it('holds only the rows in view, and says how many there are', async () => {
    await show({ rows: 100_000 }, route)
    expect(await screen.findByText('100,000 files')).toBeDefined()
    expect(rows().length).toBeLessThan(40)
    expect(screen.getByRole('grid').getAttribute('aria-rowcount')).toBe('100001')
  })

  it('says aloud what was found, and not each file that comes later', async () => {
    const { bridge } = await show({ rows: 2_000 }, route)
    const count = await screen.findByText('2,000 files')
    expect(count.getAttribute('aria-live')).toBe('polite')
    bridge.world.rows += 1
    act(() => bridge.emit('historyChanged', { revision: 8 }))
    expect(await screen.findByText('2,001 files', undefined, { timeout: 30_000 })).toBe(count)
    expect(count.getAttribute('aria-live')).toBe('off')
  })

  it('tells of each file its outcome, its reason and its size before and after', async () => {
    await show({ rows: 100_000 }, route)
    await screen.findByText('IMG_100000.JPG')
    expect(screen.getByText('Skipped: Only in the cloud')).toBeDefined()
    expect(screen.getAllByText(/^3\.9 MB, sent as 1\.6 MB$/).length).toBeGreaterThan(0)
  })

  it('searches by name and folder', async () => {
    const { bridge, user } = await show({ rows: 3_000 }, route)
    await user.type(await screen.findByRole('searchbox', { name: 'Search' }), 'garden')
    await waitFor(() =>
      expect(lastInput(bridge, 'listHistory')).toMatchObject({ filter: { search: 'garden' } }),
    )
    await waitFor(() => expect(within(rows()[0] as HTMLElement).getByText(/Garden/)).toBeDefined())
  })

  it('narrows by outcome, folder and kind, and clears all of it', async () => {
    const { bridge, user } = await show({ rows: 3_000 }, route)
    await screen.findByRole('grid')
    const choose = async (list: string, option: string) => {
      await user.click(screen.getByRole('button', { name: new RegExp(list) }))
      await user.click(await screen.findByRole('option', { name: option }))
    }
    await choose('Everything', 'Problems')
    await choose('All folders', 'Pictures / Scans/1978')
    await choose('All kinds', 'Photos')
    await waitFor(() =>
      expect(lastInput(bridge, 'listHistory')).toMatchObject({
        filter: { states: ['failed'], sourceId: '1', folder: 'Scans/1978', mediaKind: 'photo' },
      }),
    )
    await user.click(screen.getByRole('button', { name: 'Clear filters' }))
    await waitFor(() => {
      const { filter } = lastInput(bridge, 'listHistory') as Input<'listHistory'>
      expect(isNarrowed(filter)).toBe(false)
    })
  })

  it('finds any folder among very many by a part of its name', async () => {
    const folders = Array.from({ length: 1_000 }, (_, at) => ({
      sourceId: '1',
      folder: `2026/Album ${at}`,
    }))
    const { bridge, user } = await show({ rows: 100, folders }, route)
    await user.click(await screen.findByRole('button', { name: /All folders/ }))
    expect(await screen.findByText(/There are more folders/)).toBeDefined()
    expect(screen.queryByRole('option', { name: /Album 950/ })).toBeNull()
    search('album 950')
    const found = await screen.findByRole('option', { name: 'Pictures / 2026/Album 950' })
    await user.click(found)
    await waitFor(() =>
      expect(lastInput(bridge, 'listHistory')).toMatchObject({
        filter: { sourceId: '1', folder: '2026/Album 950' },
      }),
    )
    expect(screen.getByRole('button', { name: /Pictures \/ 2026\/Album 950/ })).toBeDefined()
    await user.click(screen.getByRole('button', { name: /Album 950/ }))
    await screen.findByRole('option', { name: 'All folders' })
    search('zebra')
    expect(await screen.findByText('No folder has this name.')).toBeDefined()
    search('')
    await user.click(await screen.findByRole('option', { name: 'All folders' }))
    await waitFor(() =>
      expect(lastInput(bridge, 'listHistory')).toMatchObject({
        filter: { sourceId: null, folder: null },
      }),
    )
  })

  it('chooses a folder with the keyboard alone', async () => {
    const { bridge, user } = await show({ rows: 100 }, route)
    const button = await screen.findByRole('button', { name: /All folders/ })
    button.focus()
    await user.keyboard('{Enter}')
    await screen.findByRole('option', { name: 'Pictures / Scans/1978' })
    search('scans')
    await waitFor(() => expect(screen.queryByRole('option', { name: /Garden/ })).toBeNull())
    await user.keyboard('{ArrowDown}{Enter}')
    await waitFor(() =>
      expect(lastInput(bridge, 'listHistory')).toMatchObject({
        filter: { sourceId: '1', folder: 'Scans/1978' },
      }),
    )
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('button', { name: /Scans\/1978/ })),
    )
  })

  it('offers for a row what makes sense for it', async () => {
    const { bridge, user } = await show({ rows: 2_000 }, route)
    const failed = rowAtNumber(11, 2_000)
    await user.click(await screen.findByRole('button', { name: `Actions for ${failed.name}` }))
    expect(screen.queryByRole('menuitem', { name: 'Open in Google Photos' })).toBeNull()
    expect(screen.getByRole('menuitem', { name: 'Show in Explorer' })).toBeDefined()
    await user.click(screen.getByRole('menuitem', { name: /^Try again: all/ }))
    expect(lastInput(bridge, 'retryAll')).toEqual({ reason: failed.failure?.kind })
  })

  it('copies the reason with what the engine knows of it', async () => {
    const { bridge, user } = await show({ rows: 2_000 }, route)
    const failed = rowAtNumber(11, 2_000)
    await user.click(await screen.findByRole('button', { name: `Actions for ${failed.name}` }))
    await user.click(screen.getByRole('menuitem', { name: 'Copy the reason' }))
    const { text } = lastInput(bridge, 'copyText') as { text: string }
    expect(text).toContain(failed.name)
    expect(text).toContain('"kind":"item-error"')
    expect(await screen.findByText('The reason is copied.')).toBeDefined()
  })

  it('says which file is a newer version, and opens the older one', async () => {
    const { bridge, user } = await show({ rows: 2_000 }, route)
    const changed = rowAtNumber(2, 2_000)
    expect(changed.olderVersion).toEqual({ canOpen: true })
    const line = (await screen.findByText(changed.name)).closest('[role="row"]') as HTMLElement
    const words = /^A newer version: the older one stays in Google Photos\./
    expect(within(line).getByText(words)).toBeDefined()
    expect(screen.getAllByText(words)).toHaveLength(1)
    await user.dblClick(line)
    const details = within(await screen.findByRole('dialog'))
    expect(details.getByText(/^Backed up\. A newer version: the older one stays/)).toBeDefined()
    await user.click(details.getByRole('button', { name: 'Open the older version' }))
    expect(lastInput(bridge, 'openItem')).toEqual({ fileId: changed.fileId, version: 'older' })
    await user.click(details.getByRole('button', { name: 'Open in Google Photos' }))
    expect(lastInput(bridge, 'openItem')).toEqual({ fileId: changed.fileId })
  })

  it('shows everything about a file when its row is opened', async () => {
    const { user } = await show({ rows: 2_000 }, route)
    await screen.findByText('IMG_2000.JPG')
    rows()[0]?.focus()
    await user.keyboard('{Enter}')
    const details = await screen.findByRole('dialog')
    expect(within(details).getByText('6,000 × 4,000 (24 MP)')).toBeDefined()
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
  })

  it('is one stop for the Tab key, with arrow keys inside', async () => {
    const { user } = await show({ rows: 2_000 }, route)
    await screen.findByText('IMG_2000.JPG')
    const [first] = rows()
    first?.focus()
    await user.keyboard('{ArrowDown}{ArrowDown}')
    expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('4')
    expect(rows().filter((row) => row.tabIndex === 0)).toHaveLength(1)
    await user.keyboard('{Home}')
    expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('2')
  })

  it('keeps the focus on a row while the history changes', async () => {
    const { bridge, user } = await show({ rows: 2_000 }, route)
    await screen.findByText('IMG_2000.JPG')
    rows()[0]?.focus()
    await user.keyboard('{ArrowDown}')
    bridge.world.rows += 1
    act(() => bridge.emit('historyChanged', { revision: 8 }))
    await screen.findByText('2,001 files', undefined, { timeout: 30_000 })
    expect(document.activeElement?.getAttribute('aria-rowindex')).toBe('3')
  })

  it('exports all of it', async () => {
    const { user } = await show({ rows: 2_000 }, route)
    await user.click(screen.getByRole('button', { name: 'Export as CSV' }))
    expect(await screen.findByText('2,000 rows were saved.')).toBeDefined()
  })

  it('says what will appear while it is empty, and what to do when nothing matches', async () => {
    const { user } = await show({ rows: 0 }, route)
    expect(await screen.findByText('Nothing here yet')).toBeDefined()
    await user.type(screen.getByRole('searchbox', { name: 'Search' }), 'x')
    expect(await screen.findByText('Nothing matches')).toBeDefined()
  })

  it('can be asked again after a failure', async () => {
    const { bridge, session, user } = await show()
    bridge.failWith('listHistory', { kind: 'engine-down' })
    session.go({ to: 'history', filter: {} })
    expect(await screen.findByText('The history cannot be shown right now.')).toBeDefined()
    bridge.failWith('listHistory', null)
    await user.click(screen.getByRole('button', { name: 'Try again' }))
    expect(await screen.findByText('IMG_2000.JPG')).toBeDefined()
  })
})

describe('is everything safe?', () => {
  it('shows the share of each folder and what keeps the rest', async () => {
    const { bridge, user } = await show({}, { to: 'safety' })
    expect(
      await screen.findByText('Not yet: 1,098 of 12,431 photos are not backed up.'),
    ).toBeDefined()
    await user.click(screen.getByRole('button', { name: 'Open Pictures' }))
    expect(await screen.findByText('Scans')).toBeDefined()
    await user.click(screen.getByRole('button', { name: /missing in Scans/ }))
    expect(await screen.findByRole('heading', { name: 'History' })).toBeDefined()
    expect(lastInput(bridge, 'listHistory')).toMatchObject({
      filter: { sourceId: '1', folder: 'Scans', states: ['skipped', 'failed', 'waiting'] },
    })
  })

  it('shows what is merely in line, too, where that is what is missing', async () => {
    const { bridge, user } = await show({}, { to: 'safety' })
    await user.click(await screen.findByRole('button', { name: /missing in EOS card/ }))
    await screen.findByRole('heading', { name: 'History' })
    expect(lastInput(bridge, 'listHistory')).toMatchObject({
      filter: {
        sourceId: '2',
        states: [
          'skipped',
          'failed',
          'waiting',
          'found',
          'fingerprinted',
          'ready',
          'sent',
          'creating',
        ],
      },
    })
  })

  const whole = {
    sourceId: '1',
    folder: '',
    name: 'Pictures',
    bytes: 9,
    hasChildren: false,
    reasons: [],
  }
  const of = (...sources: SourceView[]): Status => ({ ...uploadingStatus(), sources })

  it('says yes when everything is', async () => {
    const world = { coverage: [{ ...whole, files: 5, done: 5 }], status: of(aSource()) }
    await show(world, { to: 'safety' })
    expect(await screen.findByText('Yes. All 5 photos are safe.')).toBeDefined()
    expect(screen.queryByText(/other file|link|could not/)).toBeNull()
  })

  it('is not kept from a yes by files that are no photos, and counts them', async () => {
    const reasons = [
      { reason: 'empty', files: 1 },
      { reason: 'not-a-photo', files: 1 },
    ]
    const coverage = [{ ...whole, files: 320, done: 318, reasons }]
    await show({ coverage, status: of(aSource()) }, { to: 'safety' })
    expect(
      await screen.findByText('Yes. All 318 photos are safe. 2 files are no photos.'),
    ).toBeDefined()
    expect(screen.getByText('1 empty file · 1 not a photo or video')).toBeDefined()
    expect(screen.getByText('100%')).toBeDefined()
    expect(screen.queryByRole('button', { name: /^Show/ })).toBeNull()
  })

  it.each([
    ['what waits', 'found'],
    ['what failed', 'item-error'],
    ['what a choice left out', 'too-large'],
    ['what the user ignores', 'ignored-by-user'],
  ])('says not yet for %s', async (_, reason) => {
    const coverage = [{ ...whole, files: 5, done: 4, reasons: [{ reason, files: 1 }] }]
    await show({ coverage, status: of(aSource()) }, { to: 'safety' })
    expect(await screen.findByText('Not yet: 1 of 5 photos is not backed up.')).toBeDefined()
  })

  it('does not call safe what may be damaged, and leads to it', async () => {
    const coverage = [{ ...whole, files: 5, done: 5, doubtful: 2 }]
    const { bridge, user } = await show({ coverage, status: of(aSource()) }, { to: 'safety' })
    expect(
      await screen.findByText('All 5 photos are backed up, but 2 may be damaged.'),
    ).toBeDefined()
    await user.click(screen.getByRole('button', { name: '2 backed up, may be damaged' }))
    await screen.findByRole('heading', { name: 'History' })
    expect(lastInput(bridge, 'listHistory')).toMatchObject({
      filter: { sourceId: '1', states: ['done'], reason: 'undecodable' },
    })
  })

  it('says that nobody has looked into a folder yet', async () => {
    const coverage = [{ ...whole, files: 0, done: 0 }]
    const status = of(aSource({ state: 'not-connected', lastScanAt: null }))
    await show({ coverage, status }, { to: 'safety' })
    expect(await screen.findByText('Not yet: 1 folder has not been looked through.')).toBeDefined()
  })

  it('says whether deleting on one side touches the other', async () => {
    await show({ status: of(aSource()) }, { to: 'safety' })
    expect(
      await screen.findByText(/^Photos that you delete here stay in Google Photos/),
    ).toBeDefined()
  })

  it('never says yes while there is what nobody could look into, and tells what else the folders hold', async () => {
    const status = of(
      aSource({ unreadableFolders: 1, unreadableFiles: 1, otherFiles: 31, links: 1 }),
      aSource({ sourceId: '2', state: 'unreadable', unreadableFolders: 7 }),
    )
    const coverage = [
      { ...whole, files: 5, done: 5 },
      { ...whole, sourceId: '2', name: 'Closed', files: 0, done: 0 },
    ]
    await show({ coverage, status }, { to: 'safety' })
    expect(
      await screen.findByText(
        'All 5 photos that can be read are backed up; 3 places could not be looked into.',
      ),
    ).toBeDefined()
    expect(
      screen.getByText('2 places could not be looked into · 31 other files · 1 link not followed'),
    ).toBeDefined()
    expect(screen.getByText('1 place could not be looked into')).toBeDefined()
  })

  it('checks the list itself', async () => {
    const { user } = await show({}, { to: 'safety' })
    await user.click(await screen.findByRole('button', { name: 'Check Shoebox’s records' }))
    expect(await screen.findByText('14,841 files checked. Records are fine.')).toBeDefined()
  })
})
