// The upload speed as the user types it, in megabytes per second, and as settings keep it, in bytes. Pure.

const bytesPerMegabyte = 1_000_000

/** Reads a typed speed, with a point or a comma; null when it is not a number above 0. */
export function parseSpeed(text: string): number | null {
  const value = Number(text.trim().replace(',', '.'))
  if (text.trim() === '' || !Number.isFinite(value) || value <= 0) return null
  return Math.max(1, Math.round(value * bytesPerMegabyte))
}

/** The text that stands for a speed. */
export function speedText(bytesPerSecond: number): string {
  return String(Math.round((bytesPerSecond / bytesPerMegabyte) * 1000) / 1000)
}
