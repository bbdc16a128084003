// Behaviour of the folder of reduced copies: names, room, what counts and what is cleared up.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { createRenditionStore } from '../../../src/main/engine/prepare/rendition-store.ts'

let parent = ''
let folder = ''
beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'shoebox-copies-'))
  folder = join(parent, 'copies')
})
afterEach(() => rm(parent, { recursive: true, force: true }))

const sha = (digit: string): string => digit.repeat(64)
const open = (mostBytes = 100) => {
  const store = createRenditionStore(folder, mostBytes)
  const put = async (digit: string, bytes: number): Promise<string> => {
    const path = await store.temporaryPath()
    await writeFile(path, Buffer.alloc(bytes))
    await store.keep(path, store.nameOf(sha(digit)), bytes)
    return store.nameOf(sha(digit))
  }
  return { store, put }
}

describe('a reduced copy', () => {
  it('is named by the bytes it was made from and the way it was made', () => {
    const { store } = open()
    expect(store.nameOf(sha('a'))).toBe(`${sha('a')}-v1`)
    expect(store.pathOf(store.nameOf(sha('a')))).toBe(join(folder, `${sha('a')}-v1`))
    expect(store.pathOf(`${sha('a')}-v12`)).toBe(join(folder, `${sha('a')}-v12`))
    // Of an older version, with its date and the zone of that.
    for (const made of ['', '-v1'])
      for (const zone of ['', 'z0', 'z-120', 'z540']) {
        const old = `${sha('a')}${made}-d1at-86400000${zone}`
        expect(store.pathOf(old)).toBe(join(folder, old))
      }
  })

  it.each([
    '../x',
    sha('a'),
    `${sha('a')}-v`,
    `${sha('A')}-v1`,
    `x${sha('a')}-v1`,
    `${sha('a')}-v1x`,
  ])('is never reached by the name %s', (name) => {
    expect(() => open().store.pathOf(name)).toThrow('Not the name of a rendition')
  })

  it('is written to a new path in the same folder, which is the owner’s alone', async () => {
    const { store } = open()
    const [one, two] = [await store.temporaryPath(), await store.temporaryPath()]
    expect(one).not.toBe(two)
    expect(dirname(one)).toBe(folder)
    if (process.platform !== 'win32') expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })

  it('has its name only when it is whole', async () => {
    const { store } = open()
    const path = await store.temporaryPath()
    await writeFile(path, 'the copy')
    await store.keep(path, store.nameOf(sha('a')), 8)
    expect(await readdir(folder)).toEqual([store.nameOf(sha('a'))])
    expect(await readFile(store.pathOf(store.nameOf(sha('a'))), 'utf8')).toBe('the copy')
  })
})

describe('the room for copies', () => {
  it('is taken by what is kept, and given back by what is discarded', async () => {
    const { store, put } = open(100)
    expect(store.hasRoom()).toBe(true)
    await put('a', 60)
    expect(store.hasRoom()).toBe(true)
    const b = await put('b', 40)
    expect(store.hasRoom()).toBe(false)
    await store.discard(b)
    expect(store.hasRoom()).toBe(true)
    expect(existsSync(store.pathOf(b))).toBe(false)
    await put('c', 39)
    expect(store.hasRoom()).toBe(true)
  })

  it('is taken once by a copy that comes again, and given back once', async () => {
    const { store, put } = open(100)
    const a = await put('a', 60)
    await put('a', 60)
    expect(store.hasRoom()).toBe(true)
    await store.discard(a)
    await store.discard(a)
    await put('b', 99)
    expect(store.hasRoom()).toBe(true)
    await put('c', 1)
    expect(store.hasRoom()).toBe(false)
  })

  it('is there when nothing that is not known is discarded', async () => {
    const { store } = open(100)
    await store.discard(store.nameOf(sha('f')))
    expect(store.hasRoom()).toBe(true)
    expect(open(0).store.hasRoom()).toBe(false)
  })
})

describe('whether a copy is there', () => {
  it('is known of what was kept and what was found, and of nothing else on the disk', async () => {
    const { store, put } = open()
    expect(store.has(store.nameOf(sha('a')))).toBe(false)
    const [a, b] = [await put('a', 1), await put('b', 1)]
    expect(store.has(a)).toBe(true)
    const { store: next } = open()
    expect(next.has(a)).toBe(false)
    await next.keepOnly(new Set([a]))
    expect([a, b].map((name) => next.has(name))).toEqual([true, false])
    await next.discard(a)
    expect(next.has(a)).toBe(false)
  })
})

describe('clearing up', () => {
  it('keeps what is named and counts it, and removes all else', async () => {
    const { put } = open(100)
    const [a, b] = [await put('a', 60), await put('b', 60)]
    await writeFile(join(folder, 'half.tmp'), 'x')
    await mkdir(join(folder, 'a folder'))
    await writeFile(join(folder, 'a folder', 'file'), 'x')
    const { store, put: more } = open(100)
    await store.keepOnly(new Set([a, 'not there']))
    expect(await readdir(folder)).toEqual([a])
    expect(store.hasRoom()).toBe(true)
    await more('c', 40)
    expect(store.hasRoom()).toBe(false)
    await store.keepOnly(new Set([a]))
    expect(existsSync(join(folder, b))).toBe(false)
  })

  it('makes the folder when it is not there', async () => {
    await open().store.keepOnly(new Set())
    expect(await readdir(folder)).toEqual([])
    if (process.platform !== 'win32') expect((await stat(folder)).mode & 0o777).toBe(0o700)
  })
})
