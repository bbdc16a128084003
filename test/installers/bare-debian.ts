// Tries something in a bare Debian, in mounts and process numbers of its own, on a display that nobody sees. What is tried is a
// script, which says each claim in a line.
import { spawn } from 'node:child_process'
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { bootstrapDebian } from '../../build/wine/debian.ts'
import type { Claim } from './outcome.ts'

/** A trial. */
export interface Trial {
  readonly release: 'bookworm' | 'trixie'
  /** The script, beside this file. */
  readonly script: string
  readonly words: readonly string[]
  /** A folder that it sees as /packages. */
  readonly packages: string
  /** Lines of a shell before, for which `$root` is where the trial will have its `/`. */
  readonly before?: readonly string[]
  /** Makes the folder the root of all mounts: in a mere chroot nobody gets a user namespace. */
  readonly isOwnRoot?: boolean
}

/** Runs it over the bare folder, which stays as it is: what changes is in a layer above, and goes with it. */
export async function tryInDebian(base: string, trial: Trial): Promise<string> {
  const { release, script, words, packages, before = [], isOwnRoot = false } = trial
  const bare = join(base, release)
  if (!existsSync(bare)) await bootstrapDebian(release, bare)
  const layer = await mkdtemp(join(base, 'layer-'))
  try {
    for (const part of ['upper', 'work', 'root']) await mkdir(join(layer, part))
    const enter = 'env -i PATH=/usr/sbin:/usr/bin:/sbin:/bin HOME=/root LANG=C.UTF-8 /trial.sh "$@"'
    const lines = [
      'set -e',
      'bare=$1 layer=$2 packages=$3 script=$4 root=$2/root',
      'shift 4',
      `mount -t overlay overlay -o "lowerdir=$bare,upperdir=$layer/upper,workdir=$layer/work" "$root"`,
      'mount -t proc proc "$root/proc"',
      'mkdir -p "$root/dev/shm" "$root/packages"',
      'mount -t tmpfs shm "$root/dev/shm"',
      'mount --bind "$packages" "$root/packages"',
      'cp "$script" "$root/trial.sh"',
      'cp "${script%/*}/claims.sh" "$root/claims.sh"',
      ...before,
      ...(isOwnRoot
        ? ['cd "$root"', 'mkdir -p old', 'pivot_root . old', 'umount -l /old', `exec ${enter}`]
        : [`exec chroot "$root" ${enter}`]),
    ]
    // In a numbering of its own, so that nothing of it outlives the trial.
    const own = ['--mount', '--pid', '--fork', '--kill-child', '--propagation', 'private']
    const given = [bare, layer, packages, join(import.meta.dirname, script), ...words]
    const running = spawn(
      'unshare',
      [...own, 'nice', '-n', '10', 'sh', '-c', lines.join('\n'), 'sh', ...given],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    const said = await text(running.stdout)
    console.log(said.replaceAll(/^claim.*\n/gm, '').trim())
    return said
  } finally {
    await rm(layer, { recursive: true, force: true })
  }
}

/** The claims in what the trial said; one that said none ended before its time. */
export function readClaims(name: string, said: string): Claim[] {
  const claims = [...said.matchAll(/^claim\t(held|not)\t(.*)$/gm)].map(([, outcome, claim]) => ({
    name: `${name}: ${claim ?? ''}`,
    problem: outcome === 'held' ? null : 'it did not',
  }))
  return claims.length > 0 ? claims : [{ name, problem: `the trial did not begin: ${said}` }]
}
