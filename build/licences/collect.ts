// Collects the licences of everything that ships: every package under "dependencies" with all it brings, and what those
// packages carry inside. `npm run licences` writes them down; the About page shows them.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import * as z from 'zod'

/** One thing that ships. */
export interface Shipped {
  readonly name: string
  readonly version: string
  /** The licence's short name (SPDX). */
  readonly licence: string
  /** Who holds the rights, as the licence file says. */
  readonly copyright: string
  /** Which of the texts holds for it; null where the licence's name says all. */
  readonly text: number | null
}

/** Everything that ships, and each licence text once. */
export interface Licences {
  readonly shipped: readonly Shipped[]
  readonly texts: readonly string[]
}

const project = join(import.meta.dirname, '..', '..')

const lockSchema = z.object({
  packages: z.record(
    z.string(),
    z.looseObject({
      version: z.string().optional(),
      license: z.string().optional(),
      dev: z.boolean().optional(),
      devOptional: z.boolean().optional(),
    }),
  ),
})

/** Headers for building, by better-sqlite3 and sharp; nothing of them is in what ships. */
const onlyForBuilding = ['node-addon-api', '@emnapi/runtime']

/** What is no package of npm's, and where its many licences lie in the packed app. */
const runtimes = (electron: string, node: string): Shipped[] => [
  {
    name: 'Chromium',
    version: `in Electron ${electron}`,
    licence: 'BSD-3-Clause and others',
    copyright: 'LICENSES.chromium.html in the program folder',
    text: null,
  },
  {
    name: 'Electron',
    version: electron,
    licence: 'MIT',
    copyright: 'LICENSE.electron.txt in the program folder',
    text: null,
  },
  {
    name: 'Node.js (Linux)',
    version: node,
    licence: 'MIT and others',
    copyright: 'resources/node/LICENSE in the program folder',
    text: null,
  },
]

/** Reads what is installed, on Linux, where the pictures' library is a package of its own. */
export function collectLicences(): Licences {
  const lock = lockSchema.parse(
    JSON.parse(readFileSync(join(project, 'package-lock.json'), 'utf8')),
  )
  const texts: string[] = []
  const shipped = new Map<string, Shipped>()
  for (const [path, entry] of Object.entries(lock.packages)) {
    const name = path.split('node_modules/').at(-1) ?? ''
    const folder = join(project, path)
    const isShipped = path !== '' && entry.dev !== true && entry.devOptional !== true
    if (!isShipped || onlyForBuilding.includes(name) || !existsSync(folder)) continue
    const plainName = name.replace(/-(linux|linuxmusl|darwin|win32)-(x64|arm64)$/, '')
    const version = entry.version ?? ''
    const { copyright, text } = readLicence(folder)
    const licence = nameOf(plainName, entry.license ?? 'see text')
    shipped.set(`${plainName}@${version}`, {
      name: plainName,
      version,
      licence,
      copyright,
      text: text === '' ? null : numberOf(texts, text),
    })
  }
  const versionOf = (name: string): string => lock.packages[`node_modules/${name}`]?.version ?? ''
  const all = [...shipped.values(), ...runtimes(versionOf('electron'), versionOf('node'))]
  return { shipped: all.sort(byName), texts }
}

/** What a package's own words leave open. */
const nameOf = (name: string, licence: string): string =>
  // Its file is the text of the two-clause form.
  name === 'url-template' && licence === 'BSD' ? 'BSD-2-Clause' : licence

const byName = (a: Shipped, b: Shipped): number =>
  a.name.localeCompare(b.name, 'en') || a.version.localeCompare(b.version, 'en')

/** Splits the files in which a package states its licence into who and what. */
function readLicence(folder: string): { copyright: string; text: string } {
  const names = readdirSync(folder).filter((name) => /^(licen[cs]e|copying|notice)/i.test(name))
  const whole = names
    .sort()
    .map((name) => readFileSync(join(folder, name), 'utf8').replaceAll('\r\n', '\n').trim())
    .join('\n\n')
  if (whole === '') return { copyright: '', text: ownWords(folder) }
  const isHolder = (line: string): boolean =>
    /^\s*(copyright\s+(\(c\)|©|\d)|\(c\)\s|©\s)/i.test(line)
  const lines = whole.split('\n')
  // The long texts speak of copyright in their own words, and are kept whole.
  if (whole.length > 4_000) return { copyright: '', text: whole }
  return {
    copyright: lines
      .filter(isHolder)
      .map((line) => line.trim())
      .join('; '),
    text: lines
      .filter((line) => !isHolder(line))
      .join('\n')
      .trim(),
  }
}

/** What a package without such a file says in its description: libvips lists there all that is built into it. */
function ownWords(folder: string): string {
  const path = join(folder, 'README.md')
  const text = existsSync(path) ? readFileSync(path, 'utf8') : ''
  return (
    /^## Licensing\n+([\s\S]*?)(?=^Please report|^## |$(?![\s\S]))/m.exec(text)?.[1]?.trim() ?? ''
  )
}

/** The place of a text among the others; line breaks and headings make no difference. */
function numberOf(texts: string[], text: string): number {
  const plain = (one: string): string =>
    one
      .toLowerCase()
      .replace(/^[#\s]*(the )?(mit|isc) licen[cs]e( \(mit\)|:)?\s/, '')
      .replace(/[^a-z0-9]+/g, ' ')
      .trim()
  const known = texts.findIndex((one) => plain(one) === plain(text))
  if (known >= 0) return known
  texts.push(text)
  return texts.length - 1
}
