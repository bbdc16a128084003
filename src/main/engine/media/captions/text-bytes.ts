// Turns bytes of words into text where nobody can be sure how they were written. Which bytes are words is left to the readers.

/** What programs of Windows wrote before UTF-8, and what Latin-1 nearly always is. */
const westernEncoding = 'windows-1252'

/** Text of bytes: UTF-8 where they are that, else another encoding. Ends at the first nought. */
export function decodeText(bytes: Buffer, otherwise: string = westernEncoding): string {
  const end = bytes.indexOf(0)
  const words = end === -1 ? bytes : bytes.subarray(0, end)
  return decodeUtf8(words) ?? new TextDecoder(otherwise).decode(words)
}

/** Text in UTF-8; null where the bytes are none. A letter that the end cuts in two is left out, since fields have an end. */
function decodeUtf8(bytes: Buffer): string | null {
  try {
    return new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true })
  } catch {
    return null
  }
}

/** Text of UTF-16, in the order of a mark at its beginning, else in that which is given. Ends at the first nought. */
export function decodeUtf16(bytes: Buffer, order: 'utf-16le' | 'utf-16be'): string {
  const mark = bytes.toString('hex', 0, 2)
  const told = mark === 'feff' ? 'utf-16be' : mark === 'fffe' ? 'utf-16le' : order
  return new TextDecoder(told).decode(bytes).split('\0', 1)[0] ?? ''
}
