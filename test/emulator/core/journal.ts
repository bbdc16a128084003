/**
 * An append-only file of JSON lines: every change of the emulator's state, in order.
 * Each line is handed to the system before the answer that depends on it, so a killed emulator forgets nothing
 * it acknowledged; nothing is synced to the platter. What the lines mean is left to store.ts.
 */
import { closeSync, ftruncateSync, openSync, readSync, writeSync } from 'node:fs'

const blockBytes = 1 << 20

/** A journal open for appending. */
export type Journal = {
  append(line: unknown): void
  clear(): void
  close(): void
}

/** Opens the journal, replays its whole lines in order and cuts off a line torn by a crash. */
export function openJournal(path: string, replay: (line: unknown) => void): Journal {
  const fd = openSync(path, 'a+')
  ftruncateSync(fd, replayLines(fd, replay))
  return {
    append: (line) => {
      writeSync(fd, `${JSON.stringify(line)}\n`)
    },
    clear: () => {
      ftruncateSync(fd, 0)
    },
    close: () => {
      closeSync(fd)
    },
  }
}

function replayLines(fd: number, replay: (line: unknown) => void): number {
  const block = Buffer.alloc(blockBytes)
  let rest = Buffer.alloc(0)
  let position = 0
  let wholeBytes = 0
  for (;;) {
    const count = readSync(fd, block, 0, blockBytes, position)
    if (count === 0) return wholeBytes
    position += count
    rest = Buffer.concat([rest, block.subarray(0, count)])
    let start = 0
    for (let end = rest.indexOf(10); end !== -1; end = rest.indexOf(10, start)) {
      replay(JSON.parse(rest.toString('utf8', start, end)))
      wholeBytes += end + 1 - start
      start = end + 1
    }
    rest = rest.subarray(start)
  }
}
