// @vitest-environment jsdom
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { Condition } from '../../../src/shared/status.ts'
import { aSource, unreadable, uploadingStatus } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

describe('folders', () => {
  const route = { to: 'folders' } as const
  const folder = async (name: string) => within(await screen.findByRole('region', { name }))

  it('tell how each is watched', async () => {
    await show({}, route)
    expect((await folder('Pictures')).getByText(/noticed at once/)).toBeDefined()
    expect((await folder('EOS card')).getByText('Looking for photos…')).toBeDefined()
    const network = await folder('scans and slides')
    expect(network.getByText(/Checked every 15/)).toBeDefined()
    expect(network.getByText('2 folders inside cannot be read.')).toBeDefined()
  })

  it('lead from each number to its files, and open in the file manager', async () => {
    const sources = [aSource({ files: 320, done: 318 })]
    const status = { ...uploadingStatus(), sources }
    const { bridge, session, user } = await show({ status }, route)
    await user.click((await folder('Pictures')).getByRole('button', { name: /^Open this folder/ }))
    expect(lastInput(bridge, 'openFolder')).toEqual({ sourceId: sources[0]?.sourceId })
    const leads = async (name: string): Promise<unknown> => {
      await user.click((await folder('Pictures')).getByRole('button', { name }))
      await screen.findByRole('heading', { name: 'History' })
      const asked = lastInput(bridge, 'listHistory')
      session.go(route)
      return asked
    }
    const inFolder = { sourceId: sources[0]?.sourceId, folder: '' }
    expect(await leads('318 of 320 backed up')).toMatchObject({
      filter: { ...inFolder, states: ['done'] },
    })
    expect(await leads('2 not backed up')).toMatchObject({
      filter: {
        ...inFolder,
        states: expect.arrayContaining(['skipped', 'failed', 'waiting', 'found']) as string[],
      },
    })
  })

  it('explain a drive that is not there', async () => {
    const status = { ...uploadingStatus(), sources: [aSource({ state: 'not-connected' })] }
    await show({ status }, route)
    expect((await folder('Pictures')).getByText(/goes on by itself once it is back/)).toBeDefined()
  })

  it('ask about one in whose place something else lies, and take no for an answer', async () => {
    const status = {
      ...uploadingStatus(),
      sources: [aSource({ state: 'unfamiliar', unreadableFiles: 1, links: 2, otherFiles: 31 })],
    }
    const { bridge, user } = await show({ status }, route)
    const pictures = await folder('Pictures')
    expect(pictures.getByText(/None of the photos known from this folder/)).toBeDefined()
    expect(pictures.getByText('1 file that may be a photo cannot be looked at.')).toBeDefined()
    expect(pictures.getByText(/2 links inside are not followed/)).toBeDefined()
    expect(pictures.getByText('31 other files inside, neither photos nor videos.')).toBeDefined()
    await user.click(pictures.getByRole('button', { name: 'This is my folder' }))
    const question = () => screen.findByRole('alertdialog', { name: /as “Pictures”/ })
    await user.click(within(await question()).getByRole('button', { name: 'Cancel' }))
    expect(called(bridge)).not.toContain('confirmSource')
    await user.click(pictures.getByRole('button', { name: 'This is my folder' }))
    await user.click(within(await question()).getByRole('button', { name: 'This is my folder' }))
    await waitFor(() => expect(lastInput(bridge, 'confirmSource')).toEqual({ sourceId: '1' }))
  })

  it('change their photo size, sub-folders and patterns at once', async () => {
    const { bridge, user } = await show({ rows: 0 }, route)
    const pictures = await folder('Pictures')
    await user.click(pictures.getByRole('button', { name: 'Options Pictures' }))
    await user.click(pictures.getByRole('button', { name: /Photo size/ }))
    await user.click(await screen.findByRole('option', { name: 'Original' }))
    await waitFor(() =>
      expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', photoSize: 'original' }),
    )
    await user.click(pictures.getByRole('switch', { name: 'Include folders inside' }))
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', includeSubfolders: false })
    await user.type(pictures.getByRole('textbox', { name: 'Leave out by pattern' }), '*.png')
    expect(called(bridge).filter((name) => name === 'changeSource')).toHaveLength(2)
    await user.tab()
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', ignorePatterns: ['*.png'] })
  })

  it('follow links where that is wished, and say what those are good for that are not', async () => {
    const status = {
      ...uploadingStatus(),
      sources: [
        aSource({ links: 1 }),
        aSource({
          ...{ sourceId: '2', name: 'Linked', links: 3, followLinks: true },
          scanEveryMs: 300_000,
        }),
      ],
    }
    const { bridge, user } = await show({ status }, route)
    const pictures = await folder('Pictures')
    const wish = async (name: string): Promise<void> => {
      await user.click((await folder(name)).getByRole('button', { name: `Options ${name}` }))
      await user.click((await folder(name)).getByRole('switch', { name: 'Follow links' }))
    }
    expect(pictures.getByText(/1 link inside is not followed/)).toBeDefined()
    expect(pictures.queryByText(/What links lead to/)).toBeNull()
    await wish('Pictures')
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', followLinks: true })
    const linked = await folder('Linked')
    expect(linked.getByText(/3 links inside lead to nothing/)).toBeDefined()
    expect(linked.getByText(/What links lead to.*checked every 5/)).toBeDefined()
    await wish('Linked')
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '2', followLinks: false })
  })

  it('send changed versions or keep to the older ones', async () => {
    const { bridge, user } = await show({ rows: 0 }, route)
    const pictures = await folder('Pictures')
    await user.click(pictures.getByRole('button', { name: 'Options Pictures' }))
    const choice = pictures.getByRole('switch', { name: 'Send changed versions' })
    expect(choice).toHaveProperty('checked', true)
    await user.click(choice)
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', changedVersions: 'keep' })
    await waitFor(() => expect(choice).toHaveProperty('checked', false))
    await user.click(choice)
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', changedVersions: 'send' })
  })

  it('leave out of pairs what is wanted so, and say before what that saves', async () => {
    const pairFigures = { raw: { files: 1_204, bytes: 36 * 2 ** 30 }, film: { files: 0, bytes: 0 } }
    const { bridge, user } = await show({ rows: 0, pairFigures }, route)
    const pictures = await folder('Pictures')
    expect(bridge.calls.some(({ name }) => name === 'pairFigures')).toBe(false)
    await user.click(pictures.getByRole('button', { name: 'Options Pictures' }))
    const raw = await pictures.findByRole('switch', {
      name: 'Leave out RAW photos beside their JPEG',
      description: /a RAW alone always goes. So far 1,204 would be left out, which saves 36 GB/,
    })
    const films = pictures.getByRole('switch', {
      name: 'Leave out the films of Live Photos',
      description: /None that could be left out is known so far/,
    })
    expect(pictures.queryByText(/are left out\./)).toBeNull()
    await user.click(raw)
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', pairs: 'jpeg' })
    await waitFor(() => expect(raw).toHaveProperty('checked', true))
    expect(pictures.getByText('RAW photos beside their JPEG are left out.')).toBeDefined()
    await user.click(films)
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', pairs: 'jpeg,still' })
    await waitFor(() => expect(films).toHaveProperty('checked', true))
    await user.click(raw)
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', pairs: 'still' })
    await user.click(pictures.getByRole('button', { name: 'Show what is left out' }))
    expect(lastInput(bridge, 'listHistory')).toMatchObject({
      filter: { sourceId: '1', states: ['skipped'], reason: 'left-to-partner' },
    })
  })

  it('ask before one is removed, and keep the focus', async () => {
    const { bridge, user } = await show({}, route)
    const pictures = await folder('Pictures')
    await user.click(pictures.getByRole('button', { name: 'Options Pictures' }))
    await user.click(pictures.getByRole('button', { name: 'Remove from backup' }))
    const question = await screen.findByRole('alertdialog', { name: 'Remove “Pictures”?' })
    await user.click(within(question).getByRole('button', { name: 'Cancel' }))
    expect(called(bridge)).not.toContain('removeSource')
    await user.click(pictures.getByRole('button', { name: 'Remove from backup' }))
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', {
        name: 'Remove from backup',
      }),
    )
    await waitFor(() => expect(screen.queryByRole('region', { name: 'Pictures' })).toBeNull())
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })),
    )
  })

  it('are added by the dialog, with a word', async () => {
    const { user } = await show({}, route)
    await user.click(screen.getByRole('button', { name: 'Add a folder' }))
    expect(await screen.findByText('The folder is added.')).toBeDefined()
    expect(await screen.findByRole('region', { name: 'Old disk' })).toBeDefined()
  })

  it('say why one could not be added', async () => {
    const { bridge, user } = await show({}, route)
    bridge.failWith('chooseFolder', { kind: 'folder-missing', path: '/a' })
    await user.click(screen.getByRole('button', { name: 'Add a folder' }))
    expect(await screen.findByText('Folder not found')).toBeDefined()
    // And nothing of it any more once one could be.
    bridge.failWith('chooseFolder', null)
    await user.click(screen.getByRole('button', { name: 'Add a folder' }))
    expect(await screen.findByText('The folder is added.')).toBeDefined()
    expect(screen.queryByText('Folder not found')).toBeNull()
  })

  it('are backed up already as part of another: that is told, and no error', async () => {
    const { bridge, user } = await show({}, route)
    bridge.failWith('chooseFolder', {
      kind: 'folder-overlaps',
      path: 'C:\\Pictures\\2022',
      other: 'C:\\Pictures',
    })
    await user.click(screen.getByRole('button', { name: 'Add a folder' }))
    const told = await screen.findByText('“2022” is already backed up as part of “Pictures”')
    expect(told.closest('.notice')?.className).toBe('notice notice-good')
    bridge.failWith('chooseFolder', {
      kind: 'folder-overlaps',
      path: '/home/me/Pictures',
      other: '/home/me/Pictures/2022',
    })
    await user.click(screen.getByRole('button', { name: 'Add a folder' }))
    expect(
      await screen.findByText('“2022”, which is backed up already, is part of “Pictures”'),
    ).toBeDefined()
  })
})

