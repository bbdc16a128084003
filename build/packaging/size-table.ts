// Prints what takes the room in the packed app, and judges the sum.
import type { Part } from './contents.ts'

/** Shoebox adds at most so much to Electron, and on Linux to Node. */
export const budgetBytes = 60_000_000

const megabytes = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`.padStart(10)

/** What the app adds to Electron and Node. */
export const ownBytes = (parts: readonly Part[]): number =>
  parts.filter(({ isOwn }) => isOwn).reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)

/** The table, largest first, with the two sums at its end. */
export function sizeTable(parts: readonly Part[]): string {
  const bySize = [...parts].sort((a, b) => b.sizeBytes - a.sizeBytes)
  const whole = parts.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const rows: (readonly [string, number])[] = [
    ...bySize.map(({ name, sizeBytes }) => [name, sizeBytes] as const),
    ['added by Shoebox', ownBytes(parts)],
    ['the unpacked app', whole],
  ]
  const width = Math.max(...rows.map(([name]) => name.length))
  return rows.map(([name, bytes]) => `${name.padEnd(width)} ${megabytes(bytes)}`).join('\n')
}
