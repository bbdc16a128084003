// Rows 2 to 4, 6 and 8 to 11: what the window was really made with, as Electron reports it, and what a page sees of it.
import assert from 'node:assert/strict'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { Row } from './row.ts'
import type { BridgedPage, Scene } from './scene.ts'

const source = join(import.meta.dirname, '..', '..', 'src')

const noticing = 'main/shell/sandbox.ts'

type Preferences = Record<string, unknown>

const preferences = ({ app }: Scene): Promise<Preferences[]> =>
  app.evaluate(({ BrowserWindow }) =>
    BrowserWindow.getAllWindows().map(({ webContents }) => {
      const asked = webContents as unknown as { getLastWebPreferences(): Preferences }
      return { ...asked.getLastWebPreferences() }
    }),
  )

/** Every window has this preference at this value. */
export const preference =
  (name: string, wanted: boolean): Row['test'] =>
  async (scene) => {
    const all = await preferences(scene)
    assert.ok(all.length > 0, 'there is no window')
    // Electron leaves out what nobody asked for.
    for (const one of all)
      assert.equal(one[name] ?? false, wanted, `${name} is ${String(one[name])}`)
    return `${name} is ${String(wanted)} in ${all.length} window`
  }

/** Rows 8 to 10: not set in any window, and not named anywhere in the source. */
export const noForbiddenSwitches =
  (name: string): Row['test'] =>
  async (scene) => {
    for (const one of await preferences(scene))
      assert.ok(!one[name], `${name} is ${String(one[name])}`)
    const forbidden = new RegExp(
      `${name}|disable-web-security|ignore-certificate-errors|no-sandbox|setCertificateVerifyProc`,
    )
    // One file names such a switch, to notice that a start has it.
    const [notices, others] = [await readFile(join(source, noticing), 'utf8'), await sources()]
    assert.doesNotMatch(notices, /appendSwitch|appendArgument/)
    const named = others.filter(
      ({ path, text }) => forbidden.test(text) && path.replaceAll('\\', '/') !== noticing,
    )
    assert.deepEqual(
      named.map(({ path }) => path),
      [],
    )
    return 'not set in the window, not named in the source'
  }

/** Row 2. */
export async function noNode(scene: Scene): Promise<string> {
  for (const name of ['nodeIntegration', 'nodeIntegrationInWorker', 'nodeIntegrationInSubFrames'])
    await preference(name, false)(scene)
  const found = await scene.page.evaluate(() =>
    [
      'require',
      'process',
      'module',
      'Buffer',
      'global',
      '__dirname',
      'electron',
      'ipcRenderer',
    ].filter((name) => name in globalThis),
  )
  assert.deepEqual(found, [])
  return 'neither require nor process nor Buffer in the page'
}

/** Row 3: the page cannot change what the preload works with. */
export async function contextIsolation(scene: Scene): Promise<string> {
  await preference('contextIsolation', true)(scene)
  const outcome = await scene.page.evaluate(async () => {
    const { shoebox } = globalThis as unknown as BridgedPage
    const taken: string[] = []
    const natives = [
      [Array.prototype, 'push'],
      [Map.prototype, 'get'],
      [Set.prototype, 'has'],
      [Promise.prototype, 'then'],
    ] as const
    const originals = natives.map(([prototype, name]) => Reflect.get(prototype, name) as unknown)
    natives.forEach(([prototype, name]) => {
      const original = Reflect.get(prototype, name) as (...values: unknown[]) => unknown
      Reflect.set(prototype, name, function (this: unknown, ...values: unknown[]) {
        // Whoever passes an Electron object here has let the page into the preload.
        for (const value of [this, ...values])
          if (typeof value === 'object' && value !== null && 'senderId' in value) taken.push(name)
        return original.apply(this, values)
      })
    })
    const reply = await shoebox.call('getAppInfo', {})
    natives.forEach(([prototype, name], at) => Reflect.set(prototype, name, originals[at]))
    const isReplaced = Reflect.set(globalThis, 'shoebox', 'another')
    const isCallReplaced = Reflect.set(shoebox, 'call', () => 'another')
    return { ok: reply.ok, taken, isReplaced, isCallReplaced }
  })
  assert.deepEqual(outcome, { ok: true, taken: [], isReplaced: false, isCallReplaced: false })
  return 'changed prototypes see nothing of the preload; the bridge cannot be replaced'
}

/** Every source file of the app. */
export async function sources(): Promise<{ path: string; text: string }[]> {
  const names = await readdir(source, { recursive: true })
  return Promise.all(
    names
      .filter((name) => /\.tsx?$/.test(name))
      .map(async (path) => ({ path, text: await readFile(join(source, path), 'utf8') })),
  )
}
