// Joins the files in which electron-updater looks for a new version. Each machine writes one for its own processor, under
// one name for a system; the app picks its package by the processor in the package's name.
import { dump, load } from 'js-yaml'
import * as z from 'zod'

const fileSchema = z.looseObject({ url: z.string(), sha512: z.string() })
const updateSchema = z.looseObject({
  version: z.string(),
  files: z.array(fileSchema).min(1),
  path: z.string(),
  sha512: z.string(),
})

/** Joins the texts of files of one name; the usual processor's come first, because old versions read only those. */
export function joinUpdateFiles(texts: readonly string[]): string {
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
  return dump({ ...first, files }, { lineWidth: -1 })
}
