// Closes what a web page could otherwise ask of Electron: permissions, navigation, new windows, webviews,
// downloads and the network (rows 1, 5 and 11 to 14 of the security table). The window's own options are
// window-options.ts.
import type { App, Session, WebContents } from 'electron'
import { isAppPage } from './app-address.ts'

/** Denies everything that pages may ask of a session. */
export function lockSession(session: Session): void {
  session.setPermissionRequestHandler((_contents, _permission, decide) => decide(false))
  session.setPermissionCheckHandler(() => false)
  session.setDevicePermissionHandler(() => false)
  session.on('will-download', (event) => event.preventDefault())
  // The policy forbids it already; this also stops what a policy does not cover. `<all_urls>` leaves out app: and thumb:.
  session.webRequest.onBeforeRequest({ urls: ['<all_urls>'] }, ({ url }, decide) =>
    decide({ cancel: !isPrivate(url) }),
  )
}

const privateProtocols = ['app:', 'thumb:', 'data:', 'devtools:']

/** Whether an address stays inside the app. */
export function isPrivate(url: string): boolean {
  try {
    return privateProtocols.includes(new URL(url).protocol)
  } catch {
    return false
  }
}

/** Keeps every page of the app where it is, whoever made it. */
export function lockPages(app: App): void {
  app.on('web-contents-created', (_event, contents) => lockPage(contents))
}

function lockPage(contents: WebContents): void {
  const stay = (event: { url: string; preventDefault(): void }): void => {
    if (!isAppPage(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
