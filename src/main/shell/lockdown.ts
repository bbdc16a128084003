// Closes what a web page could otherwise ask of Electron: permissions, navigation, new windows, webviews,
// downloads and the network (rows 1, 5 and 11 to 14 of the security table). The window's own options are
// window-options.ts.
import type { App, CommandLine, Session, WebContents } from 'electron'
import { isAppPage } from './app-address.ts'

/** Where updates come from (electron-updater's GitHub provider), which asks through Chromium's network as well. */
export const updateHosts = ['github.com', 'api.github.com', '*.githubusercontent.com'] as const

// Nobody listens at the discard port of this computer, so that whatever gets past the rest ends there.
const nowhere = 'socks5://127.0.0.1:9'

/**
 * Lets Chromium find no host but those of updates: a page can have a name looked up (dns-prefetch, preconnect, WebRTC)
 * without any request that could be cancelled. Before the app is ready; a switch of the same name counts for nothing.
 */
export function lockNetwork(commandLine: CommandLine): void {
  const excluded = updateHosts.map((host) => `EXCLUDE ${host}`)
  // To hide this computer's address from a page, WebRTC joins a multicast group, of which the network is told by a packet.
  const features = [commandLine.getSwitchValue('disable-features'), 'WebRtcHideLocalIpsWithMdns']
  commandLine.appendSwitch('disable-features', features.filter((name) => name !== '').join(','))
  commandLine.appendSwitch('host-resolver-rules', ['MAP * ~NOTFOUND', ...excluded].join(' , '))
}

/** Denies everything that pages may ask of a session. */
export function lockSession(session: Session): void {
  // Its dictionaries are looked for at every start, also where no page wants it.
  session.setSpellCheckerEnabled(false)
  // Requests are cancelled below; WebRTC makes none, and honours a proxy.
  void session.setProxy({
    mode: 'fixed_servers',
    proxyRules: nowhere,
    proxyBypassRules: '<-loopback>',
  })
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
  // No UDP past the proxy, and the proxy is none.
  contents.setWebRTCIPHandlingPolicy('disable_non_proxied_udp')
  const stay = (event: { url: string; preventDefault(): void }): void => {
    if (!isAppPage(event.url)) event.preventDefault()
  }
  contents.on('will-navigate', stay)
  contents.on('will-frame-navigate', stay)
  contents.on('will-redirect', stay)
  contents.on('will-attach-webview', (event) => event.preventDefault())
  contents.setWindowOpenHandler(() => ({ action: 'deny' }))
}
