// @vitest-environment jsdom
// Choosing the photo size: one photo compared in both sizes, and the question about photos not sent yet.
import { screen, waitFor, within } from '@testing-library/react'
import axe from 'axe-core'
import { describe, expect, it } from 'vitest'
import { settled, type FakeWorld } from '../fake-bridge.ts'
import { aSource, previews, uploadingStatus } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

const settings = { to: 'settings', section: 'photos' } as const

describe('one photo in both sizes', () => {
  const open = async (given: Partial<FakeWorld> = {}) => {
    const shown = await show(given, settings)
    await shown.user.click(await screen.findByRole('button', { name: 'Compare one photo' }))
    const dialog = await screen.findByRole('dialog', { name: 'One photo in both sizes' })
    return { ...shown, dialog }
  }

  it('shows the same part before and after, each with its figures', async () => {
    const { dialog } = await open()
    const before = await within(dialog).findByRole('img', {
      name: 'Original: a part of IMG_4711.jpg',
    })
    const after = within(dialog).getByRole('img', {
      name: 'High quality: a part of IMG_4711.jpg',
    })
    const id = previews[0]?.previewId
    expect(before.getAttribute('src')).toBe(`thumb://preview/${id}/before`)
    expect(after.getAttribute('src')).toBe(`thumb://preview/${id}/after`)
    expect(within(dialog).getByText('24 megapixels, 9 MB')).toBeDefined()
    expect(within(dialog).getByText('16 megapixels, 3 MB')).toBeDefined()
    const { violations } = await axe.run(dialog, {
      rules: { 'color-contrast': { enabled: false } },
    })
    expect(violations.map((found) => found.id)).toEqual([])
  })

  it('goes on to another photo, and round again', async () => {
    const { bridge, dialog, user } = await open()
    const another = await within(dialog).findByRole('button', { name: 'Another photo' })
    await user.click(another)
    await within(dialog).findByText('DSC_0815.jpg')
    expect(lastInput(bridge, 'previewSize')).toEqual({ not: '71' })
    await user.click(another)
    await within(dialog).findByText('IMG_4711.jpg')
    expect(lastInput(bridge, 'previewSize')).toEqual({ not: '72' })
  })

  it('keeps the one there is, and says that there is no other', async () => {
    const { dialog, user } = await open({ previews: previews.slice(0, 1) })
    await user.click(await within(dialog).findByRole('button', { name: 'Another photo' }))
    await within(dialog).findByText(/found no other photo/)
    expect(within(dialog).getByText('IMG_4711.jpg')).toBeDefined()
  })

  it('says plainly why there is none', async () => {
    const status = { ...uploadingStatus(), sources: [aSource()] }
    const { dialog } = await open({ previews: [], status })
    await within(dialog).findByText('Shoebox found no photo that High quality would make smaller.')
    expect(within(dialog).queryByRole('img')).toBeNull()
    expect(within(dialog).queryByRole('button', { name: 'Another photo' })).toBeNull()
  })

  it('waits for folders that are not scanned yet', async () => {
    const status = { ...uploadingStatus(), sources: [aSource({ state: 'scanning' })] }
    const { dialog } = await open({ previews: [], status })
    await within(dialog).findByText(/still being looked through/)
  })

  it('is offered in the first run, too', async () => {
    await show({ settings: settled({ firstRunStep: 'size', isBackupOn: false }) })
    expect(await screen.findByRole('button', { name: 'Compare one photo' })).toBeDefined()
  })
})

describe('another photo size', () => {
  const choose = async (given: Partial<FakeWorld> = {}) => {
    const shown = await show(given, settings)
    await shown.user.click(await screen.findByRole('radio', { name: 'Original' }))
    return shown
  }
  const question = () => screen.findByRole('alertdialog', { name: /have not been sent yet$/ })

  it('takes effect at once where everything is sent', async () => {
    const { bridge } = await choose({ rows: 0 })
    await waitFor(() => expect(bridge.world.settings.photoSize).toBe('original'))
    expect(lastInput(bridge, 'changeSettings')).toEqual({ change: { photoSize: 'original' } })
    expect(screen.queryByRole('alertdialog')).toBeNull()
  })

  it('asks about photos not sent yet, and lets them follow', async () => {
    const { bridge, user } = await choose()
    const asked = within(await question())
    expect(asked.getByText(/already in Google Photos, stays as it is/)).toBeDefined()
    expect(called(bridge)).not.toContain('changeSettings')
    await user.click(asked.getByRole('button', { name: 'Send them in the new size' }))
    const change = { photoSize: 'original' }
    expect(lastInput(bridge, 'changeSettings')).toEqual({ change, redecide: true })
  })

  it('lets prepared ones go as they are', async () => {
    const { bridge, user } = await choose()
    const asked = within(await question())
    await user.click(asked.getByRole('button', { name: 'Send them as they were prepared' }))
    expect(lastInput(bridge, 'changeSettings')).toEqual({ change: { photoSize: 'original' } })
  })

  it('changes nothing when it is cancelled', async () => {
    const { bridge, user } = await choose()
    await user.click(within(await question()).getByRole('button', { name: 'Cancel' }))
    await waitFor(() => expect(screen.queryByRole('alertdialog')).toBeNull())
    expect(called(bridge)).not.toContain('changeSettings')
    expect(screen.getByRole<HTMLInputElement>('radio', { name: 'High quality' }).checked).toBe(true)
  })

  it('is asked about for one folder as for all', async () => {
    const { bridge, user } = await show({}, { to: 'folders' })
    const pictures = within(await screen.findByRole('region', { name: 'Pictures' }))
    await user.click(pictures.getByRole('button', { name: 'Options Pictures' }))
    await user.click(pictures.getByRole('button', { name: /Photo size/ }))
    await user.click(await screen.findByRole('option', { name: 'Original' }))
    const asked = within(await question())
    await user.click(asked.getByRole('button', { name: 'Send them in the new size' }))
    const input = { sourceId: '1', photoSize: 'original', redecide: true }
    expect(lastInput(bridge, 'changeSource')).toEqual(input)
    expect(lastInput(bridge, 'countHistory')).toMatchObject({ filter: { sourceId: '1' } })
  })

  it('is not asked about where the folder’s photos keep their size', async () => {
    const { bridge, user } = await show({}, { to: 'folders' })
    const pictures = within(await screen.findByRole('region', { name: 'Pictures' }))
    await user.click(pictures.getByRole('button', { name: 'Options Pictures' }))
    await user.click(pictures.getByRole('button', { name: /Photo size/ }))
    await user.click(await screen.findByRole('option', { name: 'High quality' }))
    expect(screen.queryByRole('alertdialog')).toBeNull()
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', photoSize: 'high' })
  })
})
