// The page that the browser shows when Google has sent the user back. Whole in itself: nothing is loaded, nothing runs.
// Its words are not the window's, because the window may be of another language and may be closed.
import { createHash } from 'node:crypto'

/** How a request to the listener ended. */
export type PageKind =
  'signed-in' | 'denied' | 'missing-scope' | 'failed' | 'already-used' | 'another-user' | 'not-ours'

const style = `:root{color-scheme:light dark}body{margin:0;min-height:100vh;display:grid;place-items:center;
font:16px/1.5 system-ui,sans-serif;background:Canvas;color:CanvasText}main{max-width:26rem;padding:32px}
h1{font-size:20px;margin:0 0 8px}p{margin:0}`

const words: Record<PageKind, { status: number; title: string; text: string }> = {
  'signed-in': {
    status: 200,
    title: 'You are signed in',
    text: 'Shoebox can back up your photos now. You can close this page.',
  },
  denied: {
    status: 200,
    title: 'Not signed in',
    text: 'You chose not to let Shoebox in, so nothing was changed. You can close this page.',
  },
  'missing-scope': {
    status: 200,
    title: 'One permission is missing',
    text: 'Shoebox cannot back up photos without it. Go back to Shoebox, sign in again and leave every box ticked.',
  },
  failed: {
    status: 200,
    title: 'Signing in did not work',
    text: 'Go back to Shoebox to see why, and try again from there.',
  },
  'already-used': {
    status: 410,
    title: 'This page was used already',
    text: 'Go back to Shoebox. If it is still waiting, start again from there.',
  },
  'another-user': {
    status: 403,
    title: 'Not your Shoebox',
    text: 'This sign-in was begun by another user of this computer, and only they can finish it.',
  },
  'not-ours': {
    status: 400,
    title: 'Nothing to see here',
    text: 'This address only takes the answer to a sign-in that Shoebox began.',
  },
}

const styleHash = createHash('sha256').update(style).digest('base64')

/** Sent with every answer of the listener. */
export const pageHeaders: Readonly<Record<string, string>> = {
  'content-type': 'text/html; charset=utf-8',
  'content-security-policy': `default-src 'none'; style-src 'sha256-${styleHash}'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'`,
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
  'referrer-policy': 'no-referrer',
  'cross-origin-resource-policy': 'same-origin',
  'cache-control': 'no-store',
  connection: 'close',
}

/** The page and its status. */
export function answerPage(kind: PageKind): { status: number; body: string } {
  const { status, title, text } = words[kind]
  const body = `<!doctype html><html lang="en"><head><meta charset="utf-8">
<meta name="viewport" content="width=device-width"><title>${title}</title><style>${style}</style></head>
<body><main><h1>${title}</h1><p>${text}</p></main></body></html>`
  return { status, body }
}
