// `npm run test:installers`: makes the packages of every system here, as far as stand-ins reach, and tries them; what was a
// stand-in is said beside each. Words narrow them: `-- mac`, `-- appimage`. Exit code 0: all held. 1: something did not. 77: one
// of them is not possible here, and the others held.
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { printTable } from '../../build/checks/table.ts'
import { buildApp } from '../../build/demo/build-app.ts'
import { cacheDir } from '../../build/electron/cache-dir.ts'
import { NotPossible, notPossibleCode } from '../../build/wine/possible.ts'
import { tryAppImage } from './appimage.ts'
import { tryDeb } from './deb.ts'
import { tryMac } from './mac.ts'
import { tryNsis } from './nsis.ts'
import type { Outcome } from './outcome.ts'

const installers: Readonly<Record<string, (base: string) => Promise<Outcome>>> = {
  mac: tryMac,
  deb: tryDeb,
  nsis: tryNsis,
  appimage: tryAppImage,
}

const { positionals } = parseArgs({ allowPositionals: true })
const base = join(cacheDir(), 'installers')
await mkdir(base, { recursive: true })
await buildApp()
const rows: (readonly [string, ...(string | number)[]])[] = [
  ['installer', 'held', 'not', 'seconds'],
]
let code = 0
for (const [name, run] of Object.entries(installers)) {
  if (positionals.length > 0 && !positionals.includes(name)) continue
  const startedAt = performance.now()
  console.log(`\n── ${name}`)
  try {
    const { installer, claims, standIns } = await run(base)
    for (const claim of claims)
      console.log(
        claim.problem === null ? `held: ${claim.name}` : `not: ${claim.name}\n  ${claim.problem}`,
      )
    for (const standIn of standIns) console.log(`stand-in: ${standIn}`)
    const failed = claims.filter(({ problem }) => problem !== null).length
    const seconds = ((performance.now() - startedAt) / 1_000).toFixed(0)
    rows.push([installer, claims.length - failed, failed, seconds])
    if (failed > 0) code = 1
  } catch (error) {
    const isImpossible = error instanceof NotPossible
    console.log(isImpossible ? `not possible here: ${error.message}` : error)
    rows.push([name, 0, isImpossible ? 'n/a' : 1, ''])
    if (!isImpossible) code = 1
    else if (code === 0) code = notPossibleCode
  }
}
printTable(rows)
// Said outright, because a library of electron-builder's ends a process that only runs out of work with 0.
process.exit(code)
