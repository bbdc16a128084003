// S21, S25 and S28: the papers of what is packed: a bill of materials that is true of it, licences with their offer of sources,
// and documents that promise no more than the rows show.
import assert from 'node:assert/strict'
import { execFile } from 'node:child_process'
import { existsSync } from 'node:fs'
import { readdir, readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { bundledPackages, components } from '../../build/release/bill.ts'
import { NotShownHere } from './not-shown.ts'
import type { Outside } from './outside.ts'

/** S21: what is packed is on the bill. */
export async function trueBill({ packed }: Outside): Promise<string> {
  if (process.platform !== 'linux') throw new NotShownHere('the bill is made on Linux')
  const bundled = bundledPackages()
  const all = components(bundled)
  const listed = new Set(all.map(({ purl }) => purl))
  for (const one of bundled) {
    const purl = `pkg:npm/${one.replace(/^@/, '%40')}`
    assert.ok(listed.has(purl), `${one} is in the bundle and not on the bill`)
  }
  const node = await promisify(execFile)(join(packed.resources, 'node/bin/node'), ['--version'])
  assert.ok(listed.has(`pkg:generic/node@${node.stdout.trim().slice(1)}`), 'Node is another')
  const modules = join(packed.resources, 'app.asar.unpacked', 'node_modules')
  const beside = (await readdir(modules)).filter((name) => !name.startsWith('@'))
  for (const name of beside) {
    const about = await readFile(join('node_modules', name, 'package.json'), 'utf8')
    const { version } = JSON.parse(about) as { version: string }
    assert.ok(listed.has(`pkg:npm/${name}@${version}`), `${name} is packed and not on the bill`)
  }
  return `${all.length} components; all of ${bundled.length} packages in the bundle, ${beside.length} beside it, and the packed Node are among them`
}

/** S25: the licences lie in the packed program. */
export async function packedLicences({ packed }: Outside): Promise<string> {
  const read = (name: string): Promise<string> =>
    readFile(join(packed.resources, 'licences', name), 'utf8')
  assert.match(await read('gpl-3.0.txt'), /GNU GENERAL PUBLIC LICENSE/)
  assert.match(await read('lgpl-3.0.txt'), /GNU LESSER GENERAL PUBLIC LICENSE/)
  const sources = await read('sources.txt')
  assert.match(sources, /Written offer: for three years/)
  const versions = ['libvips', 'libheif'].map((name) => {
    const [, version] = new RegExp(`^- ${name} ([\\d.]+): https://`, 'm').exec(sources) ?? []
    assert.ok(version, `where the sources of ${name} are is not said`)
    return `${name} ${version}`
  })
  return `GPL and LGPL lie in the program folder, with the sources of ${versions.join(' and ')} and an offer`
}

/** S28: the documents are there, and say which test is behind each promise. */
export async function documents(): Promise<string> {
  assert.ok(existsSync('SECURITY.md'), 'there is no SECURITY.md')
  const page = await readFile('docs/privacy.md', 'utf8')
  const notes = [...page.matchAll(/^\[\^\w+\]: .*(`test\/|rows? )/gm)]
  assert.ok(notes.length > 20, 'privacy.md names too few tests')
  return `SECURITY.md, and ${notes.length} promises of privacy.md with their tests (test/build/claims.test.ts holds them to it)`
}
