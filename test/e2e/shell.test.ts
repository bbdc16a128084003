// The real window in the real Electron: what a page may and may not do, and what becomes of an engine that dies.
// Needs a build (`npm run build`).
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { _electron, type ElectronApplication, type Page } from 'playwright'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { electronCommand, type ElectronCommand } from '../../build/electron/index.ts'
import { engineCommandNames, shellCommandNames } from '../../src/shared/names.ts'
import { enginePids } from './engine-pids.ts'

const project = join(import.meta.dirname, '..', '..')

interface Bridge {
  call(name: string, input: unknown): Promise<{ ok: boolean; failure?: { kind: string } }>
  on(
    name: 'engineStateChanged' | 'statusChanged',
    listener: (event: { state: string; pausedUntil: unknown }) => void,
  ): void
  initial: unknown
}
type BridgedWindow = Omit<Window, 'shoebox'> & { shoebox: Bridge; heard: unknown[] }

let electron: ElectronCommand
let data: string
let app: ElectronApplication
let page: Page

const environment = (): Record<string, string> => ({
  ...electron.env,
  SHOEBOX_DATA_DIR: data,
  // A stand-in that is not there: nothing of this suite may reach Google.
  SHOEBOX_GOOGLE_ORIGIN: 'http://127.0.0.1:9',
  SHOEBOX_BROWSER: 'fetch',
})

beforeAll(async () => {
  if (!existsSync(join(project, 'out/main/main.js')))
    throw new Error('The app is not built: run "npm run build" first.')
  electron = await electronCommand({ unattended: true })
  data = await mkdtemp(join(tmpdir(), 'shoebox-e2e-'))
  app = await _electron.launch({
    executablePath: electron.command,
    args: [...electron.args, project],
    env: environment(),
  })
  page = await app.firstWindow()
  await page.waitForLoadState('load')
})

afterAll(async () => {
  await app.close()
  await electron.stop()
  await rm(data, { recursive: true, force: true })
})

const call = (name: string, input: unknown = {}): ReturnType<Bridge['call']> =>
  page.evaluate(
    ([commandName, commandInput]) =>
      (window as unknown as BridgedWindow).shoebox.call(commandName, commandInput),
    [name, input] as const,
  )

describe('the page', () => {
  it('is the app’s own, with the bridge and without Node', async () => {
    expect(page.url()).toBe('app://shoebox/index.html')
    const found = await page.evaluate(() => ({
      bridge: Object.keys((window as unknown as BridgedWindow).shoebox),
      require: typeof (globalThis as { require?: unknown }).require,
      process: typeof (globalThis as { process?: unknown }).process,
    }))
    expect(found).toEqual({
      bridge: ['call', 'on', 'pathForDrop', 'initial'],
      require: 'undefined',
      process: 'undefined',
    })
  })

  it('stays where it is and opens nothing', async () => {
    const opened = await page.evaluate(() => {
      location.href = 'https://example.test/'
      return window.open('https://example.test/')
    })
    expect(opened).toBeNull()
    expect(await page.evaluate(() => location.href)).toBe('app://shoebox/index.html')
    expect(app.windows()).toHaveLength(1)
  })

  it('goes on to hear of the backup after it was kept from going elsewhere', async () => {
    await page.evaluate(() => {
      location.href = 'https://example.test/'
      const { shoebox, heard } = Object.assign(window as unknown as BridgedWindow, { heard: [] })
      shoebox.on('statusChanged', ({ pausedUntil }) => void heard.push(pausedUntil))
    })
    expect(await call('pause', { until: 'resumed' })).toMatchObject({ ok: true })
    await expect
      .poll(() => page.evaluate(() => (window as unknown as BridgedWindow).heard))
      .toContain('resumed')
    expect(await call('resume')).toMatchObject({ ok: true })
  })

  it('runs no script but the bundle’s and reaches no address', async () => {
    const violations = await page.evaluate(async () => {
      const broken: string[] = []
      const heard = new Promise<void>((resolve) => {
        document.addEventListener('securitypolicyviolation', ({ effectiveDirective }) => {
          broken.push(effectiveDirective)
          if (new Set(broken).size === 3) resolve()
        })
      })
      const script = document.createElement('script')
      script.textContent = 'globalThis.wasRun = true'
      document.head.append(script)
      const image = document.createElement('img')
      image.src = 'https://example.test/a.png'
      document.body.append(image)
      await fetch('https://example.test/').catch(() => undefined)
      await fetch('app://shoebox/index.html').catch(() => undefined)
      await heard
      script.remove()
      image.remove()
      return { broken: [...new Set(broken)].sort(), wasRun: 'wasRun' in globalThis }
    })
    expect(violations).toEqual({
      broken: ['connect-src', 'img-src', 'script-src-elem'],
      wasRun: false,
    })
  })

  it('is granted no permission', async () => {
    expect(await page.evaluate(() => Notification.requestPermission())).toBe('denied')
    const states = await page.evaluate(() =>
      Promise.all(
        (['geolocation', 'notifications', 'camera', 'microphone'] as PermissionName[]).map(
          async (name) => (await navigator.permissions.query({ name })).state,
        ),
      ),
    )
    expect(new Set(states)).toEqual(new Set(['denied']))
  })

  it('gets nothing but the bundle from its own scheme', async () => {
    const statuses = await app.evaluate(async ({ net }) => {
      const ask = async (address: string): Promise<number> => (await net.fetch(address)).status
      return Promise.all(
        [
          'app://shoebox/index.html',
          'app://shoebox/..%2fmain/main.js',
          'app://shoebox/%5c%5cserver%5ca.js',
          'app://shoebox/missing.js',
          'app://other/index.html',
          'thumb://file/%2e%2e%2fetc%2fpasswd',
          'thumb://file/999999',
        ].map(ask),
      )
    })
    expect(statuses).toEqual([200, 404, 404, 404, 404, 404, 404])
  })

  it('keeps the app’s session off the network', async () => {
    const message = await app.evaluate(({ net }) =>
      net.fetch('https://example.test/').then(
        () => 'reached',
        (error: unknown) => String(error),
      ),
    )
    expect(message).toContain('ERR_BLOCKED_BY_CLIENT')
  })
})

