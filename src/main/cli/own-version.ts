// The version of this Shoebox, from the package.json that lies above this file, in the sources as in a package.
import { readFileSync } from 'node:fs'
import * as z from 'zod'

const ours = z.object({ name: z.literal('shoebox'), version: z.string() })

/** The version, or null where none is found. */
export function ownVersion(from: string | URL = import.meta.url): string | null {
  for (const above of ['../package.json', '../../package.json', '../../../package.json']) {
    try {
      const found = ours.safeParse(JSON.parse(readFileSync(new URL(above, from), 'utf8')))
      if (found.success) return found.data.version
    } catch {
      // Not there: further up.
    }
  }
  return null
}
