import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { windowsTool } from '../../src/main/engine/ports/system-tools.ts'
import { writeWhole } from '../../src/main/shell/atomic-file.ts'
import { ownAppImage } from '../../src/main/shell/app-image.ts'
import { defaultSettings } from '../../src/shared/model.ts'
import { autostartEntry, isStartWanted, setStartAtLogin } from '../../src/main/shell/login-item.ts'
import {
  parseConnectionCost,
  parseNetworkManager,
} from '../../src/main/engine/conditions/metered.ts'
import {
  kindOf,
  watchNetwork,
  type NetworkFacts,
} from '../../src/main/engine/conditions/network-facts.ts'
import { openShellLog } from '../../src/main/shell/shell-log.ts'
import { openShellMemory } from '../../src/main/shell/shell-memory.ts'
import { posixDescribe, privateMode } from '../builders/posix.ts'

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

  it('is on by default, but for nobody who has not come to the end of the first run', () => {
    const { startAtLogin } = defaultSettings
    expect(isStartWanted({ startAtLogin, firstRunStep: 'done' })).toBe(true)
    for (const firstRunStep of ['sign-in', 'folders', 'size', 'review'] as const)
      expect(isStartWanted({ startAtLogin, firstRunStep })).toBe(false)
    expect(isStartWanted({ startAtLogin: false, firstRunStep: 'done' })).toBe(false)
  })

  it('asks the desktop to start nothing once the program is gone', () => {
    expect(autostartEntry('/opt/Shoebox/shoebox')).toContain('\nTryExec=/opt/Shoebox/shoebox\n')
    expect(autostartEntry('/a "b"\\c/%d')).toContain('\nTryExec=/a "b"\\\\c/%d\n')
  })

  it('changes nothing in development', async () => {
    await setStartAtLogin(true, ports(false, 'linux'))
    expect(await readdir(folder)).toEqual([])
  })

  it('escapes what the desktop entry format asks for', () => {
    expect(autostartEntry('/a "b"/$c/%d')).toContain('Exec="/a \\\\"b\\\\"/\\\\$c/%%d" --hidden')
  })
})

posixDescribe('the AppImage of this program', () => {
  const exists = (path: string): boolean => path === '/tmp/.mount_Shoebox/AppRun'
  const env = { APPIMAGE: '/home/first/Shoebox.AppImage', APPDIR: '/tmp/.mount_Shoebox' }

  it('is the one from which this very program was started', () => {
    expect(ownAppImage(env, '/tmp/.mount_Shoebox/shoebox', exists)).toBe(env.APPIMAGE)
  })

  it.each([
    ['another program’s, inherited', env, '/opt/Shoebox/shoebox'],
    ['of a folder with a name like it', env, '/tmp/.mount_Shoebox2/shoebox'],
    ['of a way out of it', env, '/tmp/.mount_Shoebox/../evil/shoebox'],
    ['without a folder', { APPIMAGE: env.APPIMAGE }, '/tmp/.mount_Shoebox/shoebox'],
    ['of an empty folder', { ...env, APPDIR: '' }, '/tmp/.mount_Shoebox/shoebox'],
    ['relative', { ...env, APPIMAGE: 'x' }, '/tmp/.mount_Shoebox/shoebox'],
    ['of a folder above everything', { ...env, APPDIR: '/' }, '/opt/Shoebox/shoebox'],
    ['none', {}, '/opt/Shoebox/shoebox'],
  ])('is none where it is %s', (_, variables, program) => {
    expect(ownAppImage(variables, program, exists)).toBeNull()
  })
})

describe('a file that is replaced as a whole', () => {
  it('leaves alone what lies beside it, by whatever name', async () => {
    const path = join(folder, 'report.txt')
    await writeFile(`${path}.tmp`, 'the user’s own')
    await writeWhole(path, 'report')
    expect(await readFile(path, 'utf8')).toBe('report')
    expect(await readFile(`${path}.tmp`, 'utf8')).toBe('the user’s own')
    expect((await readdir(folder)).sort()).toEqual(['report.txt', 'report.txt.tmp'])
  })

  it('leaves no draft behind where it cannot be written', async () => {
    const path = join(folder, 'taken')
    await mkdir(join(path, 'inside'), { recursive: true })
    await expect(writeWhole(path, 'x')).rejects.toThrow()
    expect(await readdir(folder)).toEqual(['taken'])
  })
})

describe('programs of Windows', () => {
  it('are named by their whole path in its own folder', () => {
    expect(windowsTool('powershell', { SystemRoot: 'D:\\Win' })).toBe(
      'D:\\Win\\System32\\WindowsPowerShell\\v1.0\\powershell.exe',
    )
    for (const SystemRoot of ['', 'here', '\\\\server\\share', '..\\x', 'C:x'])
      expect(windowsTool('rundll32', { SystemRoot })).toBe('C:\\Windows\\System32\\rundll32.exe')
  })

  it('are named by nothing else in the whole program', async () => {
    const source = join(import.meta.dirname, '../../src/main')
    const names = (await readdir(source, { recursive: true })).filter((name) =>
      name.endsWith('.ts'),
    )
    for (const name of names) {
      const text = await readFile(join(source, name), 'utf8')
      expect([
        name,
        text.match(/'(?:powershell|rundll32|whoami|icacls|cmd|reg|netsh|wmic)(?:\.exe)?',/g),
      ]).toEqual([name, null])
    }
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
    expect((await stat(path)).mode & 0o777).toBe(privateMode)
    expect(log.lastLines()).toHaveLength(500)
  })

  it('goes on in the same file while it cannot turn over', async () => {
    const path = join(folder, 'shoebox.log')
    await mkdir(`${path}.1`)
    await writeFile(path, 'x'.repeat(1_100_000))
    openShellLog(folder).info('still here')
    expect(await readFile(path, 'utf8')).toMatch(/still here\n$/)
  })
})