describe('problems', () => {
  const route = { to: 'problems' } as const

  it('are grouped by cause, each with a count, a sentence and its fixes', async () => {
    await show({}, route)
    const heading = await screen.findByRole('heading', { name: 'Larger than the limit' })
    const group = within(heading.closest('li') ?? document.body)
    const line = group.getByText('IMG_0111.JPG').closest('p')
    expect(line?.textContent).toBe('IMG_0111.JPG and 18 more · 19 files, 3.4 GB')
    expect(group.getByText('For example: 136 MB, and the limit is 75 MB.')).toBeDefined()
    expect(group.getAllByRole('button').map((button) => button.textContent)).toEqual([
      'Raise the limit',
      'Show files',
      'Ignore always',
    ])
    const [, , ignore] = group.getAllByRole('button')
    expect(ignore?.className).toContain('button-quiet')
  })

  it('raise the limits after a question, and put the files in line', async () => {
    const { bridge, user } = await show({}, route)
    await user.click(await screen.findByRole('button', { name: /^Raise the limit/ }))
    await user.click(
      within(await screen.findByRole('alertdialog')).getByRole('button', {
        name: 'Raise the limit',
      }),
    )
    expect(await screen.findByText('19 files wait to be uploaded.')).toBeDefined()
    expect(called(bridge)).toContain('raiseLimits')
    await waitFor(() =>
      expect(screen.queryByRole('heading', { name: 'Larger than the limit' })).toBeNull(),
    )
  })

  it('try a whole cause again, and keep the focus when it disappears', async () => {
    const { bridge, user } = await show({}, route)
    await user.click(await screen.findByRole('button', { name: 'Try again: File cannot be read' }))
    expect(lastInput(bridge, 'retryAll')).toEqual({ reason: 'file-unreadable' })
    await waitFor(() =>
      expect(screen.queryByRole('heading', { name: 'File cannot be read' })).toBeNull(),
    )
    await waitFor(() =>
      expect(document.activeElement).toBe(screen.getByRole('heading', { level: 1 })),
    )
  })

  it('lead to the files of a cause', async () => {
    const { bridge, user } = await show({}, route)
    await user.click(await screen.findByRole('button', { name: 'Show files: Only in the cloud' }))
    expect(await screen.findByRole('heading', { name: 'History' })).toBeDefined()
    expect(lastInput(bridge, 'listHistory')).toMatchObject({
      filter: { states: ['skipped'], reason: 'online-only' },
    })
    expect(screen.getByText('Only: only in the cloud')).toBeDefined()
  })

  it('name what could not be looked into, by cause, and look again', async () => {
    const { bridge, user } = await show({ groups: [], unreadable }, route)
    const section = within(await screen.findByRole('region', { name: 'Cannot be looked into' }))
    const texts = section.getAllByRole('heading', { level: 3 }).map((one) => one.textContent)
    expect(texts).toEqual([
      'Shoebox may not look in here',
      'The disk or share does not answer',
      'The disk reports an error here',
    ])
    expect(section.getByText('1 folder, 11 files')).toBeDefined()
    expect(section.getByText('Pictures / 2004/Scans')).toBeDefined()
    expect(section.getByText('EOS card')).toBeDefined()
    expect(section.getByText('and 4 more')).toBeDefined()
    expect(screen.queryByText('No problems')).toBeNull()
    const [again] = section.getAllByRole('button', { name: /^Look again/ })
    if (again) await user.click(again)
    expect(called(bridge)).toContain('scanNow')
  })

  it('bother nobody where it cannot be stored that they were looked at', async () => {
    const { bridge } = await show({ groups: [] }, route, (fake) =>
      fake.failWith('changeSettings', { kind: 'disk-full' }),
    )
    expect(await screen.findByText('No problems')).toBeDefined()
    await waitFor(() => expect(called(bridge)).toContain('changeSettings'))
    expect(screen.queryByText('The setting could not be saved.')).toBeNull()
  })

  it('are not what somebody leaves out beside a photo that goes', async () => {
    const skip = { kind: 'left-to-partner', is: 'raw' } as const
    const group = { state: 'skipped', reason: skip.kind, files: 9, bytes: 9, skip } as const
    const groups = [{ ...group, failure: null, example: null }]
    await show({ groups, unreadable: [] }, { to: 'problems' })
    expect(await screen.findByText('No problems')).toBeDefined()
  })

  it('say so when there are none', async () => {
    await show({ groups: [] }, route)
    expect(await screen.findByText('No problems')).toBeDefined()
  })
})

