// Puts what a run found into words: each change as it is tried, the survivors with their lines, and the score.
import type { Mutant } from './mutants.ts'
import type { Options } from './options.ts'
import type { Tell, Tried } from './session.ts'

/** The sum of a run. */
export interface Score {
  readonly tried: number
  readonly killed: number
  readonly timedOut: number
  readonly survived: number
  /** Whole percent of the changes that a test noticed, rounded down. */
  readonly percent: number
}

/** Counts; a change that makes the tests hang is noticed too. */
export function scoreOf(tried: readonly Tried[]): Score {
  const count = (fate: Tried['fate']): number => tried.filter((one) => one.fate === fate).length
  const survived = count('survived')
  const noticed = tried.length - survived
  return {
    tried: tried.length,
    killed: noticed,
    timedOut: count('timed out'),
    survived,
    percent: tried.length === 0 ? 0 : Math.floor((noticed / tried.length) * 100),
  }
}

/** Tells a run line by line. */
export function tellBy(say: (line: string) => void, options: Options): Tell {
  const names = options.rooms.map(({ name }) => name).join(', ')
  return {
    start(places, mutants) {
      say(`${mutants} changes at ${places} places in ${names}; seed ${options.seed}`)
      for (const name of options.leftOut) say(`${name} has no tests of its own and is left out`)
    },
    green(room, tests, seconds) {
      say(`${room.name}: ${tests} tests are green without a change (${seconds.toFixed(0)} s)`)
    },
    tried({ mutant, fate, by }, done, of) {
      const end = by === null ? '' : ` by "${by}"`
      say(`${done}/${of} ${place(mutant)} ${change(mutant)}: ${fate}${end}`)
    },
  }
}

/** The survivors, the rooms and the score, as lines. */
export function summary(tried: readonly Tried[], options: Options): string[] {
  const lines: string[] = ['']
  const survivors = tried.filter(({ fate }) => fate === 'survived')
  if (survivors.length > 0) lines.push('Survivors')
  for (const { mutant } of [...survivors].sort(byPlace)) {
    lines.push(`  ${place(mutant)} ${change(mutant)}`)
    lines.push(...indented('-', mutant.lineBefore), ...indented('+', mutant.lineAfter))
  }
  lines.push(...table(tried, options))
  const { killed, timedOut, survived, percent } = scoreOf(tried)
  const hung = timedOut === 0 ? '' : ` (${timedOut} by the time limit)`
  lines.push(
    `${killed} of ${tried.length} killed${hung}, ${survived} survived: ${percent} % (seed ${options.seed})`,
  )
  return lines
}

/** The sum and the survivors for a program to read. */
export function toJson(tried: readonly Tried[], { seed }: Options): string {
  const survivors = tried
    .filter(({ fate }) => fate === 'survived')
    .sort(byPlace)
    .map(({ mutant: { file, line, kind, before, after } }) => ({ file, line, kind, before, after }))
  return JSON.stringify({ seed, ...scoreOf(tried), survivors })
}

function table(tried: readonly Tried[], { rooms }: Options): string[] {
  if (rooms.length < 2) return ['']
  const row = (name: string, ...cells: (string | number)[]): string =>
    name.padEnd(12) + cells.map((cell) => String(cell).padStart(10)).join('')
  return [
    '',
    row('room', 'tried', 'killed', 'survived', 'percent'),
    ...rooms.flatMap((room) => {
      const own = scoreOf(tried.filter(({ mutant }) => mutant.room === room))
      return own.tried === 0 ? [] : row(room.name, own.tried, own.killed, own.survived, own.percent)
    }),
    '',
  ]
}

const place = ({ file, line }: Mutant): string => `${file}:${line}`

function change({ kind, before, after }: Mutant): string {
  return after === ';' ? `${kind}: ${short(before)}` : `${kind}: ${short(before)} → ${short(after)}`
}

function short(text: string): string {
  const line = text.replace(/\s+/g, ' ')
  return line.length > 60 ? `${line.slice(0, 59)}…` : line
}

const indented = (sign: string, text: string): string[] =>
  text.split('\n').map((line) => `    ${sign} ${line.trim()}`)

const byPlace = (one: Tried, other: Tried): number =>
  one.mutant.file.localeCompare(other.mutant.file) || one.mutant.line - other.mutant.line
