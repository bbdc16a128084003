// Updates against a page of releases on the loopback: electron-updater as it ships, real keys and signatures, real files.
// What the packed app does with a false page is a row of test/security.
import { createHash, generateKeyPairSync, type KeyObject } from 'node:crypto'
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises'
import { createServer, type IncomingHttpHeaders, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { AppImageUpdater } from 'electron-updater'
import { afterEach, beforeEach, describe, expect, it, onTestFinished } from 'vitest'
import { createKeptProgram } from '../../src/main/shell/kept-program.ts'
import { makeNameless } from '../../src/main/shell/nameless-updater.ts'
import { isNewer, judgeOffer } from '../../src/main/shell/update-check.ts'
import { parseKey, signStatement, type StatedFile } from '../../src/main/shell/update-statement.ts'
import { canUpdate, createUpdates, type Updater } from '../../src/main/shell/updates.ts'
import { eventually } from '../builders/eventually.ts'
import { linuxDescribe, posixIt } from '../builders/posix.ts'
import { manualClock } from '../fakes/manual-clock.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-updates-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

const until = (isSo: () => boolean): Promise<void> =>
  eventually(() => {
    expect(isSo()).toBe(true)
  })

const keys = generateKeyPairSync('ed25519')
const strangers = generateKeyPairSync('ed25519')
const pem = (key: KeyObject): string => key.export({ type: 'pkcs8', format: 'pem' }) as string

const name = 'Shoebox-2.0.0-linux-x64.AppImage'
const bytes = Buffer.from('a program of the next version')
const stated = (content: Buffer): StatedFile => ({
  url: name,
  sha512: createHash('sha512').update(content).digest('base64'),
  size: content.length,
})

interface Offer {
  [key: string]: unknown
  version: string
  system: string
  files: StatedFile[]
  signature: string
}

/** What a release writes; `signer` null leaves the signature out. */
function anOffer(
  change: Partial<Offer> = {},
  signer: KeyObject | null = keys.privateKey,
): Partial<Offer> {
  const facts = { version: '2.0.0', system: 'linux', files: [stated(bytes)], ...change }
  const { version, system, files } = facts
  const signature =
    signer === null ? {} : { signature: signStatement({ version, system, files }, pem(signer)) }
  return { ...signature, ...facts, releaseDate: '2026-11-27T00:00:00.000Z' }
}

const running = { key: keys.publicKey, system: 'linux', version: '1.2.0' }

describe('an offered version', () => {
  it('is taken when the holder of the key says so', () => {
    expect(judgeOffer(anOffer(), running)).toEqual({
      version: '2.0.0',
      hashes: [stated(bytes).sha512],
    })
  })

  it('is refused by a build without a key, whoever signed it', () => {
    expect(judgeOffer(anOffer(), { ...running, key: null })).toBe('no-key')
  })

  it('is refused when anybody else signed it, or nobody', () => {
    expect(judgeOffer(anOffer({}, strangers.privateKey), running)).toBe('not-signed')
    expect(judgeOffer(anOffer({}, null), running)).toBe('malformed')
    expect(judgeOffer(anOffer({ signature: '' }, null), running)).toBe('not-signed')
    expect(judgeOffer(anOffer({ signature: 'AAAA' }, null), running)).toBe('not-signed')
  })

  it.each(['version', 'system', 'files', 'signature'] as const)(
    'is refused when its %s was changed afterwards',
    (what) => {
      const good = anOffer() as Offer
      const [first = '', ...rest] = good.signature
      const changes = {
        version: '2.0.1',
        system: 'win32',
        files: [stated(Buffer.from('another program'))],
        signature: [first === 'A' ? 'B' : 'A', ...rest].join(''),
      }
      expect(judgeOffer({ ...good, [what]: changes[what] }, running)).toBe('not-signed')
    },
  )

  it('is refused when it is for another system, though it is signed', () => {
    expect(judgeOffer(anOffer({ system: 'darwin' }), running)).toBe('other-system')
  })

  it.each(['1.2.0', '1.1.9', '0.9.0', '1.2.0-beta.9'])(
    'is refused when it is no later one (%s), though it is signed',
    (version) => {
      expect(judgeOffer(anOffer({ version }), running)).toBe('not-newer')
    },
  )

  it.each([
    [{ packages: { x64: { path: 'https://example.test/a.7z' } } }],
    [{ stagingPercentage: 10 }],
    [{ minimumSystemVersion: '99' }],
    [{ files: [{ ...stated(bytes), url: 'https://example.test/Shoebox-2.0.0.AppImage' }] }],
    [{ files: [{ ...stated(bytes), url: 'Shoebox-/../../other' }] }],
    [{ files: [{ ...stated(bytes), isAdminRightsRequired: true }] }],
    [{ files: [] }],
    [{ version: 'v2.0.0' }],
  ])('is refused when it says more or other than a release does: %j', (change) => {
    expect(judgeOffer(anOffer(change as Partial<Offer>), running)).toBe('malformed')
  })

  it('is later by the rules of version numbers', () => {
    const rising = ['1.0.0-1', '1.0.0-2', '1.0.0-10', '1.0.0-alpha', '1.0.0-alpha.1']
    rising.push('1.0.0-alpha.beta', '1.0.0-beta', '1.0.0', '1.0.1', '1.10.0', '2.0.0')
    for (const [at, version] of rising.entries())
      for (const [other, than] of rising.entries())
        expect([version, than, isNewer(version, than)]).toEqual([version, than, at > other])
    expect(isNewer('2.0', '1.0.0')).toBe(false)
  })
})

describe('the key', () => {
  const text = keys.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')

  it('is read as the build sets it', () => {
    expect(parseKey(`shoebox-update-key:${text}`)?.equals(keys.publicKey)).toBe(true)
    expect(parseKey('shoebox-update-key:none')).toBeNull()
    expect(parseKey('')).toBeNull()
  })

  it('must be one of its kind', () => {
    const other = generateKeyPairSync('ec', { namedCurve: 'P-256' }).publicKey
    const der = other.export({ type: 'spki', format: 'der' }).toString('base64')
    expect(() => parseKey(`shoebox-update-key:${der}`)).toThrow('no Ed25519 key')
    expect(() => parseKey('shoebox-update-key:AAAA')).toThrow()
  })

  it('must be there for anything to be looked for', () => {
    const installed = { isPackaged: true, hasUpdateAddress: true, isAppImage: true } as const
    const can = (change: object): boolean =>
      canUpdate({ ...installed, hasKey: true, platform: 'linux', ...change })
    expect(can({})).toBe(true)
    expect(can({ hasKey: false })).toBe(false)
    expect(can({ hasKey: false, platform: 'win32' })).toBe(false)
    expect(can({ hasUpdateAddress: false })).toBe(false)
    expect(can({ isAppImage: false })).toBe(false)
  })
})

interface AskOptions {
  readonly protocol: string
  readonly hostname: string
  readonly port: string
  readonly path: string
  readonly headers: Record<string, string>
}

/** Asks as Electron does, but believes every byte: what is wrong must be found by Shoebox. */
const plainExecutor = {
  request: async ({ protocol, hostname, port, path, headers }: AskOptions): Promise<string> => {
    const reply = await fetch(`${protocol}//${hostname}:${port}${path}`, { headers })
    return reply.text()
  },
  download: async (
    url: URL,
    target: string,
    { headers }: { headers: Record<string, string> },
  ): Promise<void> => {
    const reply = await fetch(url, { headers })
    await writeFile(target, Buffer.from(await reply.arrayBuffer()))
  },
}

// Through the updater of the AppImage, which asks for the file of the system that it runs on.
linuxDescribe('updates over a page of releases', () => {
  let server: Server
  let asked: { path: string; headers: IncomingHttpHeaders }[]
  let page: { offer: unknown; file: Buffer }

  beforeEach(async () => {
    asked = []
    page = { offer: anOffer(), file: bytes }
    server = createServer((request, response) => {
      const path = new URL(request.url ?? '', 'http://127.0.0.1').pathname
      asked.push({ path, headers: request.headers })
      if (path.endsWith('.yml')) response.end(JSON.stringify(page.offer))
      else if (path === `/${name}`) response.end(page.file)
      else response.writeHead(404).end()
    })
    await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  })
  afterEach(() => server.close())

  /** The updater as it ships, but for Electron's own parts: the app's facts and the way to ask. */
  async function anUpdater(): Promise<{ updater: Updater; userData: string }> {
    const [userData, cache] = [join(folder, 'data'), join(folder, 'cache')]
    await mkdir(userData)
    const config = join(folder, 'app-update.yml')
    const { port } = server.address() as AddressInfo
    const url = `http://127.0.0.1:${port}`
    await writeFile(
      config,
      JSON.stringify({ provider: 'generic', url, updaterCacheDirName: 'shoebox-updater' }),
    )
    const program = join(folder, 'Shoebox-1.2.0-linux-x64.AppImage')
    await writeFile(program, 'the program that runs')
    const before = process.env['APPIMAGE']
    process.env['APPIMAGE'] = program
    onTestFinished(() => {
      if (before === undefined) delete process.env['APPIMAGE']
      else process.env['APPIMAGE'] = before
    })
    const real = new AppImageUpdater(null, {
      version: running.version,
      name: 'shoebox',
      isPackaged: true,
      appUpdateConfigPath: config,
      userDataPath: userData,
      baseCachePath: cache,
      whenReady: () => Promise.resolve(),
      relaunch: () => undefined,
      quit: () => undefined,
      onQuit: () => undefined,
    })
    Object.assign(real, { httpExecutor: plainExecutor, autoDownload: false, logger: null })
    return { updater: real as unknown as Updater, userData }
  }

  async function look(key: KeyObject | null = keys.publicKey) {
    const { updater, userData } = await anUpdater()
    const clock = manualClock()
    const [problems, waiting]: [unknown[], (string | null)[]] = [[], []]
    const kept: string[] = []
    const updates = createUpdates({
      clock,
      load: () => Promise.resolve(makeNameless(updater as object) as Updater),
      judge: (offer) => judgeOffer(offer, { ...running, key }),
      kept: {
        keep: async () => {
          kept.push(asked.map(({ path }) => path).join())
        },
      },
      skippedVersion: () => null,
      skip: () => undefined,
      onWaiting: (version) => waiting.push(version),
      onProblem: (problem) => problems.push(problem),
    })
    updates.start()
    clock.advance(60_000)
    await until(() => waiting.length > 0 || problems.length > 0)
    const files = (): string[] =>
      asked.map(({ path }) => path).filter((path) => !path.endsWith('.yml'))
    const pending = join(folder, 'cache', 'shoebox-updater', 'pending', name)
    return { updates, problems, waiting, files, pending, userData, kept }
  }

  it('fetches what the holder of the key offers, and keeps the old program before', async () => {
    const { waiting, problems, files, pending, updates, kept } = await look()
    expect(problems).toEqual([])
    expect(waiting).toEqual(['2.0.0'])
    expect(files()).toContain(`/${name}`)
    expect(await readFile(pending)).toEqual(bytes)
    expect(await updates.isReady()).toBe(true)
    expect(kept).toEqual(['/latest-linux.yml'])
  })

  it.each([
    ['signed by a stranger', () => anOffer({}, strangers.privateKey), 'not-signed'],
    ['not signed', () => anOffer({}, null), 'malformed'],
    [
      'with an altered signature',
      () => ({ ...anOffer(), signature: 'A'.repeat(88) }),
      'not-signed',
    ],
    [
      'with another file',
      () => ({ ...anOffer(), files: [stated(Buffer.from('x'))] }),
      'not-signed',
    ],
  ])('fetches nothing that is offered %s', async (_how, offer, refusal) => {
    page = { ...page, offer: offer() }
    const { waiting, problems, files } = await look()
    expect(String(problems)).toContain(`refused: ${refusal}`)
    expect(files()).toEqual([])
    expect(waiting).toEqual([])
  })

  it('fetches nothing without a key', async () => {
    const { problems, files } = await look(null)
    expect(String(problems)).toContain('refused: no-key')
    expect(files()).toEqual([])
  })

  it('never goes back, though the older version is signed', async () => {
    page = { ...page, offer: anOffer({ version: '1.1.0' }) }
    const { updater } = await anUpdater()
    await updater.checkForUpdates()
    expect(asked.map(({ path }) => path)).toEqual(['/latest-linux.yml'])
  })

  it('installs nothing but the file that was offered', async () => {
    page = { ...page, file: Buffer.from('A program of the next version') }
    const { waiting, problems } = await look()
    expect(String(problems)).toContain('not the update that was offered')
    expect(waiting).toEqual([])
  })

  it('installs no file that was changed while it waited', async () => {
    const { waiting, pending, updates } = await look()
    await writeFile(pending, 'A program of somebody else...')
    expect(await updates.isReady()).toBe(false)
    expect(waiting).toEqual(['2.0.0', null])
  })

  it('tells the page nothing that lasts, and keeps nothing', async () => {
    const { userData } = await look()
    expect(asked.length).toBeGreaterThan(1)
    for (const { headers } of asked) {
      const names = Object.keys(headers).sort()
      expect(names.filter((one) => /staging|id$|cookie/.test(one))).toEqual([])
    }
    expect(await readdir(userData)).toEqual([])
  })

  it('would name this computer if nobody kept it from that', async () => {
    const { updater, userData } = await anUpdater()
    await updater.checkForUpdates()
    expect(asked[0]?.headers['x-user-staging-id']).toMatch(/^[0-9a-f-]{36}$/)
    expect(await readdir(userData)).toEqual(['.updaterId'])
  })
})

describe('when updates are looked for', () => {
  async function updatesUnderTest(skipped: string | null = null) {
    const clock = manualClock()
    const did: string[] = []
    const problems: unknown[] = []
    const listeners = new Map<string, (value: never) => void>()
    const updater: Updater = {
      autoDownload: true,
      autoInstallOnAppQuit: true,
      checkForUpdates: () => {
        did.push('check')
        return Promise.resolve()
      },
      downloadUpdate: () => {
        did.push('download')
        return Promise.resolve()
      },
      quitAndInstall: () => did.push('install'),
      on: (event: string, listener: (value: never) => void) => listeners.set(event, listener),
    }
    const path = join(folder, name)
    await writeFile(path, bytes)
    let memory = skipped
    const waiting: (string | null)[] = []
    const updates = createUpdates({
      clock,
      load: () => Promise.resolve(updater),
      judge: (offer) => judgeOffer(offer, running),
      kept: { keep: () => Promise.resolve() },
      skippedVersion: () => memory,
      skip: (version) => (memory = version),
      onWaiting: (version) => waiting.push(version),
      onProblem: (problem) => problems.push(problem),
    })
    const emit = (event: string, value: unknown): void => listeners.get(event)?.(value as never)
    updates.start()
    clock.advance(60_000)
    await until(() => did.includes('check'))
    const arrive = async (): Promise<void> => {
      emit('update-available', anOffer())
      await until(() => did.includes('download'))
      emit('update-downloaded', { version: '2.0.0', downloadedFile: path })
      await until(() => waiting.includes('2.0.0'))
    }
    return { clock, did, problems, updates, updater, emit, arrive, waiting, memory: () => memory }
  }

  it('are looked for a minute after the start and then once a day', async () => {
    const { clock, did, updater } = await updatesUnderTest()
    expect(did).toEqual(['check'])
    expect(updater).toMatchObject({ autoDownload: false, autoInstallOnAppQuit: false })
    clock.advance(24 * 3_600_000)
    await until(() => did.length > 1)
    expect(did).toEqual(['check', 'check'])
  })

  it('are installed only when the user says so', async () => {
    const { did, updates, arrive, waiting } = await updatesUnderTest()
    updates.install()
    await arrive()
    expect(waiting).toEqual(['2.0.0'])
    expect(did).toEqual(['check', 'download'])
    updates.install()
    expect(did).toEqual(['check', 'download', 'install'])
  })

  it('of a skipped version are not fetched', async () => {
    const { did, emit } = await updatesUnderTest('2.0.0')
    emit('update-available', anOffer())
    expect(did).toEqual(['check'])
    emit('update-available', anOffer({ version: '2.0.1' }))
    await until(() => did.length > 1)
    expect(did).toEqual(['check', 'download'])
  })

  it('can be skipped', async () => {
    const { updates, arrive, waiting, memory } = await updatesUnderTest()
    await arrive()
    updates.skip()
    expect(memory()).toBe('2.0.0')
    expect(waiting).toEqual(['2.0.0', null])
  })
})

describe('the program that runs', () => {
  const keeperOf = (version: string, program: string | null) =>
    createKeptProgram({ version, program, cacheFolder: join(folder, 'cache') })

  it('is kept until its successor has started once', async () => {
    const program = join(folder, 'Shoebox.AppImage')
    await writeFile(program, 'old')
    const old = keeperOf('1.0.0', program)
    await old.keep()
    await old.keep()
    // As electron-updater does it: the old name goes, the new file takes it.
    await rm(program)
    await writeFile(program, 'new')
    const kept = join(folder, 'cache', 'previous', '1.0.0', 'Shoebox.AppImage')
    expect(await readFile(kept, 'utf8')).toBe('old')
    // The old one, started once more because the new one would not, keeps itself.
    await old.started()
    expect(await readFile(kept, 'utf8')).toBe('old')
    await keeperOf('2.0.0', program).started()
    expect(await readdir(join(folder, 'cache', 'previous'))).toEqual([])
  })

  posixIt('is kept whole where it is a folder', async () => {
    const program = join(folder, 'Shoebox.app')
    await mkdir(join(program, 'Contents'), { recursive: true })
    await writeFile(join(program, 'Contents', 'Shoebox'), 'old', { mode: 0o755 })
    await symlink('Contents', join(program, 'Current'))
    await keeperOf('1.0.0', program).keep()
    const kept = join(folder, 'cache', 'previous', '1.0.0', 'Shoebox.app')
    expect(await readFile(join(kept, 'Current', 'Shoebox'), 'utf8')).toBe('old')
  })

  it('is forgotten with everything else', async () => {
    const program = join(folder, 'Shoebox.AppImage')
    await writeFile(program, 'old')
    const keeper = keeperOf('1.0.0', program)
    await keeper.keep()
    await keeper.forget()
    await keeper.forget()
    expect(await readdir(join(folder, 'cache'))).toEqual([])
    expect(await readFile(program, 'utf8')).toBe('old')
  })

  it('that is nobody’s to replace is not kept', async () => {
    await keeperOf('1.0.0', null).keep()
    await keeperOf('1.0.0', null).started()
    expect(existsSync(join(folder, 'cache'))).toBe(false)
  })
})
