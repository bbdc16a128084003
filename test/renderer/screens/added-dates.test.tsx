// @vitest-environment jsdom
// Behaviour of the words about dates that photos did not carry: the list and the details say which was added and whence, why
// none was, and that a photo without one waits for the others.
import { screen, within } from '@testing-library/react'
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest'
import {
  canRetry,
  dateWords,
  outcomeWords,
  takenWords,
} from '../../../src/renderer/screens/history/row-words.ts'
import { remediesFor } from '../../../src/renderer/state/remedies.ts'
import { createLanguage } from '../../../src/renderer/words.ts'
import type { HistoryRow } from '../../../src/shared/contract.ts'
import { keptOriginalReasons } from '../../../src/shared/model.ts'
import { foundSources, unwrittenReasons } from '../../../src/shared/photo-dates.ts'
import { rowAtNumber } from '../fake-data.ts'
import { show } from '../render.tsx'

const language = createLanguage('en-GB', 'linux')
const plain = rowAtNumber(1, 9)
const noFacts = plain.facts
if (noFacts === null) throw new Error('facts')
const undatedRow: HistoryRow = { ...plain, facts: { ...noFacts, takenAt: null } }
const at = Date.UTC(1987, 6, 14, 0, 20)

describe.each(['Pacific/Auckland', 'America/Los_Angeles'])(
  'a date that was added, in %s',
  (zone) => {
    beforeEach(() => void vi.stubEnv('TZ', zone))
    afterEach(() => void vi.unstubAllEnvs())

    it.each([
      ['sidecar', '14 Jul 1987, 00:20', 'from a note of another program beside the file'],
      ['name-time', '14 Jul 1987, 00:20', 'from the file’s name'],
      ['neighbours', '14 Jul 1987', 'from the photos next to it'],
      ['name-date', '14 Jul 1987', 'from the file’s name'],
      ['folder-name', '14 Jul 1987', 'from the folder’s name'],
      ['file-time', '14 Jul 1987, 00:20', 'from the time of the file'],
      ['chosen', '14 Jul 1987', 'chosen for the folder'],
    ] as const)(
      'says whence, and the time only where the source has one: %s',
      (source, date, from) => {
        const row = { ...undatedRow, addedDate: { at, offsetMinutes: null, source } }
        expect(takenWords(row, language)).toBe(`${date}, added: ${from}`)
        expect(dateWords(row, language)).toBe(`Dated ${date}, ${from}.`)
      },
    )
  },
)

it('stands before what a clock that was never set has written', () => {
  const facts = { ...noFacts, takenAt: Date.UTC(2000, 0, 1) }
  const row: HistoryRow = {
    ...{ ...plain, facts, undated: null },
    addedDate: { at, offsetMinutes: null, source: 'chosen' },
  }
  expect(takenWords(row, language)).toBe('14 Jul 1987, added: chosen for the folder')
  expect(takenWords({ ...row, addedDate: null }, language)).toContain('2000')
})

it('every source of a date has words of its own', () => {
  const said = foundSources.map((source) =>
    takenWords({ ...undatedRow, addedDate: { at, offsetMinutes: 120, source } }, language),
  )
  for (const text of said) expect(text).not.toMatch(/undefined|null/)
})

it.each([
  ['format', 'this type of file cannot take one'],
  ['no-room', 'there was no room on this computer for a copy'],
  ['not-proved', 'the copy could not be proved to hold the same picture'],
] as const)('why no date was added is said: %s', (undated, why) => {
  expect(unwrittenReasons).toContain(undated)
  const row = { ...undatedRow, undated }
  expect(takenWords(row, language)).toBe(`No date inside the file, and none added: ${why}`)
  expect(dateWords(row, language)).toBe(`No date added: ${why}.`)
})

