// Turns anything into one line that is fit for a log: no tokens, no query strings, no e-mail addresses, and no name of a
// folder or file of the user's. Every log line of the engine and the shell goes through here. What is long is cut before it
// is looked at, and nothing here takes more than a few passes over it.
import { homedir } from 'node:os'

const longest = 600
/** Far more than a line may have, and little enough to be looked at in no time. */
const mostLookedAt = 20_000
const deepest = 6

/** One safe line for a log. Never throws. */
export function toLogLine(value: unknown): string {
  return scrub(flatten(value).slice(0, mostLookedAt)).slice(0, longest)
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
      .replace(/(?<![\w-])[\w-]{40,}/g, '…')
      // Begun only where a run of such characters begins; anywhere else it would be read once for each of them.
      .replace(/(?<![\w.+-])[\w.+-]+@[\w-]+\.[\w.-]+/g, '…@…')
      .replace(/[\r\n]+/g, ' ⏎ ')
  )
}

/** The beginning of a path: of the root, of the home folder, of a drive, of a share. */
const pathStart = String.raw`(?:~?\/(?!\/)|[A-Za-z]:[\\/](?!\/)|\\\\)`
const quotedPath = new RegExp(`(["'\`])${pathStart}.*\\1`, 'g')
const barePath = new RegExp(`(^|[\\s=([{,;:"'\`])${pathStart}.*`, 'g')
/** Where the program was, which names only files of its own. */
const stackFrame = /^\s+at /

/** A text without paths. A name may hold spaces and quotes, so that what follows a path goes with it. */
function withoutPaths(text: string): string {
  return text
    .slice(0, mostLookedAt)
    .split('\n')
    .map((line) =>
      stackFrame.test(line) ? line : line.replace(quotedPath, '$1…$1').replace(barePath, '$1…'),
    )
    .join('\n')
}

/** What a failure may say besides its kind: never what a person, a file system or a server wrote. */
const tellable: ReadonlySet<string> = new Set([
  'kind',
  'code',
  'status',
  'reason',
  'limit',
  'retryAfterMs',
  'resetsAt',
  'missingScopes',
  'found',
  'known',
])
/** Names of things of the user's, wherever they are told of. */
const names: ReadonlySet<string> = new Set([
  ...['path', 'paths', 'other', 'name', 'fileName', 'folder', 'file', 'root', 'dest', 'email'],
])

function flatten(value: unknown): string {
  if (typeof value === 'string') return withoutPaths(value)
  if (value instanceof Error) return ofError(value)
  try {
    // Functions, symbols and undefined have no JSON, whatever the type says.
    const json: unknown = JSON.stringify(tellableParts(value, 0))
    return typeof json === 'string' ? json : String(value)
  } catch {
    return 'a value that cannot be written down'
  }
}

function ofError(error: Error): string {
  const cause = error.cause === undefined ? '' : ` (because ${flatten(error.cause)})`
  const { code, syscall } = error as NodeJS.ErrnoException
  const stack = error.stack ?? `${error.name}: ${error.message}`
  // The message of a system call names what it was about; its code and where it was called say the rest.
  if (syscall === undefined || code === undefined) return withoutPaths(stack) + cause
  const frames = stack.split('\n').filter((line) => stackFrame.test(line))
  return [`${error.name}: ${code} ${syscall}`, ...frames].join('\n') + cause
}

function tellableParts(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return withoutPaths(value)
  if (value instanceof Error) return ofError(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth > deepest) return '…'
  if (Array.isArray(value)) return value.map((part) => tellableParts(part, depth + 1))
  const isFailure = 'kind' in value
  return Object.fromEntries(
    Object.entries(value).flatMap(([key, part]: [string, unknown]): [string, unknown][] => {
      if (names.has(key)) return []
      // A bug's own words are all that there is to find it by.
      const isBug = isFailure && value.kind === 'unexpected' && key === 'message'
      if (isFailure && !tellable.has(key) && !isBug) return []
      return [[key, tellableParts(part, depth + 1)]]
    }),
  )
}
