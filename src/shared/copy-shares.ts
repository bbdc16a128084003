// How much of a photo High quality sends, by its size: what the bytes that are expected to go are reckoned with. Pure. Where
// the shares come from is the estimate, and before the first one what is usual.
import * as z from 'zod'

const share = z.number().min(0).max(1)

/** The share of their bytes that is sent of photos of each size; smaller ones go as they are. */
export const copySharesSchema = z.object({ large: share, larger: share, largest: share })
/** The share of their bytes that is sent of photos of each size. */
export type CopyShares = z.infer<typeof copySharesSchema>
/** The name of a size. */
export type CopySize = keyof CopyShares

const mega = 1_048_576

/** From how many bytes on a photo has each size. Below the first, hardly any has more than 16 megapixels. */
export const copySizesFrom: Readonly<Record<CopySize, number>> = {
  large: 4 * mega,
  larger: 16 * mega,
  largest: 64 * mega,
}

/** The size of a photo of so many bytes; null: it is sent as it is. */
export function copySizeOf(sizeBytes: number): CopySize | null {
  if (sizeBytes < copySizesFrom.large) return null
  if (sizeBytes < copySizesFrom.larger) return 'large'
  return sizeBytes < copySizesFrom.largest ? 'larger' : 'largest'
}

/** Before anything was measured: a copy of 16 megapixels has about 5 MB (JPEG at quality 85), and some go as they are. */
export const usualShares: CopyShares = { large: 0.75, larger: 0.35, largest: 0.1 }
