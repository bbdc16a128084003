// An app as the system sees it: a process and all below it, with the memory they hold and how often they wake (Linux).
import { readFileSync, readdirSync } from 'node:fs'

/** A process and everything that it started, itself first. */
export function treeOf(root: number): number[] {
  const parents = new Map(
    numbersIn('/proc').map((pid) => [
      pid,
      // The name in the second field may hold spaces and brackets.
      Number(/\) \S (\d+)/.exec(read(`/proc/${pid}/stat`))?.[1] ?? 0),
    ]),
  )
  const tree = [root]
  for (const pid of tree)
    for (const [child, parent] of parents)
      if (parent === pid && !tree.includes(child)) tree.push(child)
  return tree
}

/** Bytes that a process holds, of what it shares with others its part (PSS, proc_pid_smaps(5)). */
export const shareOf = (pid: number): number =>
  Number(/^Pss:\s+(\d+) kB/m.exec(read(`/proc/${pid}/smaps_rollup`))?.[1] ?? 0) * 1_024

/** What a process of an app is: Chromium's word for it, or its script. */
export function roleOf(pid: number): string {
  const line = read(`/proc/${pid}/cmdline`).replaceAll('\0', ' ')
  const type = /--utility-sub-type=(\w+)/.exec(line)?.[1] ?? /--type=(\S+)/.exec(line)?.[1]
  return type ?? /([\w-]+)\.js\b/.exec(line)?.[1] ?? 'main'
}

/** How often the threads of these processes have begun to wait so far: each time something woke them before. */
export function waitsOf(pids: readonly number[]): Map<string, number> {
  return new Map(
    pids.flatMap((pid) =>
      numbersIn(`/proc/${pid}/task`).map((id): [string, number] => {
        const status = read(`/proc/${pid}/task/${id}/status`)
        return [`${pid} ${id}`, Number(/^voluntary_ctxt_switches:\s+(\d+)/m.exec(status)?.[1] ?? 0)]
      }),
    ),
  )
}

/** How often they have begun to wait since. */
export const waitsSince = (
  before: ReadonlyMap<string, number>,
  now: ReadonlyMap<string, number>,
): number => [...now].reduce((sum, [thread, waits]) => sum + waits - (before.get(thread) ?? 0), 0)

function numbersIn(folder: string): number[] {
  try {
    return readdirSync(folder)
      .filter((name) => /^\d+$/.test(name))
      .map(Number)
  } catch {
    return []
  }
}

/** Processes end between two looks. */
function read(path: string): string {
  try {
    return readFileSync(path, 'utf8')
  } catch {
    return ''
  }
}
