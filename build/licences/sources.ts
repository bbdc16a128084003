// Where the sources of the LGPL libraries are that ship inside the packages, in the versions that ship, with the offer that
// the GPL asks for (section 6 b, d). `npm run licences` writes it to sources.txt, which lies beside the licences' texts in
// every package.
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

const project = join(import.meta.dirname, '..', '..')
const require = createRequire(import.meta.url)

const read = (path: string): unknown => JSON.parse(readFileSync(join(project, path), 'utf8'))
const versionOf = (name: string): string =>
  (read(`node_modules/${name}/package.json`) as { version: string }).version

/** The libraries in sharp's build of libvips that the LGPL is the licence of, by their names in its versions.json. */
const lgpl: Readonly<Record<string, (version: string) => string>> = {
  vips: (v) => `libvips ${v}: https://github.com/libvips/libvips/releases/tag/v${v}`,
  heif: (v) => `libheif ${v}: https://github.com/strukturag/libheif/releases/tag/v${v}`,
  exif: (v) => `libexif ${v}: https://github.com/libexif/libexif/releases/tag/v${v}`,
  glib: (v) => `GLib ${v}: https://gitlab.gnome.org/GNOME/glib/-/tags/${v}`,
  pango: (v) => `Pango ${v}: https://gitlab.gnome.org/GNOME/pango/-/tags/${v}`,
  rsvg: (v) => `librsvg ${v}: https://gitlab.gnome.org/GNOME/librsvg/-/tags/${v}`,
  fribidi: (v) => `FriBidi ${v}: https://github.com/fribidi/fribidi/releases/tag/v${v}`,
  'proxy-libintl': (v) => `proxy-libintl ${v}: https://github.com/frida/proxy-libintl/tags (${v})`,
}

/** What each library in sharp's build of libvips is, on Linux, where the package for it has a list. */
export const libvipsParts = (arch: string): Record<string, string> =>
  read(`node_modules/@img/sharp-libvips-linux-${arch}/versions.json`) as Record<string, string>

interface Decoder {
  heif_get_version(): string
  /** Where a text begins in its memory; nothing wraps this one. */
  _de265_get_version(): number
  readonly HEAPU8: Uint8Array
}

const textAt = ({ HEAPU8: memory }: Decoder, start: number): string =>
  Buffer.from(memory.subarray(start, memory.indexOf(0, start))).toString('latin1')

/** The text, from what is installed (Linux). */
export function sourcesText(arch: string = process.arch): string {
  const parts = libvipsParts(arch)
  const build = versionOf(`@img/sharp-libvips-linux-${arch}`)
  const decoder = require('libheif-js/wasm-bundle') as Decoder
  const lines = Object.entries(lgpl).map(([name, line]) => {
    const version = parts[name]
    if (version === undefined) throw new Error(`There is no ${name} in libvips' list of versions.`)
    return `- ${line(version)}`
  })
  return `Shoebox ships these libraries under the GNU Lesser General Public License, version 3 (lgpl-3.0.txt), which adds
permissions to the GNU General Public License, version 3 (gpl-3.0.txt). They are files of their own, beside the program's,
and may be replaced by changed ones: on Linux, macOS and Windows in resources/app.asar.unpacked/node_modules/@img (libvips
and what is in it) and resources/app.asar.unpacked/node_modules/libheif-js (libheif for HEIC photos).

Their sources, in the versions that are shipped:

libvips and what is built into it, by the scripts of https://github.com/lovell/sharp-libvips/releases/tag/v${build}:
${lines.join('\n')}

libheif-js ${versionOf('libheif-js')}, which is libheif ${decoder.heif_get_version()} with libde265, made into WebAssembly:
- libheif ${decoder.heif_get_version()}: https://github.com/strukturag/libheif/releases/tag/v${decoder.heif_get_version()}
- libde265 ${textAt(decoder, decoder._de265_get_version())}: https://github.com/strukturag/libde265/releases/tag/v${textAt(decoder, decoder._de265_get_version())}
- the scripts: https://github.com/catdad-experiments/libheif-js

Written offer: for three years after this version was released, its makers give anyone who has it the complete
corresponding source of these libraries, on a medium customarily used for that, for no more than what handing it over
costs. Ask on the page from which Shoebox was downloaded.
`
}
