// Rows 5 and 12 to 15: what a page may not be given, where it may not go, and what it may not open.
import assert from 'node:assert/strict'
import { createBrowser } from '../../src/main/shell/browser-opener.ts'
import { sources } from './preferences.ts'
import type { Scene } from './scene.ts'

const permissionNames = [
  'accelerometer',
  'ambient-light-sensor',
  'background-fetch',
  'background-sync',
  'bluetooth',
  'camera',
  'captured-surface-control',
  'clipboard-read',
  'clipboard-write',
  'display-capture',
  'geolocation',
  'gyroscope',
  'hand-tracking',
  'idle-detection',
  'keyboard-lock',
  'local-fonts',
  'magnetometer',
  'microphone',
  'midi',
  'nfc',
  'notifications',
  'payment-handler',
  'periodic-background-sync',
  'persistent-storage',
  'pointer-lock',
  'push',
  'screen-wake-lock',
  'speaker-selection',
  'storage-access',
  'system-wake-lock',
  'top-level-storage-access',
  'window-management',
]

/** Row 5: no permission is held, none is given when it is asked for. */
export async function permissions({ page }: Scene): Promise<string> {
  const outcome = await page.evaluate(async (names) => {
    const states = await Promise.all(
      names.map((name) =>
        navigator.permissions
          .query({
            name: name as PermissionName,
            ...(name === 'push' ? { userVisibleOnly: true } : {}),
          })
          .then(
            ({ state }) => `${name} ${state}`,
            () => null,
          ),
      ),
    )
    const denied = (asked: Promise<unknown>): Promise<boolean> =>
      asked.then(
        () => false,
        () => true,
      )
    const located = new Promise((resolve, reject) => {
      navigator.geolocation.getCurrentPosition(resolve, reject)
    })
    const asked = {
      notifications: (await Notification.requestPermission()) === 'denied',
      geolocation: await denied(located),
      microphone: await denied(navigator.mediaDevices.getUserMedia({ audio: true })),
      camera: await denied(navigator.mediaDevices.getUserMedia({ video: true })),
      screen: await denied(navigator.mediaDevices.getDisplayMedia({ video: true })),
      clipboard: await denied(navigator.clipboard.readText()),
      midi: await denied(navigator.requestMIDIAccess({ sysex: true })),
      storage: !(await navigator.storage.persist()),
    }
    return { states: states.filter((state) => state !== null), asked }
  }, permissionNames)
  const held = outcome.states.filter((state) => !state.endsWith(' denied'))
  assert.deepEqual(held, [])
  const given = Object.entries(outcome.asked).filter(([, isDenied]) => !isDenied)
  assert.deepEqual(given, [])
  return `${outcome.states.length} of ${permissionNames.length} names are known here, all denied; ${Object.keys(outcome.asked).length} asked for, none given`
}

/** Row 12: even a window that allows webviews gets none. */
export async function webviews({ app }: Scene): Promise<string> {
  const guests = await app.evaluate(async ({ BrowserWindow, webContents }) => {
    const window = new BrowserWindow({ show: false, webPreferences: { webviewTag: true } })
    await window.loadURL('app://shoebox/index.html')
    await window.webContents.executeJavaScript(`new Promise((resolve) => {
      const view = document.createElement('webview')
      view.src = 'app://shoebox/index.html'
      document.body.append(view)
      setTimeout(resolve, 500)
    })`)
    const kinds = webContents.getAllWebContents().map((contents) => contents.getType())
    window.destroy()
    return kinds.filter((kind) => kind === 'webview').length
  })
  assert.equal(guests, 0)
  return 'a webview in a window that allows it stays empty'
}

const elsewhere = [
  'https://example.test/',
  'http://127.0.0.1:9/',
  'file:///etc/passwd',
  'app://other/index.html',
  'app://shoebox.example.test/index.html',
  'app://shoebox@example.test/index.html',
  'data:text/html,hello',
  'javascript:document.title="changed"',
  'thumb://file/1',
  'blob:app://shoebox/0',
]

