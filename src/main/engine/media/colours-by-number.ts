// Colours that a picture tells by number instead of by a profile: where its white and its three colours lie, as a PNG's cHRM
// and a TIFF's WhitePoint and PrimaryChromaticities say. Knows sRGB's, which a copy has by itself. Pure.

/** White, red, green and blue, each as x and y in 100,000ths (PNG, third edition, 11.3.2.1; IEC 61966-2-1). */
const srgbPlaces = [31_270, 32_900, 64_000, 33_000, 30_000, 60_000, 15_000, 6_000]
/** As far as libpng takes one for the other. */
const tolerance = 1_000

/** Where the three colours begin behind white. */
export const coloursFrom = 2

/** Whether places are those of sRGB, of which the first stands for the one at `from`; what is no number is not. */
export function areSrgbPlaces(places: readonly number[], from = 0): boolean {
  return places.every((place, at) => Math.abs(place - (srgbPlaces[from + at] ?? NaN)) <= tolerance)
}
