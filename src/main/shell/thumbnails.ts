// Serves thumb://file/ID: asks the engine for the small picture of a row and streams it from the app's own
// cache folder. A path outside that folder is never read, whoever named it.
import { open, realpath } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { isInside, parseThumbnailAddress } from './app-address.ts'
import type { EngineCommand } from './engine-supervisor.ts'

const headers = {
  'content-type': 'image/jpeg',
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
  // A row keeps its picture while its file does not change; a minute is enough for scrolling.
  'cache-control': 'max-age=60',
}

const notFound = (): Response => new Response(null, { status: 404 })

/** Answers one request for a thumbnail. */
export async function serveThumbnail(
  command: EngineCommand,
  cacheFolder: string,
  request: Request,
): Promise<Response> {
  const wanted = request.method === 'GET' ? parseThumbnailAddress(request.url) : null
  if (wanted === null) return notFound()
  const made = await command('thumbnail', wanted)
  if (!made.ok || made.value.path === null) return notFound()
  try {
    const path = await realpath(made.value.path)
    if (!isInside(path, await realpath(cacheFolder))) return notFound()
    const file = await open(path, 'r')
    const body = Readable.toWeb(file.createReadStream())
    return new Response(body as ReadableStream, { headers })
  } catch {
    return notFound()
  }
}
