// @vitest-environment jsdom
// What the card of a folder says of albums: the choice, what it would make before it is made, the albums that are there, and what
// somebody is asked about them.
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import type { SourceView } from '../../../src/shared/status.ts'
import { anAlbum, someAlbums, type FakeAlbum } from '../fake-albums.ts'
import { settled, type FakeWorld } from '../fake-bridge.ts'
import { aSource, completeStatus, uploadingStatus } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

const none = 'No albums'
const source = 'One album for this folder'
const folders = 'One album for each folder inside'
const make = 'Make albums like this'

/** The options of a folder, opened. */
async function opened(change: Partial<SourceView> = {}, world: Partial<FakeWorld> = {}) {
  const status = { ...uploadingStatus(), sources: [aSource(change)] }
  const shown = await show({ status, ...world }, { to: 'folders' })
  const card = within(await screen.findByRole('region', { name: 'Pictures' }))
  await shown.user.click(card.getByRole('button', { name: 'Options Pictures' }))
  const radio = (name: string) => card.getByRole<HTMLInputElement>('radio', { name })
  const draft = () => within(card.getByRole('region', { name: 'What this would make' }))
  const changes = (): number =>
    called(shown.bridge).filter((name) => name === 'changeSource').length
  return { ...shown, card, radio, draft, changes }
}

describe('the choice of albums', () => {
  it.each([
    [undefined, none],
    ['none', none],
    ['source', source],
    ['folders', folders],
    ['folders:2', folders],
  ])('shows “%s” as it is', async (albums, title) => {
    const { radio, card } = await opened(albums === undefined ? {} : { albums })
    for (const name of [none, source, folders]) expect(radio(name).checked).toBe(name === title)
    expect(card.queryByRole('region', { name: 'What this would make' })).toBeNull()
  })

  it('makes nothing before somebody has seen what it comes to, and said so', async () => {
    const { user, radio, draft, changes, bridge, card } = await opened()
    await user.click(radio(folders))
    await draft().findByText(
      '6 new albums, 785 photos in all. Takes about 25 requests of the 10,000 that Google allows in a day.',
    )
    draft().getByText('Now: No albums.')
    draft().getByText(
      '2 titles also name the folders above, because other albums would be called the same.',
    )
    const rows = within(draft().getByRole('list')).getAllByRole('listitem')
    expect(rows.map((row) => row.textContent)).toContain('2025 / Christmas 61 photos')
    expect(changes()).toBe(0)
    await user.click(draft().getByRole('button', { name: make }))
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', albums: 'folders' })
    await screen.findByText('Photos of “Pictures” go into albums from now on.')
    expect(card.queryByRole('region', { name: 'What this would make' })).toBeNull()
    card.getByText(/^One album for each folder inside\. None is made yet\./)
  })

  it('is left as it is where somebody wants that', async () => {
    const { user, radio, draft, changes } = await opened({ albums: 'source' })
    await user.click(radio(folders))
    draft().getByText('Now: One album for this folder.')
    await draft().findByText('Albums that are there already stay as they are.')
    await user.click(draft().getByRole('button', { name: 'Leave it as it is' }))
    expect(radio(source).checked).toBe(true)
    await user.click(radio(none))
    draft().getByText(/^From now on photos go into no album\./)
    await user.click(radio(source))
    expect(changes()).toBe(0)
  })

  it('goes as deep as somebody wants, and tells anew what that makes', async () => {
    const { user, radio, draft, bridge, card } = await opened()
    await user.click(radio(folders))
    await user.click(card.getByRole('button', { name: /Folders inside folders/ }))
    await user.click(screen.getByRole('option', { name: /^Only the outermost have one/ }))
    await draft().findByText(/^4 new albums, 785 photos in all\./)
    expect(lastInput(bridge, 'previewAlbums')).toEqual({ sourceId: '1', albums: 'folders:1' })
    await user.click(draft().getByRole('button', { name: make }))
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', albums: 'folders:1' })
    await card.findByText(/^One album for each folder inside, 1 level deep\./)
  })

  it('keeps a depth that only the command offers', async () => {
    const { card } = await opened({ albums: 'folders:9' })
    expect(
      card.getByRole('button', { name: /The 9 outermost levels have one.*Folders inside folders/ }),
    ).toBeDefined()
  })

  it('warns above 200 albums, and lists no more than those', async () => {
    const { user, radio, draft } = await opened({}, { manyFolders: 300 })
    await user.click(radio(folders))
    await draft().findByText(/^That is a lot: 306 albums\./)
    draft().getByText('106 more albums are not listed here.')
    expect(within(draft().getByRole('list')).getAllByRole('listitem')).toHaveLength(200)
  })

  it('warns of no fewer', async () => {
    const { user, radio, draft } = await opened({}, { manyFolders: 194 })
    await user.click(radio(folders))
    await draft().findByText(/^200 new albums/)
    expect(draft().queryByText(/^That is a lot/)).toBeNull()
  })

  it('says why nothing can be told, and offers the choice all the same', async () => {
    const { user, radio, draft, bridge } = await opened()
    bridge.failWith('previewAlbums', { kind: 'disk-full' })
    await user.click(radio(source))
    await draft().findByText(/^The albums cannot be worked out right now\./)
    draft().getByRole('button', { name: make })
  })

  it('ends with no more albums where somebody says so', async () => {
    const { user, radio, draft, bridge } = await opened({ albums: 'folders' })
    await user.click(radio(none))
    await user.click(draft().getByRole('button', { name: 'Make no more albums' }))
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', albums: 'none' })
    await screen.findByText('Photos of “Pictures” go into no album from now on.')
  })
})

