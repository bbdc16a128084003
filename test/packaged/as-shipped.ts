// Starts the packed app without any driver, as a desktop does, and looks at it from outside only: its processes, its log
// and what it says. What happens in its window is the demo's check.
import { spawn, type ChildProcess } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { electronCommand } from '../../build/electron/index.ts'
import { standInFlag } from '../../src/main/shell/launch-options.ts'
import type { UnpackedApp } from '../../build/packaging/unpacked-app.ts'
import { processesIn } from './processes.ts'

const startMs = 30_000
const stopMs = 15_000
const lookAgainMs = 100

/** Starts and ends the app once; one sentence for each thing that is not as it should be. */
export async function startAsShipped(app: UnpackedApp): Promise<string[]> {
  const electron = await electronCommand({ unattended: true })
  const home = await mkdtemp(join(tmpdir(), 'shoebox-shipped-'))
  try {
    const env = {
      ...electron.env,
      SHOEBOX_DATA_DIR: join(home, 'data'),
      // A stand-in that is not there: nothing of this may reach Google.
      SHOEBOX_GOOGLE_ORIGIN: 'http://127.0.0.1:9',
      // Each of these would make an unfused Electron run what somebody else wants.
      ELECTRON_RUN_AS_NODE: '1',
      NODE_OPTIONS: '--require=/does/not/exist.js',
    }
    const args = [...electron.args, standInFlag]
    return [
      ...(await observe(app, home, args, env)),
      ...(await tryDebugging(app, join(home, 'data'), args, env)),
    ]
  } finally {
    await electron.stop()
    await rm(home, { recursive: true, force: true, maxRetries: 5 })
  }
}

async function observe(
  app: UnpackedApp,
  home: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<string[]> {
  const problems: string[] = []
  const child = spawn(app.executable, [...args], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  let said = ''
  for (const stream of [child.stdout, child.stderr])
    stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
  try {
    const catalogue = join(home, 'data', 'catalogue.sqlite')
    if (!(await until(() => existsSync(catalogue), startMs)))
      problems.push(`the engine opened no catalogue within ${startMs / 1_000} s: ${said.trim()}`)
    problems.push(...(await complaintsIn(join(home, 'data', 'logs', 'shoebox.log'))))
    if (process.platform === 'linux') {
      const commands = processesIn(app.folder).map(({ command }) => command)
      if (
        !commands.some((command) => command.includes('app.asar.unpacked/out/main/engine-host.js'))
      )
        problems.push('the engine does not run in the Node that is packed with the app')
    }
  } finally {
    problems.push(...(await end(child, app)))
  }
  return problems
}

/** With a switch that would open it up, the app ends by itself, at once, without having opened a port or its catalogue. */
async function tryDebugging(
  app: UnpackedApp,
  data: string,
  args: readonly string[],
  env: Record<string, string>,
): Promise<string[]> {
  const problems: string[] = []
  await rm(data, { recursive: true, force: true })
  const port = await freePort()
  for (const word of [
    `--remote-debugging-port=${port}`,
    `--inspect=127.0.0.1:${port}`,
    '--js-flags=--expose-gc',
  ]) {
    const child = spawn(app.executable, [...args, word], { env, stdio: ['ignore', 'pipe', 'pipe'] })
    let said = ''
    for (const stream of [child.stdout, child.stderr])
      stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')))
    let wasOpen = false
    const giveUpAt = performance.now() + startMs
    const runs = (): boolean => child.exitCode === null && child.signalCode === null
    while (runs() && performance.now() < giveUpAt) {
      wasOpen ||= await accepts(port)
      await sleep(lookAgainMs / 10)
    }
    if (runs()) problems.push(`the app runs with ${word}`, ...(await end(child, app)))
    else if (child.exitCode !== 1)
      problems.push(`the app ended with ${String(child.exitCode)} under ${word}`)
    if (wasOpen || /(Debugger|DevTools) listening/.test(said))
      problems.push(`the app lets itself be inspected with ${word}`)
    if (existsSync(join(data, 'catalogue.sqlite')))
      problems.push(`the app opened its catalogue under ${word}`)
  }
  return problems
}

/** Ends the app as a desktop does when the user logs out; afterwards nothing of it may be left. */
async function end(child: ChildProcess, app: UnpackedApp): Promise<string[]> {
  const gone = new Promise((resolve) => child.once('exit', resolve))
  child.kill('SIGTERM')
  const isGone = await Promise.race([gone.then(() => true), sleep(stopMs, false)])
  if (!isGone) child.kill('SIGKILL')
  if (process.platform !== 'linux')
    return isGone ? [] : ['the app did not end when it was asked to']
  const areGone = await until(() => processesIn(app.folder).length === 0, stopMs)
  const left = processesIn(app.folder).map(({ command }) => command)
  return isGone && areGone ? [] : [`still running after the end: ${left.join('; ')}`]
}

async function complaintsIn(log: string): Promise<string[]> {
  const text = await readFile(log, 'utf8').catch(() => '')
  return text
    .split('\n')
    .filter((line) => / error /.test(line))
    .map((line) => `the log complains: ${line}`)
}

/** A port on which nobody listens, so that whoever answers there is the app. */
const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const { port } = server.address() as AddressInfo
      server.close(() => resolve(port))
    })
  })

const accepts = (port: number): Promise<boolean> =>
  new Promise((resolve) => {
    const socket = createConnection({ host: '127.0.0.1', port })
    const settle = (isOpen: boolean): void => {
      socket.destroy()
      resolve(isOpen)
    }
    socket.once('connect', () => settle(true))
    socket.once('error', () => settle(false))
  })

/** Looks until something is so; false when it still is not after so long. */
export async function until(isSo: () => boolean, timeoutMs: number): Promise<boolean> {
  const giveUpAt = performance.now() + timeoutMs
  while (!isSo()) {
    if (performance.now() > giveUpAt) return false
    await sleep(lookAgainMs)
  }
  return true
}
