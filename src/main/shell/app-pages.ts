// Serves the window's bundle under app://shoebox/ with its content policy. Anything that is not a file of the
// bundle is not found; nothing here reaches the network.
import { readFile } from 'node:fs/promises'
import { extname } from 'node:path'
import { bundleFile } from './app-address.ts'

/**
 * Row 7 of the security table. `data:` is for the account picture alone, which arrives inside the status so that
 * the window needs no network; an image cannot run script.
 */
export const contentPolicy = [
  "default-src 'none'",
  "script-src 'self'",
  "style-src 'self'",
  "img-src 'self' thumb: data:",
  "connect-src 'none'",
  "font-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ')

const types: Record<string, string> = {
  '.html': 'text/html; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.css': 'text/css; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.png': 'image/png',
  '.woff2': 'font/woff2',
}

const commonHeaders = {
  'content-security-policy': contentPolicy,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
}

const notFound = (): Response => new Response(null, { status: 404, headers: commonHeaders })

/** Answers one request for a part of the window. */
export async function serveBundle(root: string, request: Request): Promise<Response> {
  const file = request.method === 'GET' ? bundleFile(request.url, root) : null
  const type = file === null ? undefined : types[extname(file)]
  if (file === null || type === undefined) return notFound()
  try {
    const body = await readFile(file)
    return new Response(new Uint8Array(body), {
      headers: { ...commonHeaders, 'content-type': type },
    })
  } catch {
    return notFound()
  }
}
