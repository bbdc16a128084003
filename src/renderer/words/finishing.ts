// When all will be done, as coarsely as it is known.
import type { Format } from '../format.ts'

const hourMs = 3_600_000

/** The words for an end. */
export function finishingWords(f: Format) {
  const soon = 'less than a minute'
  /** As part of a line: "about 3 hours", "done Thursday, about 14:00". */
  const phrase = (finishAt: number, now: number): string => {
    const left = finishAt - now
    const roughly = f.roughly(left)
    if (roughly === null) return soon
    if (left <= 20 * hourMs) return `about ${roughly}`
    // A weekday names a day of the coming week only, and no hour is known weeks ahead.
    return left > 6 * 24 * hourMs
      ? `done about ${f.date(finishAt)}`
      : `done ${f.weekday(finishAt)}, about ${f.time(finishAt)}`
  }
  return {
    soon,
    phrase,
    /** As the beginning of a sentence, where it may be later. */
    notBefore: (finishAt: number, now: number): string => {
      const text = phrase(finishAt, now)
      if (!text.startsWith('done')) return `At least ${f.roughly(finishAt - now) ?? soon}`
      return finishAt - now > 6 * 24 * hourMs
        ? `Not done before ${f.date(finishAt)}`
        : `Not done before ${f.weekday(finishAt)}, ${f.time(finishAt)}`
    },
    /** As the beginning of a sentence. */
    sentence: (finishAt: number, now: number): string => {
      const text = phrase(finishAt, now)
      const whole = text.startsWith('done') ? text : `done in ${text}`
      return whole.charAt(0).toLocaleUpperCase() + whole.slice(1)
    },
  }
}
