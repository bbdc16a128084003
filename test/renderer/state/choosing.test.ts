import { describe, expect, it } from 'vitest'
import {
  allChosen,
  chosenCount,
  chosenFor,
  inOneFolder,
  isChosen,
  noneChosen,
  toggled,
  withRows,
} from '../../../src/renderer/state/choosing.ts'
import { mostChosen } from '../../../src/shared/bounds.ts'
import { chosenSchema, type HistoryRow } from '../../../src/shared/contract.ts'
import { rowAtNumber } from '../fake-data.ts'

const total = 5_000
const row = (at: number): HistoryRow => rowAtNumber(at, total)
const rows = (count: number): HistoryRow[] => Array.from({ length: count }, (_, at) => row(at))

describe('choosing', () => {
  it('takes files one by one, and lets them go again', () => {
    const two = toggled(toggled(noneChosen, row(1)), row(2))
    expect(chosenCount(two, total)).toBe(2)
    expect([isChosen(two, row(1).fileId), isChosen(two, row(3).fileId)]).toEqual([true, false])
    expect(chosenFor(toggled(two, row(1)), {})).toEqual({ fileIds: [row(2).fileId] })
  })

  it('takes all but some, whatever is not known yet', () => {
    const but = toggled(allChosen, row(7))
    expect(chosenCount(but, total)).toBe(total - 1)
    expect(chosenCount(but, null)).toBeNull()
    expect(isChosen(but, row(7).fileId)).toBe(false)
    const filter = { states: ['failed' as const] }
    expect(chosenFor(but, filter)).toEqual({
      filter: { ...filter, isFolded: true },
      except: [row(7).fileId],
    })
    expect(withRows(but, [row(7)])).toEqual(allChosen)
  })

  it('never takes more one by one than a command can name', () => {
    const most = withRows(noneChosen, rows(mostChosen))
    expect(most).not.toBeNull()
    if (most === null) return
    expect(chosenSchema.safeParse(chosenFor(most, {})).success).toBe(true)
    expect(toggled(most, row(mostChosen))).toBe(most)
    expect(withRows(most, rows(mostChosen + 1))).toBeNull()
    const but = rows(mostChosen).reduce(toggled, allChosen)
    expect(toggled(but, row(mostChosen))).toBe(but)
    expect(chosenSchema.safeParse(chosenFor(but, {})).success).toBe(true)
  })

  it('shows files in their folder only where that is one', () => {
    const here = { ...row(1), sourceId: '1', folder: 'a' }
    const gone = { ...row(2), sourceId: '1', folder: 'a', isPresent: false }
    const there = { ...row(3), sourceId: '1', folder: 'b' }
    const of = (...some: HistoryRow[]) => inOneFolder(some.reduce(toggled, noneChosen))
    expect(of(gone, here)).toBe(here)
    expect(of(gone)).toBeNull()
    expect(of(here, there)).toBeNull()
    expect(of()).toBeNull()
    expect(inOneFolder(allChosen)).toBeNull()
  })
})
