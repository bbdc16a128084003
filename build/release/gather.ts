// Gathers what every machine packed into one folder: `node build/release/gather.ts packages release`. A package of the same
// name twice is an error; update files of the same name become one.
import { copyFile, mkdir, readdir, readFile, writeFile } from 'node:fs/promises'
import { constants } from 'node:fs'
import { join } from 'node:path'
import { joinUpdateFiles, systemOf } from './update-files.ts'

async function gather(from: string, to: string): Promise<void> {
  await mkdir(to, { recursive: true })
  const updates = new Map<string, string[]>()
  for (const machine of await readdir(from))
    for (const name of await readdir(join(from, machine))) {
      const path = join(from, machine, name)
      if (name.endsWith('.yml'))
        updates.set(name, [...(updates.get(name) ?? []), await readFile(path, 'utf8')])
      else await copyFile(path, join(to, name), constants.COPYFILE_EXCL)
    }
  for (const [name, texts] of updates)
    await writeFile(join(to, name), joinUpdateFiles(texts, systemOf(name)))
}

try {
  const [from, to] = process.argv.slice(2)
  if (from === undefined || to === undefined) throw new Error('Expected two folders.')
  await gather(from, to)
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
