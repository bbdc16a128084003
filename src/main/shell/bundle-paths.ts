// Where the parts of the built app lie, in the project and in a packaged app. Pure.
import { join } from 'node:path'

/** Paths of everything that the shell starts or serves. */
export interface BundlePaths {
  renderer: string
  preload: string
  engineHost: string
  imageWorker: string
  icons: string
  /** The Node that runs the engine on Linux. */
  node: string
}

/** `mainFolder` is the folder of the running main.js: out/main, inside app.asar when packaged. */
export function bundlePaths(facts: {
  mainFolder: string
  isPackaged: boolean
  resourcesPath: string
  platform: NodeJS.Platform
}): BundlePaths {
  const { mainFolder, isPackaged, resourcesPath, platform } = facts
  const out = join(mainFolder, '..')
  // A plain Node cannot read inside an archive; electron-builder lays these files beside it (asarUnpack).
  const forNode =
    isPackaged && platform === 'linux'
      ? mainFolder.replace('app.asar', 'app.asar.unpacked')
      : mainFolder
  return {
    renderer: join(out, 'renderer'),
    preload: join(out, 'preload', 'preload.cjs'),
    engineHost: join(forNode, 'engine-host.js'),
    imageWorker: join(forNode, 'image-worker.js'),
    icons: join(mainFolder, 'icons'),
    node: isPackaged
      ? join(resourcesPath, 'node', 'bin', 'node')
      : join(out, '..', 'node_modules', 'node', 'bin', 'node'),
  }
}
