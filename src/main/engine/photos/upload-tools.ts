// What both ways of sending bytes share: their tools, the address, the form of a token.
// The ways themselves are send-bytes.ts and resumable-upload.ts.
import type { FileOpener } from '../ports/files.ts'
import type { Checkpoint, Clock } from '../ports/outside.ts'
import type { Line } from './authorised-line.ts'
import type { SpeedLimit } from './speed-limit.ts'
import type { Answer } from './transport.ts'

/** What an upload works with. */
export interface UploadTools {
  line: Line
  reader: FileOpener
  /** The only origin that session addresses may have. */
  origin: string
  clock: Clock
  checkpoint: Checkpoint
  speedLimit: SpeedLimit
  resumableFromBytes: number
  chunkBytes: number
}

/** Where bytes go, photos-api.md section 2. */
export const uploadPath = '/v1/uploads'

/** The upload token in a body: one line of visible characters. Anything else never becomes a token. */
export function uploadToken(answer: Answer): string | null {
  const token = answer.text.trim()
  return /^[\x21-\x7e]{1,8192}$/.test(token) && !/^[<{[]/.test(token) ? token : null
}
