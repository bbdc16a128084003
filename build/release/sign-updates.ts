// Signs the update files of a release: `node build/release/sign-updates.ts release`. The private key comes in the environment
// (UPDATE_SIGNING_KEY, PKCS 8, PEM), and must be the one whose other half the app was built with (SHOEBOX_UPDATE_KEY). With
// `--without-key` the files are removed instead: such a release's apps look for no updates. Needs no package.
import { createPublicKey } from 'node:crypto'
import { readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import {
  isSigned,
  parseKey,
  signStatement,
  type UpdateStatement,
} from '../../src/main/shell/update-statement.ts'

/** Signs every update file of a folder, and says how many. */
export function signUpdates(folder: string, privateKey: string, builtIn: string): number {
  const key = parseKey(`shoebox-update-key:${builtIn}`)
  if (key === null)
    throw new Error('SHOEBOX_UPDATE_KEY is not set: the app would know no signature.')
  if (!createPublicKey(privateKey).equals(key))
    throw new Error('UPDATE_SIGNING_KEY is not the other half of SHOEBOX_UPDATE_KEY.')
  const names = updateFiles(folder)
  if (names.length === 0) throw new Error(`There is no update file in ${folder}.`)
  for (const name of names) {
    const path = join(folder, name)
    const update = JSON.parse(readFileSync(path, 'utf8')) as UpdateStatement
    const signature = signStatement(update, privateKey)
    if (!isSigned(update, signature, key)) throw new Error(`${name} could not be signed.`)
    writeFileSync(path, `${JSON.stringify({ ...update, signature }, null, 2)}\n`)
  }
  return names.length
}

const updateFiles = (folder: string): string[] =>
  readdirSync(folder).filter((name) => /^latest.*\.yml$/.test(name))

if (import.meta.main) {
  const { values, positionals } = parseArgs({
    options: { 'without-key': { type: 'boolean', default: false } },
    allowPositionals: true,
  })
  const [folder = ''] = positionals
  const { UPDATE_SIGNING_KEY: privateKey, SHOEBOX_UPDATE_KEY: builtIn = '' } = process.env
  try {
    if (values['without-key'] && !privateKey) {
      for (const name of updateFiles(folder)) rmSync(join(folder, name))
      console.log('No update key: nothing looks for this release.')
    } else {
      if (!privateKey) throw new Error('UPDATE_SIGNING_KEY is not set.')
      console.log(`${signUpdates(folder, privateKey, builtIn)} update files are signed.`)
    }
  } catch (error) {
    console.error(error instanceof Error ? error.message : error)
    process.exitCode = 1
  }
}
