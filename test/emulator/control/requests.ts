/** The bodies of control requests that are not fault rules or settings. */
import { z } from 'zod'

/** A client to add or change. */
export const clientPatchSchema = z.strictObject({
  clientId: z.string().min(1).optional(),
  clientSecret: z.string().min(1).optional(),
  type: z.enum(['desktop', 'web']).optional(),
  redirectUris: z.array(z.string()).optional(),
  projectNumber: z.string().regex(/^\d+$/).optional(),
  photosApiEnabled: z.boolean().optional(),
  driveApiEnabled: z.boolean().optional(),
})

/** A sign-in without a consent page; whatever is left out is the first account, client, and all scopes. */
export const signInSchema = z.strictObject({
  user: z.string().optional(),
  clientId: z.string().optional(),
  scopes: z.array(z.string()).optional(),
  testing: z.boolean().optional(),
})

/** Whose sign-ins to end. */
export const revokeSchema = z.strictObject({ user: z.string().optional() })

/** Which album to delete. */
export const deleteAlbumSchema = z.strictObject({ id: z.string() })

/** A photo that a person brings on the website; `modifiedAtMs` is the time of its file. */
export const bringSchema = z.strictObject({
  user: z.string().optional(),
  fileName: z.string().min(1),
  base64: z.base64(),
  quality: z.enum(['original', 'saver']).optional(),
  description: z.string().optional(),
  modifiedAtMs: z.number().optional(),
})

/** Which item goes into the trash. */
export const trashSchema = z.strictObject({ id: z.string() })

/** Which item a person edits, and the sides that it has then. */
export const editSchema = z.strictObject({
  id: z.string(),
  width: z.number().int().positive(),
  height: z.number().int().positive(),
})

/** What an album is called from now on. */
export const renameAlbumSchema = z.strictObject({ id: z.string(), title: z.string() })

/** Which item goes into which album, or leaves it. */
export const inAlbumSchema = z.strictObject({ id: z.string(), itemId: z.string() })

/** Which stalled requests go on. */
export const releaseSchema = z.strictObject({ id: z.string().optional() })

/** Whether a reset ends the sign-ins too. */
export const resetSchema = z.strictObject({ signIns: z.boolean().optional() })
