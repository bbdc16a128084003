// The independent tools of the heavy suite. Each says which Debian package it comes from when it is missing.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)
const packages = {
  exiftool: 'libimage-exiftool-perl',
  'heif-enc': 'libheif-examples',
  ffmpeg: 'ffmpeg',
} as const

async function tool(name: keyof typeof packages, args: readonly string[]): Promise<string> {
  try {
    const { stdout } = await run(name, args, { maxBuffer: 256 * 1024 * 1024 })
    return stdout
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error
    throw new Error(`${name} is missing. On Debian: apt-get install ${packages[name]}`, {
      cause: error,
    })
  }
}

/** What exiftool says of one file: tag names with their group, values as numbers where they are numbers. */
export type Tags = Record<string, unknown>

/** Reads all tags of files, in one run. */
export async function readTags(paths: readonly string[]): Promise<Tags[]> {
  if (paths.length === 0) return []
  const json = await tool('exiftool', ['-j', '-G1', '-n', '-struct', ...paths])
  return JSON.parse(json) as Tags[]
}

/** Writes tags; the file is changed in place. */
export async function writeTags(path: string, tags: readonly string[]): Promise<void> {
  await tool('exiftool', ['-q', '-q', '-n', '-overwrite_original', ...tags, path])
}

/** Any other use of exiftool. */
export const exiftool = (args: readonly string[]): Promise<string> => tool('exiftool', args)

/** Encodes a HEIC with x265, or an AVIF with libaom. */
export async function encodeHeif(
  input: string,
  output: string,
  args: readonly string[] = [],
): Promise<void> {
  await tool('heif-enc', [...args, input, '-o', output])
}

/** Runs ffmpeg, overwriting its output. */
export async function ffmpeg(args: readonly string[]): Promise<void> {
  await tool('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args])
}
