// `npm run licences`: writes the licences of what ships to src/renderer/licences.json, after the dependencies changed.
// A test says when it is due.
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { collectLicences } from './collect.ts'

const target = join(import.meta.dirname, '..', '..', 'src', 'renderer', 'licences.json')

const licences = collectLicences()
writeFileSync(target, `${JSON.stringify(licences, null, 2)}\n`)
console.log(`${licences.shipped.length} packages, ${licences.texts.length} licence texts`)
