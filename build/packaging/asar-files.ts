// Lists the files of an asar archive from its header. Reading them is Electron's business.
import { open } from 'node:fs/promises'
import * as z from 'zod'

/** A file that an archive holds, or holds the place of. */
export interface AsarFile {
  /** With slashes, from the archive's top. */
  readonly path: string
  readonly sizeBytes: number
  /** It lies beside the archive, in app.asar.unpacked. */
  readonly isUnpacked: boolean
}

interface Folder {
  files: Record<string, Folder | { size: number; unpacked?: boolean | undefined }>
}
const fileSchema = z.object({ size: z.number(), unpacked: z.boolean().optional() })
const folderSchema: z.ZodType<Folder> = z.lazy(() =>
  z.object({ files: z.record(z.string(), z.union([folderSchema, fileSchema])) }),
)

/** Reads the list. The header is JSON behind four little-endian lengths, of which the last is its own (electron/asar, README). */
export async function asarFiles(path: string): Promise<AsarFile[]> {
  const archive = await open(path, 'r')
  try {
    const lengths = Buffer.alloc(16)
    await archive.read(lengths, 0, 16, 0)
    const header = Buffer.alloc(lengths.readUInt32LE(12))
    await archive.read(header, 0, header.length, 16)
    return list(folderSchema.parse(JSON.parse(header.toString('utf8'))), '')
  } finally {
    await archive.close()
  }
}

function list(folder: Folder, above: string): AsarFile[] {
  return Object.entries(folder.files).flatMap(([name, entry]) =>
    'files' in entry
      ? list(entry, `${above}${name}/`)
      : [{ path: above + name, sizeBytes: entry.size, isUnpacked: entry.unpacked === true }],
  )
}