describe('troubleshooting', () => {
  it('checks one condition after another and leads to what is in the way', async () => {
    const { user } = await show({}, { to: 'troubleshoot' })
    expect(await screen.findByText('2 things are in the way.')).toBeDefined()
    expect(screen.getByText('Google takes photos.')).toBeDefined()
    await user.click(screen.getByRole('button', { name: /^Change: You chose to wait until/ }))
    expect(await screen.findByRole('heading', { name: 'Power' })).toBeDefined()
  })

  it.each([
    ['disk-full', 'disk', 'This computer’s disk is full'],
    ['in-use', 'hours', 'Waiting until you are away'],
    ['account-unconfirmed', 'signed-in', 'Is this you?'],
  ] as const)(
    'tells of %s in the words of its card, and no word of the engine’s',
    async (kind, name, title) => {
      const until = 1_795_784_037_344
      const condition =
        kind === 'account-unconfirmed'
          ? { kind, until: null, email: 'a@example.test' }
          : { kind, until }
      await show(
        {
          status: {
            ...uploadingStatus(),
            activity: 'resting',
            conditions: [condition as Condition],
          },
          checks: [{ name, answer: 'no', detail: `${kind} ${until}` }],
        },
        { to: 'troubleshoot' },
      )
      expect(await screen.findByText('One thing is in the way.')).toBeDefined()
      const line = within(screen.getByText('In the way:').closest('li') ?? document.body)
      expect(line.getByText(title, { exact: false })).toBeDefined()
      expect(screen.queryByText(new RegExp(`${kind}|${until}`))).toBeNull()
    },
  )

  it('saves a support file', async () => {
    const { user } = await show({}, { to: 'troubleshoot' })
    await user.click(await screen.findByRole('button', { name: 'Save a support file' }))
    expect(await screen.findByText('The support file is saved.')).toBeDefined()
  })
})
