// Which addresses outside the app are its own doing: where a sign-in begins, a photo's page, the pages it names.
// Compares parsed parts; reading SHOEBOX_GOOGLE_ORIGIN is engine/google-origin.ts, opening is browser-opener.ts.
import type { pageNames } from '../../shared/contract.ts'

/** A page outside the app, by name. */
export type PageName = (typeof pageNames)[number]

const loopbackHosts = ['127.0.0.1', 'localhost', '[::1]']

const parse = (text: string): URL | null => {
  try {
    return new URL(text)
  } catch {
    return null
  }
}

const hasNoUser = (url: URL): boolean => url.username === '' && url.password === ''

/** Whether an address is plain HTTP on this machine. */
export function isLoopback(text: string): boolean {
  const url = parse(text)
  return (
    url !== null &&
    url.protocol === 'http:' &&
    loopbackHosts.includes(url.hostname) &&
    hasNoUser(url)
  )
}

/** Whether an address is where a sign-in begins: Google's own page, or the stand-in's. */
export function isSignInPage(text: string, googleOrigin: string | null): boolean {
  const url = parse(text)
  if (url === null || !hasNoUser(url)) return false
  if (googleOrigin !== null) return url.origin === googleOrigin
  return url.protocol === 'https:' && url.host === 'accounts.google.com'
}

/** Whether an address is the page of a photo or an album in the library. */
export function isProductPage(text: string, googleOrigin: string | null): boolean {
  const url = parse(text)
  if (url === null || !hasNoUser(url)) return false
  if (googleOrigin !== null) return url.origin === googleOrigin
  return url.protocol === 'https:' && url.host === 'photos.google.com'
}

const pages: Record<PageName, string> = {
  'google-photos': 'https://photos.google.com/',
  'google-storage': 'https://one.google.com/storage',
  'google-account-permissions': 'https://myaccount.google.com/connections',
  'google-cloud-console': 'https://console.cloud.google.com/projectcreate',
  'google-api-library':
    'https://console.cloud.google.com/apis/library/photoslibrary.googleapis.com',
  'google-drive-api': 'https://console.cloud.google.com/apis/library/drive.googleapis.com',
  // The pages of Google Auth Platform (support.google.com/cloud/answer/15544987, 15549945 and 15549257).
  'google-consent-screen': 'https://console.cloud.google.com/auth/overview',
  'google-audience': 'https://console.cloud.google.com/auth/audience',
  'google-clients': 'https://console.cloud.google.com/auth/clients',
}

/** The address of a page; with a stand-in, the library is its gallery. */
export function pageAddress(page: PageName, googleOrigin: string | null): string {
  return page === 'google-photos' && googleOrigin !== null ? `${googleOrigin}/` : pages[page]
}
