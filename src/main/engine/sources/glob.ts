// One glob pattern as a test of names or paths, in time linear in both: `*`, `?`, `[a-z]`, `[!a]`, `{a,b}`, `{1..9}`, `**` as
// a part of its own, and `\` before what is meant as it is. Regular expressions of many stars take time that grows with a
// power of the name's length. What is done with a match is ignore-patterns.ts.

/** One character of a name, or any number of them. */
type Token =
  | { is: 'character'; text: string }
  | { is: 'any' }
  | { is: 'star' }
  | { is: 'class'; isNegated: boolean; ranges: readonly (readonly [string, string])[] }

type Part = 'globstar' | readonly Token[]

/** Nobody needs more alternatives, and braces in braces multiply. */
const mostAlternatives = 256
const star: Token = { is: 'star' }

/** Says whether a whole path fits, with '/' between its parts. */
export type GlobTest = (path: string) => boolean

/** Compiles a pattern. What is not well formed means itself. */
export function compileGlob(pattern: string, isCaseless: boolean): GlobTest {
  const fold = (text: string): string => (isCaseless ? text.toLowerCase() : text)
  const alternatives = expandBraces(fold(pattern)).map((one) => splitParts(one).map(toPart))
  return (path) => {
    const names = fold(path)
      .split('/')
      .map((name) => Array.from(name))
    return alternatives.some((parts) => fitsParts(parts, names))
  }
}

/** Parts against names: stars of many parts (`**`) go back only to the last of them, as stars in a name do. */
function fitsParts(parts: readonly Part[], names: readonly string[][]): boolean {
  let [at, name, lastStar, resumeAt] = [0, 0, -1, 0]
  while (name < names.length) {
    const part = parts[at]
    const current = names[name] ?? []
    if (part === 'globstar') {
      lastStar = at
      resumeAt = name
      at += 1
    } else if (part !== undefined && fitsName(part, current)) {
      at += 1
      name += 1
    } else if (lastStar !== -1) {
      resumeAt += 1
      name = resumeAt
      at = lastStar + 1
    } else return false
  }
  // `a/**` fits `a` itself as well; `*/**` is what lies in folders, and no file beside them.
  const before = parts[at - 1]
  const isOfFolders = before !== undefined && before !== 'globstar' && before.at(-1) === star
  while (parts[at] === 'globstar' && !isOfFolders) at += 1
  return at === parts.length
}

function fitsName(tokens: readonly Token[], name: readonly string[]): boolean {
  let [at, index, lastStar, resumeAt] = [0, 0, -1, 0]
  // Only a pattern without a character fits an empty name.
  while (index < name.length) {
    const token = tokens[at]
    if (token?.is === 'star') {
      lastStar = at
      resumeAt = index
      at += 1
    } else if (token !== undefined && fitsCharacter(token, name[index] ?? '')) {
      at += 1
      index += 1
    } else if (lastStar !== -1) {
      // Whatever an earlier star could take, this one can: only the last is ever taken back.
      resumeAt += 1
      index = resumeAt
      at = lastStar + 1
    } else return false
  }
  while (tokens[at]?.is === 'star') at += 1
  return at === tokens.length
}

function fitsCharacter(token: Token, character: string): boolean {
  switch (token.is) {
    case 'character':
      return token.text === character
    case 'class':
      return (
        token.ranges.some(([from, to]) => from <= character && character <= to) !== token.isNegated
      )
    default:
      return true
  }
}

/** Splits at slashes; an escaped one is none in any name, so that it splits too. */
function splitParts(pattern: string): string[] {
  return pattern.replaceAll('\\/', '/').split('/')
}

