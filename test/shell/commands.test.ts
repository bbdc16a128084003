import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import { homedir, tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { defaultSettings } from '../../src/shared/model.ts'
import { ok } from '../../src/shared/result.ts'
import { createBrowser } from '../../src/main/shell/browser-opener.ts'
import { createClientDownloads } from '../../src/main/shell/client-downloads.ts'
import type { EngineCommand } from '../../src/main/shell/engine-supervisor.ts'
import { createQuitting } from '../../src/main/shell/quitting.ts'
import { createShellHandlers, type ShellCommandPorts } from '../../src/main/shell/shell-commands.ts'
import { supportBundle } from '../../src/main/shell/support-bundle.ts'
import { createWindowHandlers } from '../../src/main/shell/window-handlers.ts'
import { aSource } from '../renderer/fake-data.ts'
import { aStatus } from './a-status.ts'

const settle = (): Promise<void> => new Promise((resolve) => setImmediate(resolve))

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-commands-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

function bench(answers: Record<string, unknown> = {}, ports: Partial<ShellCommandPorts> = {}) {
  const asked: [string, unknown][] = []
  const opened: string[] = []
  const shown: string[] = []
  const copied: string[] = []
  const command: EngineCommand = ((name: string, input: unknown) => {
    asked.push([name, input])
    return Promise.resolve(ok(answers[name] ?? {}))
  }) as never
  const browser = createBrowser({
    googleOrigin: null,
    signsInByFetch: false,
    openExternal: (url) => {
      opened.push(url)
      return Promise.resolve()
    },
    fetch: globalThis.fetch,
    onProblem: () => undefined,
  })
  const handlers = createShellHandlers({
    command,
    dialogs: {
      chooseFolder: () => Promise.resolve(null),
      chooseClientFile: () => Promise.resolve(null),
      saveHistory: () => Promise.resolve(null),
      saveStatement: () => Promise.resolve(null),
      saveCheck: () => Promise.resolve(null),
      saveSupport: () => Promise.resolve(null),
      confirmQuit: () => Promise.resolve(true),
      confirm: () => Promise.resolve(true),
    },
    offers: { list: () => Promise.resolve([]), pathOf: () => null },
    browser,
    googleOrigin: null,
    downloads: createClientDownloads('/l'),
    folders: { pictures: '/p', documents: '/d', downloads: '/l' },
    lastSeen: () => null,
    takePlace: () => null,
    left: () => undefined,
    appInfo: () => ({
      version: '1.0.0',
      platform: 'linux',
      locale: 'en',
      isStartAtLoginPossible: false,
      isAutoUpdatePossible: false,
      isGoogleReal: true,
    }),
    supportReport: () => Promise.resolve('report'),
    showItemInFolder: (path) => shown.push(path),
    openFolder: async (path) => {
      opened.push(path)
      return path !== '/gone'
    },
    copyText: (text) => {
      copied.push(text)
      return Promise.resolve()
    },
    restartEngine: () => Promise.resolve(),
    quit: () => Promise.resolve(),
    ...ports,
  })
  return { asked, opened, shown, copied, browser, handlers, command }
}

describe('commands of the shell', () => {
  it('open a photo only at Google Photos, whatever the catalogue says', async () => {
    const located = (productUrl: string | null) => ({
      locate: { path: '/a.jpg', productUrl, olderUrl: productUrl, isPresent: true },
    })
    const good = bench(located('https://photos.google.com/lr/photo/1'))
    expect(await good.handlers.openItem({ fileId: '1' })).toEqual({ ok: true, value: {} })
    expect(good.opened).toEqual(['https://photos.google.com/lr/photo/1'])
    for (const url of [null, 'https://example.test/', 'file:///etc/passwd', 'smb://host/share']) {
      const bad = bench(located(url))
      for (const version of ['own', 'older'] as const)
        expect(await bad.handlers.openItem({ fileId: '1', version })).toMatchObject({
          failure: { kind: 'not-found' },
        })
      expect(bad.opened).toEqual([])
    }
  })

  it('open the photo of what a file was before it changed, when asked for that', async () => {
    const own = 'https://photos.google.com/lr/photo/own'
    const older = 'https://photos.google.com/lr/photo/older'
    const { handlers, opened } = bench({
      locate: { path: '/a.jpg', productUrl: own, olderUrl: older, isPresent: true },
    })
    await handlers.openItem({ fileId: '1', version: 'older' })
    await handlers.openItem({ fileId: '1' })
    expect(opened).toEqual([older, own])
  })

  it('open an album by its id only at Google Photos, and none that is not there', async () => {
    const listed = (productUrl: string | null) => ({
      listAlbums: { albums: [{ albumId: '7', productUrl }] },
    })
    const address = 'https://photos.google.com/lr/album/7'
    const good = bench(listed(address))
    const wish = { sourceId: '1', albumId: '7' }
    expect(await good.handlers.openAlbum(wish)).toEqual({ ok: true, value: {} })
    expect(good.asked).toEqual([['listAlbums', { sourceId: '1' }]])
    expect(await good.handlers.openAlbum({ ...wish, albumId: '8' })).toMatchObject({ ok: false })
    expect(good.opened).toEqual([address])
    for (const url of [null, 'https://example.test/', 'file:///etc/passwd', 'http://127.0.0.1/']) {
      const bad = bench(listed(url))
      expect(await bad.handlers.openAlbum(wish)).toMatchObject({ failure: { kind: 'not-found' } })
      expect(bad.opened).toEqual([])
    }
  })

  it('open a watched folder by its id, and no other', async () => {
    const { handlers, opened } = bench({
      getStatus: {
        ...aStatus(),
        sources: [
          aSource({ sourceId: '1', path: '/p' }),
          aSource({ sourceId: '2', path: '/gone' }),
        ],
      },
    })
    expect(await handlers.openFolder({ sourceId: '1' })).toEqual({ ok: true, value: {} })
    expect(await handlers.openFolder({ sourceId: '2' })).toMatchObject({
      failure: { kind: 'file-gone' },
    })
    expect(await handlers.openFolder({ sourceId: '3' })).toMatchObject({
      failure: { kind: 'not-found' },
    })
    expect(opened).toEqual(['/p', '/gone'])
  })

  it('copy the paths of files, and say whether those are all', async () => {
    const of = { fileIds: ['1', '2'] }
    const { handlers, asked } = bench({ pathsChosen: { paths: ['/a', '/b'], isWhole: false } })
    expect(await handlers.copyPaths({ of })).toEqual({
      ok: true,
      value: { files: 2, isWhole: false },
    })
    expect(asked).toEqual([['pathsChosen', { of }]])
  })

  it('save a receipt where the user says, as what they chose', async () => {
    const dialogs = {
      chooseFolder: () => Promise.resolve(null),
      chooseClientFile: () => Promise.resolve(null),
      saveHistory: () => Promise.resolve(null),
      saveStatement: (folder: string, format: string) => Promise.resolve(`${folder}/r.${format}`),
      saveCheck: () => Promise.resolve(null),
      saveSupport: () => Promise.resolve(null),
      confirmQuit: () => Promise.resolve(true),
      confirm: () => Promise.resolve(true),
    }
    const { handlers, asked } = bench({ writeStatement: {} }, { dialogs })
    const wish = { statementId: '7', format: 'csv' as const }
    expect(await handlers.saveStatement(wish)).toEqual({ ok: true, value: { isSaved: true } })
    expect(asked).toMatchObject([['writeStatement', { ...wish, path: '/d/r.csv' }]])
    const kept = bench({ writeStatement: {} })
    expect(await kept.handlers.saveStatement(wish)).toEqual({ ok: true, value: { isSaved: false } })
    expect(kept.asked).toEqual([])
  })

  it('save the table of a check where the dialog says, but not into its folder', async () => {
    const dialogs = {
      chooseFolder: () => Promise.resolve(null),
      chooseClientFile: () => Promise.resolve(null),
      saveHistory: () => Promise.resolve(null),
      saveStatement: () => Promise.resolve(null),
      saveCheck: (folder: string) => Promise.resolve(`${folder}/c.csv`),
      saveSupport: () => Promise.resolve(null),
      confirmQuit: () => Promise.resolve(true),
      confirm: () => Promise.resolve(true),
    }
    const wish = { checkId: '00000000-0000-4000-8000-000000000018' }
    for (const [isInside, is] of [
      [false, 'saved'],
      [true, 'inside'],
    ] as const) {
      const { handlers, asked } = bench({ writeSourceCheck: { isInside } }, { dialogs })
      expect(await handlers.saveSourceCheck(wish)).toEqual({ ok: true, value: { is } })
      expect(asked).toEqual([['writeSourceCheck', { ...wish, path: '/d/c.csv' }]])
    }
    const kept = bench({ writeSourceCheck: { isInside: false } })
    expect(await kept.handlers.saveSourceCheck(wish)).toEqual(ok({ is: 'given-up' }))
    expect(kept.asked).toEqual([])
  })

  it('show a file by its id while it is there', async () => {
    const { handlers, shown } = bench({
      locate: { path: '/a.jpg', productUrl: null, isPresent: true },
    })
    await handlers.showInFolder({ fileId: '1' })
    expect(shown).toEqual(['/a.jpg'])
    const gone = bench({ locate: { path: '/a.jpg', productUrl: null, isPresent: false } })
    expect(await gone.handlers.showInFolder({ fileId: '1' })).toMatchObject({
      failure: { kind: 'file-gone' },
    })
  })

  it('open and copy the link of a sign-in only while one is under way', async () => {
    const { handlers, browser, opened, copied } = bench()
    expect(await handlers.copySignInLink({})).toMatchObject({ failure: { kind: 'not-found' } })
    await browser.open('https://accounts.google.com/o/oauth2/v2/auth?a=b')
    await handlers.openSignInPage({})
    await handlers.copySignInLink({})
    expect(opened).toHaveLength(2)
    expect(copied).toEqual(['https://accounts.google.com/o/oauth2/v2/auth?a=b'])
    browser.forgetSignIn()
    expect(await handlers.openSignInPage({})).toMatchObject({ failure: { kind: 'not-found' } })
  })

  it('add only folders that were chosen or offered', async () => {
    const { handlers, asked } = bench({ addSource: { sourceId: '7' } })
    expect(await handlers.chooseFolder({})).toEqual({ ok: true, value: { sourceId: null } })
    expect(await handlers.addOfferedFolder({ offerId: 'x' })).toMatchObject({
      failure: { kind: 'not-found' },
    })
    expect(asked).toEqual([])
  })

  it('add a dropped folder only once the user has said so outside the page', async () => {
    const asked: string[] = []
    const dialogsThat = (answer: boolean): Partial<ShellCommandPorts> => ({
      dialogs: {
        chooseFolder: () => Promise.resolve(null),
        chooseClientFile: () => Promise.resolve(null),
        saveHistory: () => Promise.resolve(null),
        saveStatement: () => Promise.resolve(null),
        saveCheck: () => Promise.resolve(null),
        saveSupport: () => Promise.resolve(null),
        confirmQuit: () => Promise.resolve(true),
        confirm: ({ detail }) => {
          asked.push(detail)
          return Promise.resolve(answer)
        },
      },
    })
    const refused = bench({ addSource: { sourceId: '7' } }, dialogsThat(false))
    expect(await refused.handlers.dropFolder({ path: '/etc' })).toEqual({
      ok: false,
      failure: { kind: 'declined' },
    })
    expect(refused.asked).toEqual([])
    expect(asked[0]).toContain('/etc')
    const wanted = bench({ addSource: { sourceId: '7' } }, dialogsThat(true))
    expect(await wanted.handlers.dropFolder({ path: '/photos' })).toMatchObject({ ok: true })
    expect(wanted.asked).toEqual([['addSource', { path: '/photos', already: 'as-answered' }]])

    // Of a photo its folder is meant, and named in the question.
    const photo = import.meta.filename
    const ofPhoto = bench({ addSource: { sourceId: '7' } }, dialogsThat(true))
    expect(await ofPhoto.handlers.dropFolder({ path: photo })).toMatchObject({ ok: true })
    expect(ofPhoto.asked).toEqual([['addSource', { path: dirname(photo), already: 'as-answered' }]])
    expect(asked.at(-1)).toContain(dirname(photo))
    expect(asked.at(-1)).toContain(basename(photo))
  })

  it('erase everything, take another client and keep a sign-in in the clear only once the user has said so', async () => {
    const json = JSON.stringify({ installed: { client_id: 'of-a-stranger', client_secret: 's' } })
    for (const answer of [false, true]) {
      const questions: string[] = []
      const { handlers, asked, command } = bench({ useClient: { clientId: 'of-a-stranger' } })
      let erased = 0
      const all = createWindowHandlers(
        command,
        handlers,
        {
          settingsChanged: () => undefined,
          erased: () => {
            erased += 1
            return Promise.resolve()
          },
        },
        ({ message, detail }) => {
          questions.push(`${message} ${detail}`)
          return Promise.resolve(answer)
        },
      )
      const declined = { ok: false, failure: { kind: 'declined' } }
      expect(await all.eraseAll({})).toMatchObject(answer ? { ok: true } : declined)
      expect(await all.useClient({ json })).toMatchObject(answer ? { ok: true } : declined)
      expect(await all.keepInFile({})).toMatchObject(answer ? { ok: true } : declined)
      const taken = answer ? ['eraseAll', 'useClient', 'keepInFile'] : []
      expect(asked.map(([name]) => name)).toEqual(taken)
      expect(erased).toBe(answer ? 1 : 0)
      expect(questions).toHaveLength(3)
      expect(questions[1]).toContain('of-a-stranger')
      expect(questions[2]).toContain('not encrypted')
      // What is no client is refused by the engine, in words, without a question.
      await all.useClient({ json: 'client_id = 1' })
      expect(questions).toHaveLength(3)
    }
  })

  it('open a found client file only once the user has said so, and only one that was found', async () => {
    const name = 'client_secret_1.json'
    const path = join(folder, name)
    await writeFile(path, '{"installed":{}}')
    for (const answer of [false, true]) {
      const questions: string[] = []
      const dialogs = {
        chooseFolder: () => Promise.resolve(null),
        chooseClientFile: () => Promise.resolve(null),
        saveHistory: () => Promise.resolve(null),
        saveStatement: () => Promise.resolve(null),
        saveCheck: () => Promise.resolve(null),
        saveSupport: () => Promise.resolve(null),
        confirmQuit: () => Promise.resolve(true),
        confirm: ({ detail }: { detail: string }) => {
          questions.push(detail)
          return Promise.resolve(answer)
        },
      }
      const downloads = createClientDownloads(folder)
      const { handlers, asked } = bench({ useClient: { clientId: 'c' } }, { dialogs, downloads })
      expect(await handlers.useFoundClient({ fileId: 'never-listed' })).toMatchObject({
        failure: { kind: 'not-found' },
      })
      const listed = await handlers.findClientFiles({})
      const fileId = listed.ok ? (listed.value.files[0]?.fileId ?? '') : ''
      expect(questions).toEqual([])
      expect(await handlers.useFoundClient({ fileId })).toMatchObject({ ok: answer })
      expect(questions).toEqual([expect.stringContaining(name)])
      expect(asked).toEqual(answer ? [['useClient', { json: '{"installed":{}}' }]] : [])
    }
  })

  it('hand a chosen client file to the engine, but not a large one', async () => {
    const path = join(folder, 'client.json')
    const dialogs = {
      chooseFolder: () => Promise.resolve(null),
      chooseClientFile: () => Promise.resolve(path),
      saveHistory: () => Promise.resolve(null),
      saveStatement: () => Promise.resolve(null),
      saveCheck: () => Promise.resolve(null),
      saveSupport: () => Promise.resolve(join(folder, 'report.txt')),
      confirmQuit: () => Promise.resolve(true),
      confirm: () => Promise.resolve(true),
    }
    const { handlers, asked } = bench({ useClient: { clientId: 'c' } }, { dialogs })
    await writeFile(path, '{"installed":{}}')
    expect(await handlers.chooseClientFile({})).toEqual({ ok: true, value: { clientId: 'c' } })
    expect(asked).toEqual([['useClient', { json: '{"installed":{}}' }]])
    await writeFile(path, 'x'.repeat(20_001))
    expect(await handlers.chooseClientFile({})).toMatchObject({
      failure: { kind: 'bad-client', problem: 'not-a-client-file' },
    })
    expect(await handlers.saveSupportBundle({})).toEqual({ ok: true, value: { isSaved: true } })
    expect(await readFile(join(folder, 'report.txt'), 'utf8')).toBe('report')
  })
})

describe('the browser', () => {
  it('is given nothing but sign-in pages by the engine', async () => {
    const { browser, opened } = bench()
    for (const url of ['https://example.test/', 'file:///a', 'http://accounts.google.com/'])
      await expect(browser.open(url)).rejects.toThrow()
    expect(opened).toEqual([])
    expect(browser.signInLink()).toBeNull()
  })

  describe('that is no browser', () => {
    let server: Server
    let origin: string
    let requests: string[]
    let reply: (url: string) => string | null
    beforeEach(async () => {
      requests = []
      server = createServer((request, response) => {
        requests.push(request.url ?? '')
        const location = reply(request.url ?? '')
        if (location !== null) response.writeHead(302, { location })
        response.end()
      })
      await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
      origin = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    })
    afterEach(() => new Promise((resolve) => server.close(resolve)))

    const fetching = (problems: unknown[], done: () => void = () => undefined) =>
      createBrowser({
        googleOrigin: origin,
        signsInByFetch: true,
        openExternal: () => Promise.reject(new Error('There is no browser.')),
        fetch: async (...request: Parameters<typeof fetch>) => {
          const answer = await fetch(...request)
          if (answer.status === 200) done()
          return answer
        },
        onProblem: (problem) => {
          problems.push(problem)
          done()
        },
      })

    it('follows a stand-in’s sign-in to its end', async () => {
      reply = (url) => (url === '/callback?code=1' ? null : `${origin}/callback?code=1`)
      await new Promise<void>((resolve) => {
        void fetching([], resolve).open(`${origin}/o/oauth2/v2/auth`)
      })
      expect(requests).toEqual(['/o/oauth2/v2/auth', '/callback?code=1'])
    })

    it('does not follow it away from this computer, nor for ever', async () => {
      const problems: unknown[] = []
      reply = () => 'http://example.test/'
      await new Promise<void>((resolve) => {
        void fetching(problems, resolve).open(`${origin}/auth`)
      })
      reply = () => `${origin}/again`
      await new Promise<void>((resolve) => {
        void fetching(problems, resolve).open(`${origin}/auth`)
      })
      expect(problems).toHaveLength(2)
      expect(requests).toHaveLength(7)
    })
  })
})

describe('the support report', () => {
  it('holds no account, no names of folders or files, no home, no token', () => {
    const text = supportBundle({
      versions: { shoebox: '1.0.0' },
      at: new Date(0),
      settings: defaultSettings,
      status: aStatus({
        conditions: [{ kind: 'source-missing', sourceId: '1', name: 'Canary', until: null }],
        statement: {
          ...{ statementId: '1', at: 1, why: 'monthly', account: 'canary@example.test' },
          ...{ unread: 0, away: ['Canary card'] },
          total: { safe: 1, safeBytes: 1, needYou: 0, waiting: 0, leftOut: 0, noPhotos: 0 },
        },
        active: [{ fileId: '1', name: 'canary.jpg', phase: 'sending', sentBytes: 1, sizeBytes: 2 }],
        sources: [
          {
            sourceId: '1',
            path: `${homedir()}/Canary`,
            name: 'Canary',
            state: 'watching',
            watchProblem: null,
            scanEveryMs: 1,
            lastScanAt: null,
            photoSize: null,
            includeSubfolders: true,
            ignorePatterns: ['canary*'],
            files: 1,
            bytes: 1,
            done: 0,
            unreadableFolders: 0,
          },
        ],
      }),
      checks: [{ name: 'online', answer: 'yes', detail: 'canary' }],
      engineState: 'running',
      logLines: [`at ${homedir()}/x ya29.canary-token first@example.test http://a/b?canary=1`],
    })
    expect(text.toLowerCase()).not.toContain('canary')
    expect(text).not.toContain('example.test')
    expect(text).not.toContain(homedir())
    expect(text).toContain('"photoSize": "high"')
    expect(text).toContain('"state": "watching"')
  })
})

describe('quitting', () => {
  function way(isUploading: boolean, isConfirmed: boolean) {
    const did: string[] = []
    const quitting = createQuitting({
      isUploading: () => isUploading,
      confirm: () => {
        did.push('asked')
        return Promise.resolve(isConfirmed)
      },
      stop: () => {
        did.push('stopped')
        return Promise.resolve()
      },
      quitApp: () => did.push('quit'),
      onProblem: () => undefined,
    })
    return { did, quitting }
  }

  it('asks only while uploading, and takes no for an answer', async () => {
    const idle = way(false, false)
    await idle.quitting.want()
    expect(idle.did).toEqual(['quit'])
    const busy = way(true, false)
    await busy.quitting.want()
    expect(busy.did).toEqual(['asked'])
    const sure = way(true, true)
    await sure.quitting.want()
    expect(sure.did).toEqual(['asked', 'quit'])
  })

  it('holds Electron back until everything has stopped, once', async () => {
    const { did, quitting } = way(false, true)
    let held = 0
    const event = {
      preventDefault() {
        held += 1
      },
    }
    quitting.beforeQuit(event)
    quitting.beforeQuit(event)
    await settle()
    quitting.beforeQuit(event)
    expect(held).toBe(2)
    expect(did).toEqual(['stopped', 'quit'])
    expect(quitting.isUnderWay()).toBe(true)
  })
})
