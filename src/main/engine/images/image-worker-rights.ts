// The rights of an image worker that runs under Node: it may read the user's folders and the program, write where copies
// and thumbnails go, and start nothing (nodejs.org/api/permissions.html). They bind the program's JavaScript; native code
// that a picture takes over asks the system itself, and Node 24 says nothing of the network (ARCHITECTURE.md, Trust).
import { existsSync, lstatSync, readlinkSync, realpathSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join, resolve as resolvePath, sep } from 'node:path'
import { fileURLToPath } from 'node:url'
import { diskPath } from '../ports/disk-names.ts'
import type { WorkerFolders } from '../ports/prepare.ts'

/** How a file without a name in UTF-8 is read (readable-path.ts), and what sharp looks at to know the system. */
const ofTheSystem = ['/proc/self/fd', '/dev/fd', '/usr/bin/ldd']

/** What each flag would warn of is known, and said above. */
const knownWarnings = ['PERM0001', 'PERM0006'].map((code) => `--disable-warning=${code}`)

/** Where the program and its packages lie. */
function programFolders(worker: URL): string[] {
  const packages = ['sharp', 'libheif-js', 'file-type', 'zod'].flatMap((name) => {
    try {
      const { resolve } = createRequire(worker)
      const path = resolve(name)
      // Where Node looks for it, and where it is: a folder of packages, and each in it, may be a link.
      const looked = (resolve.paths(name) ?? []).filter((folder) => existsSync(join(folder, name)))
      return [
        ...looked.flatMap((folder) => foldersOnTheWay(join(folder, name))),
        path.slice(0, path.lastIndexOf(`${sep}node_modules${sep}`) + 14),
      ]
    } catch {
      // Bundled, so that it is no package any more.
      return []
    }
  })
  return [...new Set([dirname(fileURLToPath(worker)), sourceRoot(worker), ...packages])]
}

/** As many links in a row as Linux follows (path_resolution(7)). */
const mostLinks = 40

/** The folder of a path, and of each that it leads to where it is a link: Node reads every link on the way. */
function foldersOnTheWay(path: string): string[] {
  const folders: string[] = []
  let at = path
  for (let links = 0; links <= mostLinks; links += 1) {
    folders.push(dirname(at), realpathSync(dirname(at)))
    if (!lstatSync(at).isSymbolicLink()) break
    at = resolvePath(dirname(at), readlinkSync(at))
  }
  return folders
}

/** From source, the rooms beside the worker's are read too. */
const sourceRoot = (worker: URL): string => {
  const isSource = worker.pathname.endsWith('.ts')
  return fileURLToPath(new URL(isSource ? '../../../' : './', worker))
}

/** Node's flags for a worker; none on Windows, where they were never tried. */
export function rightsOf(
  worker: URL,
  folders: WorkerFolders,
  platform: NodeJS.Platform = process.platform,
): string[] {
  if (platform === 'win32') return []
  const read = folders.read.map((path) => diskPath(path))
  const readable = [...programFolders(worker), ...ofTheSystem, ...folders.write]
  // Node gives the content of a folder only where it is one already: what is made later must be named as well.
  const flags = (name: string, paths: readonly string[]): string[] =>
    paths.flatMap((path) =>
      [path, join(path, '*')].map((granted) => `--allow-fs-${name}=${granted}`),
    )
  return [
    '--permission',
    // sharp is one, and the thread of libheif another.
    '--allow-addons',
    '--allow-worker',
    ...knownWarnings,
    // A folder whose own name is not UTF-8 cannot be named in a flag.
    ...(read.every((path) => typeof path === 'string')
      ? flags('read', [...readable, ...read])
      : ['--allow-fs-read=*']),
    ...flags('write', folders.write),
  ]
}
