// How a copy that is put together as it is sent differs from its file. Pure.
import * as z from 'zod'

/** Other bytes in place of a stretch of a file; an empty stretch: between two bytes. */
export const storedSpliceSchema = z.object({
  at: z.number().int().nonnegative(),
  removes: z.number().int().nonnegative(),
  /** In base64, as rows and messages hold them. */
  bytes: z.string(),
})
/** Other bytes in place of a stretch of a file. */
export type StoredSplice = z.infer<typeof storedSpliceSchema>
