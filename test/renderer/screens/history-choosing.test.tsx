// @vitest-environment jsdom
import { fireEvent, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it, vi } from 'vitest'
import { mostChosen } from '../../../src/shared/bounds.ts'
import { rowAtNumber } from '../fake-data.ts'
import { lastInput, show } from '../render.tsx'

const route = { to: 'history', filter: {} } as const
const line = async (name: string): Promise<HTMLElement> =>
  (await screen.findByText(name)).closest('[role="row"]') as HTMLElement
const chosenLines = (): (string | null)[] =>
  screen
    .getAllByRole('row', { selected: true })
    .map((row) => row.querySelector('.cell-title')?.textContent ?? null)
const bar = () => within(screen.getByRole('toolbar', { name: 'Chosen files' }))
const id = (at: number): string => rowAtNumber(at, 2_000).fileId

describe('choosing several files', () => {
  it('begins with its button, takes what is clicked, and tries it again', async () => {
    const { bridge, user } = await show({ rows: 2_000 }, route)
    await line('IMG_2000.JPG')
    await user.click(screen.getByRole('button', { name: 'Choose several' }))
    expect(bar().getByText('0 chosen')).toBeDefined()
    expect(bar().getByRole('button', { name: 'Try again' })).toHaveProperty('disabled', true)
    await user.click(await line('IMG_2000.JPG'))
    await user.click(await line('IMG_1998.JPG'))
    await user.click(await line('IMG_2000.JPG'))
    await user.click(await line('IMG_1999.JPG'))
    expect(chosenLines()).toEqual(['IMG_1999.JPG', 'IMG_1998.JPG'])
    expect(bar().getByText('2 chosen').getAttribute('role')).toBe('status')
    await user.click(bar().getByRole('button', { name: 'Try again' }))
    expect(lastInput(bridge, 'retryChosen')).toEqual({ of: { fileIds: [id(2), id(1)] } })
    expect(await screen.findByText('2 files wait to be uploaded again.')).toBeDefined()
    expect(screen.queryByRole('toolbar', { name: 'Chosen files' })).toBeNull()
  })

  it('opens no details while files are being chosen, and its menu chooses nothing', async () => {
    const { user } = await show({ rows: 2_000 }, route)
    await user.click(await screen.findByRole('button', { name: 'Choose several' }))
    await user.dblClick(await line('IMG_2000.JPG'))
    expect(screen.queryByRole('dialog')).toBeNull()
    await user.click(screen.getByRole('button', { name: /^Actions for IMG_1999/ }))
    await user.keyboard('{Escape}')
    expect(bar().getByText('0 chosen')).toBeDefined()
  })

  it('is done with the keyboard alone', async () => {
    const { bridge, user } = await show({ rows: 2_000 }, route)
    const first = await line('IMG_2000.JPG')
    first.focus()
    await user.keyboard(' ')
    expect(chosenLines()).toEqual(['IMG_2000.JPG'])
    await user.keyboard('{Shift>}{ArrowDown}{ArrowDown}{/Shift}')
    expect(chosenLines()).toEqual(['IMG_2000.JPG', 'IMG_1999.JPG', 'IMG_1998.JPG'])
    await user.keyboard('{Control>}a{/Control}')
    expect(bar().getByText('2,000 chosen')).toBeDefined()
    await user.keyboard(' ')
    expect(bar().getByText('1,999 chosen')).toBeDefined()
    await user.click(bar().getByRole('button', { name: 'Copy paths' }))
    expect(lastInput(bridge, 'copyPaths')).toEqual({
      of: { filter: { isFolded: true }, except: [id(2)] },
    })
    first.focus()
    await user.keyboard('{Escape}')
    expect(screen.queryByRole('toolbar', { name: 'Chosen files' })).toBeNull()
    expect(document.activeElement?.getAttribute('role')).toBe('row')
  })

  it('takes all from the last one with Shift, also rows that were never in view', async () => {
    const rows = 900
    const { bridge, user } = await show({ rows }, route)
    await user.click(await screen.findByRole('button', { name: 'Choose several' }))
    const second = await line('IMG_0899.JPG')
    fireEvent.click(second)
    second.focus()
    await user.keyboard('{End}')
    const last = await line('IMG_0001.JPG')
    fireEvent.click(last, { shiftKey: true })
    expect(await bar().findByText(`${rows - 1} chosen`)).toBeDefined()
    await user.click(bar().getByRole('button', { name: 'Save as CSV' }))
    const { of } = lastInput(bridge, 'saveHistory') as { of: { fileIds: string[] } }
    expect(of.fileIds).toHaveLength(rows - 1)
    expect(new Set(of.fileIds).size).toBe(rows - 1)
    expect(of.fileIds).not.toContain(rowAtNumber(0, rows).fileId)
  })

  it('asks before it ignores, with the filter that the files fit', async () => {
    const filter = { states: ['failed' as const] }
    const { bridge, user } = await show({ rows: 2_000 }, { to: 'history', filter })
    await user.click(await screen.findByRole('button', { name: 'Choose several' }))
    await user.click(bar().getByRole('button', { name: /^Choose all/ }))
    await user.click(bar().getByRole('button', { name: 'Ignore' }))
    const question = within(await screen.findByRole('alertdialog'))
    expect(question.getByText(/They stay on this computer/)).toBeDefined()
    expect(lastInput(bridge, 'ignoreChosen')).toBeUndefined()
    await user.click(question.getByRole('button', { name: 'Ignore' }))
    await waitFor(() =>
      expect(lastInput(bridge, 'ignoreChosen')).toEqual({
        of: { filter: { ...filter, isFolded: true }, except: [] },
      }),
    )
  })

  it('says so where more would be chosen one by one than can be told apart', async () => {
    const { user } = await show({ rows: 100_000 }, route)
    await user.click(await screen.findByRole('button', { name: 'Choose several' }))
    fireEvent.click(await line('IMG_100000.JPG'))
    ;(await line('IMG_100000.JPG')).focus()
    await user.keyboard('{End}')
    await waitFor(
      () =>
        expect(Number(document.activeElement?.getAttribute('aria-rowindex'))).toBeGreaterThan(
          mostChosen,
        ),
      { timeout: 60_000 },
    )
    const last = document.activeElement as HTMLElement
    await waitFor(() => expect(last.querySelector('.cell-title')).not.toBeNull())
    fireEvent.click(last, { shiftKey: true })
    expect(await screen.findByText(/^Up to 2,000 can be chosen one by one/)).toBeDefined()
    expect(bar().getByText('1 chosen')).toBeDefined()
  })
})

