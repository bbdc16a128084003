// Opens pages in the user's own browser, and only pages whose address this process checked (outside-pages.ts).
// On a machine without a browser it can follow the sign-in link of a loopback stand-in by itself.
import type { BrowserOpener } from '../engine/ports/outside.ts'
import { isLoopback, isSignInPage } from './outside-pages.ts'

/** How pages are opened. */
export interface BrowserPorts {
  googleOrigin: string | null
  signsInByFetch: boolean
  openExternal(url: string): Promise<void>
  fetch: typeof fetch
  onProblem(problem: unknown): void
}

/** Opens checked pages and remembers the link of the sign-in under way. */
export interface Browser extends BrowserOpener {
  /** Opens a page whose address the shell itself chose. */
  openPage(url: string): Promise<void>
  /** Where the current sign-in begins, or null. */
  signInLink(): string | null
  forgetSignIn(): void
}

const mostRedirects = 5

/** Makes the opener; `open` refuses everything but a sign-in page. */
export function createBrowser(ports: BrowserPorts): Browser {
  let link: string | null = null

  const follow = async (url: string): Promise<void> => {
    let next = url
    for (let hops = 0; hops <= mostRedirects; hops += 1) {
      if (!isLoopback(next)) throw new Error('A loopback sign-in led away from this computer.')
      const reply = await ports.fetch(next, { redirect: 'manual' })
      await reply.arrayBuffer()
      const location = reply.headers.get('location')
      if (location === null) return
      next = new URL(location, next).href
    }
    throw new Error('A loopback sign-in did not end.')
  }

  const openPage = async (url: string): Promise<void> => {
    if (!ports.signsInByFetch) await ports.openExternal(url)
  }

  return {
    async open(url) {
      if (!isSignInPage(url, ports.googleOrigin)) throw new Error('This is not a sign-in page.')
      link = url
      if (!ports.signsInByFetch) return ports.openExternal(url)
      // A browser answers at once and loads the page on its own time; so does this one.
      follow(url).catch(ports.onProblem)
    },
    openPage,
    signInLink: () => link,
    forgetSignIn() {
      link = null
    },
  }
}
