// What it costs to notice cards: the looks of a minute at the list of what is in, at their own pace, while nothing comes or goes.
// No peer; the goal is a bound. Only the super-user may mount; for others the list is as long as it is.
import { execFile, execFileSync } from 'node:child_process'
import { mkdirSync } from 'node:fs'
import { join } from 'node:path'
import { promisify } from 'node:util'
import type { Bench, Group } from '../bench.ts'
import { bounded } from '../report.ts'

const run = promisify(execFile)
const script = join(import.meta.dirname, '..', 'looks-process.ts')
const mostMounts = 10
const windowMs = 60_000
/** One look at least. */
const quickWindowMs = 6_000

/** The row. */
export const cardLooks: Group = {
  rows: ['card-looks'],
  measure: async (bench) => {
    const folder = bench.newFolder('mounts')
    const mounted = mountInside(folder)
    try {
      const shares: number[] = []
      for (let round = 0; round < bench.rounds; round += 1) shares.push(await look(bench, folder))
      const share = shares.reduce((sum, one) => sum + one, 0) / shares.length
      return [
        {
          figure: bounded('card-looks', share * 100, { bound: 0.1, unit: '% of a core' }),
          unit: '%',
          against: `${mounted.length} mounts, looked at every 5 s`,
        },
      ]
    } finally {
      for (const root of mounted) execFileSync('umount', [root])
    }
  },
}

/** Those that could be mounted. */
function mountInside(folder: string): string[] {
  if (process.getuid?.() !== 0) return []
  return Array.from({ length: mostMounts }, (_, at) => {
    const root = join(folder, `EOS_DIGITAL${at}`)
    mkdirSync(root)
    execFileSync('mount', ['-t', 'tmpfs', 'tmpfs', root])
    return root
  })
}

/** The share of a core that the looks take. */
async function look(bench: Bench, folder: string): Promise<number> {
  const forMs = bench.isQuick ? quickWindowMs : windowMs
  const { stdout } = await run(process.execPath, [script, folder, String(forMs)])
  return Math.max(Number(stdout) / forMs, 1e-7)
}
