// @vitest-environment jsdom
// Behaviour of the words about captions: the details of a row show what went with a photo, whence, and what Google did not take.
import { screen, within } from '@testing-library/react'
import { expect, it } from 'vitest'
import { captionWords, reasonToCopy } from '../../../src/renderer/screens/history/row-words.ts'
import { createLanguage } from '../../../src/renderer/words.ts'
import { captionSources } from '../../../src/shared/captions.ts'
import type { HistoryRow } from '../../../src/shared/contract.ts'
import { rowAtNumber } from '../fake-data.ts'
import { show } from '../render.tsx'

const language = createLanguage('en-GB', 'linux')
const text = 'Grandma’s garden.\nThe peonies were late.'
const row: HistoryRow = {
  ...rowAtNumber(1, 9),
  caption: { text, source: 'iptc', isRefused: false },
}

it.each([
  ['xmp', 'From inside the file.'],
  ['sidecar', 'From a note of another program beside the file.'],
  ['picasa', 'From Picasa’s list of its folder.'],
] as const)('a caption says whence it is: %s', (source, note) => {
  const caption = { text, source, isRefused: false }
  expect(captionWords({ ...row, caption }, language)).toEqual({ text, note })
})

it('every source has words of its own', () => {
  for (const source of captionSources) {
    const said = captionWords({ ...row, caption: { text, source, isRefused: false } }, language)
    expect(said?.note).toMatch(/^From .+\.$/)
  }
})

it('one that Google did not take is shown, and that the photo went without it', () => {
  const caption = { text, source: 'iptc', isRefused: true } as const
  expect(captionWords({ ...row, caption }, language)).toEqual({
    ...{ text, note: 'Google did not take these words: it went up without them.' },
  })
})

it('what is copied for somebody who helps holds no caption', () => {
  expect(reasonToCopy(row, language)).not.toContain('peonies')
})

it('the details show it with its lines, and no line where there is none', async () => {
  const [told, silent] = [rowAtNumber(1, 40), rowAtNumber(2, 40)]
  const { user } = await show({ rows: 40 }, { to: 'history', filter: {} })
  const detailsOf = async ({ name }: HistoryRow) => {
    const line = (await screen.findByText(name)).closest('[role="row"]') as HTMLElement
    await user.dblClick(line)
    return within(await screen.findByRole('dialog'))
  }
  const details = await detailsOf(told)
  expect(details.getByText('Caption')).toBeDefined()
  expect(details.getByText(/Grandma’s garden/).textContent).toBe(told.caption?.text)
  expect(details.getByText('From inside the file.')).toBeDefined()
  await user.keyboard('{Escape}')
  expect((await detailsOf(silent)).queryByText('Caption')).toBeNull()
})