it('what went with a date is called no original, and not as it is, whatever kept it from being reduced', () => {
  const addedDate = { at, offsetMinutes: null, source: 'folder-name' } as const
  const dated: HistoryRow = { ...undatedRow, state: 'done', addedDate, isReduced: false }
  const quiet = { failure: null, skip: null, isDuplicate: false, isPresent: true } as const
  for (const keptOriginal of keptOriginalReasons)
    for (const lost of [null, 'IPTC Keywords']) {
      const row = { ...dated, ...quiet, olderVersion: null, keptOriginal, lost }
      const { text } = outcomeWords(row, language)
      expect(text ?? '').not.toMatch(/original|as it is/i)
      const plain = outcomeWords({ ...row, addedDate: null }, language).text
      expect((plain ?? '').replace(/^(Original sent|Sent as it is):/, 'Sent in full size:')).toBe(
        text ?? '',
      )
    }
})

it('a photo that carries a date, or was left without, has nothing said of an added one', () => {
  expect(dateWords(plain, language)).toBeNull()
  expect(takenWords(plain, language)).not.toMatch(/added/)
  expect(dateWords(undatedRow, language)).toBeNull()
  expect(takenWords(undatedRow, language)).toBe('No date inside the file')
  expect(takenWords({ ...undatedRow, facts: null }, language)).toBeNull()
})

it.each(['undated', 'type-on-trial', 'copy-on-its-way'] as const)(
  'what waits for others is not said to be tried again, nor when: %s',
  (kind) => {
    const row: HistoryRow = {
      ...{ ...undatedRow, state: 'waiting', failure: { kind }, skip: null },
      ...{ until: at, olderVersion: null },
    }
    const { name, text } = outcomeWords(row, language)
    expect(name).toBe('Waiting to upload')
    expect(text).toMatch(/\.$/)
    expect(text).not.toMatch(/Next try/)
    const tried = outcomeWords({ ...row, failure: { kind: 'stalled' } }, language)
    expect(tried.name).toBe('Trying again')
    expect(tried.text).toMatch(/Next try at/)
  },
)

it('a photo without a date is not offered another try, which would find none again', () => {
  const row: HistoryRow = { ...undatedRow, state: 'waiting', failure: { kind: 'undated' } }
  expect(canRetry(row)).toBe(false)
  expect(canRetry({ ...row, failure: { kind: 'stalled' } })).toBe(true)
  expect(remediesFor('undated')).toEqual(['dates'])
})

describe('the history', () => {
  const only = (row: HistoryRow | undefined) =>
    ({ to: 'history', filter: { search: row?.name ?? 'none' } }) as const
  const rows = Array.from({ length: 200 }, (_, index) => rowAtNumber(index, 200)).filter(
    ({ folder, isDuplicate, olderVersion, isPresent }) =>
      folder === 'Scans/1978' && !isDuplicate && olderVersion === null && isPresent,
  )

  it('shows in a row and in its details which date was added and whence', async () => {
    const dated = rows.find(
      ({ addedDate, keptOriginal }) => addedDate !== null && keptOriginal === null,
    )
    const { user } = await show({ rows: 200 }, only(dated))
    const line = (await screen.findByText(dated?.name ?? '')).closest('[role="row"]') as HTMLElement
    expect(within(line).getByText('Dated 1 Jan 1978, from the folder’s name.')).toBeDefined()
    await user.dblClick(line)
    const details = within(await screen.findByRole('dialog'))
    expect(details.getByText('1 Jan 1978, added: from the folder’s name')).toBeDefined()
  })

  it('shows why none was', async () => {
    const bare = rows.find(({ undated }) => undated !== null)
    const { user } = await show({ rows: 200 }, only(bare))
    const line = (await screen.findByText(bare?.name ?? '')).closest('[role="row"]') as HTMLElement
    expect(
      within(line).getByText(/No date added: this type of file cannot take one\.$/),
    ).toBeDefined()
    await user.dblClick(line)
    const details = within(await screen.findByRole('dialog'))
    expect(
      details.getByText(
        'No date inside the file, and none added: this type of file cannot take one',
      ),
    ).toBeDefined()
  })
})
