// Turns anything into one line that is fit for a log: no tokens, no query strings, no home paths, no
// e-mail addresses. Every log line of the engine and the shell goes through here.
import { homedir } from 'node:os'

const longest = 600

/** One safe line for a log. Never throws. */
export function toLogLine(value: unknown): string {
  return scrub(flatten(value)).slice(0, longest)
}

/** Removes from a text what must not leave this computer. */
export function scrub(text: string): string {
  return (
    text
      .replaceAll(homedir(), '~')
      // Any user's home on the three systems, also of another account or another machine.
      .replace(/(\/(?:home|Users)\/|[A-Za-z]:\\+Users\\+)[^/\\\s"']+/g, '$1…')
      .replace(/\?[^\s"'<>]*/g, '?…')
      .replace(/\b(Bearer|Basic)\s+[\w.~+/=-]+/gi, '$1 …')
      // Google's tokens and secrets by their known beginnings, and anything long enough to be one.
      .replace(/\b(ya29\.|1\/\/|4\/|GOCSPX-|AIza)[\w.~+/=-]+/g, '…')
      .replace(/\b[\w-]{40,}\b/g, '…')
      .replace(/[\w.+-]+@[\w-]+\.[\w.-]+/g, '…@…')
      .replace(/[\r\n]+/g, ' ⏎ ')
  )
}

function flatten(value: unknown): string {
  if (typeof value === 'string') return value
  if (value instanceof Error) {
    const cause = value.cause === undefined ? '' : ` (because ${flatten(value.cause)})`
    return `${value.stack ?? `${value.name}: ${value.message}`}${cause}`
  }
  try {
    // Functions, symbols and undefined have no JSON, whatever the type says.
    const json: unknown = JSON.stringify(value)
    return typeof json === 'string' ? json : String(value)
  } catch {
    return 'a value that cannot be written down'
  }
}
