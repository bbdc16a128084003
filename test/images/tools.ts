// The independent tools of the heavy suite. Each says which Debian package it comes from when it is missing.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)
const packages = {
  exiftool: 'libimage-exiftool-perl',
  'heif-enc': 'libheif-examples',
  'heif-convert': 'libheif-examples',
  ffmpeg: 'ffmpeg',
  ffprobe: 'ffmpeg',
  vips: 'libvips-tools',
  vipsthumbnail: 'libvips-tools',
  'convert-im6.q16': 'imagemagick',
  magick: 'imagemagick',
  avifenc: 'libavif-bin',
  cwebp: 'webp',
  cjxl: 'libjxl-tools',
  jpegtran: 'libjpeg-turbo-progs',
} as const
const mostOutputBytes = 256 * 1024 * 1024

type ToolName = keyof typeof packages

async function tool(name: ToolName, args: readonly string[]): Promise<string> {
  return (await toolBytes(name, args)).toString('utf8')
}

async function toolBytes(name: ToolName, args: readonly string[]): Promise<Buffer> {
  try {
    const options = { maxBuffer: mostOutputBytes, encoding: 'buffer' as const, env: ownHome() }
    return (await run(name, args, options)).stdout
  } catch (error) {
    if (!isMissing(error)) throw error
    throw new Error(`${name} is missing. On Debian: apt-get install ${packages[name]}`, {
      cause: error,
    })
  }
}

/** sharp tells its own libvips where it lives, in the environment; Debian's would look for HEIF there. */
function ownHome(): NodeJS.ProcessEnv {
  return { ...process.env, VIPSHOME: undefined }
}

const isMissing = (error: unknown): boolean => (error as NodeJS.ErrnoException).code === 'ENOENT'

/** What exiftool says of one file: tag names with their group, values as numbers where they are numbers. */
export type Tags = Record<string, unknown>

/** Reads all tags of files, in one run. */
export async function readTags(paths: readonly string[]): Promise<Tags[]> {
  if (paths.length === 0) return []
  const json = await tool('exiftool', ['-j', '-G1', '-n', '-struct', ...paths])
  return JSON.parse(json) as Tags[]
}

/** Reads every tag of files, also those that are there twice: the second of a name is called `Copy1`. */
export async function readEveryTag(paths: readonly string[]): Promise<Tags[]> {
  const json = await tool('exiftool', ['-j', '-a', '-G1:4', '-n', '-struct', ...paths])
  return JSON.parse(json) as Tags[]
}

/** Writes tags; the file is changed in place. */
export async function writeTags(path: string, tags: readonly string[]): Promise<void> {
  await tool('exiftool', ['-q', '-q', '-n', '-overwrite_original', ...tags, path])
}

/** Writes tags into many files in one run, since most of the time of one is its start. */
export async function writeManyTags(
  writings: readonly { path: string; tags: readonly string[] }[],
): Promise<void> {
  const lines = writings.flatMap(({ path, tags }) => [
    ...['-q', '-overwrite_original', ...tags, path],
    '-execute',
  ])
  const folder = await mkdtemp(join(tmpdir(), 'tags-'))
  try {
    const list = join(folder, 'list')
    await writeFile(list, lines.join('\n'))
    await tool('exiftool', ['-@', list])
  } finally {
    await rm(folder, { recursive: true })
  }
}

/** Any other use of exiftool. */
export const exiftool = (args: readonly string[]): Promise<string> => tool('exiftool', args)

/** The ICC profile of a picture, as bytes. */
export const profileOf = (path: string): Promise<Buffer> =>
  toolBytes('exiftool', ['-b', '-ICC_Profile', path])

/** Encodes a HEIC with x265, or an AVIF with libaom. */
export async function encodeHeif(
  input: string,
  output: string,
  args: readonly string[] = [],
): Promise<void> {
  await tool('heif-enc', [...args, input, '-o', output])
}

/** Decodes a HEIC or an AVIF into a JPEG, upright and with its profile. */
export async function decodeHeif(input: string, output: string): Promise<void> {
  await tool('heif-convert', ['-q', '97', input, output])
}

/** Runs ffmpeg, overwriting its output. */
export async function ffmpeg(args: readonly string[]): Promise<void> {
  await tool('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-y', ...args])
}

/** A hash of every frame and sample that a film or picture decodes to, with its time. */
export const frameHashes = (path: string): Promise<string> =>
  tool('ffmpeg', ['-hide_banner', '-loglevel', 'error', '-i', path, '-f', 'framemd5', '-'])

/** What ffprobe says of a film and of its streams. */
export async function probe(path: string): Promise<{ tags: Record<string, string>[] }> {
  const args = ['-v', 'error', '-of', 'json', '-show_format', '-show_streams', path]
  const { format, streams } = JSON.parse(await tool('ffprobe', args)) as {
    format: { tags?: Record<string, string> }
    streams: { tags?: Record<string, string> }[]
  }
  return { tags: [format, ...streams].map(({ tags = {} }) => tags) }
}

/** Runs one operation of libvips, as Debian builds it. */
export const vips = (args: readonly string[]): Promise<string> => tool('vips', args)

/** libvips' own maker of smaller pictures. */
export const vipsthumbnail = (args: readonly string[]): Promise<string> =>
  tool('vipsthumbnail', args)

/** Runs ImageMagick's convert under the name that this Debian gives it; answers with what it writes out. */
export async function imageMagick(args: readonly string[]): Promise<Buffer> {
  try {
    return (await run('magick', args, { maxBuffer: mostOutputBytes, encoding: 'buffer' })).stdout
  } catch (error) {
    if (!isMissing(error)) return drawnNonetheless(error)
    return toolBytes('convert-im6.q16', args).catch(drawnNonetheless)
  }
}

/** ImageMagick tells by its exit code what it minded, and draws all the same; what it drew is judged as ever. */
function drawnNonetheless(error: unknown): Buffer {
  const { stdout } = error as { stdout?: Buffer }
  if (stdout === undefined || stdout.length === 0) throw error
  return stdout
}

/** Runs an encoder, or jpegtran, with its own arguments. */
export const encoder = (
  name: 'avifenc' | 'cwebp' | 'cjxl' | 'jpegtran',
  args: readonly string[],
): Promise<string> => tool(name, args)
