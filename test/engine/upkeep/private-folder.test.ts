// The data folder is its user's alone: closed to others when it is taken, and refused when it is theirs.
import {
  chmodSync,
  chownSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import {
  closeToOthers,
  isInProfile,
  parseSid,
} from '../../../src/main/engine/upkeep/windows-access.ts'
import {
  foreseePrivateFolder,
  takePrivateFolder,
} from '../../../src/main/engine/upkeep/private-folder.ts'
import { linuxIt, plainUserIt, posixDescribe } from '../../builders/posix.ts'

const modeOf = (path: string): string => (statSync(path).mode & 0o777).toString(8)

function aFolder(mode: number, files: Readonly<Record<string, number>> = {}): string {
  const base = mkdtempSync(join(tmpdir(), 'shoebox-private-'))
  onTestFinished(() => rmSync(base, { recursive: true, force: true }))
  const folder = join(base, 'data')
  mkdirSync(folder)
  for (const [name, fileMode] of Object.entries(files)) {
    writeFileSync(join(folder, name), name)
    chmodSync(join(folder, name), fileMode)
  }
  chmodSync(folder, mode)
  return folder
}

const isRoot = process.getuid?.() === 0
const nobody = 65_534

posixDescribe('the data folder', () => {
  it('is made for its user alone', async () => {
    const folder = join(aFolder(0o755), 'new', 'data')
    expect(await takePrivateFolder(folder)).toMatchObject({ ok: true })
    expect(modeOf(folder)).toBe('700')
  })

  it('is closed with everything of ours in it', async () => {
    const folder = aFolder(0o777, { 'catalogue.sqlite': 0o644, 'sign-in.json': 0o666 })
    mkdirSync(join(folder, 'backups'))
    chmodSync(join(folder, 'backups'), 0o755)
    expect(await takePrivateFolder(folder)).toMatchObject({ ok: true })
    const modes = ['', 'catalogue.sqlite', 'sign-in.json', 'backups'].map((name) =>
      modeOf(join(folder, name)),
    )
    expect(modes).toEqual(['700', '600', '600', '700'])
  })

  it('stays as it is where it holds other things, but for what is ours', async () => {
    const folder = aFolder(0o755, { 'catalogue.sqlite': 0o644, 'holiday.jpg': 0o644 })
    symlinkSync('/etc/hostname', join(folder, 'logs'))
    const outside = modeOf('/etc/hostname')
    expect(await takePrivateFolder(folder)).toMatchObject({ ok: true })
    expect(modeOf(folder)).toBe('755')
    expect(modeOf(join(folder, 'catalogue.sqlite'))).toBe('600')
    expect(modeOf(join(folder, 'holiday.jpg'))).toBe('644')
    expect(modeOf('/etc/hostname')).toBe(outside)
  })

  it('is refused where others put things in, and left as it was', async () => {
    const folder = aFolder(0o777, { 'holiday.jpg': 0o644, 'catalogue.sqlite': 0o644 })
    expect(await takePrivateFolder(folder)).toEqual({
      ok: false,
      failure: { kind: 'folder-not-private', path: folder, problem: 'open-to-others' },
    })
    expect(modeOf(join(folder, 'catalogue.sqlite'))).toBe('644')
  })

  it.skipIf(!isRoot)('is refused where it is another user’s', async () => {
    const folder = aFolder(0o755)
    chownSync(folder, nobody, nobody)
    expect(await takePrivateFolder(folder)).toMatchObject({
      failure: { kind: 'folder-not-private', path: folder, problem: 'another-user' },
    })
  })

  it.skipIf(!isRoot)('is refused with a sign-in that another user put there', async () => {
    const folder = aFolder(0o700, { 'sign-in.json': 0o644 })
    const path = join(folder, 'sign-in.json')
    chownSync(path, nobody, nobody)
    expect(await takePrivateFolder(folder)).toMatchObject({
      failure: { kind: 'folder-not-private', path, problem: 'another-user' },
    })
    expect(readFileSync(path, 'utf8')).toBe('sign-in.json')
  })
})

const aFile = (base: string): string => {
  writeFileSync(join(base, 'file'), '')
  return join(base, 'file')
}
const aLink = (base: string, to: string): string => {
  symlinkSync(join(base, to), join(base, 'link'))
  return join(base, 'link')
}

/** Data folders that cannot be made or used, and the code that is told. */
const unusable: [string, code: string, make: (base: string) => string][] = [
  ['that is a file', 'ENOTDIR', aFile],
  ['below a file', 'ENOTDIR', (base) => join(aFile(base), 'new', 'data')],
  ['with a name too long', 'ENAMETOOLONG', (base) => join(base, 'a'.repeat(300))],
  ['of links in a circle', 'ELOOP', (base) => aLink(base, 'link')],
  ['whose link leads nowhere', 'ENOENT', (base) => aLink(base, 'nowhere')],
  ['below such a link', 'ENOENT', (base) => join(aLink(base, 'nowhere'), 'data')],
]

posixDescribe('a data folder', () => {
  it.each(unusable)('%s is refused, and foreseen to be', async (_, code, make) => {
    const base = aFolder(0o700)
    const folder = make(base)
    const before = readdirSync(base, { recursive: true })
    const refused = { ok: false, failure: { kind: 'own-folder-unusable', path: folder, code } }
    expect(await foreseePrivateFolder(folder)).toEqual(refused)
    expect(await takePrivateFolder(folder)).toEqual(refused)
    expect(readdirSync(base, { recursive: true })).toEqual(before)
  })

  it.each(['backups', 'receipts', 'renditions'])('is refused where %s is a file', async (name) => {
    const folder = aFolder(0o700, { [name]: 0o600 })
    expect(await takePrivateFolder(folder)).toEqual({
      ok: false,
      failure: { kind: 'own-folder-unusable', path: join(folder, name), code: 'ENOTDIR' },
    })
  })

  plainUserIt('is refused where its user may not write', async () => {
    const folder = aFolder(0o500)
    const refused = { kind: 'own-folder-unusable', path: folder, code: 'EACCES' }
    expect(await foreseePrivateFolder(folder)).toMatchObject({ failure: refused })
    expect(await takePrivateFolder(folder)).toMatchObject({ failure: refused })
  })

  it('is foreseen to be taken where it is there, and where it can be made, and not made for that', async () => {
    const folder = aFolder(0o700)
    const fresh = join(folder, 'new', 'data')
    expect(await foreseePrivateFolder(folder)).toEqual({ ok: true, value: null })
    expect(await foreseePrivateFolder(fresh)).toEqual({ ok: true, value: null })
    expect(readdirSync(folder)).toEqual([])
  })
})

linuxIt('a place where the system makes no folder is given up', async () => {
  const folder = '/proc/shoebox/data'
  expect(await takePrivateFolder(folder)).toMatchObject({
    failure: { kind: 'own-folder-unusable', path: folder },
  })
})

describe('the data folder on Windows', () => {
  const taken = async (folder: string): Promise<(readonly string[])[]> => {
    const closed: (readonly string[])[] = []
    await takePrivateFolder(folder, 'win32', async (paths) => closed.push(paths))
    return closed
  }

  it('is closed as a whole where it is ours, and where it is new', async () => {
    const folder = aFolder(0o755, { 'catalogue.sqlite': 0o644 })
    expect(await taken(folder)).toEqual([[folder]])
    const fresh = join(folder, '..', 'new')
    expect(await taken(fresh)).toEqual([[fresh]])
  })

  it('is left open where it holds other things too, but for what is ours', async () => {
    const folder = aFolder(0o755, { 'catalogue.sqlite': 0o644, 'holiday.jpg': 0o644 })
    expect(await taken(folder)).toEqual([[join(folder, 'catalogue.sqlite')]])
  })

  it('is taken also where no access list can be set', async () => {
    const refused = () =>
      closeToOthers(['D:\\data'], { ...tools([]), icacls: () => Promise.reject(new Error()) })
    expect(await refused()).toBe(false)
    const folder = aFolder(0o755)
    expect(await takePrivateFolder(folder, 'win32', refused)).toMatchObject({ ok: true })
  })
})

const sid = 'S-1-5-21-1004336348-1177238915-682003330-1001'
const tools = (calls: (readonly string[])[]) => ({
  profile: 'C:\\Users\\ann',
  whoAmI: async () => `"pc\\ann","${sid}"\r\n`,
  icacls: async (words: readonly string[]) => calls.push(words),
})

describe('closing to others on Windows', () => {
  it('gives a folder, and all below, to the user alone', async () => {
    const calls: (readonly string[])[] = []
    expect(await closeToOthers(['D:\\Shoebox'], tools(calls))).toBe(true)
    expect(calls).toEqual([
      ['D:\\Shoebox', '/inheritance:r', '/grant:r', `*${sid}:(OI)(CI)F`, '/Q'],
    ])
  })

  it('leaves the profile as Windows made it', async () => {
    const calls: (readonly string[])[] = []
    const own = 'c:\\users\\Ann\\AppData\\Roaming\\shoebox'
    expect(await closeToOthers([own], tools(calls))).toBe(true)
    expect(calls).toEqual([])
  })

  it.each([
    ['C:\\Users\\ann', true],
    ['C:\\Users\\anne\\data', false],
    ['D:\\Users\\ann', false],
    ['\\\\server\\share\\data', false],
  ])('%s is in the profile: %s', (path, isIn) => {
    expect(isInProfile(path, 'C:\\Users\\ann')).toBe(isIn)
    expect(isInProfile(path, '')).toBe(false)
  })

  it('does nothing where Windows names no user', async () => {
    const calls: (readonly string[])[] = []
    expect(parseSid('')).toBeNull()
    const nameless = { ...tools(calls), whoAmI: async () => 'ERROR: no user\r\n' }
    expect(await closeToOthers(['D:\\data'], nameless)).toBe(false)
    expect(calls).toEqual([])
  })
})
