// The Debian package, made here and installed on bare folders of Debian 12 and 13, with a real start on a display that
// nobody sees; what is tried inside is try-deb.sh.
import { execFile, spawn } from 'node:child_process'
import { cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { promisify } from 'node:util'
import { electronCommand, type ElectronCommand } from '../../build/electron/index.ts'
import { bootstrapDebian } from '../../build/wine/debian.ts'
import { NotPossible, whyNot } from '../../build/wine/possible.ts'
import { withEnvironment } from './builder-tools.ts'
import type { Claim, Outcome } from './outcome.ts'
import { linuxFolder, packLinux } from './pack-linux.ts'

const run = promisify(execFile)
const project = join(import.meta.dirname, '..', '..')
const releases = { bookworm: 'Debian 12', trixie: 'Debian 13' } as const

/** Makes the package, and an upgrade of it, and tries both on each release. */
export async function tryDeb(base: string): Promise<Outcome> {
  const reason = await whyNot()
  if (reason !== null) throw new NotPossible(reason)
  const electron = await electronCommand({ unattended: true })
  const packages = await mkdtemp(join(tmpdir(), 'shoebox-deb-'))
  try {
    await packDeb(base, packages, electron)
    const claims: Claim[] = []
    for (const [release, name] of Object.entries(releases)) {
      const bare = join(base, release)
      if (!existsSync(bare)) await bootstrapDebian(release, bare)
      const said = await tryOn(base, bare, packages, electron.env['DISPLAY'] ?? ':0')
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

/** Runs the trial over the bare folder, which stays as it is: what changes is in a layer above, and goes with it. */
async function tryOn(
  base: string,
  bare: string,
  packages: string,
  display: string,
): Promise<string> {
  const layer = await mkdtemp(join(base, 'layer-'))
  try {
    for (const part of ['upper', 'work', 'root']) await mkdir(join(layer, part))
    const script = [
      'set -e',
      `mount -t overlay overlay -o "lowerdir=$1,upperdir=$2/upper,workdir=$2/work" "$2/root"`,
      'mount -t proc proc "$2/root/proc"',
      'mkdir -p "$2/root/dev/shm" "$2/root/packages"',
      'mount -t tmpfs shm "$2/root/dev/shm"',
      'mount --bind "$3" "$2/root/packages"',
      'cp "$4" "$2/root/try-deb.sh"',
      // In a numbering of its own, so that nothing of it outlives the trial.
      'exec chroot "$2/root" env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 /try-deb.sh "$5"',
    ].join('\n')
    const words = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private']
    const trial = spawn(
      'unshare',
      [
        ...[...words, 'nice', '-n', '10', 'sh', '-c', script, 'sh', bare, layer, packages],
        ...[join(import.meta.dirname, 'try-deb.sh'), display],
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const said = await text(trial.stdout)
    console.log(said.replaceAll(/^claim.*\n/gm, '').trim())
    return said
  } finally {
    await rm(layer, { recursive: true, force: true })
  }
}

/** The claims in what the trial said; one that said none ended before its time. */
function readClaims(name: string, said: string): Claim[] {
  const claims = [...said.matchAll(/^claim\t(held|not)\t(.*)$/gm)].map(([, outcome, claim]) => ({
    name: `${name}: ${claim ?? ''}`,
    problem: outcome === 'held' ? null : 'it did not',
  }))
  return claims.length > 0 ? claims : [{ name, problem: `the trial did not begin: ${said}` }]
}
