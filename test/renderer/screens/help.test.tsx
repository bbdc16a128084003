// @vitest-environment jsdom
// The help in the app: every page of docs is there and whole, links lead to places that exist, and reading leaves the app alone.
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { act, screen, waitFor, within } from '@testing-library/react'
import { describe, expect, it } from 'vitest'
import { helpTexts } from '../../../src/renderer/screens/help/help-texts.ts'
import {
  helpPages,
  parsePage,
  type Block,
  type Inline,
} from '../../../src/renderer/screens/help/markdown.ts'
import { settled } from '../fake-bridge.ts'
import { freshStatus } from '../fake-data.ts'
import { called, show } from '../render.tsx'

const docs = join(import.meta.dirname, '..', '..', '..', 'docs')
const inlines = (blocks: readonly Block[]): Inline[] =>
  blocks.flatMap((block) => {
    switch (block.kind) {
      case 'heading':
      case 'paragraph':
        return block.text
      case 'list':
        return block.items.flatMap(({ text, below }) => [...text, ...inlines(below)])
      case 'table':
        return [block.head, ...block.rows].flat(2)
    }
  })
const read = async (page: (typeof helpPages)[number]): Promise<Block[]> =>
  parsePage((await helpTexts[page]()).default, page)

describe('the help pages', () => {
  it('are all the pages of docs, as they are', async () => {
    const names = readdirSync(docs).filter((name) => name.endsWith('.md'))
    expect([...helpPages].sort()).toEqual(names.map((name) => name.replace('.md', '')).sort())
    for (const page of helpPages)
      expect((await helpTexts[page]()).default).toBe(readFileSync(join(docs, `${page}.md`), 'utf8'))
  })

  it.each(helpPages)('%s is read whole: no mark is left, and no word is lost', async (page) => {
    const text = inlines(await read(page))
      .map((part) => part.text)
      .join(' ')
    expect(text).not.toMatch(/\*\*|`|\]\(|\[\^|^#|\|/)
    const said = new Set(text.match(/[\p{L}\d]{4,}/gu))
    const source = readFileSync(join(docs, `${page}.md`), 'utf8')
      .replaceAll(/^\[\^.*$/gm, '')
      .replaceAll(/\[\^\w+\]/g, '')
      .replaceAll(/\]\([^)]*\)/g, ' ')
    for (const word of source.match(/[\p{L}\d]{4,}/gu) ?? []) expect(said).toContain(word)
  })

  it.each(helpPages)('links of %s lead to a page and a heading that are there', async (page) => {
    for (const part of inlines(await read(page))) {
      if (part.kind !== 'link' || part.to === null) continue
      const ids = (await read(part.to.page)).map((block) =>
        block.kind === 'heading' ? block.id : '',
      )
      expect(ids).toContain(part.to.anchor ?? ids[0])
    }
  })

  it('keeps steps below steps', () => {
    const [list] = parsePage(
      '1. First, which\n   goes on.\n   - below\n     it\n2. Second',
      'privacy',
    )
    expect(list).toEqual({
      kind: 'list',
      isOrdered: true,
      items: [
        {
          text: [{ kind: 'text', text: 'First, which goes on.' }],
          below: [
            {
              kind: 'list',
              isOrdered: false,
              items: [{ text: [{ kind: 'text', text: 'below it' }], below: [] }],
            },
          ],
        },
        { text: [{ kind: 'text', text: 'Second' }], below: [] },
      ],
    })
  })
})

describe('reading them', () => {
  it('opens above the screen from About, follows links, and leaves everything where it was', async () => {
    const { bridge, user } = await show({}, { to: 'about' })
    await user.click(screen.getByRole('button', { name: 'Help' }))
    const dialog = await screen.findByRole('dialog', { name: 'Shoebox help' })
    await within(dialog).findByRole('heading', { name: 'First run' })
    await user.click(within(dialog).getByRole('button', { name: 'Remove everything' }))
    const heading = await within(dialog).findByRole('heading', { name: 'Remove everything' })
    await waitFor(() => expect(document.activeElement).toBe(heading))
    expect(
      within(dialog).getByRole('button', { name: 'Privacy' }).getAttribute('aria-current'),
    ).toBe('page')
    await user.keyboard('{Escape}')
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.getByRole('heading', { level: 1, name: 'About Shoebox' })).toBeDefined()
    expect(called(bridge)).not.toContain('openPage')
  })

  it('opens from the menu in the middle of the first run, and the guide is where it was', async () => {
    const { bridge, user } = await show({
      status: { ...freshStatus(), hasClient: false },
      settings: settled({ firstRunStep: 'sign-in', isBackupOn: false, clientStep: 'publish' }),
      client: { origin: 'none', clientId: null, isKept: true },
    })
    act(() => bridge.emit('navigate', { to: 'help' }))
    await screen.findByRole('dialog', { name: 'Shoebox help' })
    await user.click(screen.getByRole('button', { name: 'Close' }))
    await waitFor(() => expect(screen.queryByRole('dialog')).toBeNull())
    expect(screen.getByText('Step 4 of 6')).toBeDefined()
  })
})
