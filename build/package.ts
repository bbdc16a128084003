// `npm run package`: builds the app, packs it for this machine with the Electron that is here, and prints what takes the
// room. On Linux an archive of it is made too, but with `--folder`. `--installers` makes every package of this system; that needs
// the internet.
import { rm } from 'node:fs/promises'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp } from './demo/build-app.ts'
import { archive } from './packaging/archive.ts'
import { readContents } from './packaging/contents.ts'
import { pack } from './packaging/pack.ts'
import { budgetBytes, ownBytes, sizeTable } from './packaging/size-table.ts'
import { distFolder, unpackedApp } from './packaging/unpacked-app.ts'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'boolean', default: false },
      installers: { type: 'boolean', default: false },
    },
  })
  await buildApp()
  await rm(distFolder, { recursive: true, force: true, maxRetries: 3 })
  await pack(values.installers ? 'installers' : 'none')
  const app = unpackedApp()
  if (process.platform === 'linux' && !values.installers && !values.folder)
    console.log(`  • packed          file=${relative(process.cwd(), await archive(app))}`)
  const { parts, problems } = await readContents(app, process)
  console.log(`\n${sizeTable(parts)}`)
  const complaints = [...problems]
  if (ownBytes(parts) > budgetBytes)
    complaints.push(`Shoebox adds more than ${budgetBytes / 1e6} MB to Electron.`)
  for (const complaint of complaints) console.log(`- ${complaint}`)
  return complaints.length === 0 ? 0 : 1
}

const exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})
// Said outright, because a library of electron-builder's ends a process that only runs out of work with 0.
process.exit(exitCode)
