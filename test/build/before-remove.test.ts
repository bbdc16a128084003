import { execFile, spawn } from 'node:child_process'
import { copyFile, mkdtemp, readFile, rm } from 'node:fs/promises'
import { once } from 'node:events'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { describe, expect, it, onTestFinished } from 'vitest'

const run = promisify(execFile)
const script = join(import.meta.dirname, '..', '..', 'build', 'linux', 'before-remove.sh')

describe.runIf(process.platform === 'linux')('the removal of the Debian package', () => {
  it.each([
    ['remove', 'SIGTERM'],
    ['upgrade', null],
  ] as const)(
    'on %s ends what runs from its folder with %s, and nothing else',
    async (step, signal) => {
      const folder = await mkdtemp(join(tmpdir(), 'shoebox-installed-'))
      onTestFinished(() => rm(folder, { recursive: true, force: true }))
      const program = join(folder, 'shoebox')
      await copyFile('/bin/sleep', program)
      const inside = spawn(program, ['60'])
      const outside = spawn('/bin/sleep', ['60'])
      onTestFinished(() => {
        inside.kill('SIGKILL')
        outside.kill('SIGKILL')
      })
      await Promise.all([once(inside, 'spawn'), once(outside, 'spawn')])
      const gone = once(inside, 'exit') as Promise<[number | null, string | null]>
      await run(script, [step], { env: { ...process.env, SHOEBOX_INSTALL_DIR: folder } })
      expect(outside.exitCode ?? outside.signalCode).toBeNull()
      if (signal === null) expect(inside.exitCode ?? inside.signalCode).toBeNull()
      else expect((await gone)[1]).toBe(signal)
    },
  )

  it(
    'lets the first process end the others, and ends those that it leaves behind',
    { timeout: 60_000 },
    async () => {
      const folder = await mkdtemp(join(tmpdir(), 'shoebox-installed-'))
      onTestFinished(() => rm(folder, { recursive: true, force: true }))
      const program = join(folder, 'shoebox')
      await copyFile('/bin/sh', program)
      const log = join(folder, 'log')
      // One helper ends when it is told to; the other hears of nothing but a signal.
      const helper = (name: string, ends: string) =>
        `"${program}" -c 'trap "echo ${name} got a signal >> ${log}; exit" TERM; echo ${name} >> ${log}; ${ends}' &`
      const app = spawn(
        program,
        [
          '-c',
          [
            `trap 'echo asked to quit >> ${log}; touch ${folder}/quit; exit' TERM`,
            helper('helper', `until [ -e ${folder}/quit ]; do sleep 0.1; done`),
            helper('stubborn', 'while :; do sleep 0.1; done'),
            'while :; do sleep 0.1; done',
          ].join('\n'),
        ],
        { stdio: 'ignore' },
      )
      onTestFinished(() => void app.kill('SIGKILL'))
      const lines = async (): Promise<string[]> =>
        (await readFile(log, 'utf8').catch(() => '')).split('\n').filter(Boolean).toSorted()
      await expect.poll(lines, { timeout: 20_000 }).toEqual(['helper', 'stubborn'])
      await run(script, ['remove'], { env: { ...process.env, SHOEBOX_INSTALL_DIR: folder } })
      expect(await lines()).toEqual([
        'asked to quit',
        'helper',
        'stubborn',
        'stubborn got a signal',
      ])
    },
  )
})
