// A folder with a bare Debian, by Debian's own debootstrap. That is fetched and unpacked, not installed: nothing of this
// machine changes.
import { execFile } from 'node:child_process'
import { cp, mkdir, mkdtemp, rename, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { fetched } from './possible.ts'

const run = promisify(execFile)

/** Makes the folder anew; `NotPossible` where Debian cannot be had. */
export async function bootstrapDebian(release: string, to: string): Promise<void> {
  const tools = await mkdtemp(join(tmpdir(), 'shoebox-debootstrap-'))
  const draft = `${to}.part`
  try {
    for (const name of ['debootstrap', 'debian-archive-keyring'])
      await fetched(run('apt-get', ['download', name], { cwd: tools }), `the package ${name}`)
    await run('sh', ['-c', 'for deb in *.deb; do dpkg-deb -x "$deb" .; done'], { cwd: tools })
    await rm(draft, { recursive: true, force: true })
    await mkdir(dirname(draft), { recursive: true })
    const keyring = join(tools, 'usr/share/keyrings/debian-archive-keyring.gpg')
    const words = ['--variant=minbase', '--include=ca-certificates', `--keyring=${keyring}`]
    const env = { ...process.env, DEBOOTSTRAP_DIR: join(tools, 'usr/share/debootstrap') }
    const bootstrap = join(tools, 'usr', 'sbin', 'debootstrap')
    const making = run('nice', ['-n', '10', bootstrap, ...words, release, draft], {
      env,
      maxBuffer: 64 * 1024 * 1024,
    })
    await fetched(making, `Debian ${release}`)
    // Without it "localhost" is not found.
    await cp('/etc/hosts', join(draft, 'etc', 'hosts'))
    await rm(to, { recursive: true, force: true })
    await rename(draft, to)
  } finally {
    await rm(tools, { recursive: true, force: true })
  }
}
