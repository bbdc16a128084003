// What a receipt says is true whatever its figures are.
import { describe, expect, it } from 'vitest'
import {
  noFigures,
  statementLine,
  statementNotes,
  statementTitle,
  type StatementFormatting,
} from '../../src/shared/statement-words.ts'

const number = (value: number): string => new Intl.NumberFormat('en').format(value)
const format: StatementFormatting = {
  number,
  plural: (count, forms) => (count === 1 ? forms.one : forms.other).replaceAll('#', number(count)),
}

describe('the words of a receipt', () => {
  it.each([
    [{}, 'No photos yet'],
    [{ safe: 1_204, needYou: 3 }, '1,204 photos safe, 3 need you'],
    [{ safe: 1, needYou: 1 }, '1 photo safe, 1 needs you'],
    [{ safe: 1_204 }, 'All 1,204 photos are safe'],
    [{ safe: 1 }, 'The one photo is safe'],
    [{ safe: 7, noPhotos: 2 }, 'All 7 photos are safe'],
    [{ safe: 7, waiting: 1 }, '7 photos safe, 1 is on its way'],
    [{ waiting: 12 }, '0 photos safe, 12 are on their way'],
    [{ safe: 7, leftOut: 5 }, '7 photos safe, 5 are left out'],
    [
      { safe: 7, needYou: 2, waiting: 3, leftOut: 1 },
      '7 photos safe, 2 need you, 3 are on their way, 1 is left out',
    ],
  ])('say of %j: %s', (figures, sentence) => {
    expect(statementLine({ ...noFigures, ...figures }, format)).toBe(sentence)
  })

  it('claim not all of them while some may be damaged, and say so', () => {
    const head = { total: { ...noFigures, safe: 5 }, unread: 0, away: [] as string[], doubtful: 1 }
    expect(statementTitle(head, format)).toBe('5 photos safe')
    expect(statementNotes(head, format)).toEqual([
      '1 of the safe ones may be damaged: it is in Google Photos as it is here.',
    ])
  })

  it('claim all of them only when nothing else is there, whatever the figures', () => {
    const some = [0, 1, 2]
    for (const safe of some)
      for (const needYou of some)
        for (const waiting of some)
          for (const leftOut of some)
            for (const unread of some)
              for (const away of [[], ['Camera']]) {
                const total = { ...noFigures, safe, needYou, waiting, leftOut }
                const said = statementTitle({ total, unread, away }, format)
                const isAll = safe > 0 && needYou + waiting + leftOut + unread + away.length === 0
                expect(/^(All|The one)/.test(said), `${said} ${JSON.stringify(total)}`).toBe(isAll)
                for (const [figure, word] of [
                  [needYou, /need/],
                  [waiting, /on (its|their) way/],
                  [leftOut, /left out/],
                ] as const)
                  expect(word.test(said), said).toBe(figure > 0)
                expect(statementNotes({ total, unread, away }, format)).toHaveLength(
                  (unread > 0 ? 1 : 0) + away.length,
                )
              }
  })
})
