// Sizes as people read them, for the command and the notifications. The window has its own, in the way of each region.

const units = ['bytes', 'kB', 'MB', 'GB', 'TB'] as const

/** Bytes as people read them; `kilo` is 1024 where the system counts sizes that way. */
export function sizeWords(bytes: number, kilo: 1000 | 1024 = 1000): string {
  let value = Math.round(bytes)
  let power = 0
  while (value >= kilo && power < units.length - 1) {
    value /= kilo
    power += 1
  }
  return `${power === 0 ? value : value.toFixed(value < 10 ? 1 : 0)} ${units[power]}`
}
