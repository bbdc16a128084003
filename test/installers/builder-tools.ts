// What electron-builder would fetch from its own release pages, had from npm instead, and how it is told where that is.
import { chmod } from 'node:fs/promises'
import { join } from 'node:path'
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
