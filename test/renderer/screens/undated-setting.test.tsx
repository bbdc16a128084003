// @vitest-environment jsdom
// Behaviour of what a folder's card says and does about photos that carry no date.
import { screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, onTestFinished, vi } from 'vitest'
import { aSource, uploadingStatus } from '../fake-data.ts'
import { called, lastInput, show } from '../render.tsx'

const leave = 'Leave them as they are'
const names = 'Look in the names'
const file = 'Look in the names, then at the file'
const date = 'One date for the whole folder'

/** The options of a folder, opened. */
async function opened(undated?: string) {
  const sources = [aSource(undated === undefined ? {} : { undated })]
  const shown = await show({ status: { ...uploadingStatus(), sources } }, { to: 'folders' })
  const card = within(await screen.findByRole('region', { name: 'Pictures' }))
  await shown.user.click(card.getByRole('button', { name: 'Options Pictures' }))
  const group = within(card.getByRole('radiogroup', { name: 'Photos without a date' }))
  const radio = (name: string) => group.getByRole<HTMLInputElement>('radio', { name })
  const chosen = (): string[] => [leave, names, file, date].filter((name) => radio(name).checked)
  const field = () => card.getByRole<HTMLInputElement>('textbox', { name: 'Date of the folder' })
  const sent = (): number => called(shown.bridge).filter((name) => name === 'changeSource').length
  return { ...shown, card, radio, chosen, field, sent }
}

describe('photos without a date', () => {
  it('are left as they are until something else is chosen', async () => {
    const { chosen, card } = await opened()
    expect(chosen()).toEqual([leave])
    expect(card.getByText('Google Photos shows them on the day they are uploaded.')).toBeDefined()
    expect(card.queryByRole('textbox', { name: 'Date of the folder' })).toBeNull()
  })

  it.each([
    ['leave', leave],
    ['name', names],
    ['file', file],
  ] as const)('are treated as “%s” says: that is chosen, and shown', async (way, title) => {
    const { bridge, user, radio, chosen, sent } = await opened(way === 'leave' ? 'file' : 'leave')
    await user.click(radio(title))
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', undated: way })
    await waitFor(() => expect(chosen()).toEqual([title]))
    expect(sent()).toBe(1)
  })

  it.each(['1987', '1987-07', '1987-07-14', '1826', ' 1987 '])(
    'can all have the date %s, which is sent once it is typed to its end',
    async (typed) => {
      const { bridge, user, radio, chosen, field, sent } = await opened()
      await user.click(radio(date))
      expect(chosen()).toEqual([date])
      await user.type(field(), typed)
      expect(sent()).toBe(0)
      await user.keyboard('{Enter}')
      expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', undated: typed.trim() })
      await user.tab()
      expect(sent()).toBe(1)
      expect(chosen()).toEqual([date])
    },
  )

  it('cannot have a date that is none, or still to come: what was expected is told, and nothing sent', async () => {
    vi.useFakeTimers({ now: new Date(2026, 5, 12, 15).getTime(), toFake: ['Date'] })
    onTestFinished(() => void vi.useRealTimers())
    const { user, card, radio, field, sent } = await opened()
    await user.click(radio(date))
    expect(card.getByText(/^A year, a month or a day: 1987, 1987-07/)).toBeDefined()
    const none = ['', '14.7.1987', '87', '1987-7', '1987-13', '1987-02-30', '1825']
    for (const typed of [...none, '2026-06-13', '2026-07', '2027']) {
      await user.click(field())
      if (typed !== '') await user.keyboard(typed)
      expect(card.queryByText(/^Not a date/)).toBeNull()
      await user.tab()
      const told =
        /^Not a date, or one still to come\. Type .*1987-07-14\. Nothing is changed yet\.$/
      expect(card.getByText(told), typed).toBeDefined()
      expect(field().getAttribute('aria-invalid')).toBe('true')
      await user.type(field(), '1{Backspace}')
      await user.clear(field())
    }
    expect(sent()).toBe(0)
    await user.type(field(), '2026-06-12{Enter}')
    expect(card.queryByText(/^Not a date/)).toBeNull()
    expect(sent()).toBe(1)
  })

  it('show the date that their folder has, and lose it for another choice', async () => {
    const { bridge, user, radio, chosen, field, card } = await opened('1987-07')
    expect(chosen()).toEqual([date])
    expect(field().value).toBe('1987-07')
    await user.click(radio(names))
    expect(lastInput(bridge, 'changeSource')).toEqual({ sourceId: '1', undated: 'name' })
    await waitFor(() => expect(chosen()).toEqual([names]))
    expect(card.queryByRole('textbox', { name: 'Date of the folder' })).toBeNull()
  })

  it('keep what was chosen while a date is not typed yet', async () => {
    const { user, radio, chosen, sent } = await opened('name')
    await user.click(radio(date))
    expect(sent()).toBe(0)
    await user.click(radio(names))
    expect(chosen()).toEqual([names])
    expect(sent()).toBe(0)
  })

  it('say what is done to them and what is not', async () => {
    const { card } = await opened()
    const note = card.getByText(/goes into a copy made for the upload/).textContent
    for (const said of [
      'the picture in it and your file stay as they are',
      'Only JPEG, PNG, WebP, MP4 and MOV can take one',
      'What is backed up already is not sent again',
      'arrives there a second time',
    ])
      expect(note).toContain(said)
  })
})
