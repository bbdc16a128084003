// What may go into an installer: the right Electron, the right Node, and a signature, or a person's word that there is none.
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { execFile } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'
import { checkElectron, checkNode } from '../../build/packaging/shipped-binaries.ts'
import { missingForSigning, signing } from '../../build/packaging/signing.ts'
import { sandboxSwitches } from '../../src/main/shell/sandbox.ts'

const project = join(import.meta.dirname, '..', '..')
const { devDependencies } = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  devDependencies: { electron: string; node: string }
}
const { electron, node } = devDependencies

async function aFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'shoebox-shipped-'))
  onTestFinished(() => rm(folder, { recursive: true, force: true }))
  return folder
}

describe('the Electron of an installer', () => {
  it('is the one of package.json, from the electron package itself', () => {
    expect(() =>
      checkElectron({ origin: 'package', version: electron }, devDependencies),
    ).not.toThrow()
  })

  it.each([
    [{ origin: 'registry-copy', version: '33.2.1' } as const],
    [{ origin: 'registry-copy', version: electron } as const],
    [{ origin: 'override', version: electron } as const],
    [{ origin: 'package', version: '33.2.1' } as const],
  ])('is no other: %j', (found) => {
    expect(() => checkElectron(found, devDependencies)).toThrow('No installer is made of Electron')
  })

  it('is refused before anything is packed', async () => {
    const folder = await aFolder()
    const program = join(folder, process.platform === 'win32' ? 'electron.exe' : 'electron')
    await writeFile(program, '')
    await chmod(program, 0o755)
    await writeFile(join(folder, 'version'), electron)
    const script = `import { pack } from ${JSON.stringify(join(project, 'build/packaging/pack.ts'))}
await pack('installers', 'unsigned').then(() => console.log('packed'), (error) => console.log(error.message))
process.exit(0)`
    const { stdout } = await promisify(execFile)(
      process.execPath,
      ['--input-type=module', '--eval', script],
      { env: { ...process.env, ELECTRON_OVERRIDE_DIST_PATH: folder } },
    )
    expect(stdout).toContain('from ELECTRON_OVERRIDE_DIST_PATH')
    expect(stdout).not.toContain('packed\n')
  })
})

describe('the Node of the Linux packages', () => {
  it.each(['x64', 'arm64'])('has its hash written down for %s', async (arch) => {
    const folder = await aFolder()
    await writeFile(join(folder, 'node'), 'another')
    await expect(checkNode(join(folder, 'node'), node, arch)).rejects.toThrow(
      `is not the Node ${node} that is pinned`,
    )
  })

  it.runIf(process.platform === 'linux')('is the one that is installed', async () => {
    await checkNode(join(project, 'node_modules/node/bin/node'), node, process.arch)
  })

  it('is refused when nobody has looked its version up', async () => {
    await expect(checkNode('node', '24.99.0', 'x64')).rejects.toThrow('no hash for Node 24.99.0')
  })
})

describe('a release without its certificates', () => {
  it('fails, on each system that has them', () => {
    expect(missingForSigning({}, 'win32')).toEqual(['WIN_CSC_LINK', 'WIN_CSC_KEY_PASSWORD'])
    expect(missingForSigning({ CSC_LINK: 'x', CSC_KEY_PASSWORD: 'x' }, 'darwin')).toEqual([
      'APPLE_API_KEY',
      'APPLE_API_KEY_ID',
      'APPLE_API_ISSUER',
    ])
    expect(missingForSigning({ WIN_CSC_LINK: 'x', WIN_CSC_KEY_PASSWORD: '' }, 'win32')).toEqual([
      'WIN_CSC_KEY_PASSWORD',
    ])
    expect(missingForSigning({}, 'linux')).toEqual([])
    for (const platform of ['win32', 'darwin'] as const)
      expect(signing('signed', platform)).toEqual({ forceCodeSigning: true })
  })

  it('is named so when a person has said so', () => {
    for (const [platform, system, key] of [
      ['win32', 'windows', 'win'],
      ['darwin', 'mac', 'mac'],
      ['linux', 'linux', 'linux'],
    ] as const)
      expect(signing('unsigned', platform)).toEqual({
        forceCodeSigning: false,
        [key]: { artifactName: `Shoebox-\${version}-${system}-\${arch}-unsigned.\${ext}` },
      })
  })
})

describe('a start without the sandbox', () => {
  it('is noticed, whichever part of it is off', () => {
    expect(sandboxSwitches(() => false)).toEqual([])
    expect(sandboxSwitches((name) => name === 'no-sandbox')).toEqual(['no-sandbox'])
    expect(sandboxSwitches((name) => name === 'disable-gpu-sandbox')).toHaveLength(1)
  })
})
