// Known holes in what ships. npm's own audit leaves out what package.json calls a development dependency, which Electron and
// Node are; here its whole answer is taken, and what does not ship is left out. Node's own holes are no packages', so its
// list of releases is asked. `node build/release/holes.ts` fails when there is one; that needs the internet.
import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

const auditSchema = z.object({
  vulnerabilities: z.record(
    z.string(),
    z.object({ severity: z.string(), nodes: z.array(z.string()) }),
  ),
})
const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({ dev: z.boolean().optional(), devOptional: z.boolean().optional() }),
  ),
})
const nodeReleases = z.array(
  z.looseObject({ version: z.string(), security: z.union([z.boolean(), z.string()]) }),
)

const shippedAllTheSame = ['node_modules/electron', 'node_modules/node']

/** The holes that npm knows in packages that ship, one sentence each. */
export function holesIn(audit: unknown, lock: unknown): string[] {
  const { packages } = lockSchema.parse(lock)
  const ships = (path: string): boolean => {
    const entry = packages[path]
    return shippedAllTheSame.includes(path) || (entry?.dev !== true && entry?.devOptional !== true)
  }
  return Object.entries(auditSchema.parse(audit).vulnerabilities)
    .filter(([, { nodes }]) => nodes.some(ships))
    .map(([name, { severity }]) => `${name} ships with a known hole (${severity}).`)
}

/** The releases of a version's line of Node that closed holes which it still has. */
export function missedByNode(version: string, releases: unknown): string[] {
  const parts = (text: string): number[] => text.replace(/^v/, '').split('.').map(Number)
  const [major, minor = 0, patch = 0] = parts(version)
  return nodeReleases
    .parse(releases)
    .filter(({ version: other, security }) => {
      const [otherMajor, otherMinor = 0, otherPatch = 0] = parts(other)
      const isLater = otherMinor > minor || (otherMinor === minor && otherPatch > patch)
      return security !== false && otherMajor === major && isLater
    })
    .map(({ version: other }) => `Node ${other} closed holes that ${version} still has.`)
}

async function main(): Promise<void> {
  const project = join(import.meta.dirname, '..', '..')
  const read = (name: string): unknown => JSON.parse(readFileSync(join(project, name), 'utf8'))
  const asked = spawnSync('npm', ['audit', '--json'], {
    cwd: project,
    encoding: 'utf8',
    maxBuffer: 64 << 20,
    shell: process.platform === 'win32',
  })
  const { devDependencies } = read('package.json') as { devDependencies: { node: string } }
  const list = await fetch('https://nodejs.org/dist/index.json')
  const found = [
    ...holesIn(JSON.parse(asked.stdout), read('package-lock.json')),
    ...missedByNode(devDependencies.node, await list.json()),
  ]
  for (const sentence of found) console.log(sentence)
  if (found.length === 0) console.log('Nothing that ships has a hole that npm or Node know of.')
  process.exitCode = found.length === 0 ? 0 : 1
}

if (import.meta.main) await main()
