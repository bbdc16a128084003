// Serves thumb://file/ID and thumb://preview/ID/WHICH: asks the engine for the picture of a row or of a size preview
// and reads it from the app's own cache folder. A path outside that folder is never read, whoever named it.
import { readFile, realpath } from 'node:fs/promises'
import { isInside, parsePreviewAddress, parseThumbnailAddress } from './app-address.ts'
import type { EngineCommand } from './engine-supervisor.ts'

const headers = {
  'content-security-policy': "default-src 'none'",
  'x-content-type-options': 'nosniff',
}

// A row keeps its picture while its file does not change; a minute is enough for scrolling.
const thumbnailHeaders = {
  ...headers,
  'content-type': 'image/jpeg',
  'cache-control': 'max-age=60',
}
// A pair is shown once, and its id is never used again.
const previewHeaders = { ...headers, 'content-type': 'image/png', 'cache-control': 'no-store' }

const notFound = (): Response => new Response(null, { status: 404 })

/** Answers one request for a thumbnail or a picture of a size preview. */
export async function serveThumbnail(
  command: EngineCommand,
  cacheFolder: string,
  request: Request,
): Promise<Response> {
  const picture = request.method === 'GET' ? await findPicture(command, request.url) : null
  if (picture === null) return notFound()
  try {
    const path = await realpath(picture.path)
    if (!isInside(path, await realpath(cacheFolder))) return notFound()
    // Whole: it is small, and a stream for each was more work than everything else that the shell does (measured).
    return new Response(await readFile(path), { headers: picture.headers })
  } catch {
    return notFound()
  }
}

/** Where the picture of an address lies, as the engine says. */
async function findPicture(
  command: EngineCommand,
  address: string,
): Promise<{ path: string; headers: Record<string, string> } | null> {
  const file = parseThumbnailAddress(address)
  if (file !== null) {
    const made = await command('thumbnail', file)
    return made.ok && made.value.path !== null
      ? { path: made.value.path, headers: thumbnailHeaders }
      : null
  }
  const preview = parsePreviewAddress(address)
  const known = preview === null ? null : await command('previewPicture', preview)
  return known?.ok === true && known.value.path !== null
    ? { path: known.value.path, headers: previewHeaders }
    : null
}
