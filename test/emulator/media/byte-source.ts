/** Random access to bytes in memory or on disk, so that one set of parsers reads both. */
import { closeSync, fstatSync, openSync, readSync } from 'node:fs'

/** Bytes that can be read at any place; a read past the end is short. */
export type ByteSource = {
  readonly sizeBytes: number
  read(offset: number, length: number): Buffer
}

/** Bytes that arrived in pieces. */
export function bytesInMemory(chunks: readonly Buffer[], sizeBytes: number): ByteSource {
  return {
    sizeBytes,
    read: (offset, length) => {
      const parts: Buffer[] = []
      let start = 0
      let wanted = Math.max(0, Math.min(length, sizeBytes - offset))
      let from = offset
      for (const chunk of chunks) {
        if (wanted === 0) break
        const end = start + chunk.length
        if (from < end) {
          const part = chunk.subarray(from - start, Math.min(chunk.length, from - start + wanted))
          parts.push(part)
          from += part.length
          wanted -= part.length
        }
        start = end
      }
      const [only] = parts
      return parts.length === 1 && only !== undefined ? only : Buffer.concat(parts)
    },
  }
}

const windowBytes = 1 << 16

/** A file, read through a window so that many small reads stay cheap. */
export function bytesInFile(path: string): ByteSource & { close(): void } {
  const fd = openSync(path, 'r')
  const sizeBytes = fstatSync(fd).size
  let windowStart = 0
  let window = Buffer.alloc(0)
  return {
    sizeBytes,
    read: (offset, length) => {
      const wanted = Math.max(0, Math.min(length, sizeBytes - offset))
      if (offset < windowStart || offset + wanted > windowStart + window.length) {
        const fresh = Buffer.alloc(Math.max(wanted, Math.min(windowBytes, sizeBytes - offset)))
        window = fresh.subarray(0, readSync(fd, fresh, 0, fresh.length, offset))
        windowStart = offset
      }
      return window.subarray(offset - windowStart, offset - windowStart + wanted)
    },
    close: () => {
      closeSync(fd)
    },
  }
}