describe('the order of the history', () => {
  const choose = async (user: Awaited<ReturnType<typeof show>>['user'], name: string) => {
    await user.click(screen.getByRole('button', { name: /Order/ }))
    await user.click(await screen.findByRole('option', { name }))
  }

  it('is by size or by the day taken, asked of the engine', async () => {
    const { bridge, user } = await show({ rows: 300 }, route)
    await line('IMG_0300.JPG')
    await choose(user, 'Largest first')
    await waitFor(() =>
      expect(lastInput(bridge, 'listHistory')).toMatchObject({ order: 'size', after: null }),
    )
    await waitFor(() => expect(screen.getAllByRole('row')[1]?.textContent).toContain('.MP4'))
    await choose(user, 'Newest photos first')
    await waitFor(() => expect(lastInput(bridge, 'listHistory')).toMatchObject({ order: 'taken' }))
  })
})

describe('a small window', () => {
  it('folds the filters but the search', async () => {
    const { user } = await show({ rows: 300 }, { to: 'home' })
    vi.stubGlobal('matchMedia', (media: string) => ({
      media,
      matches: true,
      addEventListener: () => undefined,
      removeEventListener: () => undefined,
    }))
    await user.click(screen.getByRole('button', { name: 'History' }))
    expect(await screen.findByRole('searchbox', { name: 'Search' })).toBeDefined()
    expect(screen.queryByRole('button', { name: /Everything/ })).toBeNull()
    await user.click(screen.getByRole('button', { name: 'Filters' }))
    expect(screen.getByRole('button', { name: /Everything/ })).toBeDefined()
  })
})
