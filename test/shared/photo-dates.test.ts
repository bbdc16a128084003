// Behaviour of what people write for photos without a date, and of its schemas.
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { undatedChoiceSchema } from '../../src/shared/photo-date-schemas.ts'
import {
  parsePartialDate,
  parseUndatedPolicy,
  undatedPolicyText,
} from '../../src/shared/photo-dates.ts'

describe('a date of which the day may be open', () => {
  it.each([
    ['1987', { year: 1987 }],
    ['1987-07', { year: 1987, month: 7 }],
    ['1987-07-14', { year: 1987, month: 7, day: 14 }],
    [' 2024-02-29 ', { year: 2024, month: 2, day: 29 }],
    ['1826', { year: 1826 }],
  ])('%s is understood', (text, date) => {
    expect(parsePartialDate(text)).toEqual(date)
  })

  it.each([
    ...[
      '1825',
      '0000',
      '87',
      '1987-7',
      '1987-13',
      '1987-00',
      '1987-02-29',
      '1987-07-00',
      '1987-07-32',
    ],
    ...['14.07.1987', '1987-07-14 12:00', '1987/07', 'July 1987', '1987-', ''],
  ])('%s is not', (text) => {
    expect(parsePartialDate(text)).toBeNull()
    expect(parseUndatedPolicy(text)).toBeNull()
    expect(undatedChoiceSchema.safeParse(text).success).toBe(false)
  })
})

describe('what a folder wants', () => {
  it.each(['leave', 'name', 'file', '1987', '1987-07', '1987-07-14'])('is written %s', (text) => {
    const policy = parseUndatedPolicy(text)
    expect(undatedChoiceSchema.parse(text)).toBe(text)
    expect(policy === null ? null : undatedPolicyText(policy)).toBe(text)
  })

  it('is nothing else', () => {
    for (const text of ['Leave', 'names', 'files', 'none', '--undated']) {
      expect(parseUndatedPolicy(text)).toBeNull()
    }
    fc.assert(
      fc.property(fc.string(), (text) => {
        fc.pre(!/\d{4}|leave|name|file/.test(text))
        expect(parseUndatedPolicy(text)).toBeNull()
      }),
    )
  })
})
