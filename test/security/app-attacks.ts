// Rows on the packed app as it is started: hostile switches and variables, a start without the sandbox, and what is packed.
import assert from 'node:assert/strict'
import { existsSync } from 'node:fs'
import { readFile } from 'node:fs/promises'
import { createConnection, createServer, type AddressInfo } from 'node:net'
import { join } from 'node:path'
import { checkNode } from '../../build/packaging/shipped-binaries.ts'
import { processesIn } from '../packaged/processes.ts'
import { withListener } from './command-world.ts'
import { until } from './namespace/started.ts'
import { standInWord, type Outside } from './outside.ts'
import { NotShownHere } from './not-shown.ts'

const startMs = 30_000
const nobodyThere = { SHOEBOX_GOOGLE_ORIGIN: 'http://127.0.0.1:9' }

const freePort = (): Promise<number> =>
  new Promise((resolve) => {
    const server = createServer()
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

/** S12: switches that open the app up. */
export async function openingSwitches(outside: Outside): Promise<string> {
  const port = await freePort()
  const switches = [
    `--remote-debugging-port=${port}`,
    '--remote-debugging-pipe',
    `--inspect=127.0.0.1:${port}`,
    `--inspect-brk=127.0.0.1:${port}`,
    '--js-flags=--expose-gc',
  ]
  for (const word of switches) {
    const data = join(await outside.folder('switch'), 'data')
    const app = outside.start(data, [standInWord, word], nobodyThere)
    try {
      let wasOpen = false
      const hasEnded = await until(async () => {
        wasOpen ||= await accepts(port)
        return app.code() !== null
      }, startMs)
      assert.ok(!wasOpen, `${word}: the port was open`)
      assert.ok(hasEnded, `${word}: the app runs`)
      assert.equal(app.code(), 1, `${word}: ${app.said()}`)
      assert.ok(!existsSync(join(data, 'catalogue.sqlite')), `${word}: the catalogue was opened`)
    } finally {
      await app.end()
    }
  }
  return `${switches.length} switches: each time the app ended by itself, opened no port and no catalogue`
}

const hostile = {
  NODE_TLS_REJECT_UNAUTHORIZED: '0',
  NODE_EXTRA_CA_CERTS: '/does/not/exist.pem',
  SSL_CERT_FILE: '/does/not/exist.pem',
  SSLKEYLOGFILE: '/tmp/shoebox-keys.log',
  NODE_OPTIONS: '--require=/does/not/exist.js',
  NODE_DEBUG: 'http',
  GOOGLE_SDK_NODE_LOGGING: '*',
  ELECTRON_RUN_AS_NODE: '1',
}

/** S6: what the processes of the app are handed on from a hostile environment. */
export async function hostileVariables(outside: Outside): Promise<string> {
  if (process.platform !== 'linux')
    throw new NotShownHere('only Linux shows another process’s environment')
  const data = join(await outside.folder('hostile'), 'data')
  const app = outside.start(data, [standInWord], { ...nobodyThere, ...hostile })
  try {
    assert.ok(
      await until(() => existsSync(join(data, 'catalogue.sqlite')), startMs),
      `the app did not start: ${app.said()}`,
    )
    const engines = processesIn(outside.packed.folder).filter(({ command }) =>
      command.includes('engine-host.js'),
    )
    assert.ok(engines.length > 0, 'there is no engine')
    for (const { pid } of engines) {
      const environment = (await readFile(`/proc/${pid}/environ`, 'utf8')).split('\0')
      const left = Object.keys(hostile).filter((name) =>
        environment.some((line) => line.startsWith(`${name}=`)),
      )
      assert.deepEqual(left, [], 'the engine was handed on')
    }
    return `${Object.keys(hostile).length} variables given to the app, none handed on to its engine`
  } finally {
    await app.end()
  }
}

/** S1, the app: a variable alone leads it nowhere. */
export async function variableAlone(outside: Outside): Promise<string> {
  const data = join(await outside.folder('variable'), 'data')
  return withListener(async (origin, heard) => {
    const app = outside.start(data, [], { SHOEBOX_GOOGLE_ORIGIN: origin })
    try {
      const log = join(data, 'logs', 'shoebox.log')
      const isSaid = await until(
        async () => /only with --stand-in/.test(await readFile(log, 'utf8').catch(() => '')),
        startMs,
      )
      assert.deepEqual(heard(), [], 'who listens there was asked')
      assert.ok(isSaid, 'nothing says that the variable does not count')
      return 'SHOEBOX_GOOGLE_ORIGIN without its switch: nothing heard there, and the log says why'
    } finally {
      await app.end()
    }
  })
}

/** S5: a start without the sandbox, which this machine may need. */
export async function withoutSandbox(outside: Outside): Promise<string> {
  if (process.platform !== 'linux') throw new NotShownHere('packages elsewhere start as they are')
  const data = join(await outside.folder('sandbox'), 'data')
  const words = ['--no-sandbox', '--disable-gpu', standInWord]
  const app = outside.start(data, words, nobodyThere)
  try {
    const line = await app.line('Shoebox runs without its sandbox', startMs)
    assert.ok(line, `it started with --no-sandbox and said nothing: ${app.said()}`)
    const text = await readFile('electron-builder.yml', 'utf8')
    assert.match(text, /^appImage:\n(?:\s+#.*\n)*\s+executableArgs: \[\]/m)
    return `started with --no-sandbox it says so ("${line}"); no package of ours starts it that way`
  } finally {
    await app.end()
  }
}

/** Row 16 and S3: which Electron is packed, from the program itself. */
export async function packedElectron({ packed }: Outside): Promise<string> {
  const program =
    process.platform === 'darwin'
      ? join(packed.resources, '../Frameworks/Electron Framework.framework/Electron Framework')
      : packed.executable
  const version = /Electron v(\d+\.\d+\.\d+)/.exec(
    (await readFile(program)).toString('latin1'),
  )?.[1]
  assert.ok(version, 'the packed program does not say which Electron it is')
  const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    devDependencies: { electron: string }
  }
  if (version !== devDependencies.electron)
    throw new NotShownHere(
      `the packed program is Electron ${version}, made only to be tried: this machine cannot reach Electron ${devDependencies.electron}, and no installer is made of another (test/build/shipped.test.ts)`,
    )
  return supportOf(version)
}

/**
 * Electron supports its latest three majors, and a new one comes every eight weeks (electron/docs/tutorial/
 * electron-timelines.md). 45.0.0 is of 2026-10-21, so 48 ends it.
 */
const supported = { major: 45, until: '2027-04-07' }

/** How long a version is still supported; throws when it is not. */
export function supportOf(version: string, now = Date.now()): string {
  assert.equal(
    Number.parseInt(version),
    supported.major,
    'look up until when this major is supported',
  )
  const days = Math.floor((Date.parse(supported.until) - now) / 86_400_000)
  assert.ok(days > 0, `Electron ${supported.major} is out of support since ${supported.until}`)
  return `the packed program is Electron ${version}, supported for ${days} more days`
}

/** S4. */
export async function packedNode({ packed }: Outside): Promise<string> {
  if (process.platform !== 'linux') throw new NotShownHere('only Linux packages bring a Node')
  const { devDependencies } = JSON.parse(await readFile('package.json', 'utf8')) as {
    devDependencies: { node: string }
  }
  await checkNode(join(packed.resources, 'node/bin/node'), devDependencies.node, process.arch)
  return `the packed Node is ${devDependencies.node} by its SHA-256`
}
