// The engine's process as it is packed, told things that are not of the contract: it refuses each, keeps running, and
// still answers.
import assert from 'node:assert/strict'
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Scene } from './scene.ts'

const strange: readonly unknown[] = [
  null,
  'start',
  42,
  [],
  {},
  { kind: 'unknown' },
  { kind: 'start' },
  { kind: 'start', options: { dataFolder: 7 }, facts: {} },
  { kind: 'command', id: '1', name: 'getStatus', input: {} },
  { kind: 'command', id: 1, name: 'constructor', input: {} },
  { kind: 'command', id: 1.5, name: 'getStatus', input: {} },
  { kind: 'facts', facts: { isOnline: 'yes' } },
  { kind: 'answer', id: 1 },
  { __proto__: null, kind: ['stop'] },
]
const answerMs = 15_000

/** What the engine tells, as far as it matters here. */
interface Told {
  readonly kind: string
  readonly id?: number
  readonly line?: string
  readonly result?: { readonly ok: boolean }
}

/** Beyond the list: the engine parses what it is told. */
export async function engineRefusesStrangers({ packed, home }: Scene): Promise<string> {
  const folder = await mkdtemp(join(home, 'tmp', 'engine-'))
  // Only on Linux is the packed engine outside of the archive; elsewhere the built one is the same file.
  const isLinux = process.platform === 'linux'
  const out = isLinux
    ? join(packed.resources, 'app.asar.unpacked', 'out')
    : join(import.meta.dirname, '../../out')
  const node = isLinux ? join(packed.resources, 'node', 'bin', 'node') : process.execPath
  const child = spawn(node, [join(out, 'main', 'engine-host.js')], {
    stdio: ['ignore', 'ignore', 'pipe', 'ipc'],
  })
  const messages: Told[] = []
  child.on('message', (message) => {
    const told = message as Told
    messages.push(told)
    // It asks the shell for its vault, which is empty here.
    if (told.kind === 'ask') child.send({ kind: 'answer', id: told.id, isOk: true, value: null })
  })
  const until = async (isSo: () => boolean): Promise<void> => {
    const signal = AbortSignal.timeout(answerMs)
    while (!isSo()) await once(child, 'message', { signal })
  }
  try {
    for (const message of strange) child.send(message as object)
    const refusals = (): number =>
      messages.filter(({ kind, line }) => kind === 'log' && line?.includes('not of the contract'))
        .length
    await until(() => refusals() >= strange.length)
    const facts = {
      isOnline: null,
      network: null,
      isMetered: null,
      isOnBattery: null,
      isAsleep: false,
    }
    child.send({
      kind: 'start',
      options: {
        dataFolder: folder,
        cacheFolder: join(folder, 'cache'),
        googleOrigin: 'http://127.0.0.1:9',
        builtInClient: null,
        imageWorker: 'node',
        appVersion: '0.0.0',
      },
      facts,
    })
    await until(() => messages.some(({ kind }) => kind === 'ready'))
    for (const input of [null, 'x', { limit: -1 }, { path: 7 }])
      child.send({ kind: 'command', id: 7, name: 'listHistory', input })
    const results = (): { readonly ok: boolean }[] =>
      messages.flatMap(({ kind, result }) =>
        kind === 'result' && result !== undefined ? [result] : [],
      )
    await until(() => results().length === 4)
    assert.ok(results().every(({ ok }) => !ok))
    child.send({ kind: 'command', id: 8, name: 'getStatus', input: {} })
    await until(() => results().length === 5)
    assert.equal(results().at(-1)?.ok, true)
  } finally {
    const gone = once(child, 'exit')
    child.send({ kind: 'stop' }, () => undefined)
    const timer = setTimeout(() => child.kill('SIGKILL'), answerMs)
    await gone
    clearTimeout(timer)
    await rm(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  return `${strange.length} messages and 4 inputs refused, and it still answers`
}