/** Row 13: by script, by link, by form and by refresh, a page stays where it is. */
export async function navigation({ page, app }: Scene): Promise<string> {
  const start = page.url()
  const ways = {
    script: (address: string) => {
      location.href = address
    },
    link: (address: string) => {
      const link = document.createElement('a')
      link.href = address
      document.body.append(link)
      link.click()
      link.remove()
    },
    form: (address: string) => {
      const form = document.createElement('form')
      form.action = address
      document.body.append(form)
      form.submit()
      form.remove()
    },
    refresh: (address: string) => {
      const meta = document.createElement('meta')
      meta.httpEquiv = 'refresh'
      meta.content = `0;url=${address}`
      document.head.append(meta)
      meta.remove()
    },
  }
  for (const address of elsewhere)
    for (const way of Object.values(ways)) {
      await page.evaluate(way, address).catch((error: unknown) => {
        throw new Error(`${way.name} to ${address}: ${String(error)}`)
      })
      assert.equal(page.url(), start)
    }
  // Chromium asks nobody before it shows about:blank; the window brings its page back.
  await page.evaluate(() => setTimeout(() => (location.href = 'about:blank'), 0))
  await page.waitForURL('about:blank')
  await page.waitForURL(start)
  // What was only begun would have ended by the time that a new page is asked for and answered.
  await page.reload()
  const urls = await app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => webContents.getURL()),
  )
  assert.deepEqual(urls, ['app://shoebox/index.html'])
  assert.notEqual(await page.title(), 'changed')
  return `${elsewhere.length} addresses in ${Object.keys(ways).length} ways, and the page stayed; from about:blank it came back`
}

/** Row 14. */
export async function newWindows({ page, app }: Scene): Promise<string> {
  const addresses = [...elsewhere, 'app://shoebox/index.html', 'about:blank', '']
  const opened = await page.evaluate(
    (all) =>
      all.filter(
        (address) =>
          window.open(address) !== null || window.open(address, 'name', 'popup') !== null,
      ),
    addresses,
  )
  assert.deepEqual(opened, [])
  await page.evaluate(() => {
    const link = document.createElement('a')
    link.href = 'app://shoebox/index.html'
    link.target = '_blank'
    document.body.append(link)
    link.click()
    link.remove()
  })
  assert.equal(await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows().length), 1)
  return `${addresses.length} addresses, no window`
}

/** Row 15: the page names pages, never addresses, and what opens them opens nothing else. */
export async function externalPages({ call }: Scene): Promise<string> {
  const tried = [
    'https://example.test/',
    'file:///etc/passwd',
    '__proto__',
    'constructor',
    '',
    'help ',
  ]
  for (const page of tried)
    assert.equal((await call('openPage', { page })).failure?.kind, 'bad-request', page)
  const reply = await call('openPage', { page: 'google-photos', url: 'https://example.test/' })
  assert.equal(reply.ok, true)
  assert.equal((await call('openItem', { fileId: '../../1' })).ok, false)
  assert.equal((await call('openAlbum', { sourceId: '1', albumId: '../../1' })).ok, false)

  const opened: string[] = []
  const browser = createBrowser({
    googleOrigin: null,
    signsInByFetch: false,
    openExternal: async (url) => void opened.push(url),
    fetch: () => Promise.reject(new Error('not to be used')),
    onProblem: () => undefined,
  })
  const good = 'https://accounts.google.com/o/oauth2/v2/auth?x=1'
  const bad = [
    'http://accounts.google.com/',
    'https://accounts.google.com.example.test/',
    'https://accounts.google.com@example.test/',
    'https://user@accounts.google.com/',
    'https://accounts.google.com:444/',
    'https://example.test/?https://accounts.google.com/',
    'file:///etc/passwd',
    'smb://example.test/share',
    'ms-msdt:/id',
    'javascript:alert(1)',
    '//accounts.google.com/',
    '',
  ]
  for (const url of bad) await assert.rejects(browser.open(url), url)
  await browser.open(good)
  assert.deepEqual(opened, [good])
  const callers = (await sources())
    .filter(({ text }) => /\bopenExternal\b/.test(text))
    .map(({ path }) => path.replaceAll('\\', '/'))
    .sort()
  assert.deepEqual(callers, ['main/shell/browser-opener.ts', 'main/shell/engine-side.ts'])
  return `${tried.length + bad.length} addresses refused; openExternal is called in one place`
}
