// What is done once in a folder that is kept: steps with stamps, and packages of Debian. A step that was interrupted is done
// anew; what it was done for is kept in its stamp.
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { WineFolder } from './folder.ts'
import { NotPossible } from './possible.ts'
import { runInside, type Ended } from './run.ts'

/** One step: done again when its purpose is another. */
export type Step = readonly [name: string, purpose: string, make: () => Promise<void>]

/** Takes the steps that were not taken for their purpose yet, in their order. */
export async function takeSteps(
  { path, stamps }: WineFolder,
  steps: readonly Step[],
  say: (line: string) => void,
): Promise<void> {
  await mkdir(stamps, { recursive: true })
  for (const [name, purpose, make] of steps) {
    const stamp = join(stamps, name)
    if ((await readFile(stamp, 'utf8').catch(() => '')) === purpose) continue
    say(`making ${path}: ${name}`)
    await make()
    await writeFile(stamp, purpose)
  }
}

/** Installs packages of Debian in the folder; `NotPossible` where they cannot be had. */
export async function installDebs(
  folder: WineFolder,
  names: readonly string[],
  what: string,
): Promise<void> {
  // Wine runs programs of 32 bits only with packages of their own architecture.
  const foreign = names.some((name) => name.endsWith(':i386'))
    ? ['dpkg --add-architecture i386']
    : []
  const script = [
    ...foreign,
    'apt-get update -qq',
    `apt-get install -y -qq --no-install-recommends ${names.join(' ')}`,
  ].join(' && ')
  const ended = await runInside(folder, ['sh', '-c', script], { limitMs: 1_800_000 })
  if (ended.code !== 0) throw new NotPossible(`${what} cannot be had: ${lastLine(ended)}`)
}

/** Waits for a program that must succeed. */
export async function must(running: Promise<Ended>, what: string): Promise<Ended> {
  const ended = await running
  if (ended.code !== 0) throw new Error(`${what} ended with ${ended.code}: ${ended.text}`)
  return ended
}

const lastLine = ({ text }: Ended): string => text.trim().split('\n').at(-1) ?? ''
