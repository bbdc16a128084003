// Tells a HEIC of which a part could not be decoded. Its decoder says nothing of that: it goes on with the next part, and
// what it never wrote stays as it was, brightness and both colours zero, which is a green that no camera makes.

/** Interleaved 8-bit pixels. */
export interface Pixels {
  width: number
  height: number
  channels: 3 | 4
  data: Uint8Array
}

/** A decoder writes blocks of 16 to 64 pixels a side (ITU-T H.265, 7.4.3.2.1): the smallest lies whole in any of these. */
const windowSide = 8
/** Nothing in red and blue; how green it is depends on how the file says that colours are to be meant (ITU-T H.273). */
const [leastGreen, mostGreen] = [60, 160]

/** Whether anywhere in the picture lies a square that was never written. */
export function hasHole({ width, height, channels, data }: Pixels): boolean {
  const at = (x: number, y: number): number => (y * width + x) * channels
  const isGreen = (pixel: number, green: number): boolean =>
    data[pixel] === 0 && data[pixel + 1] === green && data[pixel + 2] === 0
  const isSquare = (left: number, top: number, green: number): boolean => {
    for (let y = top; y < top + windowSide; y += 1)
      for (let x = left; x < left + windowSide; x += 1) if (!isGreen(at(x, y), green)) return false
    return true
  }
  for (let top = 0; top + windowSide <= height; top += windowSide) {
    for (let left = 0; left + windowSide <= width; left += windowSide) {
      const pixel = at(left, top)
      const green = data[pixel + 1] ?? 0
      if (green < leastGreen || green > mostGreen || !isGreen(pixel, green)) continue
      if (isSquare(left, top, green)) return true
    }
  }
  return false
}
