// `npm run package`: builds the app, packs it for this machine with the Electron that is here, and prints what takes the
// room. `--installers` makes every package of this system, which needs the internet; `--unpacked` none.
import { rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { buildApp } from './demo/build-app.ts'
import { readContents } from './packaging/contents.ts'
import { pack } from './packaging/pack.ts'
import { budgetBytes, ownBytes, sizeTable } from './packaging/size-table.ts'
import { distFolder, unpackedApp } from './packaging/unpacked-app.ts'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      installers: { type: 'boolean', default: false },
      unpacked: { type: 'boolean', default: false },
    },
  })
  await buildApp()
  await rm(distFolder, { recursive: true, force: true, maxRetries: 3 })
  await pack(values.installers ? 'all' : values.unpacked ? 'unpacked' : 'local')
  const { parts, problems } = await readContents(unpackedApp(), process)
  console.log(`\n${sizeTable(parts)}`)
  const complaints = [...problems]
  if (ownBytes(parts) > budgetBytes)
    complaints.push(`Shoebox adds more than ${budgetBytes / 1e6} MB to Electron.`)
  for (const complaint of complaints) console.log(`- ${complaint}`)
  return complaints.length === 0 ? 0 : 1
}

try {
  process.exitCode = await main()
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
