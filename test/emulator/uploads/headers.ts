/** Reads the X-Goog-Upload headers, which some clients send as query parameters instead. */
import { Refusal } from '../core/answer.ts'
import { uploadError } from '../core/google-errors.ts'
import type { IncomingMessage } from 'node:http'
import type { Operation } from '../core/operations.ts'
import type { Call } from '../core/call.ts'

/** One upload header, or the query parameter of the same name. */
export function uploadHeader(call: Pick<Call, 'exchange' | 'url'>, name: string): string | null {
  return headerOrParameter(call.exchange.req, call.url, name)
}

/** The commands of a request: a comma list in any case and spacing. */
export function uploadCommands(req: IncomingMessage, url: URL): string[] {
  const value = headerOrParameter(req, url, 'x-goog-upload-command') ?? ''
  return value
    .split(',')
    .map((command) => command.trim().toLowerCase())
    .filter((command) => command !== '')
}

/** Which of the upload operations a request to /v1/uploads is. */
export function uploadOperation(req: IncomingMessage, url: URL): Operation {
  const commands = uploadCommands(req, url)
  if (url.searchParams.has('upload_id')) {
    if (commands.includes('finalize')) return 'upload.finalize'
    if (commands.includes('upload')) return 'upload.chunk'
    if (commands.includes('query')) return 'upload.query'
    return commands.includes('cancel') ? 'upload.cancel' : 'upload.other'
  }
  const protocol = headerOrParameter(req, url, 'x-goog-upload-protocol')?.toLowerCase()
  if (protocol === 'raw') return 'upload.raw'
  return protocol === 'resumable' && commands.includes('start') ? 'upload.start' : 'upload.other'
}

/** The file name sent with the bytes; it must be plain ASCII, URL-encoded where the name is not. */
export function uploadFileName(call: Pick<Call, 'exchange' | 'url'>): string | null {
  const value = uploadHeader(call, 'x-goog-upload-file-name')
  if (value === null || value === '') return null
  if (!/^[ -~]*$/.test(value))
    throw new Refusal(uploadError(400, 'X-Goog-Upload-File-Name must be URL-encoded.'))
  try {
    return decodeURIComponent(value)
  } catch {
    return value
  }
}

function headerOrParameter(req: IncomingMessage, url: URL, name: string): string | null {
  const header = req.headers[name]
  if (typeof header === 'string') return header
  // Node joins repeated headers, so an array cannot be; a query is asked only when the header is missing.
  if (url.search === '') return null
  for (const [key, value] of url.searchParams) if (key.toLowerCase() === name) return value
  return null
}
