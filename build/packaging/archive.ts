// Makes the Linux archive with the system's own tar. electron-builder makes the same for a release, with a tool that it
// fetches from the internet first.
import { readFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { lastWords, runCommand } from '../electron/run-command.ts'
import { distFolder, type UnpackedApp } from './unpacked-app.ts'

const packageJson = join(import.meta.dirname, '..', '..', 'package.json')
const longestMs = 10 * 60_000

/** Packs the app into dist/Shoebox-VERSION-linux-ARCH.tar.gz and returns its path. */
export async function archive(app: UnpackedApp): Promise<string> {
  const { version } = JSON.parse(readFileSync(packageJson, 'utf8')) as { version: string }
  const name = `Shoebox-${version}-linux-${process.arch}`
  const path = join(distFolder, `${name}.tar.gz`)
  const folder = basename(app.folder)
  const made = await runCommand(
    'tar',
    [
      '--create',
      '--gzip',
      `--file=${path}`,
      `--directory=${dirname(app.folder)}`,
      // The folder inside has the package's name, and belongs to nobody in particular.
      `--transform=s,^${folder},${name},`,
      '--owner=0',
      '--group=0',
      '--sort=name',
      folder,
    ],
    { timeoutMs: longestMs },
  )
  if (made.code !== 0) throw new Error(`The archive could not be made: ${lastWords(made)}.`)
  return path
}
