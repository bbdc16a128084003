// @vitest-environment jsdom
// Behaviour of the history about albums: the details of a row name them and open one, or say why there is none, and a filter finds
// both where somebody has albums at all.
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { albumWords } from '../../../src/renderer/screens/history/row-words.ts'
import { createLanguage } from '../../../src/renderer/words.ts'
import { albumAbsences } from '../../../src/shared/albums.ts'
import type { HistoryRow } from '../../../src/shared/contract.ts'
import { rowAtNumber, uploadingStatus } from '../fake-data.ts'
import { show } from '../render.tsx'

const language = createLanguage('en-GB', 'linux')
const row: HistoryRow = { ...rowAtNumber(0, 40), albums: [], notInAlbum: null }
const italy = { albumId: '7', sourceId: '1', title: 'Italy', canOpen: true }
const rows = Array.from({ length: 40 }, (_, at) => rowAtNumber(at, 40))
const inAlbum = rows.find(({ albums }) => albums.length > 0)
const notTaken = rows.find(({ notInAlbum }) => notInAlbum !== null)

it('says nothing of a photo that is to be in none, names those that have it, and why it is not in its own', () => {
  expect(albumWords(row, language)).toBeNull()
  expect(albumWords({ ...row, albums: [italy] }, language)).toEqual({
    text: 'In the album “Italy”',
  })
  const two = { ...row, albums: [italy, { ...italy, title: 'Best' }] }
  expect(albumWords(two, language)).toEqual({ text: 'In the album “Italy” and “Best”' })
  const texts = albumAbsences.map((notInAlbum) => {
    const alone = albumWords({ ...row, notInAlbum }, language)
    // In another one it is said beside that.
    expect(albumWords({ ...two, notInAlbum }, language)).toEqual({
      ...{ text: 'In the album “Italy” and “Best”', note: alone?.text },
    })
    expect(alone?.text).toMatch(/not in the album of its folder.*\.$/i)
    return alone?.text
  })
  expect(new Set(texts).size).toBe(albumAbsences.length)
})

it('opens the album of a row from its details', async () => {
  const { user, bridge } = await show({ rows: 40 }, { to: 'history', filter: {} })
  const line = (await screen.findByText(inAlbum?.name ?? '')).closest('[role="row"]')
  await user.dblClick(line as HTMLElement)
  const details = within(await screen.findByRole('dialog'))
  expect(details.getByText('In the album “Italy”')).toBeDefined()
  await user.click(details.getByRole('button', { name: 'Open the album “Italy”' }))
  expect(bridge.calls.filter(({ name }) => name === 'openAlbum')).toMatchObject([
    { input: { sourceId: '1', albumId: '7' } },
  ])
})

it('finds those in an album, and those that are not in theirs', async () => {
  const albums = { created: 1, items: 1, refused: 1, waiting: 0 }
  const status = { ...uploadingStatus(), albums }
  const { user } = await show({ rows: 40, status }, { to: 'history', filter: {} })
  await user.click(await screen.findByRole('button', { name: 'More filters' }))
  const choose = async (from: string, to: string): Promise<void> => {
    await user.click(screen.getByRole('button', { name: new RegExp(from) }))
    await user.click(await screen.findByRole('option', { name: to }))
  }
  await choose('In any album or none', 'In an album')
  await screen.findByText(inAlbum?.name ?? '')
  await expect.poll(() => screen.queryByText(notTaken?.name ?? '')).toBeNull()
  await choose('In an album', 'Not in the album of their folder')
  await screen.findByText(notTaken?.name ?? '')
  await expect.poll(() => screen.queryByText(inAlbum?.name ?? '')).toBeNull()
})

it('offers no such filter to whoever has no albums', async () => {
  const { user } = await show({ rows: 40 }, { to: 'history', filter: {} })
  await user.click(await screen.findByRole('button', { name: 'More filters' }))
  expect(screen.queryByRole('button', { name: /In any album or none/ })).toBeNull()
})
