// The bill of materials of a release (CycloneDX 1.6): everything that ships, by name and version. The packages that the lock
// file says ship, every package of which the build took a module into the bundle (out/bundled, electron.vite.config.ts),
// Electron, Node, and what is built into libvips. `node build/release/bill.ts` prints it, after `npm run build`.
import { createHash } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectLicences } from '../licences/collect.ts'
import { libvipsParts } from '../licences/sources.ts'

/** One thing that ships. */
export interface Component {
  readonly type: 'library' | 'framework' | 'application'
  readonly name: string
  readonly version: string
  readonly purl: string
  readonly licenses?: readonly { license: { name: string } }[]
}

const project = join(import.meta.dirname, '..', '..')
const about = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
  version: string
  devDependencies: { electron: string; node: string }
}

/** A package as the build names it: "react@19.3.1". */
export function bundledPackages(): string[] {
  const folder = join(project, 'out', 'bundled')
  if (!existsSync(folder)) throw new Error('There is no out/bundled: run "npm run build" first.')
  const all = readdirSync(folder).flatMap(
    (name) => JSON.parse(readFileSync(join(folder, name), 'utf8')) as string[],
  )
  return [...new Set(all)].sort()
}

const npm = (name: string, version: string, licence?: string): Component => ({
  type: 'library',
  name,
  version,
  purl: `pkg:npm/${name.replace('@', '%40')}@${version}`,
  ...(licence === undefined ? {} : { licenses: [{ license: { name: licence } }] }),
})

/** Everything that ships. */
export function components(bundled: readonly string[]): Component[] {
  const { electron, node } = about.devDependencies
  const runtimes = ['Electron', 'Chromium', 'Node.js (Linux)']
  const packages = collectLicences()
    .shipped.filter(({ name }) => !runtimes.includes(name))
    .map(({ name, version, licence }) => npm(name, version, licence))
  const known = new Set(packages.map(({ name, version }) => `${name}@${version}`))
  const others = bundled
    .filter((one) => !known.has(one))
    .map((one) => npm(one.slice(0, one.lastIndexOf('@')), one.slice(one.lastIndexOf('@') + 1)))
  const parts = Object.entries(libvipsParts(process.arch)).map(([name, version]): Component => ({
    type: 'library',
    name: `${name} (in libvips)`,
    version,
    purl: `pkg:generic/${name}@${version}`,
  }))
  return [
    { ...npm('electron', electron, 'MIT'), type: 'framework' },
    {
      type: 'framework',
      name: 'Chromium',
      version: `of Electron ${electron}`,
      purl: `pkg:github/electron/electron@v${electron}`,
    },
    { type: 'framework', name: 'Node.js', version: node, purl: `pkg:generic/node@${node}` },
    ...packages,
    ...others,
    ...parts,
  ]
}

/** The bill; the same inputs give the same text. */
export function bill(bundled: readonly string[]): string {
  const all = components(bundled)
  const hash = createHash('sha256').update(JSON.stringify(all)).digest('hex')
  const uuid = [hash.slice(0, 8), hash.slice(8, 12), `4${hash.slice(13, 16)}`]
  uuid.push(`8${hash.slice(17, 20)}`, hash.slice(20, 32))
  const component = { type: 'application', name: 'Shoebox', version: about.version }
  return JSON.stringify(
    {
      bomFormat: 'CycloneDX',
      specVersion: '1.6',
      serialNumber: `urn:uuid:${uuid.join('-')}`,
      version: 1,
      metadata: { component },
      components: all,
    },
    null,
    2,
  )
}

if (import.meta.main) console.log(bill(bundledPackages()))
