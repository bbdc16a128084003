import { mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { autostartEntry, setStartAtLogin } from '../../src/main/shell/login-item.ts'
import { parseConnectionCost, parseNetworkManager } from '../../src/main/shell/metered.ts'
import { kindOf, watchNetwork, type NetworkFacts } from '../../src/main/shell/network-facts.ts'
import { openShellLog } from '../../src/main/shell/shell-log.ts'
import { openShellMemory } from '../../src/main/shell/shell-memory.ts'

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-system-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('starting at login', () => {
  const ports = (isPackaged: boolean, platform: NodeJS.Platform, items: unknown[] = []) => ({
    platform,
    isPackaged,
    program: '/opt/Shoebox/shoebox',
    configFolder: folder,
    setLoginItem: (isOn: boolean, args: string[]) => items.push([isOn, args]),
  })

  it('is an autostart file on Linux, gone when it is turned off', async () => {
    await setStartAtLogin(true, ports(true, 'linux'))
    const path = join(folder, 'autostart', 'shoebox.desktop')
    expect(await readFile(path, 'utf8')).toContain('Exec="/opt/Shoebox/shoebox" --hidden')
    await setStartAtLogin(false, ports(true, 'linux'))
    expect(await readdir(join(folder, 'autostart'))).toEqual([])
  })

  it('is a login item on Windows and macOS, hidden', async () => {
    const items: unknown[] = []
    await setStartAtLogin(true, ports(true, 'win32', items))
    await setStartAtLogin(false, ports(true, 'darwin', items))
    expect(items).toEqual([
      [true, ['--hidden']],
      [false, ['--hidden']],
    ])
  })

  it('changes nothing in development', async () => {
    await setStartAtLogin(true, ports(false, 'linux'))
    expect(await readdir(folder)).toEqual([])
  })

  it('escapes what the desktop entry format asks for', () => {
    expect(autostartEntry('/a "b"/$c/%d')).toContain('Exec="/a \\\\"b\\\\"/\\\\$c/%%d" --hidden')
  })
})

describe('the network', () => {
  function bench() {
    const state = { isOnline: true, signature: 'a', kind: 'wifi' as NetworkFacts['network'] }
    const told: Partial<NetworkFacts>[] = []
    let asked = 0
    let tick = (): void => undefined
    const watching = watchNetwork(
      {
        isOnline: () => state.isOnline,
        signature: () => state.signature,
        askKind: () => {
          asked += 1
          return Promise.resolve(state.kind)
        },
        askMetered: () => Promise.resolve(null),
        every: (_intervalMs, call) => {
          tick = call
          return () => undefined
        },
        onProblem: () => undefined,
      },
      (facts) => told.push(facts),
    )
    return { state, told, asked: () => asked, tick: () => tick(), watching }
  }

  it('is asked about only when the addresses of this machine change', async () => {
    const { state, told, asked, tick } = bench()
    await settle()
    expect(told).toEqual([{ isOnline: true }, { network: 'wifi', isMetered: null }])
    tick()
    tick()
    expect(asked()).toBe(1)
    Object.assign(state, { signature: 'b', kind: 'cable' })
    tick()
    await settle()
    expect(told.at(-1)).toEqual({ network: 'cable', isMetered: null })
  })

  it('is asked about again after a wake-up', async () => {
    const { asked, watching } = bench()
    await settle()
    watching.look()
    expect(asked()).toBe(2)
  })

  it('tells at once when it goes away', () => {
    const { state, told, tick } = bench()
    state.isOnline = false
    tick()
    expect(told.at(-1)).toEqual({ isOnline: false })
  })

  it('is unknown where nothing certain is said', () => {
    expect(kindOf(null)).toBeNull()
    expect(kindOf({ type: 'wireless', iface: 'wlan0' })).toBe('wifi')
    expect(kindOf({ type: 'wired', iface: 'eth0' })).toBe('cable')
    expect(kindOf({ type: 'wired', iface: 'wwan0', ifaceName: 'wwan0' })).toBe('cellular')
    expect(kindOf({ type: 'wired', iface: 'tun0', virtual: true })).toBeNull()
    expect(kindOf({ type: 'unknown', iface: 'x0' })).toBeNull()
  })

  it('costs by the byte when the system says so, and is unknown when it says nothing', () => {
    expect(
      ['u 1\n', 'u 2\n', 'u 3\n', 'u 4\n', 'u 0\n', '', null].map(parseNetworkManager),
    ).toEqual([true, false, true, false, null, null, null])
    expect(
      ['Unrestricted\r\n', 'Fixed', 'Variable', 'Unknown', null].map(parseConnectionCost),
    ).toEqual([false, true, true, null, null])
  })
})

describe('the shell’s memory', () => {
  it('outlives the app', async () => {
    const path = join(folder, 'window.json')
    const memory = openShellMemory(path, () => undefined)
    memory.change({ isMaximized: true })
    memory.change({ told: { 'first-backup': 5 } })
    await memory.settled()
    expect(openShellMemory(path, () => undefined).read()).toMatchObject({
      isMaximized: true,
      told: { 'first-backup': 5 },
    })
    await memory.erase()
    expect(await readdir(folder)).toEqual([])
  })

  it('is empty when its file is damaged', async () => {
    const path = join(folder, 'window.json')
    await writeFile(path, '{"bounds": {"x": "far"}}')
    expect(openShellMemory(path, () => undefined).read()).toMatchObject({ bounds: null })
  })

  it('goes on when its file cannot be written', async () => {
    const problems: unknown[] = []
    await writeFile(join(folder, 'file'), '')
    const memory = openShellMemory(join(folder, 'file', 'window.json'), (p) => problems.push(p))
    memory.change({ isMaximized: true })
    await memory.settled()
    expect(problems).toHaveLength(1)
    expect(memory.read().isMaximized).toBe(true)
  })
})

describe('the log', () => {
  it('keeps secrets out, and turns over before it grows large', async () => {
    const log = openShellLog(folder)
    log.error('Sign-in', { token: 'ya29.canary-token', mail: 'first@example.test' })
    for (let n = 0; n < 2_500; n += 1) log.info('a'.repeat(10), 'b '.repeat(260))
    const path = join(folder, 'shoebox.log')
    const text = (await readFile(path, 'utf8')) + (await readFile(`${path}.1`, 'utf8'))
    expect(text).not.toContain('canary')
    expect(text).not.toContain('example.test')
    expect((await stat(path)).size).toBeLessThan(1_100_000)
    expect((await stat(path)).mode & 0o777).toBe(0o600)
    expect(log.lastLines()).toHaveLength(500)
  })
})