describe('the door', () => {
  it('answers the window', async () => {
    expect(await call('getAppInfo')).toMatchObject({ ok: true, value: { isGoogleReal: false } })
    expect(await call('getStatus')).toMatchObject({ ok: true })
  })

  it('is closed to commands that carry paths, and to paths that were not dropped', async () => {
    expect(await call('addSource', { path: '/' })).toMatchObject({
      failure: { kind: 'bad-request' },
    })
    expect(await call('dropFolder', { path: '/' })).toMatchObject({
      failure: { kind: 'not-found' },
    })
  })

  it('refuses another window of the same app on every command', async () => {
    const names = [...engineCommandNames, ...shellCommandNames].filter((name) => name !== 'quit')
    const accepted = await app.evaluate(
      async ({ BrowserWindow }, { preload, commands }) => {
        const other = new BrowserWindow({
          show: false,
          webPreferences: {
            preload,
            sandbox: true,
            additionalArguments: ['--shoebox-initial=null'],
          },
        })
        await other.loadURL('app://shoebox/index.html')
        const tried = (await other.webContents.executeJavaScript(
          `Promise.all(${JSON.stringify(commands)}.map((name) =>
            window.shoebox.call(name, name === 'dropFolder' ? {path: ''} : {})
              .then((reply) => reply.ok || reply.failure.kind !== 'not-found' ? name : null, () => null)))`,
        )) as (string | null)[]
        other.destroy()
        return tried.filter((name) => name !== null)
      },
      { preload: join(project, 'out/preload/preload.cjs'), commands: names },
    )
    expect(accepted).toEqual([])
  })
})

describe('the app', () => {
  it.runIf(process.platform === 'linux')(
    'starts an engine again that was killed, and the window goes on',
    async () => {
      // What the window hears, and is answered then: an engine may be back before anybody asks from outside.
      await page.evaluate(() => {
        const { shoebox, heard } = Object.assign(window as unknown as BridgedWindow, { heard: [] })
        shoebox.on('engineStateChanged', ({ state }) => {
          heard.push(state)
          if (state === 'restarting')
            void shoebox.call('getStatus', {}).then(({ ok }) => heard.push(ok))
        })
      })
      const heard = (): Promise<unknown> =>
        page.evaluate(() => (window as unknown as BridgedWindow).heard)
      await expect.poll(heard, { timeout: 60_000 }).toEqual(['running'])
      const [pid] = enginePids(app)
      expect(pid).toBeDefined()
      process.kill(pid ?? 0, 'SIGKILL')
      await expect
        .poll(heard, { timeout: 60_000 })
        .toEqual(['running', 'restarting', false, 'running'])
      expect(await call('getStatus')).toMatchObject({ ok: true })
      expect(enginePids(app)).not.toContain(pid)
    },
  )

  it('gives way to the first of two', async () => {
    const second = spawn(electron.command, [...electron.args, project], {
      env: environment(),
      stdio: 'ignore',
    })
    const code = await new Promise((resolve) => second.once('exit', resolve))
    expect(code).toBe(0)
    expect(app.windows()).toHaveLength(1)
  })

  it('goes on when its window is closed', async () => {
    const state = await app.evaluate(({ BrowserWindow }) => {
      const [window] = BrowserWindow.getAllWindows()
      window?.close()
      return { isThere: window?.isDestroyed() === false }
    })
    expect(state).toEqual({ isThere: true })
    expect(await call('getAppInfo')).toMatchObject({ ok: true })
    await app.evaluate(({ BrowserWindow }) => BrowserWindow.getAllWindows()[0]?.show())
  })
})