/** A card with albums, and the list of them. */
async function listed(albums: readonly FakeAlbum[], choice = 'folders') {
  const status = {
    ...completeStatus(),
    sources: [aSource({ albums: choice })],
    albumQuestions: albums.filter(({ asks }) => asks !== null).length,
  }
  const shown = await show({ status, albums: [...albums] }, { to: 'folders' })
  const card = within(await screen.findByRole('region', { name: 'Pictures' }))
  return { ...shown, card }
}

describe('albums that are there', () => {
  it('are told with their state, and opened by their id', async () => {
    const { user, card, bridge } = await listed(someAlbums)
    await card.findByText(/^One album for each folder inside\. 4 are made, with 21,464 photos\./)
    await user.click(card.getByRole('button', { name: 'Show albums: Pictures' }))
    const dialog = within(await screen.findByRole('dialog', { name: 'Albums of “Pictures”' }))
    const rows = dialog.getAllByRole('listitem').map((row) => row.textContent)
    for (const said of [
      'Garden 1,204 photos',
      'Scans 19,500 photos, full: more go into a second album',
      'Scans (2) 712 photos · part 2',
      '2026 / Christmas Being made',
    ])
      expect(
        rows.some((row) => row.startsWith(said)),
        said,
      ).toBe(true)
    dialog.getByText(/^3 photos are in your library and not in this album: Google takes no photos/)
    expect(dialog.queryByRole('button', { name: /Open in Google Photos: 2026/ })).toBeNull()
    await user.click(dialog.getByRole('button', { name: 'Open in Google Photos: Garden' }))
    expect(lastInput(bridge, 'openAlbum')).toEqual({ sourceId: '1', albumId: 'Garden' })
  })

  it('are told of where no more are wanted; without any the card says nothing', async () => {
    const { card } = await listed([anAlbum()], 'none')
    await card.findByText(/^No albums\. 1 earlier album stays in Google Photos\./)
  })

  it('are nothing to speak of where none is wanted, and none is there', async () => {
    const beside = aSource({ sourceId: '2', name: 'Beside', path: '/beside' })
    const status = { ...completeStatus(), sources: [aSource(), beside] }
    const albums = [anAlbum({ state: 'deleted' }), anAlbum({ sourceId: '2' })]
    await show({ status, albums }, { to: 'folders' })
    // The other card has its answer, so this one has, too.
    await screen.findByRole('button', { name: 'Show albums: Beside' })
    expect(screen.queryByRole('button', { name: 'Show albums: Pictures' })).toBeNull()
  })

  it('say where they will appear', async () => {
    const { card, user } = await listed([])
    await user.click(await card.findByRole('button', { name: 'Show albums: Pictures' }))
    await screen.findByText('Albums appear here once their first photos are in Google Photos.')
  })
})

