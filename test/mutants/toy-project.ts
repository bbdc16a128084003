// A small checkout with one room, for the tests of this tool: one file whose tests look closely, one whose tests hardly
// look, and one that only runs in a thread. Its libraries are those of this project.
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'

const project = join(import.meta.dirname, '..', '..')

const files: Record<string, string> = {
  '.gitignore': 'node_modules/\nout/\n',
  'package.json': '{ "type": "module" }',
  'vitest.config.ts': `import { defineConfig } from 'vitest/config'
export default defineConfig({ test: { include: ['test/**/*.test.ts'] } })
`,
  'tsconfig.json': '{ "files": [] }',
  'src/main/engine/tsconfig.json': `{
  "extends": "../../../tsconfig.base.json",
  "compilerOptions": { "types": ["node"] },
  "include": ["**/*.ts"]
}
`,
  'src/main/engine/toy/looked-at.ts': `export function isAdult(age: number): boolean {
  return age >= 18
}
`,
  'src/main/engine/toy/overlooked.ts': `export function isChild(age: number): boolean {
  return age < 14
}
`,
  'src/main/engine/toy/thread.ts': `import { parentPort } from 'node:worker_threads'
parentPort?.on('message', (value: number) => {
  parentPort?.postMessage(value + 2)
})
`,
  'src/main/engine/toy/ask-thread.ts': `import { once } from 'node:events'
import { Worker } from 'node:worker_threads'

export async function ask(value: number): Promise<unknown> {
  const thread = new Worker(new URL('./thread.ts', import.meta.url))
  thread.postMessage(value)
  const [answer] = (await once(thread, 'message')) as unknown[]
  await thread.terminate()
  return answer
}
`,
  'src/main/engine/untested/alone.ts': 'export const alone = 1 + 1\n',
  'test/engine/toy/looked-at.test.ts': `import { expect, it } from 'vitest'
import { isAdult } from '../../../src/main/engine/toy/looked-at.ts'

it('begins on the day', () => {
  expect([17, 18, 19].map(isAdult)).toEqual([false, true, true])
})
`,
  'test/engine/toy/overlooked.test.ts': `import { expect, it } from 'vitest'
import { isChild } from '../../../src/main/engine/toy/overlooked.ts'

it('knows an infant', () => {
  expect(isChild(1)).toBe(true)
})
`,
  'test/engine/toy/thread.test.ts': `import { expect, it } from 'vitest'
import { ask } from '../../../src/main/engine/toy/ask-thread.ts'

it('adds two', async () => {
  expect(await ask(3)).toBe(5)
})
`,
}

/** A toy checkout in a temporary folder, with these files besides or in place of its own. */
export async function createToyProject(
  others: Record<string, string> = {},
): Promise<{ path: string } & AsyncDisposable> {
  const path = await mkdtemp(join(tmpdir(), 'shoebox-toy-'))
  await cp(join(project, 'tsconfig.base.json'), join(path, 'tsconfig.base.json'))
  for (const [name, text] of Object.entries({ ...files, ...others })) {
    await mkdir(dirname(join(path, name)), { recursive: true })
    await writeFile(join(path, name), text)
  }
  await symlink(join(project, 'node_modules'), join(path, 'node_modules'), 'junction')
  return { path, [Symbol.asyncDispose]: () => rm(path, { recursive: true, force: true }) }
}
