// Which packages of the lockfile are Windows' own: native code that npm leaves out on every other system.

/** The part of a lockfile that is read. */
export interface Lockfile {
  readonly packages: Readonly<Record<string, LockedPackage>>
}

interface LockedPackage {
  readonly version?: string
  readonly name?: string
  readonly os?: readonly string[]
  readonly cpu?: readonly string[]
}

/** A package by its name, and where it lies below the checkout. */
export interface WindowsPackage {
  readonly path: string
  readonly name: string
  readonly version: string
}

/** Those for Windows on x64, in the lockfile's order. */
export function windowsPackages(lock: Lockfile): WindowsPackage[] {
  return Object.entries(lock.packages).flatMap(([path, { version, name, os, cpu }]) => {
    if (version === undefined || os?.includes('win32') !== true) return []
    // Those for both systems are here already.
    if (os.includes('linux') || cpu?.includes('x64') === false) return []
    return [{ path, name: name ?? path.replace(/^.*node_modules\//, ''), version }]
  })
}
