// The caption of a photo as it is kept and shown: its words, where they were found, and whether Google took them. How captions
// are found is engine/media; this file holds no words of the window.
import * as z from 'zod'

/** Where a caption is found, the surest first; the first six are inside the file. */
export const captionSources = [
  'xmp',
  'iptc',
  'exif',
  'windows-comment',
  'png',
  'movie',
  'sidecar',
  'picasa',
  'takeout',
] as const
/** One of {@link captionSources}. */
export type CaptionSource = (typeof captionSources)[number]

/** The caption that went, or that Google did not take, so that the photo went without it. */
export const captionSchema = z.object({
  text: z.string(),
  source: z.enum(captionSources),
  isRefused: z.boolean(),
})
/** The caption that went, or that Google did not take. */
export type Caption = z.infer<typeof captionSchema>
