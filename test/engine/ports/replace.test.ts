import { mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises'
import { readdirSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { replaceFile, replaceFileNow } from '../../../src/main/engine/ports/replace.ts'

/** A system that refuses the first renames with a code. */
function refusing(platform: NodeJS.Platform, refusals: number, code: string) {
  const seen = { tries: 0, pausedMs: 0 }
  const rename = (): void => {
    seen.tries += 1
    if (seen.tries <= refusals) throw Object.assign(new Error(code), { code })
  }
  const pause = (ms: number): void => void (seen.pausedMs += ms)
  const system = {
    platform,
    rename: async () => rename(),
    pause: async (ms: number) => pause(ms),
  }
  return { seen, system, now: { platform, rename, pause } }
}

describe.each(['EACCES', 'EBUSY', 'EPERM'])('a file that Windows says %s of', (code) => {
  it('takes its place once nobody holds it', async () => {
    const { seen, system } = refusing('win32', 4, code)
    await replaceFile('draft', 'file', system)
    expect(seen.tries).toBe(5)
    expect(seen.pausedMs).toBeGreaterThan(100)
  })

  it('is given up after some seconds, with what the system says', async () => {
    const { seen, system } = refusing('win32', Infinity, code)
    await expect(replaceFile('draft', 'file', system)).rejects.toMatchObject({ code })
    expect(seen.pausedMs).toBe(5_000)
  })

  it('is treated alike where nothing else may go on', () => {
    const { seen, now } = refusing('win32', 4, code)
    replaceFileNow('draft', 'file', now)
    expect(seen.tries).toBe(5)
    const { seen: held, now: heldSystem } = refusing('win32', Infinity, code)
    expect(() => replaceFileNow('draft', 'file', heldSystem)).toThrow(code)
    expect(held.pausedMs).toBe(5_000)
  })
})

it.each<[NodeJS.Platform, string]>([
  ['linux', 'EACCES'],
  ['darwin', 'EPERM'],
  ['win32', 'ENOSPC'],
  ['win32', 'ENOENT'],
])('on %s %s is said at once', async (platform, code) => {
  const { seen, system, now } = refusing(platform, 1, code)
  await expect(replaceFile('draft', 'file', system)).rejects.toMatchObject({ code })
  expect(seen).toEqual({ tries: 1, pausedMs: 0 })
  seen.tries = 0
  expect(() => replaceFileNow('draft', 'file', now)).toThrow(code)
  expect(seen).toEqual({ tries: 1, pausedMs: 0 })
})

it('a real file takes the place of another', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'shoebox-replace-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const [from, to] = [join(folder, 'draft'), join(folder, 'file')]
  await writeFile(to, 'old')
  await writeFile(from, 'new')
  await replaceFile(from, to)
  expect([await readdir(folder), await readFile(to, 'utf8')]).toEqual([['file'], 'new'])
  await writeFile(from, 'newest')
  replaceFileNow(from, to)
  expect([readdirSync(folder), readFileSync(to, 'utf8')]).toEqual([['file'], 'newest'])
})

// A log that cannot turn over goes on as it is, and is not waited for.
it('is how every file that was written takes its place', () => {
  const source = join(import.meta.dirname, '..', '..', '..', 'src', 'main')
  const own = readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .filter((name) => /(?<![.\w])rename(?:Sync)?\(/.test(readFileSync(join(source, name), 'utf8')))
    .map((name) => name.replaceAll('\\', '/'))
  expect(own.toSorted()).toEqual(['engine/ports/replace.ts', 'shell/shell-log.ts'])
})
