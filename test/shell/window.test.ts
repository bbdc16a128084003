import { EventEmitter } from 'node:events'
import type { App, CommandLine, Session } from 'electron'
import { describe, expect, it } from 'vitest'
import { isPrivate, lockNetwork, lockPages, lockSession } from '../../src/main/shell/lockdown.ts'
import { closeAction } from '../../src/main/shell/window-close.ts'
import { firstLocale, initialFacts, windowOptions } from '../../src/main/shell/window-options.ts'
import { placeFor, usualSize } from '../../src/main/shell/window-place.ts'

describe('a window', () => {
  const options = windowOptions({
    preload: '/out/preload.cjs',
    iconPath: '/icon.png',
    initial: initialFacts('linux', 'en', null),
    place: usualSize,
    isDark: false,
  })

  it('is closed to everything that Electron can open to a page', () => {
    expect(options.webPreferences).toMatchObject({
      contextIsolation: true,
      sandbox: true,
      nodeIntegration: false,
      nodeIntegrationInWorker: false,
      nodeIntegrationInSubFrames: false,
      webviewTag: false,
      webSecurity: true,
    })
    for (const key of [
      'allowRunningInsecureContent',
      'experimentalFeatures',
      'enableBlinkFeatures',
      'devTools',
    ])
      expect(options.webPreferences).not.toHaveProperty(key)
  })

  it('hides to the tray, minimises where nothing would bring it back, and closes on the way out', () => {
    const facts = { isQuitting: false, hasTray: true, platform: 'linux' as const }
    expect(closeAction(facts)).toBe('hide')
    expect(closeAction({ ...facts, hasTray: false })).toBe('minimise')
    expect(closeAction({ ...facts, hasTray: false, platform: 'darwin' })).toBe('hide')
    expect(closeAction({ ...facts, isQuitting: true })).toBe('close')
  })
})

describe('the window’s place', () => {
  const screen = { x: 0, y: 0, width: 1920, height: 1080 }

  it('is where it was', () => {
    const last = { x: 100, y: 50, width: 800, height: 600 }
    expect(placeFor(last, [screen])).toEqual(last)
  })

  it('is the middle when no screen shows its top edge any more', () => {
    for (const place of [
      { x: 2000, y: 50 },
      { x: -790, y: 50 },
      { x: 100, y: -300 },
      { x: 100, y: 1070 },
    ])
      expect(placeFor({ ...place, width: 800, height: 600 }, [screen])).toEqual(usualSize)
    expect(placeFor(null, [screen])).toEqual(usualSize)
  })

  it('is no larger than its screen', () => {
    expect(placeFor({ x: 0, y: 0, width: 5000, height: 4000 }, [screen])).toMatchObject({
      width: 1920,
      height: 1080,
    })
  })
})

describe('the locale', () => {
  it('is the first that Intl takes', () => {
    expect(firstLocale(['', 'en-US@posix'])).toBe('en-US')
    expect(firstLocale(['de_DE.UTF-8'])).toBe('de-DE')
    expect(firstLocale(['!!', 'fr'])).toBe('fr')
    expect(firstLocale(['', 'C'])).toBe('en')
    expect(firstLocale(['ar-XB'])).toBe('ar-XB')
  })

  it('turns the layout only where the words are turned too', () => {
    expect(initialFacts('linux', 'ar-XB', null).direction).toBe('rtl')
    expect(initialFacts('linux', 'ar-EG', null).direction).toBe('ltr')
  })
})

describe('pages', () => {
  /** A page as Electron makes it, as far as the lock touches it. */
  function lockedPage() {
    const app = new EventEmitter()
    lockPages(app as unknown as App)
    const policies: string[] = []
    let openWindow: (details: unknown) => unknown = () => ({ action: 'allow' })
    const contents = Object.assign(new EventEmitter(), {
      setWebRTCIPHandlingPolicy: (policy: string) => policies.push(policy),
      setWindowOpenHandler: (handler: (details: unknown) => unknown) => {
        openWindow = handler
      },
    })
    app.emit('web-contents-created', {}, contents)
    const isStopped = (event: string, url: string): boolean => {
      let stopped = false
      contents.emit(event, {
        url,
        preventDefault() {
          stopped = true
        },
      })
      return stopped
    }
    return { isStopped, policies, openWindow: () => openWindow({ url: 'https://example.test/' }) }
  }

  it.each(['will-navigate', 'will-frame-navigate', 'will-redirect'])(
    'stay in the app on %s',
    (event) => {
      const { isStopped } = lockedPage()
      expect(isStopped(event, 'app://shoebox/index.html')).toBe(false)
      for (const url of [
        'https://photos.google.com/',
        'app://shoebox.example.test/',
        'file:///etc/passwd',
        'javascript:alert(1)',
        'data:text/html,x',
      ])
        expect([url, isStopped(event, url)]).toEqual([url, true])
    },
  )

  it('speak WebRTC with nobody but the proxy', () => {
    expect(lockedPage().policies).toEqual(['disable_non_proxied_udp'])
  })

  it('open no windows and hold no webview', () => {
    const { isStopped, openWindow } = lockedPage()
    expect(openWindow()).toEqual({ action: 'deny' })
    expect(isStopped('will-attach-webview', 'app://shoebox/')).toBe(true)
  })
})

