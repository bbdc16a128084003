// What a run tells: a table for people and one JSON line for each row, with the words and shapes of both.
import * as z from 'zod'

/** One row of the result. */
export const figureSchema = z.strictObject({
  row: z.string(),
  /** Medians, in the unit that the table names. */
  ours: z.number().positive(),
  /** null: the row has no peer, its goal is a bound of its own. */
  peer: z.number().positive().nullable(),
  /** Ours through the peer's, or through the goal where there is no peer. */
  ratio: z.number().positive(),
  goal: z.string(),
  met: z.boolean(),
})
/** One row of the result. */
export type Figure = z.infer<typeof figureSchema>

/** A figure and what only the table shows. */
export interface Measured {
  figure: Figure
  unit: string
  /** What the peer was. */
  against: string
  notes?: readonly string[]
}

/** Figures keep three digits that mean something; an idle processor is not zero. */
const rounded = (value: number): number => Number(value.toPrecision(3))

/** Joins a figure; `goal` bounds the ratio to the peer. */
export function compared(
  row: string,
  pair: { ours: number; peer: number },
  goal: { atMost: number } | { atLeast: number },
): Figure {
  const ratio = pair.ours / pair.peer
  const met = 'atMost' in goal ? ratio <= goal.atMost : ratio >= goal.atLeast
  const words = 'atMost' in goal ? `at most ${goal.atMost}x` : `at least ${goal.atLeast}x`
  const [ours, peer] = [rounded(pair.ours), rounded(pair.peer)]
  return { row, ours, peer, ratio: rounded(ratio), goal: words, met }
}

/** Joins a figure whose goal is a bound of our own value; the peer's is told beside it where there is one. */
export function bounded(
  row: string,
  ours: number,
  { bound, unit, peer = null }: { bound: number; unit: string; peer?: number | null },
): Figure {
  return {
    row,
    ours: rounded(ours),
    peer: peer === null ? null : rounded(peer),
    ratio: rounded(ours / (peer ?? bound)),
    goal: `at most ${rounded(bound)} ${unit}`,
    met: ours <= bound,
  }
}

/** The table, then the lines. */
export function printReport(rows: readonly Measured[]): void {
  const cells = rows.map(({ figure, unit, against }) => [
    figure.row,
    `${figure.ours} ${unit}`,
    figure.peer === null ? '' : `${figure.peer} ${unit}`,
    figure.ratio.toFixed(2),
    figure.goal,
    figure.met ? 'met' : 'NOT MET',
    against,
  ])
  const table = [['row', 'ours', 'peer', 'ratio', 'goal', '', 'against'], ...cells]
  const widths = table[0]?.map((_, at) => Math.max(...table.map((line) => line[at]?.length ?? 0)))
  for (const line of table)
    console.log(
      line
        .map((cell, at) => cell.padEnd(widths?.[at] ?? 0))
        .join('  ')
        .trimEnd(),
    )
  for (const { figure, notes = [] } of rows)
    for (const note of notes) console.log(`  ${figure.row}: ${note}`)
  for (const { figure } of rows) console.log(JSON.stringify(figure))
}
