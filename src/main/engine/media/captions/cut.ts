// Makes of found words a text that Google takes and that no window is garbled by: no noughts, no halves of letters, nothing that
// turns the order of letters, composed as NFC, and short enough. Pure.

/**
 * Google's reference says "must be shorter than 1,000 characters" (mediaItems.batchCreate) and not what a character is. Counted
 * in halves of UTF-16 it is kept under by every count but that of bytes; a longer one would fail the whole request.
 */
export const mostCaptionLength = 999
const sign = '…'

/** Letters as people see them. */
const letters = new Intl.Segmenter('en', { granularity: 'grapheme' })

/** The words as they are sent; empty where nothing is left. */
export function tidyCaption(text: string): string {
  const lines = text
    .replace(/\r\n?|\u2028|\u2029/g, '\n')
    .replace(/\p{Surrogate}|\uFFFE|\uFFFF/gu, '')
    // Tabs and ends of lines are words' own; other signs of control are not.
    .replace(/[\0-\x08\v\f\x0e-\x1f\x7f-\x9f\uFEFF]/g, '')
    // These turn what stands behind them as well, where nothing ends them; marks for a single letter stay (UAX 9, 2.1 to 2.6).
    .replace(/[\u202A-\u202E\u2066-\u2069]/g, '')
    .normalize('NFC')
    .trim()
  return cutCaption(lines)
}

/** At most as long as Google takes: cut behind a word, or in a text without blanks behind a letter, and marked. */
export function cutCaption(text: string): string {
  if (text.length <= mostCaptionLength) return text
  let end = 0
  for (const { index, segment } of letters.segment(text)) {
    if (index + segment.length > mostCaptionLength - sign.length) break
    end = index + segment.length
  }
  const start = text.slice(0, end)
  const isBehindWord = /\s/.test(text.charAt(end))
  const word = isBehindWord ? end : start.search(/\s\S*$/)
  // Some languages know no blanks, and one long address should not cost the rest.
  const kept = word > mostCaptionLength / 2 ? start.slice(0, word) : start
  return kept.trimEnd() + sign
}
