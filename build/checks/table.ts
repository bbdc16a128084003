// The table that ends a run: a first column of names and columns of figures, set right.

/** One row: a name and its figures. */
export type Row = readonly [string, ...(string | number)[]]

/** Prints the rows in columns, the first of them as the heading. */
export function printTable(rows: readonly Row[]): void {
  const width = Math.max(...rows.map(([name]) => name.length))
  console.log('')
  for (const [name, ...cells] of rows)
    console.log([name.padEnd(width), ...cells.map((cell) => String(cell).padStart(8))].join(''))
}
