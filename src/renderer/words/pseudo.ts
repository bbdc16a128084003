// Stand-in languages that find layout faults before a translator does: `en-XA` is 40 % longer with accents,
// `ar-XB` reads from right to left. For tests and screenshots; no user is ever offered them.

const accents: Record<string, string> = {
  a: 'á',
  e: 'é',
  i: 'í',
  o: 'ó',
  u: 'ú',
  A: 'Á',
  E: 'É',
  O: 'Ó',
  n: 'ñ',
  c: 'ç',
}

/** Whether a locale is one of the stand-ins. */
export const isPseudoLocale = (locale: string): locale is 'en-XA' | 'ar-XB' =>
  locale === 'en-XA' || locale === 'ar-XB'

function longer(text: string): string {
  const words = ' lorem ipsum dolor sit amet consectetur adipiscing elit sed do eiusmod tempor'
  const whole = `${text}${words.repeat(4).slice(0, Math.ceil(text.length * 0.4))}`
  // Accents throughout, so that a text inside another one stays as it is written alone.
  return whole.replace(/[aeiouAEOnc]/g, (letter) => accents[letter] ?? letter)
}

// Marks at both ends keep the full stop of an English sentence at its end inside a right-to-left line.
const markedLeftToRight = (text: string): string => `\u200e${text}\u200e`

/** Rewrites every text in a tree of words, and every text its functions return. */
export function pseudo<T>(words: T, locale: 'en-XA' | 'ar-XB'): T {
  const change = locale === 'en-XA' ? longer : markedLeftToRight
  const visit = (value: unknown, at: string): unknown => {
    if (typeof value === 'string') return at === 'page' ? value : change(value)
    if (typeof value === 'function')
      return (...input: unknown[]): unknown =>
        visit((value as (...input: unknown[]) => unknown)(...input), at)
    if (Array.isArray(value)) return value.map((entry) => visit(entry, at))
    if (value !== null && typeof value === 'object')
      return Object.fromEntries(
        Object.entries(value).map(([name, entry]) => [name, visit(entry, name)]),
      )
    return value
  }
  return visit(words, '') as T
}
