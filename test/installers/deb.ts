// The Debian package, made here and installed on bare folders of Debian 12 and 13, with a real start on a display that
// nobody sees; what is tried inside is try-deb.sh.
import { execFile } from 'node:child_process'
import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { electronCommand, type ElectronCommand } from '../../build/electron/index.ts'
import { NotPossible, whyNot } from '../../build/wine/possible.ts'
import { readClaims, tryInDebian } from './bare-debian.ts'
import { withEnvironment } from './builder-tools.ts'
import type { Claim, Outcome } from './outcome.ts'
import { linuxFolder, packLinux } from './pack-linux.ts'

const run = promisify(execFile)
const project = join(import.meta.dirname, '..', '..')
const releases = [
  ['bookworm', 'Debian 12'],
  ['trixie', 'Debian 13'],
] as const

/** Makes the package, and an upgrade of it, and tries both on each release. */
export async function tryDeb(base: string): Promise<Outcome> {
  const reason = await whyNot()
  if (reason !== null) throw new NotPossible(reason)
  const electron = await electronCommand({ unattended: true })
  const packages = await mkdtemp(join(tmpdir(), 'shoebox-deb-'))
  try {
    await packDeb(base, packages, electron)
    const claims: Claim[] = []
    for (const [release, name] of releases) {
      const words = [electron.env['DISPLAY'] ?? ':0']
      const said = await tryInDebian(base, { release, script: 'try-deb.sh', words, packages })
      claims.push(...readClaims(name, said))
    }
    return {
      installer: 'Debian package',
      claims,
      standIns: [
        'dpkg-deb takes the place of fpm, and does not compress',
        `the Electron inside is ${electron.electron.version}, the one of this machine`,
        'the display is virtual, and there is neither desktop, keyring nor bus',
      ],
    }
  } finally {
    await electron.stop()
    await rm(packages, { recursive: true, force: true })
  }
}

async function packDeb(base: string, packages: string, electron: ElectronCommand): Promise<void> {
  const folder = await linuxFolder(base)
  const fpm = join(folder, 'fpm')
  const script = join(import.meta.dirname, 'fpm-stand-in.ts')
  await writeFile(fpm, `#!/bin/sh\nexec '${process.execPath}' '${script}' "$@"\n`, { mode: 0o755 })
  await withEnvironment({ CUSTOM_FPM_PATH: fpm }, () =>
    packLinux(folder, 'deb', electron, {
      extraMetadata: { homepage: 'https://example.test/shoebox' },
      publish: null,
    }),
  )
  const { version } = JSON.parse(await readFile(join(project, 'package.json'), 'utf8')) as {
    version: string
  }
  const first = join(packages, 'first.deb')
  await cp(join(folder, 'dist', `Shoebox-${version}-linux-amd64.deb`), first)
  const newer = join(packages, 'newer')
  await run('dpkg-deb', ['-R', first, newer])
  const control = join(newer, 'DEBIAN', 'control')
  const fields = await readFile(control, 'utf8')
  await writeFile(control, fields.replace(/^Version: .*$/m, 'Version: 9.9.9'))
  const second = join(packages, 'second.deb')
  await run('dpkg-deb', ['--root-owner-group', '-Znone', '--build', newer, second])
  await rm(newer, { recursive: true, force: true })
}
