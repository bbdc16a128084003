// `npm run package`: builds the app, packs it for this machine with the Electron that is here, and prints what takes the
// room. On Linux an archive of it is made too, but with `--folder`. `--installers` makes every package of this system; that needs
// the internet and the certificates, or `--unsigned`, which the packages then say in their names. `--built` takes the app as
// it was built elsewhere.
import { rm } from 'node:fs/promises'
import { relative } from 'node:path'
import { parseArgs } from 'node:util'
import { buildApp } from './demo/build-app.ts'
import { archive } from './packaging/archive.ts'
import { readContents } from './packaging/contents.ts'
import { pack } from './packaging/pack.ts'
import { missingForSigning } from './packaging/signing.ts'
import { budgetBytes, ownBytes, sizeTable } from './packaging/size-table.ts'
import { distFolder, unpackedApp } from './packaging/unpacked-app.ts'

async function main(): Promise<number> {
  const { values } = parseArgs({
    options: {
      folder: { type: 'boolean', default: false },
      installers: { type: 'boolean', default: false },
      unsigned: { type: 'boolean', default: false },
      built: { type: 'boolean', default: false },
    },
  })
  const signed = values.unsigned ? 'unsigned' : 'signed'
  if (values.installers && signed === 'signed') refuseWithoutCertificates()
  if (!values.built) await buildApp()
  await rm(distFolder, { recursive: true, force: true, maxRetries: 3 })
  await pack(values.installers ? 'installers' : 'none', signed)
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

function refuseWithoutCertificates(): void {
  const missing = missingForSigning(process.env, process.platform)
  if (missing.length > 0)
    throw new Error(
      `Installers are signed, and ${missing.join(', ')} are not set; --unsigned makes them without, and names them so.`,
    )
}

const exitCode = await main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error)
  return 1
})
// Said outright, because a library of electron-builder's ends a process that only runs out of work with 0.
process.exit(exitCode)
