// Rows 17 and 20: the one channel of the app against strangers who speak to it directly, against its own page with
// arguments that no contract allows, and what the page can reach of Electron.
import assert from 'node:assert/strict'
import fc from 'fast-check'
import { parseInput } from '../../src/shared/contract.ts'
import {
  commandChannel,
  engineCommandNames,
  eventChannel,
  shellCommandNames,
  shellOnlyCommandNames,
  windowEngineCommandNames,
  type WindowCommandName,
} from '../../src/shared/names.ts'
import type { BridgedPage, Scene } from './scene.ts'

const everyName = [...engineCommandNames, ...shellCommandNames]
const windowNames: readonly WindowCommandName[] = [
  ...windowEngineCommandNames,
  ...shellCommandNames,
]

/** Other pages, some of them with Node and a raw line to the shell, try every command on every channel. */
export async function strangers({ app }: Scene): Promise<string> {
  const channels = await app.evaluate(({ ipcMain }) => {
    const inside = ipcMain as unknown as { _invokeHandlers?: Map<string, unknown> }
    return {
      handled: [...(inside._invokeHandlers?.keys() ?? [])],
      heard: ipcMain.eventNames().map(String),
    }
  })
  // Electron's own, which keeps an emitter's errors from being thrown.
  assert.deepEqual(channels.heard, ['error'])
  assert.deepEqual(channels.handled, [commandChannel])
  const answered = await app.evaluate(
    async ({ BrowserWindow }, { names, channel, event }) => {
      const script = `(async () => {
        const { ipcRenderer } = require('electron')
        const answered = []
        for (const name of ${JSON.stringify(names)})
          for (const input of [{}, null, { path: '/' }])
            await ipcRenderer.invoke(${JSON.stringify(channel)}, { name, input })
              .then(() => answered.push(name), (error) => {
                if (!/Refused/.test(String(error))) answered.push(name + ': ' + error)
              })
        for (const other of [${JSON.stringify(event)}, 'ELECTRON', ''])
          await ipcRenderer.invoke(other, {}).then(() => answered.push(other), () => undefined)
        return answered
      })()`
      const found: string[] = []
      for (const address of [
        'app://shoebox/index.html',
        'data:text/html,stranger',
        'about:blank',
      ]) {
        const window = new BrowserWindow({
          show: false,
          webPreferences: { nodeIntegration: true, contextIsolation: false, sandbox: false },
        })
        await window.loadURL(address)
        found.push(...((await window.webContents.executeJavaScript(script)) as string[]))
        window.destroy()
      }
      return found
    },
    { names: everyName, channel: commandChannel, event: eventChannel },
  )
  assert.deepEqual(answered, [])
  return `1 channel; ${everyName.length} commands refused to 3 strangers with a raw line`
}

const hostile: readonly unknown[] = [
  null,
  true,
  0,
  -1,
  'text',
  'x'.repeat(1_000_000),
  [],
  [[]],
  { fileId: { toString: 'x' } },
  { fileId: "1' OR 1=1 --" },
  { sourceId: '../../etc' },
  { path: '/etc/passwd' },
  { change: { photoSize: 'huge' } },
  { change: { constructor: { prototype: {} } } },
  { json: 'x'.repeat(20_001) },
  { until: 'yesterday' },
  { filter: null, after: null, limit: 1e9 },
  { filter: { search: 'x'.repeat(10_000) }, after: null, limit: 1 },
  { text: 'x'.repeat(20_001) },
  { name: 'quit' },
]
const samples = 40

/** The app's own page with arguments that are not of the contract: each is refused, and nothing falls over. */
export async function everyCommand({ page, call }: Scene): Promise<string> {
  const seed = Math.floor(Math.random() * 2 ** 31)
  const made = fc.sample(fc.jsonValue(), { numRuns: samples, seed })
  let sent = 0
  for (const name of windowNames) {
    // A value that happens to be right would be obeyed, and some commands erase or quit.
    const wrong = [...hostile, ...made].filter((value) => !parseInput(name, value).ok)
    const odd = await page.evaluate(
      async ([commandName, inputs]) => {
        const { shoebox } = globalThis as unknown as BridgedPage
        const kinds = new Set<string>()
        for (const input of inputs)
          await shoebox.call(commandName, input).then(
            (reply) => kinds.add(reply.ok ? 'accepted' : (reply.failure?.kind ?? 'nothing')),
            (error: unknown) => kinds.add(String(error)),
          )
        return [...kinds].filter((kind) => kind !== 'bad-request')
      },
      [name, wrong] as const,
    )
    // The preload turns away paths that were not dropped before the shell sees them.
    const expected = name === 'dropFolder' ? ['not-found'] : []
    assert.deepEqual(
      odd.filter((kind) => !expected.includes(kind)),
      [],
      `${name} (seed ${seed})`,
    )
    sent += wrong.length
  }
  const others = [
    ...shellOnlyCommandNames,
    'constructor',
    '__proto__',
    'toString',
    '',
    'x'.repeat(10_000),
  ]
  for (const name of others)
    assert.equal((await call(name, {})).failure?.kind, 'bad-request', name.slice(0, 20))
  assert.equal((await call('getStatus', {})).ok, true)
  return `${sent} wrong inputs to ${windowNames.length} commands refused (seed ${seed}), ${others.length} other names too`
}

/** Row 20. */
export async function bridgeIsSmall({ page }: Scene): Promise<string> {
  const found = await page.evaluate(async () => {
    const { shoebox } = globalThis as unknown as BridgedPage
    const received = await new Promise<unknown[]>((resolve) => {
      shoebox.on('statusChanged', (...values) => resolve(values))
    })
    let isOtherRefused = false
    try {
      shoebox.on('ipc-message', () => undefined)
    } catch {
      isOtherRefused = true
    }
    return {
      keys: Object.entries(shoebox)
        .map(([name, value]) => `${name}: ${typeof value}`)
        .sort(),
      arguments: received.length,
      hasEvent: received.some(
        (value) => typeof value === 'object' && value !== null && 'sender' in value,
      ),
      isOtherRefused,
      isInitialPlain: JSON.stringify(shoebox.initial).length < 200,
    }
  })
  assert.deepEqual(found, {
    keys: ['call: function', 'initial: object', 'on: function', 'pathForDrop: function'],
    arguments: 1,
    hasEvent: false,
    isOtherRefused: true,
    isInitialPlain: true,
  })
  return 'three functions and plain facts; listeners get a payload and no event'
}