function toPart(text: string): Part {
  if (text === '**') return 'globstar'
  const characters = Array.from(text)
  const tokens: Token[] = []
  for (let at = 0; at < characters.length; at += 1) {
    const character = characters[at] ?? ''
    if (character === '*') {
      if (tokens.at(-1) !== star) tokens.push(star)
    } else if (character === '?') tokens.push({ is: 'any' })
    else if (character === '\\' && at + 1 < characters.length) {
      at += 1
      tokens.push({ is: 'character', text: characters[at] ?? '' })
    } else {
      const found = character === '[' ? readClass(characters, at) : null
      tokens.push(found?.token ?? { is: 'character', text: character })
      at = found?.end ?? at
    }
  }
  return tokens
}

/** A class from its '[' on, and where its ']' is; null where it has none. */
function readClass(
  characters: readonly string[],
  begin: number,
): { token: Token; end: number } | null {
  const isNegated = ['!', '^'].includes(characters[begin + 1] ?? '')
  const first = begin + (isNegated ? 2 : 1)
  const ranges: [string, string][] = []
  for (let at = first; at < characters.length; at += 1) {
    let character = characters[at] ?? ''
    if (character === ']' && at > first)
      return { token: { is: 'class', isNegated, ranges }, end: at }
    if (character === '\\' && at + 1 < characters.length) {
      at += 1
      character = characters[at] ?? ''
    }
    const to = characters[at + 2]
    if (characters[at + 1] === '-' && to !== undefined && to !== ']') {
      ranges.push([character, to])
      at += 2
    } else ranges.push([character, character])
  }
  return null
}

/** The patterns that one with braces stands for; braces without a choice in them mean themselves. */
function expandBraces(pattern: string): string[] {
  let done: string[] = []
  const open = [pattern]
  while (open.length > 0) {
    const next = open.pop() ?? ''
    const group = firstGroup(next)
    if (group === null) done.push(next)
    else
      for (const choice of group.choices)
        open.push(`${next.slice(0, group.begin)}${choice}${next.slice(group.end)}`)
    if (done.length + open.length > mostAlternatives) {
      done = [pattern]
      break
    }
  }
  return done
}

/** The first pair of braces that holds a choice. */
function firstGroup(text: string): { begin: number; end: number; choices: string[] } | null {
  for (let begin = 0; begin < text.length; begin += 1) {
    if (text[begin] === '\\') begin += 1
    else if (text[begin] === '{') {
      const group = groupAt(text, begin)
      if (group !== null) return { begin, ...group }
    }
  }
  return null
}

function groupAt(text: string, begin: number): { end: number; choices: string[] } | null {
  const choices: string[] = []
  let [depth, from] = [0, begin + 1]
  for (let at = begin + 1; at < text.length; at += 1) {
    const character = text[at]
    if (character === '\\') at += 1
    else if (character === '{') depth += 1
    else if (character === ',' && depth === 0) {
      choices.push(text.slice(from, at))
      from = at + 1
    } else if (character === '}') {
      if (depth > 0) depth -= 1
      else {
        const last = text.slice(from, at)
        const all = choices.length > 0 ? [...choices, last] : rangeOf(last)
        return all === null ? null : { end: at + 1, choices: all }
      }
    }
  }
  return null
}

/** `1..9` or `a..f`, written out. */
function rangeOf(text: string): string[] | null {
  const [, from, to] = /^(\d{1,6}|[a-z])\.\.(\d{1,6}|[a-z])$/i.exec(text) ?? []
  if (from === undefined || to === undefined) return null
  const areNumbers = /^\d+$/.test(from) && /^\d+$/.test(to)
  if (!areNumbers && (from.length > 1 || to.length > 1 || /\d/.test(from + to))) return null
  const code = (end: string): number => (areNumbers ? Number(end) : (end.codePointAt(0) ?? 0))
  const [low, high] = [Math.min(code(from), code(to)), Math.max(code(from), code(to))]
  if (high - low >= mostAlternatives) return null
  return Array.from({ length: high - low + 1 }, (_, step) =>
    areNumbers ? String(low + step) : String.fromCodePoint(low + step),
  )
}
