// Keeps a packed app from being opened up by its own command line: a switch that hands the window or the processes to a
// debugger ends it. A twin made for tests, in whose very binary the inspector's fuse is set, may be driven. Who it was
// that started the app cannot be told, so no switch of ours may allow it.
import { closeSync, openSync, readSync } from 'node:fs'
import { dirname, join } from 'node:path'

/** By which a window or a process is taken over, or its engine told to run differently (Chromium's and Node's names). */
const takeOvers = [
  'remote-debugging-port',
  'remote-debugging-pipe',
  'remote-debugging-address',
  'remote-debugging-targets',
  'inspect',
  'inspect-brk',
  'inspect-brk-node',
  'inspect-wait',
  'inspect-port',
  'inspect-publish-uid',
  'debug',
  'debug-brk',
  'debug-port',
  'js-flags',
] as const

/** The name of such a switch, or null. `hasSwitch` is Chromium's own reading, which knows more spellings than ours. */
export function debugSwitch(
  argv: readonly string[],
  hasSwitch: (name: string) => boolean,
): string | null {
  const words = argv.flatMap((word) => {
    const match = /^(?:--?|\/)([A-Za-z-]+)(?:=|$)/.exec(word)
    return match?.[1] === undefined ? [] : [match[1].toLowerCase()]
  })
  return takeOvers.find((name) => hasSwitch(name) || words.includes(name)) ?? null
}

// The wire of fuses in Electron's binary (electron docs, fuses): this text, a version, a count, one character a fuse.
const sentinel = Buffer.from('dL7pKGdnNz796PbbjQWNKmHXBZaB9tsX')
const inspectFuse = 3
const chunkBytes = 4_194_304
const wireBytes = sentinel.length + 2 + 16
const isOn = '1'.charCodeAt(0)

/** Whether the fuse that lets an Electron be inspected is set in a binary; false for what cannot be read. */
export function isInspectable(binary: string): boolean {
  let file: number | null = null
  try {
    file = openSync(binary, 'r')
    const chunk = Buffer.alloc(chunkBytes + wireBytes)
    for (let at = 0; ; at += chunkBytes) {
      const read = readSync(file, chunk, 0, chunk.length, at)
      if (read === 0) return false
      const bytes = chunk.subarray(0, read)
      const found = bytes.indexOf(sentinel)
      if (found !== -1 && found < chunkBytes)
        return bytes[found + sentinel.length + 2 + inspectFuse] === isOn
    }
  } catch {
    return false
  } finally {
    if (file !== null) closeSync(file)
  }
}

/** Where the fuses are: in the program itself, on a Mac in the framework that it loads. */
export const fusedBinary = (program: string, platform: NodeJS.Platform): string =>
  platform === 'darwin'
    ? join(dirname(program), '../Frameworks/Electron Framework.framework/Electron Framework')
    : program
