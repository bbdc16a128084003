// Names as the disk has them. Node gives names as UTF-8 and puts U+FFFD where the bytes are not; such a file cannot
// be opened by that name, so the bytes are looked at and the name is escaped for people to read.

/** What Node puts in place of bytes that are not UTF-8. A name may also hold it by right. */
export const replacementCharacter = '\uFFFD'

/** The name for these bytes: itself where it is UTF-8, else with each wrong byte written as \xNN. */
export function toUsableName(bytes: Buffer): { name: string; isUsable: boolean } {
  const name = bytes.toString('utf8')
  if (Buffer.from(name, 'utf8').equals(bytes)) return { name, isUsable: true }
  let escaped = ''
  let start = 0
  while (start < bytes.length) {
    const length = validLength(bytes, start)
    escaped +=
      length === 0
        ? `\\x${bytes.toString('hex', start, start + 1)}`
        : bytes.toString('utf8', start, start + length)
    start += Math.max(length, 1)
  }
  return { name: escaped, isUsable: false }
}

/** How many bytes from here on are one whole UTF-8 character, or 0. */
function validLength(bytes: Buffer, start: number): number {
  for (let length = 1; length <= 4 && start + length <= bytes.length; length++) {
    const part = bytes.subarray(start, start + length)
    if (Buffer.from(part.toString('utf8'), 'utf8').equals(part)) return length
  }
  return 0
}
