// How large the reduced copy is. Pure arithmetic; who is reduced is decided in the preparer.

/** Photos above this are reduced in High quality (design.md 5, photos-api.md 9). */
export const highQualityPixels = 16_000_000

/** Width and height in pixels. */
export interface Sides {
  width: number
  height: number
}

/**
 * The largest sides with width x height <= maxPixels, the aspect ratio kept to within one pixel.
 * Never larger than the original.
 */
export function targetSides(original: Sides, maxPixels: number): Sides {
  const { width, height } = original
  if (width * height <= maxPixels) return { width, height }
  const scale = Math.sqrt(maxPixels / (width * height))
  // The longer side is rounded down and the shorter one follows from it, so its rounding error is the smaller one.
  if (width < height) {
    const turned = targetSides({ width: height, height: width }, maxPixels)
    return { width: turned.height, height: turned.width }
  }
  const longer = Math.max(1, Math.floor(width * scale))
  const exact = (longer * height) / width
  const rounded = Math.max(1, Math.round(exact))
  const shorter = longer * rounded <= maxPixels ? rounded : Math.max(1, Math.floor(exact))
  // A side of one pixel cannot shrink further: the longer one gives way.
  return { width: Math.min(longer, Math.floor(maxPixels / shorter)), height: shorter }
}
