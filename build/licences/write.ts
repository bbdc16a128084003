// `npm run licences`: writes the licences of what ships to src/renderer/licences.json, and sources.txt, after the dependencies changed.
// A test says when it is due.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectLicences } from './collect.ts'
import { sourcesText } from './sources.ts'

const sources = join(import.meta.dirname, 'sources.txt')
const target = join(import.meta.dirname, '..', '..', 'src', 'renderer', 'licences.json')

const licences = collectLicences()
writeFileSync(target, `${JSON.stringify(licences, null, 2)}\n`)
writeFileSync(sources, sourcesText())
console.log(`${licences.shipped.length} packages, ${licences.texts.length} licence texts`)
