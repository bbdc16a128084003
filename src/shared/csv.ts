// Lines of a table as CSV (RFC 4180), which spreadsheets open without running anything in it.

/** One line with its end. */
export const csvLine = (values: readonly (string | number)[]): string =>
  `${values.map(cell).join(',')}\r\n`

function cell(value: string | number): string {
  const text = String(value)
  const safe = typeof value === 'string' ? withoutFormulas(text) : text
  return /[",;\r\n\t]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe
}

/**
 * A cell that begins with = + - @ is run as a formula by spreadsheets; an apostrophe keeps it a text. Which character ends a
 * cell is the spreadsheet's choice: where that is not the comma, a name's own semicolon begins one, quotes or not.
 */
const withoutFormulas = (text: string): string =>
  text
    .replace(/^(?=[\t\r])/, "'")
    .replace(/(^|[,;|\t\r\n])([\s"']*)(?=[=+\-@\uff1d\uff0b\uff0d\uff20])/g, "$1$2'")
