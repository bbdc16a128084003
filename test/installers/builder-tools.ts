// What electron-builder would fetch from its own release pages, had from npm and Debian instead, and how it is told where
// that is.
import { chmod, mkdir, writeFile } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { WineFolder } from '../../build/wine/folder.ts'
import { installByName } from '../../build/wine/install-by-name.ts'

const sevenZip = '7zip-bin@5.2.0'

/** 7-Zip for this machine and for Windows, installed in a folder. */
export async function sevenZipIn(folder: string): Promise<{ linux: string; windows: string }> {
  const modules = await installByName(folder, [sevenZip], { os: 'linux', cpu: 'x64' })
  const linux = join(modules, '7zip-bin', 'linux', 'x64', '7za')
  await chmod(linux, 0o755)
  return { linux, windows: join(modules, '7zip-bin', 'win', 'x64', '7za.exe') }
}

/** Works with more in the environment, and leaves it as it was. */
export async function withEnvironment<T>(
  env: Readonly<Record<string, string>>,
  work: () => Promise<T>,
): Promise<T> {
  const before = { ...process.env }
  Object.assign(process.env, env)
  try {
    return await work()
  } finally {
    process.env = before
  }
}

/** The line of a shell that runs a program of the tools folder, with its own linker and libraries, on this machine's paths. */
export function fromTools({ debian }: WineFolder, program: string): string {
  const linker = join(debian, 'lib64', 'ld-linux-x86-64.so.2')
  const libraries = join(debian, 'usr', 'lib', 'x86_64-linux-gnu')
  return `exec '${linker}' --library-path '${libraries}' '${join(debian, 'usr', 'bin', program)}' "$@"`
}

/** Writes a program of one line. */
export async function writeScript(path: string, line: string): Promise<void> {
  await mkdir(dirname(path), { recursive: true })
  await writeFile(path, `#!/bin/sh\n${line}\n`)
  await chmod(path, 0o755)
}
