// Turns bytes of words into text where nobody can be sure how they were written. Which bytes are words is left to the readers.

/**
 * Text of bytes: UTF-8 where they are that, else another encoding, or what they seem to be where none is told. Ends at the
 * first nought, but where a mark says that the letters are wide.
 */
export function decodeText(bytes: Buffer, otherwise?: string): string {
  if (['feff', 'fffe'].includes(bytes.toString('hex', 0, 2))) return decodeUtf16(bytes, 'utf-16be')
  const end = bytes.indexOf(0)
  const words = end === -1 ? bytes : bytes.subarray(0, end)
  const told = otherwise === undefined ? null : new TextDecoder(otherwise)
  return decodeUtf8(words) ?? told?.decode(words) ?? decodeWestern(words)
}

/**
 * What no text in Windows' Western has and a Macintosh's is full of: a letter that is not assigned, a large one that is rare at
 * a small one's heels, a sign in the middle of a word ("f\u0178r" and "Stra\u00a7e" for "für" and "Straße").
 */
const looksMacintosh = /[\x81\x8d\x8f\x90\x9d]|\p{Ll}[ŠŽŸ]|\p{L}[ƒˆ†‡§]\p{L}/u

/** What programs of Windows wrote before UTF-8, which Latin-1 nearly always is, or those of the Macintosh before 2001. */
function decodeWestern(words: Buffer): string {
  const western = new TextDecoder('windows-1252').decode(words)
  return looksMacintosh.test(western) ? new TextDecoder('macintosh').decode(words) : western
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
