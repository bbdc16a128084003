/** Makes the opaque strings Google hands out, in the shapes photos-api.md records. */
import { randomBytes } from 'node:crypto'

const random = (bytes: number): string => randomBytes(bytes).toString('base64url')

/** A bearer token. */
export const newAccessToken = (): string => `ya29.${random(90)}`
/** A long-lived grant. */
export const newRefreshToken = (): string => `1//${random(60)}`
/** A single-use authorization code. */
export const newAuthorizationCode = (): string => `4/${random(45)}`
/** A receipt for bytes. */
export const newUploadToken = (): string => `CAIS${random(90)}`
/** The id of a resumable upload. */
export const newSessionId = (): string => `AEnB2U${random(60)}`
/** The id of a media item, album or enrichment: at least 55 characters, as clients check. */
export const newMediaId = (): string => `A${random(48)}`
/** The secret part of a client. */
export const newClientSecret = (): string => `GOCSPX-${random(21)}`
/** A client id and the number of its project. */
export function newClientId(): { clientId: string; projectNumber: string } {
  const projectNumber = String(100_000_000_000 + (randomBytes(4).readUInt32BE() % 900_000_000))
  const name = randomBytes(16).toString('hex')
  return { clientId: `${projectNumber}-${name}.apps.googleusercontent.com`, projectNumber }
}
