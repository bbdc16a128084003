// Joins the files in which electron-updater looks for a new version. Each machine writes one for its own processor, under
// one name for a system; the app picks its package by the processor in the package's name. What comes out is JSON, which is
// YAML too, with the system's name, ready to be signed (sign-updates.ts).
import { load } from 'js-yaml'
import * as z from 'zod'

/** What the app takes; a word that it does not know makes it refuse the release (src/main/shell/update-check.ts). */
const fileSchema = z.strictObject({
  url: z.string(),
  sha512: z.string(),
  size: z.number(),
  blockMapSize: z.number().optional(),
})
const updateSchema = z.strictObject({
  version: z.string(),
  files: z.array(fileSchema).min(1),
  path: z.string(),
  sha512: z.string(),
  releaseDate: z.string(),
})

/** The system that looks for a file of this name. */
export function systemOf(name: string): NodeJS.Platform {
  if (name === 'latest.yml') return 'win32'
  if (name === 'latest-mac.yml') return 'darwin'
  if (/^latest-linux(-arm64)?\.yml$/.test(name)) return 'linux'
  throw new Error(`No system looks for updates in ${name}.`)
}

/** Joins the texts of files of one name; the usual processor's come first, because old versions read only those. */
export function joinUpdateFiles(texts: readonly string[], system: NodeJS.Platform): string {
  const all = texts
    .map((text) => updateSchema.parse(load(text)))
    .sort((a, b) => Number(a.path.includes('arm64')) - Number(b.path.includes('arm64')))
  const [first] = all
  if (first === undefined) throw new Error('There is no update file to join.')
  const versions = new Set(all.map(({ version }) => version))
  if (versions.size > 1)
    throw new Error(`These are of several versions: ${[...versions].join(', ')}.`)
  const files = all.flatMap(({ files: own }) => own)
  const urls = new Set(files.map(({ url }) => url))
  if (urls.size !== files.length) throw new Error('Two machines made a package of the same name.')
  return `${JSON.stringify({ ...first, system, files }, null, 2)}\n`
}
