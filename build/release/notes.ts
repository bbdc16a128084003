// Prints a release's notes: `node build/release/notes.ts v1.2.3` writes the section of CHANGELOG.md that has that version,
// and fails when there is none or when package.json has another version.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { notesOf, versionOfTag } from './changelog.ts'

const project = join(import.meta.dirname, '..', '..')

try {
  const version = versionOfTag(process.argv[2] ?? '')
  const about = JSON.parse(readFileSync(join(project, 'package.json'), 'utf8')) as {
    version: string
  }
  if (about.version !== version)
    throw new Error(`The tag says ${version}, package.json says ${about.version}.`)
  console.log(notesOf(readFileSync(join(project, 'CHANGELOG.md'), 'utf8'), version))
} catch (error) {
  console.error(error instanceof Error ? error.message : error)
  process.exitCode = 1
}
