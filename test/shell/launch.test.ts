import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import { bundlePaths } from '../../src/main/shell/bundle-paths.ts'
import { readClientFile } from '../../src/main/shell/client-file.ts'
import { dataFolders } from '../../src/main/shell/data-folders.ts'
import { jumpList, taskOf } from '../../src/main/shell/jump-list.ts'
import { parseLaunchOptions } from '../../src/main/shell/launch-options.ts'

describe('the jump list', () => {
  it('starts this very program with arguments that are understood again', () => {
    const [now, pause] = jumpList('C:\\Program Files\\Shoebox\\Shoebox.exe')
    expect(now).toMatchObject({
      program: 'C:\\Program Files\\Shoebox\\Shoebox.exe',
      title: 'Check for new photos',
    })
    expect(taskOf(['Shoebox.exe', now?.arguments ?? ''])).toEqual({ kind: 'upload-now' })
    expect(taskOf(['Shoebox.exe', pause?.arguments ?? ''])).toEqual({
      kind: 'pause',
      until: 'resumed',
    })
  })

  it('asks for nothing in a plain start, or in one with a file of that name', () => {
    expect(taskOf(['Shoebox.exe'])).toBeNull()
    expect(taskOf(['Shoebox.exe', '--hidden', 'C:\\--pause'])).toBeNull()
  })
})

describe('launch options', () => {
  const parse = (
    env: Record<string, string>,
    argv: string[] = ['app'],
    isPackaged = false,
  ): ReturnType<typeof parseLaunchOptions> =>
    parseLaunchOptions({ env, argv, cwd: '/work', isPackaged })
  const plain = {
    dataFolder: null,
    googleOrigin: null,
    clientFile: null,
    suggestedFolder: null,
    classFolder: null,
    mountsFolder: null,
    lingerMs: null,
    signsInByFetch: false,
    isHidden: false,
    ignored: [],
  }

  it('are plain without an environment', () => {
    expect(parse({})).toEqual({ ok: true, value: plain })
  })

  it('refuse a stand-in for Google that is not on this computer', () => {
    expect(parse({ SHOEBOX_GOOGLE_ORIGIN: 'http://example.test:80' }, [])).toMatchObject({
      ok: false,
      failure: { kind: 'bad-origin' },
    })
  })

  it('sign in without a browser only at a stand-in', () => {
    const fetching = { SHOEBOX_BROWSER: 'fetch' }
    expect(parse(fetching)).toMatchObject({ value: { signsInByFetch: false } })
    const standIn = { ...fetching, SHOEBOX_GOOGLE_ORIGIN: 'http://127.0.0.1:8090' }
    expect(parse(standIn, ['--hidden'])).toMatchObject({
      value: { signsInByFetch: true, isHidden: true },
    })
  })

  it('take a folder relative to where the app was started, packed or not', () => {
    for (const isPackaged of [false, true])
      expect(parse({ SHOEBOX_DATA_DIR: 'data' }, [], isPackaged)).toMatchObject({
        value: { dataFolder: resolve('/work', 'data') },
      })
  })

  it('let no variable stand in for Google, the browser or the machine in a packed app', () => {
    const standIns = {
      SHOEBOX_GOOGLE_ORIGIN: 'http://127.0.0.1:8090',
      SHOEBOX_CLIENT_FILE: '/client.json',
      SHOEBOX_BROWSER: 'fetch',
      SHOEBOX_CLASS_DIR: '/class',
      SHOEBOX_MOUNTS_DIR: '/mounts',
      SHOEBOX_OFFER_FOLDER: '/offer',
      SHOEBOX_LINGER_MS: '2000',
    }
    const ignored = Object.keys(standIns)
    expect(parse(standIns, ['app', '--hidden'], true)).toEqual({
      ok: true,
      value: { ...plain, isHidden: true, ignored },
    })
    expect(parse(standIns, ['app', '--stand-in'], true)).toEqual({
      ok: true,
      value: {
        ...plain,
        googleOrigin: 'http://127.0.0.1:8090',
        clientFile: '/client.json',
        suggestedFolder: '/offer',
        classFolder: '/class',
        mountsFolder: '/mounts',
        lingerMs: 2_000,
        signsInByFetch: true,
      },
    })
  })

  it('let a window linger for a time that is a number', () => {
    for (const text of ['soon', '-1', '1.5', '', '99999999'])
      expect(parse({ SHOEBOX_LINGER_MS: text })).toEqual({ ok: true, value: plain })
    expect(parse({ SHOEBOX_LINGER_MS: '0' })).toMatchObject({ value: { lingerMs: 0 } })
  })

  it('are not stopped by a variable that does not count', () => {
    expect(parse({ SHOEBOX_GOOGLE_ORIGIN: 'nonsense' }, ['app'], true)).toMatchObject({
      value: { googleOrigin: null, ignored: ['SHOEBOX_GOOGLE_ORIGIN'] },
    })
  })
})

