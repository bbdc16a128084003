import { mkdtemp, mkdir, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { fail, ok } from '../../src/shared/result.ts'
import { contentPolicy, serveBundle } from '../../src/main/shell/app-pages.ts'
import type { EngineCommand } from '../../src/main/shell/engine-supervisor.ts'
import { serveThumbnail } from '../../src/main/shell/thumbnails.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'shoebox-pages-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

describe('the window’s bundle', () => {
  it('comes with its type and its policy', async () => {
    await writeFile(join(folder, 'index.html'), '<p>hello</p>')
    const reply = await serveBundle(folder, new Request('app://shoebox/'))
    expect(reply.status).toBe(200)
    expect(reply.headers.get('content-type')).toBe('text/html; charset=utf-8')
    expect(reply.headers.get('content-security-policy')).toBe(contentPolicy)
    expect(await reply.text()).toBe('<p>hello</p>')
  })

  it('answers 404 for what is not there, for other kinds of file, and for anything but GET', async () => {
    await writeFile(join(folder, 'a.node'), '')
    await writeFile(join(folder, 'a.js'), '')
    const status = async (path: string, init?: RequestInit): Promise<number> =>
      (await serveBundle(folder, new Request(`app://shoebox/${path}`, init))).status
    expect(await status('missing.js')).toBe(404)
    expect(await status('a.node')).toBe(404)
    expect(await status('a.js', { method: 'POST' })).toBe(404)
    expect(await status('a.js')).toBe(200)
  })

  it('allows nothing from the network', () => {
    expect(contentPolicy).toContain("default-src 'none'")
    expect(contentPolicy).toContain("connect-src 'none'")
    expect(contentPolicy).not.toMatch(/https?:|unsafe|\*/)
  })
})

describe('thumbnails', () => {
  const engineThatMakes =
    (path: string | null): EngineCommand =>
    () =>
      Promise.resolve(ok({ path })) as never

  it('are streamed from the cache', async () => {
    const cache = join(folder, 'cache')
    await mkdir(cache)
    await writeFile(join(cache, '1.jpg'), 'picture')
    const reply = await serveThumbnail(
      engineThatMakes(join(cache, '1.jpg')),
      cache,
      new Request('thumb://file/1?side=64'),
    )
    expect(reply.headers.get('content-type')).toBe('image/jpeg')
    expect(await reply.text()).toBe('picture')
  })

  it('are not read from outside the cache, not even through a link inside it', async () => {
    const cache = join(folder, 'cache')
    await mkdir(cache)
    await writeFile(join(folder, 'secret.jpg'), 'secret')
    await symlink(join(folder, 'secret.jpg'), join(cache, 'link.jpg'))
    for (const path of [
      join(folder, 'secret.jpg'),
      join(cache, '..', 'secret.jpg'),
      join(cache, 'link.jpg'),
    ]) {
      const reply = await serveThumbnail(
        engineThatMakes(path),
        cache,
        new Request('thumb://file/1'),
      )
      expect([path, reply.status]).toEqual([path, 404])
    }
  })

  it('are 404 where there is none, where the engine is down, and for a strange address', async () => {
    const down: EngineCommand = () => Promise.resolve(fail({ kind: 'engine-down' }))
    const ask = async (engine: EngineCommand, address: string): Promise<number> =>
      (await serveThumbnail(engine, folder, new Request(address))).status
    expect(await ask(engineThatMakes(null), 'thumb://file/1')).toBe(404)
    expect(await ask(down, 'thumb://file/1')).toBe(404)
    expect(await ask(engineThatMakes('/etc/passwd'), 'thumb://file/%2e%2e')).toBe(404)
  })
})

describe('the pictures of a size preview', () => {
  const address = 'thumb://preview/5f0c6f0e-4b1d-4a5e-9a3e-0d6f3b1c2a01/after'

  it('are streamed from the cache, asked for by id alone', async () => {
    await writeFile(join(folder, 'pair.png'), 'picture')
    const asked: unknown[] = []
    const engine: EngineCommand = (name, input) => {
      asked.push([name, input])
      return Promise.resolve(ok({ path: join(folder, 'pair.png') })) as never
    }
    const reply = await serveThumbnail(engine, folder, new Request(address))
    expect(reply.headers.get('content-type')).toBe('image/png')
    expect(reply.headers.get('cache-control')).toBe('no-store')
    expect(await reply.text()).toBe('picture')
    const input = { previewId: '5f0c6f0e-4b1d-4a5e-9a3e-0d6f3b1c2a01', which: 'after' }
    expect(asked).toEqual([['previewPicture', input]])
  })

  it('are not read from outside the cache, and 404 for anything but GET and where there are none', async () => {
    const cache = join(folder, 'cache')
    await mkdir(cache)
    await writeFile(join(folder, 'secret.png'), 'secret')
    await writeFile(join(cache, 'pair.png'), 'picture')
    await symlink(join(folder, 'secret.png'), join(cache, 'link.png'))
    const ask = async (path: string | null, method = 'GET'): Promise<number> => {
      const engine: EngineCommand = () => Promise.resolve(ok({ path })) as never
      return (await serveThumbnail(engine, cache, new Request(address, { method }))).status
    }
    expect(await ask(join(cache, 'pair.png'))).toBe(200)
    expect(await ask(join(cache, 'pair.png'), 'POST')).toBe(404)
    expect(await ask(join(folder, 'secret.png'))).toBe(404)
    expect(await ask(join(cache, '..', 'secret.png'))).toBe(404)
    expect(await ask(join(cache, 'link.png'))).toBe(404)
    expect(await ask(join(cache, 'gone.png'))).toBe(404)
    expect(await ask(null)).toBe(404)
  })
})
