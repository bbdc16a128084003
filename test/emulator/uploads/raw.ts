/**
 * Raw uploads: all bytes in one request, an upload token as the answer (photos-api.md 2a).
 * Resumable sessions are left to resumable.ts.
 */
import { createHash } from 'node:crypto'
import { Refusal, text, type Answer } from '../core/answer.ts'
import type { SignedInCall } from '../core/call.ts'
import type { Context } from '../core/context.ts'
import { errorFacts } from '../core/context.ts'
import { googleError, uploadError } from '../core/google-errors.ts'
import type { Content } from '../core/model.ts'
import { newUploadToken } from '../core/secrets.ts'
import { uploadFileName, uploadHeader } from './headers.ts'

/** Bodies up to this size are held in memory and written in one go; larger ones go straight to disk. */
const memoryBytes = 8 << 20

/** Takes the bytes of one photo. */
export async function uploadRaw(context: Context, call: SignedInCall): Promise<Answer> {
  const { exchange } = call
  const fileName = uploadFileName(call)
  const mimeType = uploadHeader(call, 'x-goog-upload-content-type') ?? 'application/octet-stream'
  const declared = exchange.contentLength
  if (declared !== null && declared > sizeLimit(context, mimeType)) throw tooLarge()
  if (declared === 0 && context.settings.refuseEmptyUploads) throw emptyUpload()

  const hashHeader = uploadHeader(call, 'x-goog-hash')
  const sha1 = hashHeader?.startsWith('sha1=') === true ? createHash('sha1') : null
  const content = await receive(context, call, (chunk) => {
    sha1?.update(chunk)
  })
  if (sha1 !== null && `sha1=${sha1.digest('base64')}` !== hashHeader) {
    const message = 'User-provided checksum does not match received payload content.'
    throw new Refusal(uploadError(400, message))
  }
  if (content.sizeBytes === 0 && context.settings.refuseEmptyUploads) throw emptyUpload()
  return text(await issueToken(context, call, content, fileName))
}

/** The largest upload of a declared type. */
export function sizeLimit(context: Context, mimeType: string): number {
  const { maxPhotoBytes, maxVideoBytes } = context.settings
  return mimeType.startsWith('image/') ? maxPhotoBytes : maxVideoBytes
}

/** The refusal of bytes over the limit. */
export function tooLarge(): Refusal {
  return new Refusal(uploadError(413, 'Payload is too large.'))
}

/** The refusal of an upload without bytes. */
export function emptyUpload(sessionStatus?: string): Refusal {
  return new Refusal(uploadError(400, 'Payload must not be empty', sessionStatus))
}

/** Hands out the receipt for bytes that are on disk, unless a fault or a full account forbids it. */
export async function issueToken(
  context: Context,
  call: SignedInCall,
  content: Content,
  fileName: string | null,
): Promise<string> {
  const { email, client } = call.caller
  const { row } = call.exchange
  row.sha256 = content.sha256
  const subject = { fileName, contentSha256: content.sha256, itemIndex: 0 }
  for (const fault of context.faults.late(row.operation, [subject])) {
    await call.exchange.meetLate(fault)
  }
  if (
    context.settings.storageFullRefusesUploads &&
    isStorageFull(context, email, content.sizeBytes)
  ) {
    throw new Refusal(googleError('storage-full', errorFacts(context, client)))
  }
  const token = newUploadToken()
  context.store.put({
    t: 'uploadToken',
    v: {
      token,
      email,
      clientId: client.clientId,
      sha256: content.sha256,
      fileName,
      issuedAtMs: context.clock.now(),
    },
  })
  return token
}

/** Everything that counts against an account's storage. */
export function storageUsed(context: Context, email: string): number {
  const { storageOtherBytes, storageInDriveBytes } = context.settings
  return context.store.usedBytes(email) + storageOtherBytes + storageInDriveBytes
}

/** Whether an account has no room for so many more bytes. */
export function isStorageFull(context: Context, email: string, moreBytes: number): boolean {
  const limit = context.settings.storageLimitBytes
  return limit !== null && storageUsed(context, email) + moreBytes > limit
}

async function receive(
  context: Context,
  call: SignedInCall,
  look: (chunk: Buffer) => void,
): Promise<Content> {
  const { exchange } = call
  if (exchange.contentLength === null || exchange.contentLength > memoryBytes) {
    const file = context.contents.receive()
    try {
      for await (const chunk of exchange.body()) {
        look(chunk)
        file.write(chunk)
      }
    } catch (error) {
      file.discard()
      throw error
    }
    return file.keep()
  }
  const chunks: Buffer[] = []
  let sizeBytes = 0
  for await (const chunk of exchange.body()) {
    look(chunk)
    chunks.push(chunk)
    sizeBytes += chunk.length
  }
  return context.contents.keepChunks(chunks, sizeBytes)
}