describe('data folders', () => {
  const facts = { moved: null, appData: '/config', home: '/home/first', env: {} }

  it('are the system’s own, with what can be made again apart', () => {
    expect(dataFolders({ ...facts, platform: 'linux' })).toEqual({
      data: join('/config', 'Shoebox'),
      cache: join('/home/first', '.cache', 'Shoebox'),
    })
    expect(dataFolders({ ...facts, platform: 'darwin' }).cache).toBe(
      join('/home/first', 'Library', 'Caches', 'Shoebox'),
    )
    const env = { LOCALAPPDATA: '/local' }
    expect(dataFolders({ ...facts, env, platform: 'win32' }).cache).toBe(
      join('/local', 'Shoebox', 'cache'),
    )
  })

  it('move together', () => {
    expect(dataFolders({ ...facts, moved: '/moved', platform: 'linux' })).toEqual({
      data: '/moved',
      cache: join('/moved', 'cache'),
    })
  })
})

describe('the parts of the bundle', () => {
  it('lie beside main.js, and Node is the project’s own', () => {
    const paths = bundlePaths({
      mainFolder: '/project/out/main',
      isPackaged: false,
      resourcesPath: '/electron/resources',
      platform: 'linux',
    })
    expect(paths).toMatchObject({
      engineHost: join('/project/out/main/engine-host.js'),
      preload: join('/project/out/preload/preload.cjs'),
      node: join('/project/node_modules/node/bin/node'),
    })
  })

  it('are outside the archive for a plain Node, and inside it elsewhere', () => {
    const packaged = (platform: NodeJS.Platform) =>
      bundlePaths({
        mainFolder: '/app/resources/app.asar/out/main',
        isPackaged: true,
        resourcesPath: '/app/resources',
        platform,
      })
    expect(packaged('linux')).toMatchObject({
      engineHost: join('/app/resources/app.asar.unpacked/out/main/engine-host.js'),
      renderer: join('/app/resources/app.asar/out/renderer'),
      node: join('/app/resources/node/bin/node'),
    })
    expect(packaged('darwin').engineHost).toBe(
      join('/app/resources/app.asar/out/main/engine-host.js'),
    )
  })
})

describe('a client file', () => {
  it('is taken when it is for a desktop app, and nothing else is', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'shoebox-client-'))
    const read = async (content: string) => {
      const path = join(folder, 'client.json')
      await writeFile(path, content)
      return readClientFile(path)
    }
    const part = { client_id: 'id', client_secret: 'secret' }
    expect(await read(JSON.stringify({ installed: part }))).toEqual({
      clientId: 'id',
      clientSecret: 'secret',
    })
    expect(await read(JSON.stringify({ web: part }))).toBeNull()
    expect(await read('not json')).toBeNull()
    expect(readClientFile(join(folder, 'missing.json'))).toBeNull()
    await rm(folder, { recursive: true })
  })
})