describe('an album that was deleted at Google', () => {
  const gone = [anAlbum({ title: 'Party', state: 'deleted', asks: 'deleted' })]

  it('is made again where somebody asks for it', async () => {
    const { user, card, bridge } = await listed(gone)
    await card.findByText(/^The album “Party” was deleted in Google Photos\./)
    await user.click(card.getByRole('button', { name: 'Make it again: Party' }))
    expect(lastInput(bridge, 'remakeAlbum')).toEqual({ albumId: 'Party' })
    await screen.findByText('“Party” is made again, with all that belongs there.')
    await waitFor(() => expect(card.queryByText(/^The album “Party” was deleted/)).toBeNull())
  })

  it('is left so, and nobody is asked again', async () => {
    const { user, card, bridge } = await listed(gone)
    await user.click(await card.findByRole('button', { name: 'Leave it so: Party' }))
    expect(lastInput(bridge, 'leaveAlbum')).toEqual({ albumId: 'Party' })
    await waitFor(() => expect(card.queryByText(/^The album “Party” was deleted/)).toBeNull())
    expect(called(bridge)).not.toContain('remakeAlbum')
  })

  it.each(['home', 'problems'] as const)(
    'is one line on %s, which leads to its card',
    async (to) => {
      const status = { ...completeStatus(), albumQuestions: 2 }
      const { user } = await show({ status, groups: [], albums: [...gone] }, { to })
      await screen.findByText('2 albums need a look')
      expect(screen.queryByText('No problems')).toBeNull()
      await user.click(screen.getByRole('button', { name: 'See which' }))
      await screen.findByRole('heading', { level: 1, name: 'Folders' })
    },
  )
})

describe('what else is asked', () => {
  it('says that a title stays where somebody gave it, and wants no more than to be seen', async () => {
    const { user, card, bridge } = await listed([
      anAlbum({ title: 'Winter', folder: '2025/Snow', isRenamed: true, asks: 'renamed' }),
    ])
    await card.findByText(
      'The folder “Snow” was renamed. Its album keeps the title that it has in Google Photos: “Winter”.',
    )
    expect(card.queryByRole('button', { name: /^Make it again/ })).toBeNull()
    await user.click(card.getByRole('button', { name: 'OK: Winter' }))
    expect(lastInput(bridge, 'leaveAlbum')).toEqual({ albumId: 'Winter' })
  })

  it('offers to try again what Google did not make', async () => {
    const { user, card, bridge } = await listed([
      anAlbum({ title: 'Odd', state: 'refused', asks: 'refused', productUrl: null }),
    ])
    await card.findByText(/^Google did not make the album “Odd”\./)
    await user.click(card.getByRole('button', { name: 'Try again: Odd' }))
    expect(lastInput(bridge, 'remakeAlbum')).toEqual({ albumId: 'Odd' })
  })

  it('shows three on the card, and the others in the list', async () => {
    const many = ['A', 'B', 'C', 'D', 'E'].map((title) =>
      anAlbum({ title, state: 'deleted', asks: 'deleted' }),
    )
    const { user, card } = await listed(many)
    await card.findByText('2 more albums need a look.')
    expect(card.getAllByRole('button', { name: /^Make it again/ })).toHaveLength(3)
    await user.click(card.getByRole('button', { name: 'Show albums: Pictures' }))
    const dialog = within(await screen.findByRole('dialog'))
    expect(dialog.getAllByRole('button', { name: /^Make it again/ })).toHaveLength(5)
  })
})

it('are told of in the first run, with the place where they are chosen', async () => {
  await show({ settings: settled({ firstRunStep: 'folders' }) })
  await screen.findByText(/^Photos can go into albums, too, .* under Folders\.$/)
})
