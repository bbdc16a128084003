// @vitest-environment jsdom
// The preview: what a backup would do, in figures and file by file, begun and ended with its dialog.
import { screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { settled, type FakeWorld } from '../fake-bridge.ts'
import { uploadingStatus } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

const open = async (given: Partial<FakeWorld> = {}) => {
  const shown = await show(given, { to: 'folders' })
  await shown.user.click(screen.getByRole('button', { name: 'Preview: Pictures' }))
  const name = 'What a backup of “Pictures” would do'
  const dialog = await screen.findByRole('dialog', { name })
  return { ...shown, dialog }
}

describe('the preview of a folder', () => {
  it('says what would be sent, which dates, and how long the requests take', async () => {
    const { bridge, dialog } = await open()
    await within(dialog).findByText(/^240 photos and videos, about .* MB \(.* to .*\)/)
    expect(within(dialog).getByText('60 of them as smaller copies')).toBeDefined()
    expect(within(dialog).getByText(/carry their own, 26 get one,? and 27 would lie/)).toBeDefined()
    expect(within(dialog).getByText('About 245, which one day allows')).toBeDefined()
    expect(within(dialog).getByText(/12 other files/).textContent).toContain(
      '1 link is not followed',
    )
    expect(lastInput(bridge, 'startRehearsal')).toEqual({ sourceIds: ['1'] })
    expect(dialog.querySelector('.preview-albums')).toBeNull()
    const { violations } = await axe.run(dialog, {
      rules: { 'color-contrast': { enabled: false } },
    })
    expect(violations.map((found) => found.id)).toEqual([])
  })

  it('says which albums would be made and which would get more, and nothing where none is wanted', async () => {
    const album = (title: string, isMade: boolean, isTold = false) => ({
      ...{ title, files: 12, isMade, isTold },
    })
    const rehearsedAlbums = {
      albums: [album('2018 / Party', false, true), album('Trip', true)],
      ...{ more: 1, new: 2, there: 1, creates: 2, batches: 3 },
    }
    const { dialog, user } = await open({ rehearsedAlbums })
    await user.click(
      await within(dialog).findByText('Albums: 2 albums would be made and 1 would get more'),
    )
    const rows = [...dialog.querySelectorAll('.preview-albums li')].map((row) => row.textContent)
    expect(rows).toEqual([
      '“2018 / Party”, new 12 photos and videos · It says where it lies, because another folder has the same name.',
      '“Trip”, there already 12 photos and videos',
    ])
    expect(within(dialog).getByText('1 more is counted and not listed.')).toBeDefined()
    expect(
      within(dialog).getByText(
        '2 requests make them, and their photos fall into 3 batches of up to 50.',
      ),
    ).toBeDefined()
    const { violations } = await axe.run(dialog, {
      rules: { 'color-contrast': { enabled: false } },
    })
    expect(violations.map((found) => found.id)).toEqual([])
  })

  it('lists files with their day and caption, and only those in view', async () => {
    const { dialog } = await open()
    const list = await within(dialog).findByRole('list', { name: 'Photos: Would be sent' })
    const rows = await within(list).findAllByRole('listitem')
    expect(rows.length).toBeLessThan(40)
    expect(rows[0]?.getAttribute('aria-setsize')).toBe('240')
    expect(rows[0]?.textContent).toContain('14 Jul 2019, 12:00, from the photo')
    expect(rows[1]?.textContent).toContain('as a smaller copy')
    expect(rows[2]?.textContent).toContain('Caption: “Anna on the bench above the lake”')
    expect(rows[4]?.textContent).toContain(
      'Day of the upload: carries no date, and its type takes none',
    )
    expect(rows[7]?.textContent).toContain('Dated 14 Jul 2019')
  })

  it('goes through the groups by what happens to the files', async () => {
    const { bridge, dialog, user } = await open()
    const left = await within(dialog).findByRole('button', { name: 'Left out: 7' })
    expect(left.getAttribute('aria-pressed')).toBe('false')
    await user.click(left)
    const list = await within(dialog).findByRole('list', { name: 'Photos: Left out' })
    await waitFor(() => expect(list.textContent).toContain('the limit is'))
    expect(lastInput(bridge, 'readRehearsal')).toMatchObject({ outcome: 'skipped', from: 0 })
    expect(left.getAttribute('aria-pressed')).toBe('true')
  })

  it('ends with its dialog, by the key too', async () => {
    const { bridge, dialog, user } = await open()
    await within(dialog).findByRole('list')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(called(bridge)).toContain('endRehearsal'))
    expect(screen.queryByRole('dialog')).toBeNull()
  })

  it('says so where it cannot be made', async () => {
    const shown = await show({}, { to: 'folders' })
    shown.bridge.failWith('startRehearsal', { kind: 'not-found' })
    await shown.user.click(screen.getByRole('button', { name: 'Preview: Pictures' }))
    const alert = await screen.findByRole('alert')
    expect(alert.textContent).toContain('The preview could not be made')
  })
})

describe('the first run', () => {
  it('offers the preview of all folders before it starts', async () => {
    const settings = settled({ firstRunStep: 'review', isBackupOn: false })
    const { bridge, user } = await show({ settings, status: uploadingStatus() })
    await user.click(await screen.findByRole('button', { name: 'Preview' }))
    await screen.findByRole('dialog', { name: 'What a backup would do' })
    await waitFor(() => expect(called(bridge)).toContain('readRehearsal'))
    expect(lastInput(bridge, 'startRehearsal')).toEqual({ sourceIds: null })
  })
})
