// How names and paths that are not UTF-8, as old disks have them, are written: with each wrong byte as \xNN. One form for
// the catalogue, the window and every room; whoever opens a file turns its path back into the very bytes of the disk.
// A name that really holds such letters has its backslash written as \x5c, so that no two names share a form. Windows
// has no such names, and there a backslash parts folders: nothing is changed.

const written = /\\x([0-9a-f]{2})/g
const looksWritten = /\\(?=x[0-9a-f]{2})/g
const isWindows = process.platform === 'win32'

/** The written form of a name or path that is UTF-8. */
export function writtenPath(path: string, isOnWindows = isWindows): string {
  if (isOnWindows || !path.includes('\\x')) return path
  return path.replace(looksWritten, '\\x5c')
}

/** The written form of the bytes of a name or path, whatever they are, and whether they are UTF-8. */
export function writtenBytes(
  bytes: Buffer,
  isOnWindows = isWindows,
): { name: string; isUtf8: boolean } {
  const name = bytes.toString('utf8')
  if (Buffer.from(name, 'utf8').equals(bytes))
    return { name: writtenPath(name, isOnWindows), isUtf8: true }
  let form = ''
  let start = 0
  for (let at = 0; at < bytes.length;) {
    const length = validLength(bytes, at)
    if (length === 0) {
      form += `${writtenPath(bytes.toString('utf8', start, at), isOnWindows)}\\x${bytes.toString('hex', at, at + 1)}`
      start = at + 1
    }
    at += Math.max(length, 1)
  }
  return { name: form + writtenPath(bytes.toString('utf8', start), isOnWindows), isUtf8: false }
}

/** What the file system knows a written path by: text where it is UTF-8, else its bytes. */
export function diskPath(path: string, isOnWindows = isWindows): string | Buffer {
  if (isOnWindows || !path.includes('\\x')) return path
  const parts: Buffer[] = []
  let start = 0
  for (const match of path.matchAll(written)) {
    parts.push(Buffer.from(path.slice(start, match.index)), Buffer.from(match[1] ?? '', 'hex'))
    start = match.index + match[0].length
  }
  const bytes = Buffer.concat([...parts, Buffer.from(path.slice(start))])
  const text = bytes.toString('utf8')
  return Buffer.from(text, 'utf8').equals(bytes) ? text : bytes
}

/** How many bytes from here on are one whole UTF-8 character, or 0. */
function validLength(bytes: Buffer, start: number): number {
  for (let length = 1; length <= 4 && start + length <= bytes.length; length++) {
    const part = bytes.subarray(start, start + length)
    if (Buffer.from(part.toString('utf8'), 'utf8').equals(part)) return length
  }
  return 0
}
