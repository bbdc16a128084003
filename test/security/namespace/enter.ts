// Runs a script in a network namespace of its own, where every address in the world leads to this computer's loopback: what
// a program sends anywhere arrives there, is counted and refused. Linux, as root; elsewhere nothing is shown.
import { join } from 'node:path'
import { runCommand, lastWords } from '../../../build/electron/run-command.ts'
import { NotShownHere } from '../not-shown.ts'
import { ownAddress } from './packets.ts'

/** Names that lead to the stand-in inside, as in /etc/hosts. */
export interface Entered {
  readonly script: string
  readonly argument: unknown
  readonly hosts?: readonly string[]
  readonly timeoutMs: number
}

const setUp = (hosts: readonly string[]): string =>
  [
    'set -e',
    'ip link set lo up',
    // With loopback alone Chromium calls itself offline, and the app would wait for a line.
    'ip link add line type veth peer name end',
    'ip link set line up && ip link set end up',
    `ip address add ${ownAddress}/24 dev line`,
    `ip route add local 0.0.0.0/0 dev lo src ${ownAddress}`,
    `ip route add default dev lo src ${ownAddress}`,
    'ip -6 route add local ::/0 dev lo',
    // A name server that is not this computer, so that a question to it counts.
    'work=$(mktemp -d); trap "rm -rf $work" EXIT',
    'echo nameserver 198.51.100.53 > $work/resolv.conf',
    `printf '127.0.0.1 localhost\\n${hosts.map((host) => `127.0.0.1 ${host}\\n`).join('')}' > $work/hosts`,
    'mount --bind $work/resolv.conf /etc/resolv.conf',
    'mount --bind $work/hosts /etc/hosts',
    '"$0" "$@"',
  ].join('\n')

/** Runs it, and returns the JSON that it prints as its last line. */
export async function inNamespace<T>(entered: Entered): Promise<T> {
  if (process.platform !== 'linux') throw new NotShownHere('network namespaces are Linux’s')
  if (process.getuid?.() !== 0)
    throw new NotShownHere('only root may make a network namespace and count its packets')
  for (const tool of ['unshare --version', 'ip -V', 'python3 --version']) {
    const [name = '', ...words] = tool.split(' ')
    const tried = await runCommand(name, words, { timeoutMs: 10_000 })
    if (tried.code !== 0) throw new NotShownHere(`${name} is not on this system`)
  }
  const inside = ['unshare', '--net', '--mount', '--propagation', 'private', 'sh', '-c']
  const tried = await runCommand('unshare', [...inside.slice(1), setUp([]), 'true'], {
    timeoutMs: 10_000,
  })
  if (tried.code !== 0) throw new NotShownHere(`no namespace can be made: ${lastWords(tried)}`)
  const ran = await runCommand(
    'unshare',
    [
      ...inside.slice(1),
      setUp(entered.hosts ?? []),
      process.execPath,
      join(import.meta.dirname, entered.script),
      JSON.stringify(entered.argument),
    ],
    { timeoutMs: entered.timeoutMs },
  )
  const last = ran.stdout.trim().split('\n').at(-1) ?? ''
  if (ran.code !== 0) throw new Error(`in the namespace: ${ran.stderr.trim().slice(-600)}`)
  return JSON.parse(last) as T
}
