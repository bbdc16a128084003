// The bill of materials, the audit over what it lists, and the signature under a release's update files.
import { generateKeyPairSync } from 'node:crypto'
import { readFileSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { bill, components } from '../../build/release/bill.ts'
import { holesIn, missedByNode } from '../../build/release/holes.ts'
import { signUpdates } from '../../build/release/sign-updates.ts'
import { joinUpdateFiles, systemOf } from '../../build/release/update-files.ts'
import { judgeOffer } from '../../src/main/shell/update-check.ts'

const project = join(import.meta.dirname, '..', '..')
const about = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  dependencies: Record<string, string>
  devDependencies: Record<string, string>
}

describe.runIf(process.platform === 'linux')('the bill of materials', () => {
  it('lists Electron, Node, every dependency, and what is built into libvips', () => {
    const listed = components([]).map(({ purl }) => purl)
    const { electron = '', node = '' } = about.devDependencies
    expect(listed).toContain(`pkg:npm/electron@${electron}`)
    expect(listed).toContain(`pkg:generic/node@${node}`)
    for (const [name, version] of Object.entries(about.dependencies))
      expect(listed).toContain(`pkg:npm/${name.replace('@', '%40')}@${version}`)
    for (const name of ['vips', 'heif', 'png', 'webp'])
      expect(listed.some((purl) => purl.startsWith(`pkg:generic/${name}@`))).toBe(true)
    expect(new Set(listed).size).toBe(listed.length)
  })

  it('lists what the build took into the bundle, whatever kind of dependency it is', () => {
    const react = `react@${about.dependencies['react'] ?? ''}`
    const more = components([react, '@scope/from-a-dev-dependency@1.0.0'])
    expect(more.map(({ purl }) => purl)).toContain('pkg:npm/%40scope/from-a-dev-dependency@1.0.0')
    expect(more).toHaveLength(components([]).length + 1)
  })

  it('is the same text for the same things', () => {
    expect(bill(['a@1.0.0'])).toBe(bill(['a@1.0.0']))
    expect(bill(['a@1.0.0'])).not.toBe(bill(['a@1.0.1']))
    expect(JSON.parse(bill([]))).toMatchObject({ bomFormat: 'CycloneDX', specVersion: '1.6' })
  })
})

describe('the audit', () => {
  const lock = {
    packages: {
      'node_modules/undici': {},
      'node_modules/vitest': { dev: true },
      'node_modules/electron': { dev: true },
      'node_modules/electron/node_modules/x': { dev: true },
    },
  }
  const audit = (...paths: string[]): unknown => ({
    vulnerabilities: Object.fromEntries(
      paths.map((path) => [path.split('/').at(-1) ?? '', { severity: 'high', nodes: [path] }]),
    ),
  })

  it('knows the holes of what ships, Electron’s too, and no others', () => {
    expect(holesIn(audit('node_modules/undici', 'node_modules/electron'), lock)).toEqual([
      'undici ships with a known hole (high).',
      'electron ships with a known hole (high).',
    ])
    expect(
      holesIn(audit('node_modules/vitest', 'node_modules/electron/node_modules/x'), lock),
    ).toEqual([])
  })

  it('knows the releases of Node that closed holes', () => {
    const releases = [
      { version: 'v26.1.0', security: true },
      { version: 'v24.22.1', security: true },
      { version: 'v24.22.0', security: false },
      { version: 'v24.21.0', security: true },
      { version: 'v24.9.0', security: true },
    ]
    expect(missedByNode('24.21.0', releases)).toEqual([
      'Node v24.22.1 closed holes that 24.21.0 still has.',
    ])
    expect(missedByNode('24.22.1', releases)).toEqual([])
  })
})

describe('the update files of a release', () => {
  const own = generateKeyPairSync('ed25519')
  const pem = own.privateKey.export({ type: 'pkcs8', format: 'pem' }) as string
  const spki = own.publicKey.export({ type: 'spki', format: 'der' }).toString('base64')
  const sha512 = `${'A'.repeat(86)}==`
  const text = `version: 2.0.0
files:
  - url: Shoebox-2.0.0-linux-x64.AppImage
    sha512: ${sha512}
    size: 5
    blockMapSize: 3
path: Shoebox-2.0.0-linux-x64.AppImage
sha512: ${sha512}
releaseDate: '2026-11-22T00:00:00.000Z'
`

  async function aRelease(): Promise<string> {
    const folder = await mkdtemp(join(tmpdir(), 'shoebox-release-'))
    onTestFinished(() => rm(folder, { recursive: true, force: true }))
    await writeFile(join(folder, 'latest-linux.yml'), joinUpdateFiles([text], 'linux'))
    return folder
  }

  it('are taken by an app that was built with the other half of the key', async () => {
    const folder = await aRelease()
    expect(signUpdates(folder, pem, spki)).toBe(1)
    const offer: unknown = JSON.parse(await readFile(join(folder, 'latest-linux.yml'), 'utf8'))
    const running = { key: own.publicKey, system: 'linux', version: '1.0.0' }
    expect(judgeOffer(offer, running)).toEqual({ version: '2.0.0', hashes: [sha512] })
    const stranger = generateKeyPairSync('ed25519').publicKey
    expect(judgeOffer(offer, { ...running, key: stranger })).toBe('not-signed')
  })

  it('are signed with no other key than the app knows', async () => {
    const folder = await aRelease()
    const other = generateKeyPairSync('ed25519').privateKey
    const otherPem = other.export({ type: 'pkcs8', format: 'pem' }) as string
    expect(() => signUpdates(folder, otherPem, spki)).toThrow('not the other half')
    expect(() => signUpdates(folder, pem, '')).toThrow('SHOEBOX_UPDATE_KEY is not set')
  })

  it('are each for one system, and say nothing that the app would refuse', () => {
    expect(
      ['latest.yml', 'latest-mac.yml', 'latest-linux.yml', 'latest-linux-arm64.yml'].map(systemOf),
    ).toEqual(['win32', 'darwin', 'linux', 'linux'])
    expect(() => systemOf('latest-other.yml')).toThrow('No system')
    expect(() => joinUpdateFiles([`${text}stagingPercentage: 10\n`], 'linux')).toThrow()
  })
})
