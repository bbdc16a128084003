// The app's two private schemes: `app://shoebox/` serves the window, `thumb://file/ID` small pictures by row id and
// `thumb://preview/ID/before` (or `after`) the two pictures of a size preview.
// Reads addresses and says what they mean; serving them is app-pages.ts and thumbnails.ts. No address is a path.
import { isAbsolute, relative, resolve, sep } from 'node:path'

/** The page that the window loads. */
export const appPage = 'app://shoebox/index.html'

const parse = (text: string): URL | null => {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

// Custom schemes have the opaque origin "null", so protocol and host are compared instead.
const isAt = (url: URL, protocol: string, host: string): boolean =>
  url.protocol === protocol &&
  url.host === host &&
  url.username === '' &&
  url.password === '' &&
  url.port === ''

/** Whether an address belongs to the app itself. */
export function isAppPage(text: string): boolean {
  const url = parse(text)
  return url !== null && isAt(url, 'app:', 'shoebox')
}

/** The file of the bundle that an address means, or null when it means none. */
export function bundleFile(text: string, root: string): string | null {
  const url = parse(text)
  if (url === null || !isAt(url, 'app:', 'shoebox')) return null
  let path: string
  try {
    path = decodeURIComponent(url.pathname)
  } catch {
    return null
  }
  // Vite names its files without any of these; whoever sends them is trying something.
  if (!/^\/[\w./-]*$/.test(path) || path.split('/').includes('..')) return null
  const file = resolve(root, `.${path === '/' ? '/index.html' : path}`)
  return isInside(file, root) ? file : null
}

/** Whether a path lies below a folder; both absolute and already free of links. */
export function isInside(path: string, folder: string): boolean {
  const way = relative(folder, path)
  return way !== '' && way !== '..' && !way.startsWith(`..${sep}`) && !isAbsolute(way)
}

/** A small picture that is asked for. */
export interface ThumbnailRequest {
  fileId: string
  side: number
}

const usualSide = 160

/** Reads `thumb://file/ID?side=N`; null for anything else. */
export function parseThumbnailAddress(text: string): ThumbnailRequest | null {
  const url = parse(text)
  if (url === null || !isAt(url, 'thumb:', 'file')) return null
  const fileId = /^\/(\d{1,15})$/.exec(url.pathname)?.[1]
  const sideText = url.searchParams.get('side') ?? String(usualSide)
  if (fileId === undefined || !/^\d{2,4}$/.test(sideText)) return null
  const side = Number(sideText)
  return side >= 32 && side <= 1024 ? { fileId, side } : null
}

/** A picture of a size preview that is asked for. */
export interface PreviewPictureRequest {
  previewId: string
  which: 'before' | 'after'
}

/** Reads `thumb://preview/ID/before` and `.../after`; null for anything else. */
export function parsePreviewAddress(text: string): PreviewPictureRequest | null {
  const url = parse(text)
  if (url === null || !isAt(url, 'thumb:', 'preview')) return null
  const named = /^\/([0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12})\/(before|after)$/.exec(
    url.pathname,
  )
  const [, previewId, which] = named ?? []
  if (previewId === undefined || (which !== 'before' && which !== 'after')) return null
  return { previewId, which }
}
