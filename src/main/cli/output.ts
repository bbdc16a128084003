// All that the command prints goes through here: what a file, a folder or a server is named may hold sequences that a
// terminal obeys, or letters that turn the line around, and is shown as what it is. Which words are printed is words.ts.
import { createInterface } from 'node:readline/promises'

/** Whether there is somebody at the terminal. */
export const canAsk = (): boolean => process.stdin.isTTY && process.stderr.isTTY

/** Asks a question of one line. */
export async function ask(question: string): Promise<string> {
  const terminal = createInterface({ input: process.stdin, output: process.stderr })
  try {
    return await terminal.question(printable(question))
  } finally {
    terminal.close()
  }
}

/** Controls of both sets, line and paragraph separators, marks that change the direction, and halves of characters. */
const unprintable =
  /[\u0000-\u001f\u007f-\u009f\u061c\u200e\u200f\u2028\u2029\u202a-\u202e\u2066-\u2069\ufeff]|\p{Cs}/gu

const escaped = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`

/** One line of text that no terminal takes for anything else. */
export const printable = (line: string): string => line.replace(unprintable, escaped)

const write = (stream: NodeJS.WriteStream, lines: readonly string[]): void => {
  stream.write(lines.map((line) => `${printable(line)}\n`).join(''))
}

/** Prints what was asked for, each text as one line. */
export const say = (...lines: string[]): void => write(process.stdout, lines)

/** Prints what goes on beside it, or is wrong. */
export const tell = (...lines: string[]): void => write(process.stderr, lines)

/** Prints a value as one line of JSON, in which the same characters are escaped as JSON has it. */
export const sayJson = (value: unknown): void => say(JSON.stringify(value))