describe('a session', () => {
  /** A session that keeps what it was given. */
  function lockedSession() {
    const kept: {
      request?: (contents: unknown, permission: string, decide: (is: boolean) => void) => void
      check?: () => boolean
      device?: () => boolean
      spelling?: boolean
      proxy?: object
      before?: (details: { url: string }, decide: (reply: { cancel: boolean }) => void) => void
    } = {}
    lockSession({
      setSpellCheckerEnabled: (isOn: boolean) => (kept.spelling = isOn),
      setProxy: (proxy: object) => {
        kept.proxy = proxy
        return Promise.resolve()
      },
      setPermissionRequestHandler: (handler: never) => (kept.request = handler),
      setPermissionCheckHandler: (handler: never) => (kept.check = handler),
      setDevicePermissionHandler: (handler: never) => (kept.device = handler),
      on: () => undefined,
      webRequest: {
        onBeforeRequest: (_filter: unknown, handler: never) => (kept.before = handler),
      },
    } as unknown as Session)
    return kept
  }

  it('looks for no dictionary, and has a proxy that is none, for this computer too', () => {
    expect(lockedSession()).toMatchObject({
      spelling: false,
      proxy: {
        mode: 'fixed_servers',
        proxyRules: 'socks5://127.0.0.1:9',
        proxyBypassRules: '<-loopback>',
      },
    })
  })

  it('finds no host but those of updates, and tells the network nothing of its own', () => {
    const switches: [string, string | undefined][] = []
    lockNetwork({
      getSwitchValue: () => 'Another',
      appendSwitch: (name: string, value?: string) => switches.push([name, value]),
    } as unknown as CommandLine)
    expect(switches).toEqual([
      ['disable-features', 'Another,WebRtcHideLocalIpsWithMdns'],
      [
        'host-resolver-rules',
        'MAP * ~NOTFOUND , EXCLUDE github.com , EXCLUDE api.github.com , EXCLUDE *.githubusercontent.com',
      ],
    ])
  })

  // Every name in Electron 45's documentation of setPermissionRequestHandler and setPermissionCheckHandler.
  it.each([
    'accessibility-events',
    'background-sync',
    'clipboard-read',
    'clipboard-sanitized-write',
    'deprecated-sync-clipboard-read',
    'display-capture',
    'fileSystem',
    'fullscreen',
    'geolocation',
    'hid',
    'idle-detection',
    'keyboardLock',
    'media',
    'mediaKeySystem',
    'midi',
    'midiSysex',
    'notifications',
    'openExternal',
    'payment-handler',
    'persistent-storage',
    'pointerLock',
    'sensors',
    'serial',
    'speaker-selection',
    'storage-access',
    'top-level-storage-access',
    'unknown',
    'usb',
    'window-management',
  ])('denies %s', (permission) => {
    const kept = lockedSession()
    let answer: boolean | null = null
    kept.request?.(null, permission, (is) => (answer = is))
    expect(answer).toBe(false)
    expect(kept.check?.()).toBe(false)
    expect(kept.device?.()).toBe(false)
  })

  it('lets no request out of the app', () => {
    const kept = lockedSession()
    let cancel: boolean | null = null
    kept.before?.({ url: 'https://photos.google.com/' }, (reply) => (cancel = reply.cancel))
    expect(cancel).toBe(true)
    for (const url of ['http://127.0.0.1/', 'wss://example.test/', 'file:///a', 'ftp://a/', 'x'])
      expect([url, isPrivate(url)]).toEqual([url, false])
    expect(isPrivate('app://shoebox/a.js')).toBe(true)
    expect(isPrivate('thumb://file/1')).toBe(true)
  })
})
