import { createHash } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { asarFiles } from '../../build/packaging/asar-files.ts'
import { binaryProblems, readContents, strayFiles } from '../../build/packaging/contents.ts'
import { ownBytes, sizeTable } from '../../build/packaging/size-table.ts'
import { appIn, unpackedApp } from '../../build/packaging/unpacked-app.ts'

const aFile = (path: string): { path: string; sizeBytes: number } => ({ path, sizeBytes: 1 })
const linux = { platform: 'linux', arch: 'x64' } as const

/** An archive as @electron/asar writes it: four lengths, the header, the files. */
function anArchive(files: Record<string, { size: number; unpacked?: boolean }>): Buffer {
  const tree: { files: Record<string, unknown> } = { files: {} }
  for (const [path, { size, unpacked }] of Object.entries(files)) {
    const names = path.split('/')
    const last = names.pop() ?? ''
    let folder = tree
    for (const name of names)
      folder = (folder.files[name] ??= { files: {} }) as { files: Record<string, unknown> }
    const integrity = { hash: createHash('sha256').digest('hex') }
    folder.files[last] = { size, integrity, ...(unpacked ? { unpacked } : { offset: '0' }) }
  }
  const header = Buffer.from(JSON.stringify(tree))
  const padding = Buffer.alloc((4 - (header.length % 4)) % 4)
  const lengths = Buffer.alloc(16)
  lengths.writeUInt32LE(4, 0)
  lengths.writeUInt32LE(8 + header.length + padding.length, 4)
  lengths.writeUInt32LE(4 + header.length + padding.length, 8)
  lengths.writeUInt32LE(header.length, 12)
  const inside = Object.values(files).reduce(
    (sum, file) => sum + (file.unpacked ? 0 : file.size),
    0,
  )
  return Buffer.concat([lengths, header, padding, Buffer.alloc(inside)])
}

async function aPackedApp(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shoebox-packed-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  const resources = join(folder, 'resources')
  await mkdir(join(resources, 'node', 'bin'), { recursive: true })
  await writeFile(join(folder, 'shoebox'), Buffer.alloc(1_000))
  await writeFile(join(resources, 'node', 'bin', 'node'), Buffer.alloc(500))
  await writeFile(
    join(resources, 'app.asar'),
    anArchive({
      'out/renderer/index.html': { size: 70 },
      'out/main/main.js': { size: 200, unpacked: true },
      'node_modules/better-sqlite3/prebuilds/linux-x64.node': { size: 40, unpacked: true },
      'node_modules/@img/sharp-linux-x64/lib/sharp.node': { size: 30, unpacked: true },
    }),
  )
  const unpacked = join(resources, 'app.asar.unpacked')
  for (const [path, size] of [
    ['out/main/main.js', 200],
    ['node_modules/better-sqlite3/prebuilds/linux-x64.node', 40],
    ['node_modules/@img/sharp-linux-x64/lib/sharp.node', 30],
  ] as const) {
    await mkdir(join(unpacked, path, '..'), { recursive: true })
    await writeFile(join(unpacked, path), Buffer.alloc(size))
  }
  return folder
}

describe('the packed app', () => {
  it('is taken apart into what takes the room', async () => {
    const folder = await aPackedApp()
    const { parts, problems } = await readContents(appIn(folder, 'linux'), linux)
    const sizes = Object.fromEntries(parts.map(({ name, sizeBytes }) => [name, sizeBytes]))
    expect(sizes).toMatchObject({
      Electron: 1_000,
      Node: 500,
      window: 70,
      'shell and engine': 200,
      'better-sqlite3': 40,
      'sharp and libvips': 30,
    })
    const index = sizes['archive index'] ?? 0
    expect(index).toBeGreaterThan(16)
    expect(ownBytes(parts)).toBe(340 + index)
    expect(problems).toEqual([])
    expect(sizeTable(parts)).toMatch(/the unpacked app\s+0\.0 MB$/)
  })

  it('tells which files of the archive lie beside it', async () => {
    const folder = await aPackedApp()
    const files = await asarFiles(join(folder, 'resources', 'app.asar'))
    expect(files).toContainEqual({
      path: 'out/renderer/index.html',
      sizeBytes: 70,
      isUnpacked: false,
    })
    expect(files).toContainEqual({ path: 'out/main/main.js', sizeBytes: 200, isUnpacked: true })
  })

  it.each([
    'app/out/main/main.js.map',
    'app/src/main.ts',
    'app/x/test/a.js',
    'prepared.json',
    'app/.env',
  ])('is found fault with for %s', (path) => {
    expect(strayFiles([aFile(path)])).toEqual([`${path} is packed.`])
  })

  it('is found fault with for the binary of another machine, and for want of its own', () => {
    const files = ['app/node_modules/better-sqlite3/prebuilds/win32-x64.node'].map(aFile)
    expect(binaryProblems(files, linux)).toEqual([
      'app/node_modules/better-sqlite3/prebuilds/win32-x64.node is not for linux-x64.',
      'better-sqlite3/prebuilds/linux-x64.node is missing.',
      '@img/sharp-linux-x64/ is missing.',
    ])
  })

  it.each([
    ['linux', 'x64', 'linux-unpacked', 'shoebox'],
    ['linux', 'arm64', 'linux-arm64-unpacked', 'shoebox'],
    ['win32', 'x64', 'win-unpacked', 'Shoebox.exe'],
    ['win32', 'arm64', 'win-arm64-unpacked', 'Shoebox.exe'],
    ['darwin', 'x64', 'mac', 'Shoebox.app/Contents/MacOS/Shoebox'],
    ['darwin', 'arm64', 'mac-arm64', 'Shoebox.app/Contents/MacOS/Shoebox'],
  ] as const)('of %s on %s is in %s', (platform, arch, folder, program) => {
    expect(unpackedApp(platform, arch).executable).toContain(join('dist', folder, program))
  })
})
